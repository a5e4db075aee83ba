// The figure's kernel, run on the microscope: in the page when the reader changes something, and at build for the still.

import { countsOfLines } from '@site/src/gpu/microscope/lines';
import type { RunOnce } from '@site/src/gpu/microscope/once';
import { kernelOf, READ, type MeasuredRead, type State } from './model';

export function measure(state: State, run: RunOnce): MeasuredRead {
  const kernel = kernelOf(state);
  const { workgroupRequests, bankPasses } = countsOfLines(run(kernel), kernel.source, READ);
  return { requests: workgroupRequests, passes: bankPasses };
}
