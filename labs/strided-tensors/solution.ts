// Views of a flat array: a shape, strides and an offset.
// None of the functions that make a view touches a number of the data.

export interface View {
  shape: number[];
  /** Elements to skip for one step along each axis. */
  strides: number[];
  /** Where index [0, 0, …] lies. */
  offset: number;
}

/** Task 1. Row-major, without gaps, from element 0. */
export function contiguous(shape: number[]): View {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis]!;
  }
  return { shape: [...shape], strides, offset: 0 };
}

/** Task 1. Which element of the flat array stands at this index of the view. */
export function elementAt(view: View, index: number[]): number {
  let element = view.offset;
  for (let axis = 0; axis < index.length; axis++) element += index[axis]! * view.strides[axis]!;
  return element;
}

/** Task 2. Axes a and b exchanged. */
export function transpose(view: View, a: number, b: number): View {
  const exchange = (list: number[]) => list.map((value, axis) => (axis === a ? list[b]! : axis === b ? list[a]! : value));
  return { shape: exchange(view.shape), strides: exchange(view.strides), offset: view.offset };
}

/** Task 2. Elements start, start + step, … of one axis, `length` of them; step may be negative. */
export function slice(view: View, axis: number, start: number, length: number, step: number): View {
  const stride = view.strides[axis]!;
  return {
    shape: view.shape.map((n, i) => (i === axis ? length : n)),
    strides: view.strides.map((s, i) => (i === axis ? s * step : s)),
    offset: view.offset + start * stride,
  };
}

/**
 * Task 3. Axes are aligned at the right; an axis of length 1, or one that is missing
 * on the left, is repeated. null where the shapes do not fit.
 */
export function broadcastTo(view: View, shape: number[]): View | null {
  const missing = shape.length - view.shape.length;
  if (missing < 0) return null;
  const strides: number[] = [];
  for (let axis = 0; axis < shape.length; axis++) {
    const size = axis < missing ? 1 : view.shape[axis - missing]!;
    if (size !== shape[axis] && size !== 1) return null;
    strides.push(size === shape[axis] && axis >= missing ? view.strides[axis - missing]! : 0);
  }
  return { shape: [...shape], strides, offset: view.offset };
}

/**
 * Task 4. The same elements in the same order under another shape of the same size;
 * null where that needs a copy. No size is 0.
 */
export function reshape(view: View, shape: number[]): View | null {
  // Runs of axes that act as one: a step of the outer is the whole of the inner.
  const runs: { size: number; stride: number }[] = [];
  for (let axis = 0; axis < view.shape.length; axis++) {
    const [size, stride] = [view.shape[axis]!, view.strides[axis]!];
    if (size === 1) continue;
    const outer = runs.at(-1);
    if (outer && outer.stride === size * stride) runs[runs.length - 1] = { size: outer.size * size, stride };
    else runs.push({ size, stride });
  }
  // Give the new axes to the runs, from the right; no new axis may straddle two of them.
  const strides = new Array<number>(shape.length).fill(0);
  let run = runs.pop();
  let done = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] === 1) continue;
    if (run && done === run.size) {
      run = runs.pop();
      done = 1;
    }
    if (!run || run.size % (done * shape[axis]!) !== 0) return null;
    strides[axis] = done * run.stride;
    done *= shape[axis]!;
  }
  return { shape: [...shape], strides, offset: view.offset };
}

/**
 * Task 5. A picture [C, H, W] as all of its windows, [C, P, Q, R, S]:
 * window (p, q) begins at row p·step and column q·step.
 */
export function windows(view: View, height: number, width: number, step: number): View {
  const [c, h, w] = view.shape as [number, number, number];
  const [strideC, strideH, strideW] = view.strides as [number, number, number];
  const places = (size: number, kernel: number) => Math.floor((size - kernel) / step) + 1;
  return {
    shape: [c, places(h, height), places(w, width), height, width],
    strides: [strideC, strideH * step, strideW * step, strideH, strideW],
    offset: view.offset,
  };
}

/** Task 5. The elements of a view in order, in a fresh list: the only function here that copies. */
export function gather(data: number[], view: View): number[] {
  const copy: number[] = [];
  const walk = (axis: number, element: number): void => {
    if (axis === view.shape.length) {
      copy.push(data[element]!);
      return;
    }
    for (let i = 0; i < view.shape[axis]!; i++) walk(axis + 1, element + i * view.strides[axis]!);
  };
  walk(0, view.offset);
  return copy;
}
