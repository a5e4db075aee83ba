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

/** Task 1: the adjoints of a and b, where output = matmul(a, b). */
export function matmulVjp(a: Matrix, b: Matrix, g: Matrix): { a: Matrix; b: Matrix } {
  return { a, b };
}

/** Task 2: adds g up over the axes along which a matrix of `rows` × `columns` was stretched to g's shape. */
export function sumTo(g: Matrix, rows: number, columns: number): Matrix {
  return g;
}

/** Task 2: the adjoints of a and b, where output = a · b elementwise; a or b may be stretched. */
export function mulVjp(a: Matrix, b: Matrix, g: Matrix): { a: Matrix; b: Matrix } {
  return { a, b };
}

/** Task 3: log(softmax) of each row, right also for logits of 1000. */
export function logSoftmax(x: Matrix): Matrix {
  return x;
}

/** Task 3: the adjoint of x, where output = logSoftmax(x). */
export function logSoftmaxVjp(x: Matrix, g: Matrix): Matrix {
  return g;
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
 * Task 4: loss and gradients of the network tanh(x·w1 + b1)·w2 + b2, where the loss is the mean over the rows of x of
 * −log(probability of the row's label).
 */
export function networkGradient(x: Matrix, labels: number[], layers: Layers): { loss: number; gradients: Layers } {
  return { loss: 0, gradients: layers };
}
