/**
 * How texts state, ask and answer what is so of somebody (`knowledge.ts`) or of a story's end. Data and small pure functions;
 * which of them a text has is for `documents.ts`. `{A}` is a name or a pronoun, `{name}` always the name, `{value}` as in
 * `KnownFact.value`, `{aValue}` the same with an article.
 */
import type { Relation } from './state';
import { withArticle } from './world';

export interface Manner {
  statements: readonly string[];
  questions: readonly string[];
  answer: '{value}' | '{aValue}';
}

/** `kind` is what the character is: never held out, never otherwise. */
export type Asked = Relation | 'kind';

export const MANNERS: Record<Asked, Manner> = {
  kind: { statements: ['{name} is {aValue}.'], questions: ['What is {name}?'], answer: '{aValue}' },
  home: { statements: ['{A} lives {value}.', 'The home of {name} is {value}.'], questions: ['Where does {name} live?', 'Where is the home of {name}?'], answer: '{value}' },
  favourite: { statements: ['{A} likes {aValue} best.', 'What {name} likes best is {aValue}.'], questions: ['What does {name} like best?'], answer: '{aValue}' },
  friend: { statements: ['The best friend of {name} is {value}.', '{A} has a best friend, {value}.'], questions: ['Who is the best friend of {name}?'], answer: '{value}' },
  fear: { statements: ['{A} is afraid of {value}.', 'What {name} fears most is {value}.'], questions: ['What is {name} afraid of?'], answer: '{value}' },
  season: { statements: ['{A} was born in {value}.', 'The birthday of {name} is in {value}.'], questions: ['When was {name} born?'], answer: '{value}' },
};

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const fill = (pattern: string, slots: Record<string, string>): string =>
  pattern.replace(/\{(\w+)\}/g, (_, slot: string) => {
    const value = slots[slot];
    if (value === undefined) throw new Error(`the slot {${slot}} of "${pattern}" is not filled`);
    return value;
  });

export const statementText = (pattern: string, subject: string, name: string, value: string): string =>
  capital(fill(pattern, { A: subject, name, value, aValue: withArticle(value) }));

export const questionText = (pattern: string, name: string): string => fill(pattern, { name });

/** "In the barn.", "A kite." */
export function answerText(asked: Asked, value: string): string {
  const said = asked === 'season' ? `in ${value}` : value;
  return `${capital(fill(MANNERS[asked].answer, { value: said, aValue: withArticle(value) }))}.`;
}

/** What can be asked after a story. */
export const STORY_QUESTIONS = {
  holder: 'Who has the {noun}?',
  spot: 'Where is the {noun}?',
  quality: 'What colour is the {noun}?',
  place: 'Where is {name}?',
  kind: 'What is {name}?',
  weather: 'What was the weather?',
  hour: 'What time is it?',
} as const;
export type StoryQuestion = keyof typeof STORY_QUESTIONS;
