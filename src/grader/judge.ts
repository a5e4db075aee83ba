// A kernel's results and what the microscope found, judged together. A wrong answer that a known misconception gives says more than
// the race it also has, and a race says more than the first number that differs.

import { throwOnError } from '@site/src/gpu/kernel';
import type { MicroscopeRun } from '@site/src/gpu/microscope/results';
import { CheckFailure } from './failure';

export type ObservedRun = MicroscopeRun;

/**
 * Compares what a kernel computed. In this order it throws: a failure of `compare` that names a misconception; the first error
 * that the microscope found; any other failure of `compare`. Right results with an error found do not pass.
 */
export function judge(run: ObservedRun, compare: (buffers: ObservedRun['buffers']) => void): void {
  let failure: unknown;
  try {
    compare(run.buffers);
  } catch (error) {
    if (!(error instanceof CheckFailure) || error.details.misconception !== undefined) throw error;
    failure = error;
  }
  throwOnError(run);
  if (failure) throw failure;
}
