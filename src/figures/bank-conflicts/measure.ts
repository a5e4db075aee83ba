// The figure's kernel, run on the microscope: in the page when the reader changes something, and at build for the still.

import { countsOfLines, runOnce } from '@site/src/gpu/microscope/once';
import { kernelOf, READ, type MeasuredRead, type State } from './model';

export function measure(state: State): MeasuredRead {
  const kernel = kernelOf(state);
  const { workgroupRequests, bankPasses } = countsOfLines(runOnce(kernel), kernel.source, READ);
  return { requests: workgroupRequests, passes: bankPasses };
}
