// The checks API: all that a lab's checks.ts imports (as 'grader') besides 'kit'.
// Checks run in a worker of the page's own origin; what the reader wrote runs elsewhere and is
// reached by asynchronous calls. Not here: how the calls travel (src/runtime) and who runs the checks (run-checks.ts).

import type { Kernel } from '@site/src/gpu/kernel';
import type { Reader } from '@site/src/runtime/reader';
import type { ShowItem } from '@site/src/formats';
import type { Rng } from '@site/src/engine/random';

export type { Dispatch, GpuArray, Kernel, ObserveOptions, Offer } from '@site/src/gpu/kernel';
export type { Handle, Reader } from '@site/src/runtime/reader';
/** What a call into the reader's code rejects with when that code throws: catch it where throwing is the right answer. */
export { ReaderError } from '@site/src/runtime/reader';
export type { CloseOptions, Slip } from './comparison';
export { CheckFailure, fail, type FailureDetails } from './failure';
export { expectClose, expectEqual, expectShape } from './expect';
export { judge, type ObservedRun } from './judge';

export interface CheckContext {
  /** TypeScript labs only. */
  reader: Reader;
  /** WGSL labs only. */
  kernel: Kernel;
  /** Seeded afresh on each Check, and the seed is in the report, so a failure can be repeated. */
  rng: Rng;
  /** A file of the book by its path under static/, e.g. "models/storyworld-0.8m/model.safetensors". */
  asset(path: string): Promise<ArrayBuffer>;
  /** Draws something in the lab's output panel. */
  show(item: ShowItem): void;
}

export interface Check {
  id: string;
  title: string;
  run(context: CheckContext): Promise<void>;
}

export function check(id: string, title: string, run: (context: CheckContext) => Promise<void>): Check {
  return { id, title, run };
}

export interface LabChecks {
  /** What Run does after the reader's module has loaded: call it on an example and show what comes back. */
  demo?: (context: CheckContext) => Promise<void>;
  /** Checks by task id, in order. */
  tasks: Record<string, Check[]>;
}

export function defineChecks(checks: LabChecks): LabChecks {
  return checks;
}
