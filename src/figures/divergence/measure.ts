// The figure's kernel, run on the microscope: in the page when the reader changes something, and at build for the still.

import { countsOfLines } from '@site/src/gpu/microscope/lines';
import type { RunOnce } from '@site/src/gpu/microscope/once';
import { ELSE, kernelOf, THEN, type MeasuredBranch, type State } from './model';

export function measure(state: State, runOnce: RunOnce): MeasuredBranch {
  const kernel = kernelOf(state);
  const run = runOnce(kernel);
  const side = (statement: string) => {
    const { issues, activeLanes } = countsOfLines(run, kernel.source, statement);
    return { slots: issues, lanes: activeLanes };
  };
  return { then: side(THEN), else: side(ELSE) };
}
