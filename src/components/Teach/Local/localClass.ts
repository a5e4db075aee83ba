// A class of raised hands: the same course of a question as with a class server, with counts that the instructor types. Pure.

import { z } from 'zod';
import { phases, questionSource, roomSettings, type Command, type QuestionSource, type RoundCounts } from '@site/src/formats/class';
import type { ClassList } from '@site/src/formats/class-list';
import { advise, type Advice, type Cell } from '@site/src/quiz/peer';
import { apply, nextStep } from '@site/src/quiz/peer/phases';
import { firstVoteOf } from '../votes';

const counts = z.record(z.string(), z.number().int().min(0));

export const localClass = z.object({
  title: z.string(),
  settings: roomSettings,
  questions: z.array(questionSource),
  /** The question that is shown, as its place in the list from 0, as text: the machine knows questions by id. */
  state: z.object({ phase: z.enum(phases), round: z.union([z.literal(0), z.literal(1), z.literal(2)]), question: z.string().nullable() }),
  /** The place of the one that comes next. */
  position: z.number().int().min(0),
  /** Hands by question and round. */
  hands: z.record(z.string(), z.array(counts)),
  /** Milliseconds since 1970 at which the time is up; null without a timer. */
  endsAt: z.number().nullable(),
});
export type LocalClass = z.infer<typeof localClass>;

export const beginLocal = ({ title, settings, questions }: ClassList): LocalClass => ({
  title,
  settings,
  questions,
  state: { phase: 'waiting', round: 0, question: null },
  position: 0,
  hands: {},
  endsAt: null,
});

export const questionNow = ({ questions, state }: LocalClass): QuestionSource | undefined => (state.question === null ? undefined : questions[Number(state.question)]);

export const correctOf = ({ options }: QuestionSource): string => options.find(({ correct }) => correct)!.id;

/** The rounds that are closed or, with `open`, the open one too. */
export function roundsOf(local: LocalClass, { open = false } = {}): RoundCounts[] {
  const { phase, round, question } = local.state;
  const last = phase === 'voting' && !open ? round - 1 : round;
  const options = questionNow(local)?.options ?? [];
  return Array.from({ length: Math.max(0, last) }, (_, i) => {
    const hands = local.hands[question ?? '']?.[i] ?? {};
    const byOption = Object.fromEntries(options.map(({ id }) => [id, hands[id] ?? 0]));
    return { counts: byOption, voted: Object.values(byOption).reduce((sum, count) => sum + count, 0) };
  });
}

function endOf({ settings, endsAt }: LocalClass, command: Command, timer: ReturnType<typeof apply>['timer'], nowMs: number): number | null {
  if (command.do === 'extend') return Math.max(endsAt ?? nowMs, nowMs) + command.seconds * 1000;
  if (timer === undefined) return endsAt;
  // Nothing is given out here.
  const seconds = timer === null || timer === 'assigned' ? null : settings[`${timer}Seconds`];
  return seconds === null ? null : nowMs + seconds * 1000;
}

/** The class after a command. Throws PhaseError when the phase does not allow it. */
export function step(local: LocalClass, command: Command, nowMs: number): LocalClass {
  const { state, timer } = apply(local.state, command);
  const position = command.do === 'open' ? Number(command.question) + 1 : local.position;
  return { ...local, state, position, endsAt: endOf(local, command, timer, nowMs) };
}

/** Hands for one option in the round that is open or was just closed. */
export function setHands(local: LocalClass, option: string, count: number): LocalClass {
  const { question, round } = local.state;
  if (question === null || round === 0) return local;
  const rounds = [...(local.hands[question] ?? [])];
  while (rounds.length < round) rounds.push({});
  rounds[round - 1] = { ...rounds[round - 1], [option]: Math.max(0, Math.round(count)) };
  return { ...local, hands: { ...local.hands, [question]: rounds } };
}

/** Hands are typed while they are up and put right when the vote is closed. */
export const mayCount = ({ state }: LocalClass): boolean => state.phase === 'voting' || state.phase === 'closed';

export function adviceNow(local: LocalClass): Advice | undefined {
  const question = questionNow(local);
  const [first] = roundsOf(local);
  if (!question || !first || local.state.phase !== 'closed' || local.state.round !== 1) return undefined;
  const { lowShare, highShare } = local.settings;
  return advise(firstVoteOf(correctOf(question), first), { lowShare, highShare });
}

export function nextCommand(local: LocalClass): Command | undefined {
  const { state, position, questions } = local;
  // A resumed meeting would begin where it ended; a class of one window begins anew from its list.
  if (state.phase === 'ended') return undefined;
  return nextStep(state, adviceNow(local)?.next, position < questions.length ? String(position) : undefined);
}

/** Counts of every question that was asked, for a spreadsheet. */
export function handsTable({ questions, hands }: LocalClass): Cell[][] {
  const rows = questions.flatMap((question, i) =>
    (hands[String(i)] ?? []).flatMap((round, r) => question.options.map(({ id, text, correct }) => [i + 1, question.stem, r + 1, text, correct ? 'right' : 'wrong', round[id] ?? 0])),
  );
  return [['question', 'text', 'vote', 'option', 'is', 'hands'], ...rows];
}
