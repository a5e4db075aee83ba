// Strided views: shape, strides and offset over a flat array of numbers. A transpose, a slice or a broadcast makes a new
// view and moves nothing. Not here: the numbers (a view holds none) and arithmetic on them.

export interface View {
  readonly shape: readonly number[];
  /** Elements to skip for one step along each axis; 0 = the same element again, negative = backwards. */
  readonly strides: readonly number[];
  /** Element of the flat array where index [0, 0, …] lies. */
  readonly offset: number;
}

/** Row-major and without gaps: the last axis has stride 1. */
export function contiguous(shape: readonly number[]): View {
  const strides = shape.map((_, axis) => product(shape.slice(axis + 1)));
  return { shape: [...shape], strides, offset: 0 };
}

export const sizeOfView = ({ shape }: View): number => product(shape);

/** Element of the flat array at a position of the view. Throws RangeError outside the shape. */
export function offsetOf({ shape, strides, offset }: View, index: readonly number[]): number {
  if (index.length !== shape.length || index.some((i, axis) => i < 0 || i >= shape[axis]!))
    throw new RangeError(`[${index.join(', ')}] is not inside the shape [${shape.join(', ')}]`);
  return index.reduce((sum, i, axis) => sum + i * strides[axis]!, offset);
}

/** Flat elements in the order in which the view is read, its last axis running fastest. */
export function offsetsOf(view: View): number[] {
  return view.shape.reduce<number[]>(
    (starts, length, axis) => starts.flatMap((start) => Array.from({ length }, (_, i) => start + i * view.strides[axis]!)),
    [view.offset],
  );
}

/** Axes in a new order: axis i of the result is axis order[i] of the view. Throws RangeError when that is no permutation. */
export function permute(view: View, order: readonly number[]): View {
  if (order.length !== view.shape.length || new Set(order).size !== order.length || order.some((axis) => view.shape[axis] === undefined))
    throw new RangeError(`[${order.join(', ')}] does not name each axis of [${view.shape.join(', ')}] once`);
  return { shape: order.map((axis) => view.shape[axis]!), strides: order.map((axis) => view.strides[axis]!), offset: view.offset };
}

/** Two axes exchanged. */
export function transpose(view: View, a: number, b: number): View {
  return permute(view, view.shape.map((_, axis) => (axis === a ? b : axis === b ? a : axis)));
}

/** Elements start, start + step, … of one axis, `length` of them; step may be negative. Throws RangeError outside the axis. */
export function slice(view: View, axis: number, { start, length, step = 1 }: { start: number; length: number; step?: number }): View {
  const size = view.shape[axis] ?? 0;
  const last = start + (length - 1) * step;
  if (length > 0 && (start < 0 || start >= size || last < 0 || last >= size)) throw new RangeError(`elements ${start} to ${last} are not inside an axis of ${size}`);
  return {
    shape: view.shape.map((n, i) => (i === axis ? length : n)),
    strides: view.strides.map((s, i) => (i === axis ? s * step : s)),
    offset: view.offset + (length > 0 ? start * view.strides[axis]! : 0),
  };
}

/** Stretches axes of length 1 (and missing ones on the left) by a stride of 0. Throws RangeError when the shapes do not fit. */
export function broadcastTo(view: View, shape: readonly number[]): View {
  const missing = shape.length - view.shape.length;
  const fits = missing >= 0 && view.shape.every((n, axis) => n === 1 || n === shape[axis + missing]);
  if (!fits) throw new RangeError(`[${view.shape.join(', ')}] does not broadcast to [${shape.join(', ')}]`);
  const strides = shape.map((n, axis) => (axis < missing || view.shape[axis - missing] !== n ? 0 : view.strides[axis - missing]!));
  return { shape: [...shape], strides, offset: view.offset };
}

/** Reading the view in order visits neighbouring elements, one after the other. Axes of length 1 do not count. */
export function isContiguous({ shape, strides }: View): boolean {
  if (product(shape) === 0) return true;
  const dense = contiguous(shape).strides;
  return shape.every((n, axis) => n === 1 || strides[axis] === dense[axis]);
}

interface Run {
  size: number;
  stride: number;
}

/** The fewest axes that visit the same elements in the same order: neighbours merge where one step of the outer is a whole inner axis. */
export function mergedAxes({ shape, strides }: View): Run[] {
  const runs: Run[] = [];
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const outer = runs.at(-1);
    if (outer && outer.stride === size * strides[axis]!) runs[runs.length - 1] = { size: outer.size * size, stride: strides[axis]! };
    else runs.push({ size, stride: strides[axis]! });
  });
  return runs;
}

/** The same elements in the same order under another shape, or null where no strides can say that and a copy is forced. Throws RangeError when the sizes differ. */
export function reshape(view: View, shape: readonly number[]): View | null {
  if (product(shape) !== sizeOfView(view)) throw new RangeError(`[${view.shape.join(', ')}] and [${shape.join(', ')}] have different sizes`);
  if (product(shape) === 0) return { ...contiguous(shape), offset: view.offset };
  const runs = mergedAxes(view);
  const strides = new Array<number>(shape.length).fill(0);
  let run = runs.pop();
  let done = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] === 1) {
      strides[axis] = done * (run?.stride ?? 1);
      continue;
    }
    if (run && done === run.size) [run, done] = [runs.pop(), 1];
    if (!run || run.size % (done * shape[axis]!) !== 0) return null;
    strides[axis] = done * run.stride;
    done *= shape[axis]!;
  }
  return { shape: [...shape], strides, offset: view.offset };
}

export interface Window {
  height: number;
  width: number;
  stride: number;
}

/** All windows of the last two axes, [.., H, W] to [.., P, Q, R, S], with no element copied. A border of zeros must be in the data. */
export function windows(view: View, { height, width, stride }: Window): View {
  const [h, w] = view.shape.slice(-2) as [number, number];
  const [stepH, stepW] = view.strides.slice(-2) as [number, number];
  const places = (size: number, kernel: number) => Math.max(0, Math.floor((size - kernel) / stride) + 1);
  return {
    shape: [...view.shape.slice(0, -2), places(h, height), places(w, width), height, width],
    strides: [...view.strides.slice(0, -2), stepH * stride, stepW * stride, stepH, stepW],
    offset: view.offset,
  };
}

/** The view's elements side by side in a fresh array: what `contiguous()` does in a framework. */
export function gather(data: ArrayLike<number>, view: View): Float32Array {
  return Float32Array.from(offsetsOf(view), (i) => data[i]!);
}

const product = (sizes: readonly number[]) => sizes.reduce((p, n) => p * n, 1);
