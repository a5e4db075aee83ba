// The differentiable operations on tensors. Each holds its value and its pullbacks together, and each
// pullback says what it saves. g is the adjoint of the output.

import * as t from '../tensor';
import type { Tensor } from '../tensor';
import { record, type Pullback, type Variable } from './variable';

const pullback = (run: (g: Tensor) => Tensor, ...saves: Tensor[]): Pullback => ({ run, saves });
const times = (a: Tensor, b: Tensor) => t.zip(a, b, (x, y) => x * y);

/** a + b, broadcasting: the adjoint goes to both, added up over the axes that were stretched. */
export function add(a: Variable, b: Variable): Variable {
  const value = t.zip(a.value, b.value, (x, y) => x + y);
  return record('add', value, [a, b], [pullback((g) => t.sumTo(g, a.value.shape)), pullback((g) => t.sumTo(g, b.value.shape))]);
}

/** a · b elementwise, broadcasting: each side's adjoint needs the other side. */
export function mul(a: Variable, b: Variable): Variable {
  return record('mul', times(a.value, b.value), [a, b], [
    pullback((g) => t.sumTo(times(g, b.value), a.value.shape), b.value),
    pullback((g) => t.sumTo(times(g, a.value), b.value.shape), a.value),
  ]);
}

/** C = AB: Ā = C̄ Bᵀ and B̄ = Aᵀ C̄. */
export function matmul(a: Variable, b: Variable): Variable {
  return record('matmul', t.matmul(a.value, b.value), [a, b], [
    pullback((g) => t.matmul(g, t.transpose(b.value)), b.value),
    pullback((g) => t.matmul(t.transpose(a.value), g), a.value),
  ]);
}

/** The sum of all elements: its adjoint is copied to every element. */
export function sum(a: Variable): Variable {
  return record('sum', t.sumTo(a.value, []), [a], [pullback((g) => t.broadcastTo(g, a.value.shape))]);
}

/** Copies along new or stretched axes: the adjoint is added up over them. */
export function broadcastTo(a: Variable, shape: t.Shape): Variable {
  return record('broadcast', t.broadcastTo(a.value, shape), [a], [pullback((g) => t.sumTo(g, a.value.shape))]);
}

/** An elementwise function whose slope is a function of its output. */
function byOutput(op: string, a: Variable, f: (x: number) => number, slope: (y: number) => number): Variable {
  const value = t.map(a.value, f);
  return record(op, value, [a], [pullback((g) => t.zip(g, value, (gi, y) => gi * slope(y)), value)]);
}

export const exp = (a: Variable): Variable => byOutput('exp', a, Math.exp, (y) => y);
export const tanh = (a: Variable): Variable => byOutput('tanh', a, Math.tanh, (y) => 1 - y * y);
export const relu = (a: Variable): Variable => byOutput('relu', a, (x) => Math.max(x, 0), (y) => (y > 0 ? 1 : 0));

export function log(a: Variable): Variable {
  return record('log', t.map(a.value, Math.log), [a], [pullback((g) => t.zip(g, a.value, (gi, x) => gi / x), a.value)]);
}

/** log(softmax) of each row; its adjoint is g − softmax · (sum of g over the row). */
export function logSoftmax(a: Variable): Variable {
  const value = t.logSoftmaxRows(a.value);
  return record('logSoftmax', value, [a], [
    pullback((g) => {
      const rowSums = t.sumTo(g, [g.shape[0]!, 1]);
      return t.zip(g, times(t.map(value, Math.exp), rowSums), (gi, s) => gi - s);
    }, value),
  ]);
}

/** Mean over the rows of −log(probability of the row's label). `logits` is [rows, classes]. Throws RangeError for a label out of range. */
export function crossEntropy(logits: Variable, labels: readonly number[] | Uint8Array): Variable {
  const [rows, classes] = t.matrixSize(logits.value);
  if (labels.length !== rows) throw new RangeError(`${labels.length} labels for ${rows} rows`);
  const logProbabilities = t.logSoftmaxRows(logits.value);
  let loss = 0;
  for (let i = 0; i < rows; i++) {
    const label = labels[i]!;
    if (!(label >= 0 && label < classes)) throw new RangeError(`label ${label} is not one of ${classes} classes`);
    loss -= logProbabilities.data[i * classes + label]! / rows;
  }
  const value = t.full([], loss, logits.value);
  return record('crossEntropy', value, [logits], [
    pullback((g) => {
      const adjoint = t.map(logProbabilities, Math.exp);
      for (let i = 0; i < rows; i++) adjoint.data[i * classes + labels[i]!]! -= 1;
      return t.map(adjoint, (x) => (x * g.data[0]!) / rows);
    }, logProbabilities),
  ]);
}
