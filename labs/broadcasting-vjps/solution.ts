// Vector-Jacobian products of matrix operations. g is always the adjoint of the operation's output: ∂loss/∂output, of its shape.

export interface Matrix {
  rows: number;
  columns: number;
  /** Row by row. */
  data: number[];
}

/** A matrix whose element [i, j] is f(i, j). */
export function matrix(rows: number, columns: number, f: (i: number, j: number) => number): Matrix {
  return { rows, columns, data: Array.from({ length: rows * columns }, (_, k) => f(Math.floor(k / columns), k % columns)) };
}

/** Element [i, j]; an axis of length 1 is stretched, so that broadcasting is reading. */
export function at(m: Matrix, i: number, j: number): number {
  return m.data[(m.rows === 1 ? 0 : i) * m.columns + (m.columns === 1 ? 0 : j)]!;
}

/** [m, k] times [k, n]. */
export function matmul(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.rows) throw new RangeError(`[${a.rows}, ${a.columns}] times [${b.rows}, ${b.columns}]: the inner sizes differ`);
  return matrix(a.rows, b.columns, (i, j) => {
    let sum = 0;
    for (let k = 0; k < a.columns; k++) sum += at(a, i, k) * at(b, k, j);
    return sum;
  });
}

export function transpose(m: Matrix): Matrix {
  return matrix(m.columns, m.rows, (i, j) => at(m, j, i));
}

/** The adjoints of a and b, where output = matmul(a, b). */
export function matmulVjp(a: Matrix, b: Matrix, g: Matrix): { a: Matrix; b: Matrix } {
  return { a: matmul(g, transpose(b)), b: matmul(transpose(a), g) };
}

/** Adds g up over the axes along which a matrix of `rows` × `columns` was stretched to g's shape. */
export function sumTo(g: Matrix, rows: number, columns: number): Matrix {
  const sums = matrix(rows, columns, () => 0);
  for (let i = 0; i < g.rows; i++) {
    for (let j = 0; j < g.columns; j++) {
      const row = rows === 1 ? 0 : i;
      const column = columns === 1 ? 0 : j;
      sums.data[row * columns + column]! += at(g, i, j);
    }
  }
  return sums;
}

/** The adjoints of a and b, where output = a · b elementwise; a or b may be stretched. */
export function mulVjp(a: Matrix, b: Matrix, g: Matrix): { a: Matrix; b: Matrix } {
  const times = (m: Matrix) => matrix(g.rows, g.columns, (i, j) => at(g, i, j) * at(m, i, j));
  return { a: sumTo(times(b), a.rows, a.columns), b: sumTo(times(a), b.rows, b.columns) };
}

/** log(softmax) of each row, right also for logits of 1000. */
export function logSoftmax(x: Matrix): Matrix {
  const logSums = matrix(x.rows, 1, (i) => {
    const row = x.data.slice(i * x.columns, (i + 1) * x.columns);
    const max = Math.max(...row);
    return max + Math.log(row.reduce((sum, v) => sum + Math.exp(v - max), 0));
  });
  return matrix(x.rows, x.columns, (i, j) => at(x, i, j) - at(logSums, i, j));
}

/** The adjoint of x, where output = logSoftmax(x). */
export function logSoftmaxVjp(x: Matrix, g: Matrix): Matrix {
  const y = logSoftmax(x);
  const rowSums = sumTo(g, g.rows, 1);
  return matrix(x.rows, x.columns, (i, j) => at(g, i, j) - Math.exp(at(y, i, j)) * at(rowSums, i, j));
}

export interface Layers {
  /** [inputs, hidden] */
  w1: Matrix;
  /** [1, hidden] */
  b1: Matrix;
  /** [hidden, classes] */
  w2: Matrix;
  /** [1, classes] */
  b2: Matrix;
}

/**
 * Loss and gradients of the network tanh(x·w1 + b1)·w2 + b2, where the loss is the mean over the rows of x of
 * −log(probability of the row's label).
 */
export function networkGradient(x: Matrix, labels: number[], { w1, b1, w2, b2 }: Layers): { loss: number; gradients: Layers } {
  const plus = (m: Matrix, bias: Matrix) => matrix(m.rows, m.columns, (i, j) => at(m, i, j) + at(bias, i, j));
  const product = plus(matmul(x, w1), b1);
  const hidden = matrix(product.rows, product.columns, (i, j) => Math.tanh(at(product, i, j)));
  const logits = plus(matmul(hidden, w2), b2);
  const logProbabilities = logSoftmax(logits);
  const loss = labels.reduce((sum, label, i) => sum - at(logProbabilities, i, label) / x.rows, 0);

  const gLogProbabilities = matrix(logits.rows, logits.columns, (i, j) => (j === labels[i] ? -1 / x.rows : 0));
  const gLogits = logSoftmaxVjp(logits, gLogProbabilities);
  const second = matmulVjp(hidden, w2, gLogits);
  const gProduct = matrix(hidden.rows, hidden.columns, (i, j) => at(second.a, i, j) * (1 - at(hidden, i, j) ** 2));
  const first = matmulVjp(x, w1, gProduct);
  return {
    loss,
    gradients: { w1: first.b, b1: sumTo(gProduct, 1, b1.columns), w2: second.b, b2: sumTo(gLogits, 1, b2.columns) },
  };
}
