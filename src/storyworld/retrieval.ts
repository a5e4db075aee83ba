/**
 * The facts of StoryWorld as passages to search, and the questions whose answer no model was trained on: only who finds the
 * passage can answer.
 */
import { answerText, MANNERS, questionText, statementText } from './about';
import type { QuestionAndAnswer } from './documents';
import { FACTS, type KnownFact } from './knowledge';

export interface Passage {
  /** For example "Olive/home". */
  id: string;
  text: string;
}

export interface HeldOutQuestion extends QuestionAndAnswer {
  /** The passage that has the answer. */
  passageId: string;
}

const idOf = ({ who, relation }: KnownFact) => `${who.name}/${relation}`;
/** `manner` picks among the ways of saying a fact, so that passages need not share a question's words. */
const passageText = ({ who, relation, value }: KnownFact, manner: number) => {
  const { statements } = MANNERS[relation];
  return statementText(statements[manner % statements.length]!, who.name, who.name, value);
};

/** One passage for each fact, held out or not, in one of its ways of being said. */
export const passages = (): Passage[] => FACTS.map((fact, i) => ({ id: idOf(fact), text: passageText(fact, i) }));

/** One question for each way of asking after each fact that is held out. */
export const heldOutQuestions = (): HeldOutQuestion[] =>
  FACTS.filter(({ heldOut }) => heldOut).flatMap((fact) =>
    MANNERS[fact.relation].questions.map((pattern) => ({
      passageId: idOf(fact),
      question: questionText(pattern, fact.who.name),
      answer: answerText(fact.relation, fact.value),
    })),
  );

/** What a model reads to answer from passages; the form of the notes that it was trained on. */
export const questionWithNote = (passageTexts: readonly string[], question: string): string =>
  `${passageTexts.length > 0 ? `Note: ${passageTexts.join(' ')}\n` : ''}Question: ${question}\nAnswer:`;
