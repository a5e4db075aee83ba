// The figure's kernel, run on the microscope: in the page when the reader changes something, and at build for the still.

import { countsOfLines } from '@site/src/gpu/microscope/lines';
import type { RunOnce } from '@site/src/gpu/microscope/once';
import { kernelOf, LOAD, type MeasuredLoad, type State } from './model';

export function measure(state: State, run: RunOnce): MeasuredLoad {
  const kernel = kernelOf(state);
  const { globalRequests, sectors, lines } = countsOfLines(run(kernel), kernel.source, LOAD);
  return { requests: globalRequests, sectors, askedBytes: lines[0]!.global.distinctLoadBytes };
}
