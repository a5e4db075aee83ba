// The hand-in of a lab: what a reader gives to an instructor. Its report is what the reader's own browser saw;
// the grade of record is the regrade of `source`. Also the schema of a report, for whatever reads one from a file.

import { z } from 'zod';
import { slug } from './ids';
import type { LabReport } from './report';

const place = z.object({ line: z.number(), column: z.number(), what: z.string() });

const checkReport = z.object({
  id: z.string(),
  title: z.string(),
  verdict: z.enum(['pass', 'fail', 'error', 'timeout', 'unsupported']),
  message: z.string(),
  misconception: z.string().optional(),
  called: z.string().optional(),
  returned: z.string().optional(),
  expected: z.string().optional(),
  where: z.string().optional(),
  places: z.array(place).optional(),
  remarks: z.array(z.object({ message: z.string(), places: z.array(place) })).optional(),
  gpu: z.object({ outcome: z.enum(['same', 'rounding', 'differs', 'not-run']), message: z.string() }).optional(),
});

export const labReport: z.ZodType<LabReport> = z.object({
  schemaVersion: z.literal(1),
  lab: slug,
  seed: z.number(),
  tasks: z.array(
    z.object({ id: slug, title: z.string(), points: z.number().nonnegative(), earned: z.number().nonnegative(), checks: z.array(checkReport) }),
  ),
  durationMs: z.number().nonnegative(),
  gpu: z.string().optional(),
});

/** Longest source that is taken, in characters: far more than any lab needs. */
export const longestSource = 1_000_000;

export const submission = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal('lab-hand-in'),
  lab: slug,
  /** The book's edition, and the checks bundle that the report came from (its path holds a hash). */
  edition: z.string(),
  checks: z.string(),
  source: z.string().max(longestSource),
  /** The last report on exactly this source; absent when it was not checked since its last change. */
  report: labReport.optional(),
  /** As the reader chooses to be called; both optional. */
  name: z.string().max(200).optional(),
  team: z.string().max(200).optional(),
  checkedAt: z.iso.datetime().optional(),
  handedInAt: z.iso.datetime(),
});
export type Submission = z.infer<typeof submission>;
