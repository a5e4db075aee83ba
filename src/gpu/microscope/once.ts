// A small kernel of the book's own, run once: for figures, claims and stills. Not here: a reader's kernels (src/grader),
// which may be wrong in every way and run in a worker.

import { KernelError, type Dispatch } from '../kernel';
import { openMicroscope, type Microscope } from '.';
import type { MicroscopeRun, RunOptions } from './results';

export interface SmallKernel {
  source: string;
  dispatch: Dispatch;
}

let latest: { source: string; microscope: Microscope } | undefined;

/** Watched, unless `options` say otherwise. Throws KernelError where the text has an error. */
export function runOnce({ source, dispatch }: SmallKernel, options: Partial<RunOptions> = {}): MicroscopeRun {
  if (latest?.source !== source) latest = { source, microscope: openMicroscope(source) };
  const { microscope } = latest;
  const error = microscope.problems.find(({ severity }) => severity === 'error');
  if (error) throw new KernelError(error.message, error.line);
  return microscope.run(dispatch, { watch: 'full', ...options });
}

/** As figures are handed it, since they must not import it: one page, one copy, loaded when it is needed. */
export type RunOnce = typeof runOnce;
