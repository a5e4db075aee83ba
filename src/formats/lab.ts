// The lab format: labs/<slug>/lab.yaml and labs/<slug>/mistakes/<slug>.yaml.
// Not here: what checks do (src/grader) and how a lab is shown (src/components/Lab).

import { z } from 'zod';
import { markdown, slug } from './ids';

/** Three rungs: a nudge, the idea, most of the code. */
const hints = z.tuple([markdown, markdown, markdown]);

export const labTask = z.strictObject({
  id: slug,
  title: z.string().min(1),
  points: z.number().int().positive(),
  hints,
});

export const labFile = z.strictObject({
  id: slug,
  title: z.string().min(1),
  chapter: slug,
  kind: z.enum(['typescript', 'wgsl']),
  /** One core lab a chapter, at most 45 minutes; the rest are optional. */
  core: z.boolean(),
  minutes: z.number().int().min(5).max(60),
  summary: z.string().min(20).max(240),
  /** Names of the kit that the reader's file may import; the rest of the kit is refused. */
  allow: z.array(z.string()).default([]),
  /** What the lab needs beyond a browser: shown before it starts, and in book.json. */
  needs: z.array(z.enum(['model'])).default([]),
  limits: z
    .strictObject({
      /** The longest that one call into the reader's code may take. */
      callMs: z.number().int().positive().default(5_000),
      /** The longest that one Run or Check may take as a whole. */
      totalMs: z.number().int().positive().default(30_000),
    })
    .default({ callMs: 5_000, totalMs: 30_000 }),
  tasks: z.array(labTask).min(2).max(6),
});
export type Lab = z.infer<typeof labFile>;
export type LabTask = z.infer<typeof labTask>;

/** A plausible wrong solution, written as edits of the reference solution. */
export const mistakeFile = z.strictObject({
  /** The task and check that must fail, and the misconception that the report must name. */
  task: slug,
  check: slug,
  misconception: slug,
  /** Words that the learner must see in that check's message; no sibling's message may hold them. */
  says: z.string().min(8),
  /** The edits: each `find` stands exactly once in the solution. */
  edits: z.array(z.strictObject({ find: z.string().min(1), replace: z.string() })).min(1),
});
export type Mistake = z.infer<typeof mistakeFile>;
