// The figure's kernel, run on the microscope: in the page when the reader changes something, and at build for the still.

import { KernelError } from '@site/src/gpu/kernel';
import type { RunOnce } from '@site/src/gpu/microscope/once';
import { kernelOf, ORDERS, type Fault, type RaceReport } from './model';

/** Sums of the kernel in the first `orders` legal orders of its invocations. */
export function sumsOf(run: RunOnce, fault: Fault, orders = ORDERS, lanes?: number): number[] {
  const kernel = kernelOf(fault, lanes);
  return Array.from({ length: orders }, (_, order) => run(kernel, { watch: 'none', order }).buffers.result![0]!);
}

export function measure({ fault, order }: { fault: Fault; order: number }, run: RunOnce): RaceReport {
  try {
    return { refused: null, findings: run(kernelOf(fault), { order }).findings, sums: sumsOf(run, fault) };
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    return { refused: { line: error.line!, message: error.message }, findings: [], sums: [] };
  }
}
