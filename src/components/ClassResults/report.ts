// From what the server gives to the statistics of each question. The arithmetic is src/quiz/peer's. Pure. Votes count as the room counted them, by
// device; who is one student with two devices matters for points alone (people.ts).

import { confidences } from '@site/src/formats/confidence';
import type { AskedQuestion, ClassResults } from '@site/src/formats/class-results';
import {
  discrimination,
  distractors,
  itemStatistics,
  wilsonInterval,
  type AskedItem,
  type Discrimination,
  type Distractor,
  type ItemStatistics,
  type Round,
  type Vote,
} from '@site/src/quiz/peer';
import { letterOf, plainText } from './text';

/** With fewer participants to rest on, the indices of discrimination are not told. */
export const FEWEST_FOR_DISCRIMINATION = 10;

export interface QuestionReport {
  question: AskedQuestion;
  /** "Question 3", with its meeting before it ("Question 2.3") where there was more than one. */
  label: string;
  /** The stem in one line. */
  text: string;
  statistics: ItemStatistics;
  /** 95 %, of the share right. */
  intervals: Record<Round, [low: number, high: number]>;
  distractors: Distractor[];
  discrimination: Discrimination;
  /** How many others were asked in its meeting. */
  others: number;
  /** Made-up names of who voted in that round and not in the other. */
  onlyIn: Record<Round, string[]>;
}

/** Each question with its votes, in the order of the results. */
export function askedItems({ questions, participants, votes }: ClassResults): AskedItem[] {
  const byQuestion = questions.map((): Vote[] => []);
  for (const [who, at, round, option, sure] of votes)
    byQuestion[at]!.push({ participantId: participants[who]!.id, round, optionId: questions[at]!.options[option]!.id, ...(sure < 0 ? {} : { confidence: confidences[sure] }) });
  return questions.map(({ id, options, correct }, at) => ({ item: { id, optionIds: options.map((option) => option.id), key: correct }, votes: byQuestion[at]! }));
}

function byMeeting(items: readonly AskedItem[], { questions }: ClassResults): Map<number, AskedItem[]> {
  const sessions = new Map<number, AskedItem[]>();
  questions.forEach(({ meeting }, at) => sessions.set(meeting, [...(sessions.get(meeting) ?? []), items[at]!]));
  return sessions;
}

const labelOf = ({ meeting, number }: AskedQuestion, meetings: number) => `Question ${meetings > 1 ? `${meeting}.` : ''}${number}`;

/** Statistics of every question that was asked, in the order in which they were. */
export function reportsOf(results: ClassResults): QuestionReport[] {
  const items = askedItems(results);
  const sessions = byMeeting(items, results);
  const indices = new Map([...sessions.values()].flatMap((session) => discrimination(session, { minimumParticipants: FEWEST_FOR_DISCRIMINATION })).map((index) => [index.itemId, index]));
  const names = new Map(results.participants.map(({ id, name }) => [id, name]));
  return results.questions.map((question, at) => {
    const { item, votes } = items[at]!;
    const statistics = itemStatistics(item, votes);
    const interval = (round: Round) => wilsonInterval(statistics.rounds[round].correct, statistics.rounds[round].voters);
    return {
      question,
      label: labelOf(question, results.meetings.length),
      text: plainText(question.stemHtml, ''),
      statistics,
      intervals: { 1: interval(1), 2: interval(2) },
      distractors: distractors(item, statistics.rounds[1]),
      discrimination: indices.get(item.id)!,
      others: sessions.get(question.meeting)!.length - 1,
      onlyIn: { 1: statistics.onlyIn[1].map((id) => names.get(id)!), 2: statistics.onlyIn[2].map((id) => names.get(id)!) },
    };
  });
}

export const letterIn = ({ options }: AskedQuestion, optionId: string): string => letterOf(options.findIndex(({ id }) => id === optionId));

/** The statistics of the last round that was held. */
export const lastRound = ({ question, statistics }: QuestionReport) => statistics.rounds[question.rounds];
