// The figure's kernel, run on the microscope: in the page when the reader changes the order, and at build for the still.

import { countsOfLines } from '@site/src/gpu/microscope/lines';
import type { RunOnce } from '@site/src/gpu/microscope/once';
import { BARRIER, kernelOf, PARTNER, type MeasuredTree } from './model';
import type { TreeOrder } from '@site/src/gpu/simt';

export function measure(order: TreeOrder, runOnce: RunOnce): MeasuredTree {
  const kernel = kernelOf(order);
  const run = runOnce(kernel);
  const { activeLanes, issues, bankPasses } = countsOfLines(run, kernel.source, PARTNER);
  const { barriers } = countsOfLines(run, kernel.source, BARRIER);
  return { sum: run.buffers.result![0]!, additions: activeLanes, warpSteps: issues, bankPasses, barriers };
}
