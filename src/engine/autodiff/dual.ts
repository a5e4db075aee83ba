// Forward-mode automatic differentiation with dual numbers: a value and its tangent travel together, and
// nothing is recorded. The same primitive operations as value.ts.

import type * as ops from './scalarOps';

export interface Dual {
  readonly value: number;
  /** The derivative of the value along the chosen direction. */
  readonly tangent: number;
}

export const dual = (value: number, tangent = 0): Dual => ({ value, tangent });

/** Applies an operation to values and, by the chain rule, to tangents. */
export function applyDual(op: ops.ScalarOp, ...inputs: Dual[]): Dual {
  const x = inputs.map((input) => input.value);
  const y = op.forward(...x);
  const partials = op.partials(x, y);
  return { value: y, tangent: inputs.reduce((sum, input, i) => sum + partials[i]! * input.tangent, 0) };
}

/** The directional derivative of f at x along `direction`, in one pass. */
export function jvp(f: (x: Dual[]) => Dual[], x: readonly number[], direction: readonly number[]): number[] {
  return f(x.map((value, i) => dual(value, direction[i]!))).map((y) => y.tangent);
}
