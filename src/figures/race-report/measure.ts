// The figure's kernel, run on the microscope: in the page when the reader changes something, and at build for the still.

import { openMicroscope } from '@site/src/gpu/microscope';
import { kernelOf, ORDERS, type Fault, type RaceReport } from './model';

/** Sums of the kernel in the first `orders` legal orders of its invocations. */
export function sumsOf(fault: Fault, orders = ORDERS, lanes?: number): number[] {
  const { source, dispatch } = kernelOf(fault, lanes);
  const microscope = openMicroscope(source);
  return Array.from({ length: orders }, (_, order) => microscope.run(dispatch, { watch: 'none', order }).buffers.result![0]!);
}

export function measure({ fault, order }: { fault: Fault; order: number }): RaceReport {
  const { source, dispatch } = kernelOf(fault);
  const microscope = openMicroscope(source);
  const problem = microscope.problems.find(({ severity }) => severity === 'error');
  if (problem) return { refused: { line: problem.line, message: problem.message }, findings: [], sums: [] };
  return { refused: null, findings: microscope.run(dispatch, { watch: 'full', order }).findings, sums: sumsOf(fault) };
}
