// The figure's kernel, run on the microscope: in the page when the reader changes something, and at build for the still.

import { countsOfLines, runOnce } from '@site/src/gpu/microscope/once';
import { kernelOf, LOAD, type MeasuredLoad, type State } from './model';

export function measure(state: State): MeasuredLoad {
  const kernel = kernelOf(state);
  const { globalRequests, sectors, lines } = countsOfLines(runOnce(kernel), kernel.source, LOAD);
  return { requests: globalRequests, sectors, askedBytes: lines[0]!.global.distinctLoadBytes };
}
