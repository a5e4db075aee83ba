// Kernels on the kernel microscope, in this process.

import type { Dispatch } from '@site/src/gpu/kernel';
import { openMicroscope } from '@site/src/gpu/microscope';
import type { MicroscopeRun, RunOptions } from '@site/src/gpu/microscope/results';

/** Runs one dispatch. Throws with line and message where the text is refused or the run stops. */
export function runOnMicroscope(source: string, dispatch: Dispatch, options: RunOptions): MicroscopeRun {
  const microscope = openMicroscope(source);
  const error = microscope.problems.find(({ severity }) => severity === 'error');
  if (error) throw new Error(`line ${error.line}: ${error.message}`);
  const run = microscope.run(dispatch, options);
  if (run.stopped) throw new Error(`stopped: ${run.stopped}`);
  return run;
}

/** The first error of a text, null where it is accepted. */
export function refusalOf(source: string): string | null {
  const error = openMicroscope(source).problems.find(({ severity }) => severity === 'error');
  return error ? `line ${error.line}: ${error.message}` : null;
}
