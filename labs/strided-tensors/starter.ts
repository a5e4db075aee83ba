// Views of a flat array: a shape, strides and an offset.
// None of the functions that make a view touches a number of the data.
// Each function runs as it stands, and gives a wrong answer.

export interface View {
  shape: number[];
  /** Elements to skip for one step along each axis. */
  strides: number[];
  /** Where index [0, 0, …] lies. */
  offset: number;
}

/** Task 1. Row-major, without gaps, from element 0. */
export function contiguous(shape: number[]): View {
  return { shape: [...shape], strides: shape.map(() => 1), offset: 0 };
}

/** Task 1. Which element of the flat array stands at this index of the view. */
export function elementAt(view: View, index: number[]): number {
  return view.offset + index.length;
}

/** Task 2. Axes a and b exchanged. */
export function transpose(view: View, a: number, b: number): View {
  return { ...view, offset: view.offset + a + b };
}

/** Task 2. Elements start, start + step, … of one axis, `length` of them; step may be negative. */
export function slice(view: View, axis: number, start: number, length: number, step: number): View {
  return { ...view, offset: view.offset + axis + start + length + step };
}

/**
 * Task 3. Axes are aligned at the right; an axis of length 1, or one that is missing
 * on the left, is repeated. null where the shapes do not fit.
 */
export function broadcastTo(view: View, shape: number[]): View | null {
  return { ...view, shape: [...shape] };
}

/**
 * Task 4. The same elements in the same order under another shape of the same size;
 * null where that needs a copy. No size is 0.
 */
export function reshape(view: View, shape: number[]): View | null {
  return { ...view, shape: [...shape], offset: -1 };
}

/**
 * Task 5. A picture [C, H, W] as all of its windows, [C, P, Q, R, S]:
 * window (p, q) begins at row p·step and column q·step.
 */
export function windows(view: View, height: number, width: number, step: number): View {
  return { ...view, offset: view.offset + height + width + step };
}

/** Task 5. The elements of a view in order, in a fresh list: the only function here that copies. */
export function gather(data: number[], view: View): number[] {
  return data.slice(0, view.shape.length);
}
