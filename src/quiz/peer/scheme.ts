// How an instructor turns sessions into points, as a setting. Not here: the arithmetic (points.ts).

import { z } from 'zod';

const points = z.number().min(0).max(100).multipleOf(0.01, 'points have at most two decimals');
const cap = points.min(0.01).nullable();

/**
 * The defaults give most of the credit for taking part, right or wrong: where right answers are worth much, one student of a pair leads and the other agrees
 * (James, "The effect of grading incentive on student discourse in Peer Instruction", Am. J. Phys. 74, 689, 2006). 4 of 5 points come with three
 * quarters of a session's questions, the fifth with four right ones, and two sessions may be missed without asking anyone.
 */
export const pointsScheme = z.strictObject({
  /** Once a session, for voting on at least a share of its questions. */
  takingPart: z.strictObject({ points: points.default(4), atLeast: z.number().gt(0).max(1).default(0.75) }).prefault({}),
  /** For every question voted on, right or wrong. */
  perAnswered: points.default(0),
  /** On top of that, for every question answered right in the round that counts. */
  perCorrect: points.default(0.25),
  /** `second`: the last round that was held, so the first one where there was no second. `best`: right in either. */
  round: z.enum(['first', 'second', 'best']).default('best'),
  /** Most points of a session, and of the course; null sets no cap. */
  sessionCap: cap.default(5),
  courseCap: z.number().min(0.01).max(10_000).multipleOf(0.01, 'points have at most two decimals').nullable().default(null),
  /** Sessions that each participant is forgiven: see points.ts on which. */
  dropLowest: z.number().int().min(0).max(100).default(2),
  /** Questions opened before one joined: `count` against one, or are left out for that participant (`forgive`). */
  lateJoiners: z.enum(['count', 'forgive']).default('count'),
});
export type PointsScheme = z.infer<typeof pointsScheme>;
