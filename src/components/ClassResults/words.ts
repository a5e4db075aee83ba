// What the statistics of a question say, in sentences, and what stands out in a class. Pure. The bounds are named here; how the numbers are made is
// src/quiz/peer's to say.

import { adviceBounds } from '@site/src/quiz/peer';
import { FEWEST_FOR_DISCRIMINATION, lastRound, letterIn, type QuestionReport } from './report';
import { fromTo, listed, percent, plural, signed } from './text';

/** Below this many votes a share is a hint and no more. */
const FEW_VOTES = 20;
/** Of what fewer people did, nothing stands out. */
const FEWEST = 5;
const LARGE_GAIN = 0.2;
/** Half the width of a 95 % interval, in standard errors. */
const Z95 = 1.96;

/** Which wrong options draw votes and which do no work; undefined when nobody voted. */
export function distractorWords({ question, statistics, distractors }: QuestionReport): string | undefined {
  const { voters, counts } = statistics.rounds[1];
  if (voters === 0) return undefined;
  const named = (works: boolean) => distractors.filter((one) => one.works === works).map(({ optionId }) => ({ letter: letterIn(question, optionId), count: counts.find((one) => one.optionId === optionId)!.count }));
  const [working, idle] = [named(true), named(false)];
  const draws = working.length > 0 ? `${listed(working.map(({ letter, count }) => `${letter} (${percent(count / voters)})`))} ${working.length === 1 ? 'draws' : 'draw'} votes.` : 'No wrong option draws votes.';
  if (idle.length === 0) return draws;
  const chosen = idle.map(({ letter, count }) => `${letter} was chosen by ${count} of ${voters}`).join(', ');
  const hint = voters < FEW_VOTES ? ' With so few votes that is a hint.' : '';
  return `${draws} ${chosen}: ${idle.length === 1 ? 'it does' : 'they do'} no work. Three good options beat five, so replace ${idle.length === 1 ? 'it' : 'them'} by a mistake that students make, or leave ${idle.length === 1 ? 'it' : 'them'} out.${hint}`;
}

/** Both indices with what they rest on, or why there are none. */
export function discriminationWords({ discrimination: { participants, pointBiserial, upperLower }, others }: QuestionReport): string {
  if (others === 0) return 'Not enough to go by: no other question was asked at this meeting.';
  const base = `${plural(participants, 'participant')} who answered at least half of the other questions of this meeting`;
  if (participants < FEWEST_FOR_DISCRIMINATION) return `Not enough to go by: ${base}, and it takes ${FEWEST_FOR_DISCRIMINATION}.`;
  if (upperLower === undefined) return `Not enough to go by: all of the ${base} have the same score there.`;
  if (pointBiserial === undefined) return `D = ${signed(upperLower)} from ${base}. No point-biserial: all answered this question alike.`;
  return `Point-biserial ${signed(pointBiserial)}, D = ${signed(upperLower)}, from ${base}.`;
}

/** Who voted in one round alone, in a sentence; undefined when there was one round or nobody did. */
export function onceWords({ question, statistics: { onlyIn } }: QuestionReport): string | undefined {
  const [first, second] = [onlyIn[1].length, onlyIn[2].length];
  if (question.rounds === 1 || first + second === 0) return undefined;
  const parts = [first > 0 ? `${first} who voted first and not again` : '', second > 0 ? `${second} who came for the second vote` : ''].filter(Boolean);
  return `Left out of the change: ${parts.join(', and ')}.`;
}

export interface Remark {
  /** Of the question that it is about; left out where it is about several. */
  questionId?: string;
  text: string;
}

function fell({ label, statistics: { matched } }: QuestionReport): string | undefined {
  const { pre, post, voters, cells } = matched;
  if (pre === undefined || post === undefined || post >= pre || voters < FEWEST) return undefined;
  return `${label} fell from ${fromTo(pre, post)} right among the ${voters} who voted twice: ${cells.rightWrong} were talked out of the right answer, ${cells.wrongRight} into it.`;
}

function endedLow(report: QuestionReport): string | undefined {
  const { voters, shareCorrect } = lastRound(report);
  const { lowShare } = adviceBounds.parse({});
  if (shareCorrect === undefined || voters < FEWEST || shareCorrect >= lowShare) return undefined;
  return `${report.label} ended with ${percent(shareCorrect)} right of ${plural(voters, 'vote')}: the idea is worth another explanation.`;
}

function sureAndWrong({ label, statistics: { rounds } }: QuestionReport): string | undefined {
  const sure = rounds[1].byConfidence.find(({ confidence }) => confidence === 'sure')!;
  if (sure.voters < FEWEST || 3 * sure.correct > sure.voters) return undefined;
  return `${label}: of the ${sure.voters} who were sure in the first vote, ${sure.voters - sure.correct} were wrong: more likely a misconception than a guess.`;
}

function backwards({ label, discrimination: { participants, pointBiserial } }: QuestionReport): string | undefined {
  if (pointBiserial === undefined || pointBiserial >= -Z95 / Math.sqrt(participants)) return undefined;
  return `${label}: those who did well on the other questions did worse here (point-biserial ${signed(pointBiserial)}, more than chance explains). Look at its key and its wording.`;
}

function gainedMost(reports: readonly QuestionReport[]): Remark[] {
  const gain = ({ statistics: { matched } }: QuestionReport) => (matched.voters < FEWEST ? 0 : matched.post! - matched.pre!);
  const twice = reports.filter(({ statistics }) => statistics.matched.voters >= FEWEST);
  const [most] = [...twice].sort((a, b) => gain(b) - gain(a));
  if (!most || gain(most) < LARGE_GAIN) return [];
  const { pre, post, voters } = most.statistics.matched;
  return [{ questionId: most.question.id, text: `${most.label} gained ${twice.length > 1 ? 'most' : 'much'}: from ${fromTo(pre!, post!)} right among the ${voters} who voted twice.` }];
}

function idleOptions(reports: readonly QuestionReport[]): Remark[] {
  const idle = reports.flatMap(({ question, label, statistics, distractors }) => {
    const letters = statistics.rounds[1].voters < FEW_VOTES ? [] : distractors.filter(({ works }) => works === false).map(({ optionId }) => letterIn(question, optionId));
    return letters.length > 0 ? [`${listed(letters)} in ${label.toLowerCase()}`] : [];
  });
  return idle.length > 0 ? [{ text: `Wrong options that fewer than ${percent(0.05)} chose: ${idle.join('; ')}.` }] : [];
}

const remarks = [fell, endedLow, sureAndWrong, backwards];

/** What an instructor should not miss, question by question, and then what concerns several. */
export function whatStandsOut(reports: readonly QuestionReport[]): Remark[] {
  const single = reports.flatMap((report) => remarks.flatMap((remark): Remark[] => {
    const text = remark(report);
    return text === undefined ? [] : [{ questionId: report.question.id, text }];
  }));
  return [...single, ...gainedMost(reports), ...idleOptions(reports)];
}
