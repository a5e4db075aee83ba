// A small kernel of the book's own, run once and watched: for figures, claims and stills. Not here: a reader's kernels (src/grader),
// which may be wrong in every way and run in a worker.

import { KernelError, type Dispatch } from '../kernel';
import { openMicroscope } from '.';
import { lineNumbers } from './line-numbers';
import type { LineCounts, MicroscopeRun, RunOptions } from './results';

export interface SmallKernel {
  source: string;
  dispatch: Dispatch;
}

/** Throws KernelError where the text has an error. */
export function runOnce({ source, dispatch }: SmallKernel, options: Partial<RunOptions> = {}): MicroscopeRun {
  const microscope = openMicroscope(source);
  const error = microscope.problems.find(({ severity }) => severity === 'error');
  if (error) throw new KernelError(error.message, error.line);
  return microscope.run(dispatch, { watch: 'full', ...options });
}

type Summed = 'globalRequests' | 'sectors' | 'workgroupRequests' | 'bankPasses' | 'issues' | 'activeLanes' | 'barriers';

/** Counts of the lines that hold `part`, added up; 0 for lines that nobody reached. */
export function countsOfLines({ counts }: MicroscopeRun, source: string, part: string): Record<Summed, number> & { lines: LineCounts[] } {
  const numbers = new Set(lineNumbers(source, part));
  const lines = (counts?.lines ?? []).filter(({ line }) => numbers.has(line));
  const sum = (key: Summed) => lines.reduce((n, line) => n + line[key], 0);
  return {
    lines,
    globalRequests: sum('globalRequests'),
    sectors: sum('sectors'),
    workgroupRequests: sum('workgroupRequests'),
    bankPasses: sum('bankPasses'),
    issues: sum('issues'),
    activeLanes: sum('activeLanes'),
    barriers: sum('barriers'),
  };
}
