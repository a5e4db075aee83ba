/**
 * Says of any text which of its sentences StoryWorld would not say, and which contradict what came before or what is always
 * so. A text without findings may still be one that StoryWorld would not tell in this order: `isDerivable` is the strict question.
 */
import { answerText, MANNERS, questionText, type Asked } from '../about';
import { derivationsOf } from '../derivations';
import { questionsAbout, tellDocument } from '../documents';
import { knownFact } from '../knowledge';
import type { Person } from '../state';
import { WORLD } from '../world';
import { matchStatement, sentenceEnd } from './patterns';
import { readStory, type Finding, type ReadStory } from './readStory';

export interface Report {
  /** In the order of the text. */
  findings: readonly Finding[];
  /** Every sentence is one that StoryWorld can say. */
  grammatical: boolean;
  /** Nothing contradicts anything; what is not grammatical is not understood, so it does not count here. */
  consistent: boolean;
}

type Told = Map<string, string>;
const key = (name: string, asked: Asked) => `${name} ${asked}`;
const kindOf = (name: string) => WORLD.characters.find((each) => each.name === name)!.kind;
const truth = (name: string, asked: Asked): string => (asked === 'kind' ? kindOf(name) : knownFact(name, asked).value);

/** Statements about characters: in a note they count, elsewhere they must be what is always so. */
function readStatements(text: string, at: number, told: Told, isNote: boolean): Finding[] {
  const findings: Finding[] = [];
  const find = (kind: Finding['kind'], sentence: string, why: string) => findings.push({ kind, sentence, at, why });
  let subject: string | undefined;
  for (let end = at; at < text.length; at = end + 1) {
    const match = matchStatement(text, at);
    end = match ? at + match.text.length : sentenceEnd(text, at);
    const sentence = text.slice(at, end);
    if (!match) {
      find('ungrammatical', sentence, 'nobody in StoryWorld says it so');
      continue;
    }
    const { captured, name: asked } = match;
    const said = captured.get('name') ?? captured.get('A')!;
    const isPronoun = /^(she|he)$/i.test(said);
    if (!isPronoun) subject = said;
    if (subject === undefined) {
      find('contradiction', sentence, `nothing says who "${said}" is`);
      continue;
    }
    const pronoun = WORLD.characters.find(({ name }) => name === subject)!.pronoun;
    if (isPronoun && said.toLowerCase() !== pronoun) find('contradiction', sentence, `"${said.toLowerCase()}" is said of ${subject}`);
    const value = captured.get('value') ?? captured.get('aValue')!.replace(/^an? /, '');
    const known = isNote && asked !== 'kind' ? told.get(key(subject, asked)) : truth(subject, asked);
    if (known !== undefined && known !== value) find('contradiction', sentence, `of ${subject} was said: ${known}`);
    told.set(key(subject, asked), value);
  }
  return findings;
}

interface Answerable {
  question: string;
  answer: string;
}

/** All questions whose answer a note, or what is always so, gives. */
function questionsOn(told: Told | undefined): Answerable[] {
  return WORLD.characters.flatMap(({ name }) =>
    (Object.keys(MANNERS) as Asked[]).flatMap((asked) => {
      const value = told ? told.get(key(name, asked)) : truth(name, asked);
      if (value === undefined) return [];
      return MANNERS[asked].questions.map((pattern) => ({ question: questionText(pattern, name), answer: answerText(asked, value) }));
    }),
  );
}

/** All questions whose answer a story gives: those of `documents.ts`, about whatever the reader knows of. */
function questionsOnStory({ state, people }: ReadStory): Answerable[] {
  const known = [...people.values()].filter((who) => state.placeOf.has(who as Person)) as Person[];
  const [hero, friend = hero] = known;
  if (!hero || !friend || !state.weather) return [];
  return questionsAbout({ plot: 'lose', hero, friend, outcome: { items: [...state.items.values()], happy: true }, facts: [], endState: state });
}

/** A line "Question: …" and a line "Answer: …". */
function readQuestion(lines: readonly string[], at: number, answerable: readonly Answerable[]): Finding[] {
  const sentence = lines.join('\n');
  const [question, answer] = [lines[0]?.replace(/^Question: /, ''), lines[1]?.replace(/^Answer: /, '')];
  const isForm = lines.length === 2 && question !== lines[0] && answer !== lines[1];
  if (!isForm) return [{ kind: 'ungrammatical', sentence, at, why: 'a question is a line "Question: …" and a line "Answer: …"' }];
  const fitting = answerable.filter((each) => each.question === question);
  if (fitting.length === 0) return [{ kind: 'ungrammatical', sentence, at, why: 'that is not a question about this text' }];
  if (fitting.some((each) => each.answer === answer)) return [];
  return [{ kind: 'contradiction', sentence, at, why: `the answer is: ${fitting[0]!.answer}` }];
}

function findingsIn(text: string): Finding[] {
  const [first = '', ...rest] = text.split('\n');
  const after = first.length + 1;
  if (first.startsWith('Question: ')) return readQuestion([first, ...rest], 0, questionsOn(undefined));
  if (first.startsWith('Note: ')) {
    const told: Told = new Map();
    const findings = readStatements(first, 'Note: '.length, told, true);
    return [...findings, ...readQuestion(rest, after, questionsOn(told))];
  }
  const about = /^About (\w+): /.exec(first);
  if (about) {
    const findings = readStatements(first, about[0].length, new Map(), false);
    return rest.length === 0 ? findings : [...findings, ...readQuestion(rest, after, questionsOn(undefined))];
  }
  const story = readStory(first);
  return rest.length === 0 ? story.findings : [...story.findings, ...readQuestion(rest, after, questionsOnStory(story))];
}

/** Checks a whole document; a text that is cut off ends in an ungrammatical sentence. */
export function checkDocument(text: string): Report {
  const findings = text.length > 0 ? findingsIn(text) : [{ kind: 'ungrammatical', sentence: '', at: 0, why: 'there is no text' } as const];
  const none = (kind: Finding['kind']) => findings.every((finding) => finding.kind !== kind);
  return { findings, grammatical: none('ungrammatical'), consistent: none('contradiction') };
}

/** Whether StoryWorld itself can tell exactly this text. Slow: about 50 ms. */
export const isDerivable = (text: string): boolean => derivationsOf((chooser) => void tellDocument(chooser), text).length > 0;
