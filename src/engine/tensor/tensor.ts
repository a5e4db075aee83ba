// Dense row-major tensors and the plain operations on them: what the autodiff engine computes with.
// Not here: gradients (src/engine/autodiff), views or strides (every result is a fresh array), speed.
// float32 or float64, as the data came; sums run in double precision and are rounded once.

import { countFlops } from './meter';

export type Shape = readonly number[];
export type Floats = Float32Array | Float64Array;

export interface Tensor {
  readonly shape: Shape;
  /** Row-major, one number for each element. */
  readonly data: Floats;
}

/** How many elements a shape has; 1 for a scalar, whose shape is []. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

/** Wraps data that is already row-major. Plain lists become float64. Throws RangeError when the sizes differ. */
export function tensor(shape: Shape, data: Floats | readonly number[]): Tensor {
  if (data.length !== sizeOf(shape)) throw new RangeError(`${data.length} numbers do not fill the shape [${shape.join(', ')}]`);
  return { shape, data: ArrayBuffer.isView(data) ? data : Float64Array.from(data) };
}

/** A tensor of one value, of the same number type as `like`. */
export function full(shape: Shape, value: number, like?: Tensor): Tensor {
  const data = allocate(like, sizeOf(shape));
  return { shape, data: data.fill(value) };
}

function allocate(like: Tensor | undefined, length: number): Floats {
  return like?.data instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
}

/** f of each element. */
export function map(a: Tensor, f: (x: number) => number): Tensor {
  const data = allocate(a, a.data.length);
  for (let i = 0; i < data.length; i++) data[i] = f(a.data[i]!);
  countFlops(data.length);
  return { shape: a.shape, data };
}

/** The shape that two shapes broadcast to, aligned at the right; an axis of 1 stretches. Throws RangeError when they don't fit. */
export function broadcastShape(a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const m = a[axis - rank + a.length] ?? 1;
    const n = b[axis - rank + b.length] ?? 1;
    if (m !== n && m !== 1 && n !== 1) throw new RangeError(`shapes [${a.join(', ')}] and [${b.join(', ')}] do not broadcast`);
    return m === 1 ? n : m;
  });
}

/** For each element of `to`, the index of the element of `from` that stands for it. */
function sourceIndices(from: Shape, to: Shape): Int32Array {
  const indices = new Int32Array(sizeOf(to));
  const offset = to.length - from.length;
  let stride = 1;
  let block = 1;
  for (let axis = to.length - 1; axis >= 0; axis--) {
    const length = to[axis]!;
    const own = from[axis - offset] ?? 1;
    if (own !== 1) for (let i = 0; i < indices.length; i++) indices[i]! += (Math.floor(i / block) % length) * stride;
    block *= length;
    stride *= own;
  }
  return indices;
}

const sameShape = (a: Shape, b: Shape) => a.length === b.length && a.every((n, i) => n === b[i]);

/** Copies `a` along the axes that `shape` adds or stretches. */
export function broadcastTo(a: Tensor, shape: Shape): Tensor {
  if (sameShape(a.shape, shape)) return a;
  if (!sameShape(broadcastShape(a.shape, shape), shape)) throw new RangeError(`[${a.shape.join(', ')}] does not broadcast to [${shape.join(', ')}]`);
  const from = sourceIndices(a.shape, shape);
  const data = allocate(a, from.length);
  for (let i = 0; i < data.length; i++) data[i] = a.data[from[i]!]!;
  return { shape, data };
}

/** The transpose of broadcastTo: adds up every element that one element of `shape` was copied to. */
export function sumTo(a: Tensor, shape: Shape): Tensor {
  if (sameShape(a.shape, shape)) return a;
  const to = sourceIndices(shape, a.shape);
  const sums = new Float64Array(sizeOf(shape));
  for (let i = 0; i < a.data.length; i++) sums[to[i]!]! += a.data[i]!;
  countFlops(a.data.length);
  const data = allocate(a, sums.length);
  data.set(sums);
  return { shape, data };
}

/** f of each pair of elements, broadcasting. */
export function zip(a: Tensor, b: Tensor, f: (x: number, y: number) => number): Tensor {
  const shape = broadcastShape(a.shape, b.shape);
  const left = broadcastTo(a, shape).data;
  const right = broadcastTo(b, shape).data;
  const data = allocate(a, sizeOf(shape));
  for (let i = 0; i < data.length; i++) data[i] = f(left[i]!, right[i]!);
  countFlops(data.length);
  return { shape, data };
}

/** Rows and columns of a matrix. Throws RangeError for anything else. */
export function matrixSize(a: Tensor): [rows: number, columns: number] {
  if (a.shape.length !== 2) throw new RangeError(`a matrix is needed, not the shape [${a.shape.join(', ')}]`);
  return [a.shape[0]!, a.shape[1]!];
}

/** [m, k] times [k, n] is [m, n]: 2mkn FLOPs. Throws RangeError when the inner sizes differ. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  const [m, k] = matrixSize(a);
  const [inner, n] = matrixSize(b);
  if (k !== inner) throw new RangeError(`[${m}, ${k}] times [${inner}, ${n}]: the inner sizes differ`);
  const data = allocate(a, m * n);
  const row = new Float64Array(n);
  for (let i = 0; i < m; i++) {
    row.fill(0);
    for (let p = 0; p < k; p++) {
      const x = a.data[i * k + p]!;
      for (let j = 0; j < n; j++) row[j]! += x * b.data[p * n + j]!;
    }
    data.set(row, i * n);
  }
  countFlops(2 * m * k * n);
  return { shape: [m, n], data };
}

/** [m, n] to [n, m], copied. */
export function transpose(a: Tensor): Tensor {
  const [m, n] = matrixSize(a);
  const data = allocate(a, m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) data[j * m + i] = a.data[i * n + j]!;
  return { shape: [n, m], data };
}

/** log(softmax) of each row of a matrix, with the row's maximum taken off first so that exp cannot overflow. */
export function logSoftmaxRows(a: Tensor): Tensor {
  const [m, n] = matrixSize(a);
  const data = allocate(a, m * n);
  for (let i = 0; i < m; i++) {
    const row = a.data.subarray(i * n, (i + 1) * n);
    let max = -Infinity;
    for (const x of row) max = Math.max(max, x);
    let sum = 0;
    for (const x of row) sum += Math.exp(x - max);
    const logSum = max + Math.log(sum);
    for (let j = 0; j < n; j++) data[i * n + j] = row[j]! - logSum;
  }
  countFlops(4 * m * n);
  return { shape: a.shape, data };
}
