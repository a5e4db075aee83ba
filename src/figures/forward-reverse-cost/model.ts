// Computes the Jacobian of a small function R^n → R^m by forward mode, reverse mode and differences, with the
// book's engine, and counts what each did. Not here: drawing.

import { scalar, scalarOps, type Value } from '@site/src/engine/autodiff';
import { createRng } from '@site/src/engine/random';

export const defaults = { n: 12, m: 1 };
export const HIDDEN = 8;

/** Multiplication by a fixed number: one input, one edge. */
const scale = (k: number): scalarOps.ScalarOp => ({ name: `×${k}`, forward: (a) => k * a!, partials: () => [k] });

interface Recorded {
  inputs: Value[];
  outputs: Value[];
  /** Operations done to evaluate the function once. */
  operations: number;
}

/** y = W₂ tanh(W₁ x), seeded weights, recorded on the tape at the point `x`. */
function record(x: readonly number[], m: number): Recorded {
  const rng = createRng(5);
  let operations = 0;
  const apply = (op: scalarOps.ScalarOp, ...parents: Value[]) => {
    operations++;
    return scalar.apply(op, ...parents);
  };
  const weightedSum = (values: Value[]) => values.map((v) => apply(scale(rng.normal() / 2), v)).reduce((sum, term) => apply(scalarOps.addOp, sum, term));
  const inputs = x.map(scalar.value);
  const hidden = Array.from({ length: HIDDEN }, () => apply(scalarOps.tanhOp, weightedSum(inputs)));
  const outputs = Array.from({ length: m }, () => weightedSum(hidden));
  return { inputs, outputs, operations };
}

export interface Way {
  name: string;
  /** How many times the graph was walked, or the function evaluated. */
  passes: number;
  /** Edges walked in all, each a multiply-add; for differences, operations of the evaluations. */
  work: number;
  /** [m][n]. */
  jacobian: number[][];
}

export interface Comparison {
  forward: Way;
  reverse: Way;
  differences: Way;
  /** Largest difference between entries of the first two, and between differences and reverse mode. */
  disagreement: number;
  differenceError: number;
}

const largest = (a: number[][], b: number[][]) => Math.max(...a.flatMap((row, i) => row.map((x, j) => Math.abs(x - b[i]![j]!))));

export function compare({ n, m }: { n: number; m: number }): Comparison {
  const x = Array.from({ length: n }, (_, i) => Math.sin(i + 1));
  const graph = record(x, m);

  const columns = graph.inputs.map((input) => scalar.pushForward(graph.outputs, new Map([[input, 1]])));
  const forward: Way = {
    name: 'forward mode',
    passes: n,
    work: columns.reduce((sum, { edges }) => sum + edges, 0),
    jacobian: graph.outputs.map((_, i) => columns.map(({ tangents }) => tangents[i]!)),
  };

  let work = 0;
  const rows = graph.outputs.map((output) => {
    work += scalar.backward(output);
    return graph.inputs.map((input) => input.grad);
  });
  const reverse: Way = { name: 'reverse mode', passes: m, work, jacobian: rows };

  const h = 1e-7;
  const nudged = x.map((_, j) => record(x.map((xi, k) => (j === k ? xi + h : xi)), m));
  const differences: Way = {
    name: 'differences',
    passes: n + 1,
    work: graph.operations + nudged.reduce((sum, { operations }) => sum + operations, 0),
    jacobian: graph.outputs.map((output, i) => nudged.map(({ outputs }) => (outputs[i]!.data - output.data) / h)),
  };
  return { forward, reverse, differences, disagreement: largest(forward.jacobian, reverse.jacobian), differenceError: largest(differences.jacobian, reverse.jacobian) };
}
