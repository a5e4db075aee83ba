// Primitive operations on numbers: each holds its value and its partial derivatives together.
// Both modes of differentiation (value.ts, dual.ts) are built from this one table.

export interface ScalarOp {
  readonly name: string;
  forward(...x: number[]): number;
  /** ∂y/∂x for each input, at the inputs `x` and the output `y` that forward gave. */
  partials(x: readonly number[], y: number): number[];
}

export const addOp: ScalarOp = { name: '+', forward: (a, b) => a! + b!, partials: () => [1, 1] };
export const subOp: ScalarOp = { name: '−', forward: (a, b) => a! - b!, partials: () => [1, -1] };
export const mulOp: ScalarOp = { name: '×', forward: (a, b) => a! * b!, partials: ([a, b]) => [b!, a!] };
export const divOp: ScalarOp = { name: '÷', forward: (a, b) => a! / b!, partials: ([, b], y) => [1 / b!, -y / b!] };
export const expOp: ScalarOp = { name: 'exp', forward: (a) => Math.exp(a!), partials: (_, y) => [y] };
export const logOp: ScalarOp = { name: 'log', forward: (a) => Math.log(a!), partials: ([a]) => [1 / a!] };
export const tanhOp: ScalarOp = { name: 'tanh', forward: (a) => Math.tanh(a!), partials: (_, y) => [1 - y * y] };
export const sinOp: ScalarOp = { name: 'sin', forward: (a) => Math.sin(a!), partials: ([a]) => [Math.cos(a!)] };
/** At 0 the partial is taken as 0, as PyTorch does. */
export const reluOp: ScalarOp = { name: 'relu', forward: (a) => Math.max(a!, 0), partials: ([a]) => [a! > 0 ? 1 : 0] };

/** The base to a constant power. The power 0 has the partial 0 everywhere, also at base 0, where 0 · 0^-1 would be NaN. */
export const powOp = (exponent: number): ScalarOp => ({
  name: `^${exponent}`,
  forward: (a) => a! ** exponent,
  partials: ([a]) => [exponent === 0 ? 0 : exponent * a! ** (exponent - 1)],
});
