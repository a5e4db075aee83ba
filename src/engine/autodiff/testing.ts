// Random expression graphs for tests: an arbitrary of fast-check, and central differences to compare with.

import fc from 'fast-check';

export type Step = readonly [op: 'add' | 'sub' | 'mul' | 'div' | 'tanh' | 'exp' | 'square' | 'log', left: number, right: number];

export interface RandomGraph {
  inputs: readonly number[];
  /** Each step reads two earlier nodes, by index modulo how many there are. */
  steps: readonly Step[];
}

export const randomGraph: fc.Arbitrary<RandomGraph> = fc.record({
  inputs: fc.array(fc.double({ min: 0.3, max: 2, noNaN: true }), { minLength: 1, maxLength: 4 }),
  steps: fc.array(
    fc.tuple(fc.constantFrom('add', 'sub', 'mul', 'div', 'tanh', 'exp', 'square', 'log'), fc.nat(20), fc.nat(20)) as fc.Arbitrary<Step>,
    { minLength: 1, maxLength: 10 },
  ),
});

interface Algebra<T> {
  input(x: number, index: number): T;
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  div(a: T, b: T): T;
  tanh(a: T): T;
  exp(a: T): T;
  log(a: T): T;
  pow(a: T, exponent: number): T;
}

/** Builds the graph in any algebra. Divisors and arguments of log are kept away from 0, those of exp small. */
export function build<T>({ inputs, steps }: RandomGraph, algebra: Algebra<T>, one: T): T[] {
  const nodes = inputs.map(algebra.input);
  const positive = (x: T) => algebra.add(algebra.pow(x, 2), one);
  for (const [op, left, right] of steps) {
    const a = nodes[left % nodes.length]!;
    const b = nodes[right % nodes.length]!;
    if (op === 'tanh') nodes.push(algebra.tanh(a));
    else if (op === 'exp') nodes.push(algebra.exp(algebra.tanh(a)));
    else if (op === 'square') nodes.push(algebra.pow(algebra.tanh(a), 2));
    else if (op === 'log') nodes.push(algebra.log(positive(a)));
    else if (op === 'div') nodes.push(algebra.div(a, positive(b)));
    else nodes.push(algebra[op](a, b));
  }
  return nodes;
}

export const numberAlgebra: Algebra<number> = {
  input: (x) => x,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  tanh: Math.tanh,
  exp: Math.exp,
  log: Math.log,
  pow: (a, exponent) => a ** exponent,
};

/** Central differences of f at x: error of order h². */
export function centralDifferences(f: (x: number[]) => number, x: readonly number[], h = 1e-5): number[] {
  return x.map((_, i) => {
    const at = (delta: number) => f(x.map((xi, j) => (i === j ? xi + delta : xi)));
    return (at(h) - at(-h)) / (2 * h);
  });
}
