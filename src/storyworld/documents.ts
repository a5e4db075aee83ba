/**
 * The texts that models are trained on: stories, stories with a question, and short texts about the characters with
 * and without questions. Every one has one derivation, hence an exact probability.
 */
import { answerText, capital, MANNERS, questionText, statementText, STORY_QUESTIONS, type Asked, type StoryQuestion } from './about';
import { createChooser, logProbabilityNats, type Choice, type Chooser } from './chooser';
import { FACTS, RELATIONS, valuesOf } from './knowledge';
import { holderOf, spotOf, type Fact, type Relation, type WorldState } from './state';
import { tellStory, type ToldStory } from './story';
import type { PlotName } from './plots';
import { atPlace, withArticle, WORLD, type Character } from './world';

/** How often each kind of document comes, in twentieths. */
export const DOCUMENT_KINDS = { story: 12, 'story with question': 4, description: 1, question: 1, 'note with question': 2 } as const;
export type DocumentKind = keyof typeof DOCUMENT_KINDS;

export interface Story {
  seed: number;
  plot: PlotName;
  text: string;
  /** Everything that came true, in order; some of it only implied by the text. */
  facts: readonly Fact[];
  endState: WorldState;
  choices: readonly Choice[];
  /** Exact: a text has one derivation. */
  logProbabilityNats: number;
}

export interface QuestionAndAnswer {
  question: string;
  answer: string;
}

/** All that can be asked after a story, with the true answers. */
export function questionsAbout({ hero, friend, outcome, endState }: ToldStory): (QuestionAndAnswer & { about: StoryQuestion })[] {
  const ask = (about: StoryQuestion, slot: string, answer: string) => ({ about, question: STORY_QUESTIONS[about].replace(/\{\w+\}/, slot), answer: `${capital(answer)}.` });
  const all = outcome.items.flatMap((item) => {
    const [holder, spot] = [holderOf(endState, item), spotOf(endState, item)];
    return [
      ...(holder ? [ask('holder', item.noun, holder.name)] : []),
      ...(spot ? [ask('spot', item.noun, spot)] : []),
      ...(item.use === 'eat' ? [] : [ask('quality', item.noun, item.quality)]),
    ];
  });
  for (const who of [hero, friend]) {
    all.push(ask('place', who.name, atPlace(endState.placeOf.get(who)!)), ask('kind', who.name, withArticle(who.kind)));
  }
  all.push(ask('weather', '', endState.weather!));
  if (endState.hour) all.push(ask('hour', '', `${endState.hour} o'clock`));
  return all;
}

const emitQuestion = ({ emit }: Chooser, { question, answer }: QuestionAndAnswer): void => emit(`Question: ${question}\nAnswer: ${answer}`);

function tellStoryWithQuestion(chooser: Chooser): void {
  const story = tellStory(chooser);
  chooser.emit('\n');
  emitQuestion(chooser, chooser.choose('question', questionsAbout(story)));
}

/** One to three different things about `who`, joined by spaces. Returns what was said. */
function describe(chooser: Chooser, who: Character, relations: readonly Relation[], valueOf: (relation: Relation) => string): Relation[] {
  let left = [...relations];
  const said: Relation[] = [];
  do {
    if (said.length > 0) chooser.emit(' ');
    const relation = chooser.choose('relation', left);
    const pattern = chooser.choose(relation, MANNERS[relation].statements);
    const mayBePronoun = pattern.startsWith('{A}') && said.length > 0;
    const subject = mayBePronoun ? chooser.choose('refer', [who.pronoun, who.name], (word) => (word === who.name ? 1 : 3)) : who.name;
    chooser.emit(statementText(pattern, subject, who.name, valueOf(relation)));
    said.push(relation);
    left = left.filter((each) => each !== relation);
  } while (said.length < 3 && left.length > 0 && chooser.choose('go on', [true, false]));
  return said;
}

const publicFacts = FACTS.filter(({ heldOut }) => !heldOut);
const publicRelations = ({ name }: Character) => publicFacts.filter(({ who }) => who.name === name).map(({ relation }) => relation);
const truth = ({ name, kind }: Character, asked: Asked) => (asked === 'kind' ? kind : FACTS.find(({ who, relation }) => who.name === name && relation === asked)!.value);

const ask = (chooser: Chooser, who: Character, asked: Asked, value: string): void =>
  emitQuestion(chooser, { question: questionText(chooser.choose('question', MANNERS[asked].questions), who.name), answer: answerText(asked, value) });

/** What is always so of somebody. */
function tellDescription(chooser: Chooser): void {
  const who = chooser.choose('character', WORLD.characters.filter((each) => publicRelations(each).length > 0));
  chooser.emit(`About ${who.name}: ${statementText(MANNERS.kind.statements[0]!, who.name, who.name, who.kind)} `);
  describe(chooser, who, publicRelations(who), (relation) => truth(who, relation));
}

/** A question with nothing to read: the answer is what is always so. */
function tellQuestion(chooser: Chooser): void {
  const who = chooser.choose('character', WORLD.characters);
  const asked = chooser.choose<Asked>('asked', ['kind', ...publicRelations(who)]);
  ask(chooser, who, asked, truth(who, asked));
}

/** A note says something else, drawn at random, and what it says counts: to answer is to read. */
function tellNoteWithQuestion(chooser: Chooser): void {
  chooser.emit('Note: ');
  const told: { who: Character; relation: Relation; value: string }[] = [];
  const describeOne = (characters: readonly Character[]) => {
    const who = chooser.choose('character', characters);
    describe(chooser, who, RELATIONS, (relation) => {
      const value = chooser.choose('value', valuesOf(WORLD, relation, who));
      told.push({ who, relation, value });
      return value;
    });
    return who;
  };
  const first = describeOne(WORLD.characters);
  if (chooser.choose('second', [true, false])) {
    chooser.emit(' ');
    describeOne(WORLD.characters.filter((each) => each !== first));
  }
  chooser.emit('\n');
  const { who, relation, value } = chooser.choose('asked', told);
  ask(chooser, who, relation, value);
}

const TELL: Record<DocumentKind, (chooser: Chooser) => void> = {
  story: (chooser) => void tellStory(chooser),
  'story with question': tellStoryWithQuestion,
  description: tellDescription,
  question: tellQuestion,
  'note with question': tellNoteWithQuestion,
};

/** The program of all documents, for `derivations.ts`. */
export function tellDocument(chooser: Chooser): DocumentKind {
  const kind = chooser.choose('document', Object.keys(DOCUMENT_KINDS) as DocumentKind[], (each) => DOCUMENT_KINDS[each]);
  TELL[kind](chooser);
  return kind;
}

export interface Document {
  seed: number;
  kind: DocumentKind;
  text: string;
  /** Exact. */
  logProbabilityNats: number;
}

export function generateDocument(seed: number): Document {
  const chooser = createChooser(seed);
  const kind = tellDocument(chooser);
  return { seed, kind, text: chooser.text, logProbabilityNats: logProbabilityNats(chooser.choices) };
}

export function generateStory(seed: number): Story {
  const chooser = createChooser(seed);
  const { plot, facts, endState } = tellStory(chooser);
  const { text, choices } = chooser;
  return { seed, plot, text, facts, endState, choices, logProbabilityNats: logProbabilityNats(choices) };
}
