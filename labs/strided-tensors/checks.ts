// Checks of the views. What a view means is taken from the elements that it visits, so any strides that visit the right ones pass;
// expected elements are found by walking all indices, never by the rule that is asked for.

import { check, defineChecks, expectEqual, fail } from 'grader';
import type { Reader } from 'grader';
import type { Rng } from 'kit';

interface View {
  shape: number[];
  strides: number[];
  offset: number;
}

const text = (list: readonly number[]) => `[${list.join(', ')}]`;
const shown = ({ shape, strides, offset }: View) => `{ shape: ${text(shape)}, strides: ${text(strides)}, offset: ${offset} }`;

/** All indices of a shape, the last axis fastest. */
function indices(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>((all, size) => all.flatMap((index) => Array.from({ length: size }, (_, i) => [...index, i])), [[]]);
}

const elementOf = (view: View, index: readonly number[]) => index.reduce((sum, i, axis) => sum + i * view.strides[axis]!, view.offset);
const elementsOf = (view: View) => indices(view.shape).map((index) => elementOf(view, index));
const rowMajor = (shape: readonly number[]): View => {
  const all = indices(shape);
  const number = (index: readonly number[]) => all.findIndex((other) => other.every((x, axis) => x === index[axis]));
  const step = (axis: number) => (shape[axis] === 1 ? shape.slice(axis + 1).reduce((p, n) => p * n, 1) : number(shape.map((_, i) => (i === axis ? 1 : 0))));
  return { shape: [...shape], strides: shape.map((_, axis) => step(axis)), offset: 0 };
};

/** A view with strides that are no row-major ones: axes in random order, one of them cut. */
function randomView(rng: Rng, rank: number): View {
  const base = rowMajor(Array.from({ length: rank }, () => rng.integer(2, 4)));
  const order = rng.shuffle(base.shape.map((_, axis) => axis));
  const view = { shape: order.map((i) => base.shape[i]!), strides: order.map((i) => base.strides[i]!), offset: 0 };
  view.offset += view.strides[0]!;
  view.shape[0]! -= 1;
  return view;
}

interface Known {
  misconception: string;
  view: View;
  says: string;
}

function isView(value: unknown): value is View {
  const v = value as View;
  const numbers = (list: unknown) => Array.isArray(list) && list.every((x) => Number.isInteger(x));
  return typeof v === 'object' && v !== null && numbers(v.shape) && numbers(v.strides) && v.shape.length === v.strides.length && Number.isInteger(v.offset);
}

/** The shape, and the element at every index. */
function expectView(returned: unknown, shape: readonly number[], elements: readonly number[], called: string, known: Known[] = []): void {
  if (!isView(returned))
    return fail({ message: `${called} gave ${JSON.stringify(returned)}; expected a view { shape, strides, offset } of whole numbers, with as many strides as axes.`, called });
  const slip = known.find(({ view }) => JSON.stringify([view.shape, view.strides, view.offset]) === JSON.stringify([returned.shape, returned.strides, returned.offset]));
  const hint = slip ? ` ${slip.says}` : '';
  if (text(returned.shape) !== text(shape)) fail({ message: `${called} has the shape ${text(returned.shape)}; expected ${text(shape)}.${hint}`, misconception: slip?.misconception, called, returned: shown(returned) });
  const actual = elementsOf(returned);
  const first = elements.findIndex((element, i) => element !== actual[i]);
  if (first < 0) return;
  const at = text(indices(shape)[first]!);
  fail({ message: `${called} gave ${shown(returned)}. At ${at} that is element ${actual[first]}; expected element ${elements[first]}.${hint}`, misconception: slip?.misconception, called, returned: shown(returned), where: at });
}

// ---- Task 1

const strides = check('strides', 'Strides of contiguous tensors', async ({ reader, rng }) => {
  const shapes = [[2, 3], [2, 9, 1], [rng.integer(2, 4), rng.integer(2, 4), rng.integer(5, 7)], [rng.integer(2, 9)], [1, 1, 4], []];
  for (const shape of shapes) {
    const expected = rowMajor(shape);
    const called = `contiguous(${text(shape)})`;
    const returned = await reader.call<View>('contiguous', shape);
    const before = shape.map((_, axis) => shape.slice(0, axis).reduce((p, n) => p * n, 1));
    const including = shape.map((_, axis) => shape.slice(axis).reduce((p, n) => p * n, 1));
    expectView(returned, shape, elementsOf(expected), called, [
      { misconception: 'column-major', view: { ...expected, strides: before }, says: 'Those are column-major strides, with the first axis fastest. Row-major means that the last axis has stride 1.' },
      { misconception: 'own-axis-counted', view: { ...expected, strides: including }, says: 'Each stride counts its own axis too. A step along an axis passes over what the axes to its right hold, and no more.' },
    ]);
    // Where an axis has length 1 any stride visits the right elements; frameworks give the product all the same.
    expectEqual(returned.strides, expected.strides, { called: `${called}.strides` });
  }
});

const element = check('element', 'The element at an index', async ({ reader, rng }) => {
  for (const rank of [2, 3, 1]) {
    const view = { ...randomView(rng, rank), offset: 100 };
    const index = view.shape.map((n) => rng.integer(0, n - 1));
    const returned = await reader.call<number>('elementAt', view, index);
    const expected = elementOf(view, index);
    const dense = elementOf({ ...rowMajor(view.shape), offset: view.offset }, index);
    expectEqual(returned, expected, {
      called: `elementAt(${shown(view)}, ${text(index)})`,
      ...(returned === expected - view.offset ? { says: 'The view’s offset is missing.', misconception: 'offset-forgotten' } : {}),
      ...(returned === dense && dense !== expected ? { says: 'That is what row-major strides of this shape would give: use the view’s own strides.', misconception: 'strides-ignored' } : {}),
    });
  }
  expectEqual(await reader.call('elementAt', { shape: [], strides: [], offset: 7 }, []), 7, { called: 'elementAt of a view with no axes' });
});

// ---- Task 2

const exchange = <V>(list: readonly V[], a: number, b: number) => list.map((value, axis) => (axis === a ? list[b]! : axis === b ? list[a]! : value));

const transposes = check('transpose', 'Any two axes exchanged', async ({ reader, rng }) => {
  for (const [rank, a, b] of [[2, 0, 1], [3, 0, 2], [4, 2, 1], [2, 1, 1]] as const) {
    const view = randomView(rng, rank);
    const shape = exchange(view.shape, a, b);
    const elements = indices(shape).map((index) => elementOf(view, exchange(index, a, b)));
    expectView(await reader.call('transpose', view, a, b), shape, elements, `transpose(${shown(view)}, ${a}, ${b})`, [
      { misconception: 'strides-not-exchanged', view: { ...view, shape }, says: 'The sizes were exchanged but not the strides: that is a reshape, with the old order of elements.' },
      { misconception: 'shape-not-exchanged', view: { ...view, strides: exchange(view.strides, a, b) }, says: 'The strides were exchanged but not the sizes.' },
      { misconception: 'dense-strides', view: { ...rowMajor(shape), offset: view.offset }, says: 'Those are the strides of a fresh row-major copy. The data has not moved, so the old strides must come along with their axes.' },
    ]);
  }
});

const slices = check('slice', 'Slices with steps, forwards and backwards', async ({ reader, rng }) => {
  const cases: [size: number, start: number, length: number, step: number][] = [[9, 2, 3, 2], [5, 1, 4, 1], [6, 5, 6, -1], [8, 7, 3, -3], [4, 3, 1, 1]];
  for (const [size, start, length, step] of cases) {
    const axis = step === 2 ? 0 : rng.integer(0, 1);
    // No stride of the view equals a step.
    const other = rng.integer(4, 6);
    const base = rowMajor(axis === 0 ? [size, other] : [other, size]);
    const view = { ...base, offset: rng.integer(1, 9) };
    const shape = view.shape.map((n, i) => (i === axis ? length : n));
    const elements = indices(shape).map((index) => elementOf(view, index.map((x, i) => (i === axis ? start + x * step : x))));
    const right = { shape, strides: view.strides.map((s, i) => (i === axis ? s * step : s)), offset: view.offset + start * view.strides[axis]! };
    expectView(await reader.call('slice', view, axis, start, length, step), shape, elements, `slice(${shown(view)}, ${axis}, ${start}, ${length}, ${step})`, [
      { misconception: 'offset-unmoved', view: { ...right, offset: view.offset }, says: 'The view must begin at element `start` of that axis: the offset grows.' },
      { misconception: 'offset-in-steps', view: { ...right, offset: view.offset + start }, says: 'The offset grew by `start`, but one step along this axis is as many elements as its stride says.' },
      { misconception: 'step-ignored', view: { ...right, strides: view.strides }, says: 'Neighbours of the slice are `step` old neighbours apart: the stride is multiplied.' },
      { misconception: 'step-for-stride', view: { ...right, strides: view.strides.map((s, i) => (i === axis ? step : s)) }, says: 'The step replaced the stride. It multiplies it: `step` times as far as one old step.' },
    ]);
  }
});

// ---- Task 3

const broadcasts = check('values', 'Repeated axes, and axes that were missing', async ({ reader, rng }) => {
  const cases: [from: number[], to: number[]][] = [[[3], [2, 3]], [[2, 1], [2, 4]], [[1, 3, 1], [2, 3, 4]], [[4], [4]], [[], [2, 2]], [[rng.integer(2, 4), 1, 2], []]];
  for (const [from, to] of cases) {
    const target = to.length === 0 && from.length > 0 ? [rng.integer(2, 3), from[0]!, rng.integer(2, 4), from[2]!] : to;
    const view = { ...rowMajor(from), offset: rng.integer(0, 5) };
    const missing = target.length - from.length;
    const elements = indices(target).map((index) => elementOf(view, index.slice(missing).map((x, axis) => (view.shape[axis] === 1 ? 0 : x))));
    const kept = { shape: target, strides: target.map((_, axis) => (axis < missing ? 0 : view.strides[axis - missing]!)), offset: view.offset };
    expectView(await reader.call('broadcastTo', view, target), target, elements, `broadcastTo(${shown(view)}, ${text(target)})`, [
      { misconception: 'stride-kept', view: kept, says: 'A stretched axis kept its stride, so its second step leads to another element. Staying at the same one is a stride of 0.' },
      { misconception: 'dense-strides', view: { ...rowMajor(target), offset: view.offset }, says: 'Those are the strides of a copy with all elements written out. A repeated axis has stride 0.' },
    ]);
  }
});

const misfits = check('misfits', 'null where the shapes do not fit', async ({ reader }) => {
  for (const [from, to] of [[[2], [2, 3]], [[3, 2], [3]], [[4], [2, 2]], [[2, 3], [1, 3]]] as const) {
    const returned = await reader.call<View | null>('broadcastTo', rowMajor(from), [...to]);
    if (returned !== null)
      fail({
        message: `broadcastTo of the shape ${text(from)} to ${text(to)} gave ${isView(returned) ? shown(returned) : JSON.stringify(returned)}; expected null. Shapes are aligned at the right, and only an axis of length 1 may be stretched.`,
        misconception: 'aligned-left',
        called: `broadcastTo([${from.join(', ')}], [${to.join(', ')}])`,
      });
  }
});

// ---- Task 4

/** The strides that the elements themselves ask for, if any strides do. */
function stridesFor(elements: readonly number[], shape: readonly number[]): View | null {
  const dense = rowMajor(shape).strides;
  const view = { shape: [...shape], strides: shape.map((n, axis) => (n === 1 ? 0 : elements[dense[axis]!]! - elements[0]!)), offset: elements[0]! };
  return elementsOf(view).every((e, i) => e === elements[i]) ? view : null;
}

function reshapeCases(rng: Rng): { name: string; view: View; shape: number[] }[] {
  const n = rng.integer(2, 4);
  const matrix = rowMajor([4, 6]);
  const turned = { shape: [6, 4], strides: [1, 6], offset: 0 };
  return [
    { name: 'a contiguous matrix', view: matrix, shape: [2, 2, 3, 2] },
    { name: 'a transposed matrix, flattened', view: turned, shape: [24] },
    { name: 'a transposed matrix, one axis split', view: turned, shape: [3, 2, 2, 2] },
    { name: 'two of four rows, flattened', view: { shape: [2, 6], strides: [6, 1], offset: 6 }, shape: [12] },
    { name: 'every second row, flattened', view: { shape: [2, 6], strides: [12, 1], offset: 0 }, shape: [12] },
    { name: 'three columns of six, flattened', view: { shape: [4, 3], strides: [6, 1], offset: 2 }, shape: [12] },
    { name: 'three columns of six, split by rows', view: { shape: [4, 3], strides: [6, 1], offset: 2 }, shape: [2, 2, 3] },
    { name: 'three columns of six, split across rows', view: { shape: [4, 3], strides: [6, 1], offset: 2 }, shape: [6, 2] },
    { name: 'every second element', view: { shape: [8], strides: [2], offset: 1 }, shape: [2, 4] },
    { name: 'heads moved in front of tokens', view: { shape: [n, 5, 8], strides: [8, 8 * n, 1], offset: 0 }, shape: [n, 40] },
    { name: 'a broadcast row', view: { shape: [3, 4], strides: [0, 1], offset: 0 }, shape: [3, 2, 2] },
    { name: 'a broadcast row, flattened', view: { shape: [3, 4], strides: [0, 1], offset: 0 }, shape: [12] },
    { name: 'axes of length 1 with odd strides', view: { shape: [4, 1, 6], strides: [6, 77, 1], offset: 0 }, shape: [24, 1] },
  ];
}

const reshapes = check('decision', 'A view where strides can say it, null where they cannot', async ({ reader, rng }) => {
  for (const { name, view, shape } of reshapeCases(rng)) {
    const called = `reshape of ${name}, ${shown(view)}, to ${text(shape)}`;
    const returned = await reader.call<View | null>('reshape', view, shape);
    const expected = stridesFor(elementsOf(view), shape);
    const dense = { ...rowMajor(shape), offset: view.offset };
    if (returned === null && expected)
      fail({ message: `${called} gave null, which costs a copy. A view does it: ${shown(expected)}. Neighbouring axes act as one wherever the outer stride is the inner stride times the inner size; contiguity of the whole is not needed.`, misconception: 'copy-not-needed', called, returned: 'null', expected: shown(expected) });
    if (returned !== null && !expected) {
      const isDense = isView(returned) && JSON.stringify(returned.strides) === JSON.stringify(dense.strides);
      fail({
        message: `${called} gave ${isView(returned) ? shown(returned) : JSON.stringify(returned)}; expected null. ${isDense ? 'Those strides read the memory in its own order, and not the view in its order.' : 'No strides visit these elements in this order.'} The elements wanted are ${elementsOf(view).slice(0, 8).join(', ')}, …`,
        misconception: 'copy-needed',
        called,
        returned: isView(returned) ? shown(returned) : String(returned),
        expected: 'null',
      });
    }
    if (expected) expectView(returned, shape, elementsOf(view), called, [{ misconception: 'dense-strides', view: dense, says: 'Those are the strides of contiguous data. The view’s own strides must be carried over.' }]);
  }
});

// ---- Task 5

async function picture(reader: Reader, rng: Rng, kernel: [number, number], step: number) {
  const [c, h, w] = [rng.integer(1, 3), rng.integer(5, 8), rng.integer(5, 8)];
  const base = rowMajor([c, h, w]);
  // Channels last in memory, as many frameworks keep pictures: the strides are not those of [C, H, W].
  const last = { shape: [c, h, w], strides: [1, w * c, c], offset: 0 };
  const view = rng.pick([base, last]);
  const [p, q] = [Math.floor((h - kernel[0]) / step) + 1, Math.floor((w - kernel[1]) / step) + 1];
  const shape = [c, p, q, ...kernel];
  const elements = indices(shape).map(([channel, y, x, r, s]) => elementOf(view, [channel!, y! * step + r!, x! * step + s!]));
  const returned = await reader.call<View>('windows', view, kernel[0], kernel[1], step);
  return { view, shape, elements, returned, called: `windows(${shown(view)}, ${kernel[0]}, ${kernel[1]}, ${step})` };
}

const allWindows = check('windows', 'All windows, without a copy', async ({ reader, rng }) => {
  for (const [kernel, step] of [[[3, 3], 1], [[2, 3], 2], [[1, 1], 2], [[5, 2], 1]] as [[number, number], number][]) {
    const { view, shape, elements, returned, called } = await picture(reader, rng, kernel, step);
    const [c, h, w] = view.strides as [number, number, number];
    const of = (strides: number[], by: number[] = shape): View => ({ shape: by, strides, offset: view.offset });
    expectView(returned, shape, elements, called, [
      { misconception: 'step-inside-window', view: of([c, h, w, h * step, w * step]), says: 'The step stands at the wrong axes: it is windows that are `step` apart. Inside a window neighbours stay neighbours.' },
      { misconception: 'step-forgotten', view: of([c, h, w, h, w]), says: 'Windows `step` apart begin `step` times as far from each other: multiply the strides of the two place axes.' },
      { misconception: 'places-off-by-one', view: of([c, h * step, w * step, h, w], [shape[0]!, shape[1]! - 1, shape[2]! - 1, ...kernel]), says: 'One place is missing in each direction: a window of R rows fits ⌊(H − R) / step⌋ + 1 times.' },
    ]);
  }
});

const gathered = check('gather', 'gather copies in the order of the view', async ({ reader, rng }) => {
  const data = Array.from({ length: 60 }, () => rng.integer(-99, 99));
  for (const view of [randomView(rng, 2), randomView(rng, 3), { shape: [3, 4], strides: [0, 1], offset: 5 }, { shape: [], strides: [], offset: 9 }, { shape: [2, 2, 2, 2, 2], strides: [9, 3, 1, 3, 1], offset: 0 }]) {
    const expected = elementsOf(view).map((e) => data[e]!);
    const returned = await reader.call<number[]>('gather', data, view);
    const inMemory = data.slice(view.offset, view.offset + expected.length);
    expectEqual(returned, expected, {
      called: `gather of ${shown(view)}`,
      ...(JSON.stringify(returned) === JSON.stringify(inMemory) ? { says: 'Those are neighbours in memory from the offset on. Follow the strides.', misconception: 'strides-ignored' } : {}),
    });
  }
});

export default defineChecks({
  demo: async ({ reader, show }) => {
    const matrix = await reader.call<View>('contiguous', [2, 3]);
    const turned = await reader.call<View>('transpose', matrix, 0, 1);
    const rows = [['contiguous([2, 3])', matrix], ['transpose', turned], ['second row', await reader.call<View>('slice', matrix, 0, 1, 1, 1)], ['reshape of the transpose to [6]', await reader.call<View | null>('reshape', turned, [6])]] as const;
    show({ kind: 'table', id: 'views', columns: ['view', 'shape', 'strides', 'offset'], rows: rows.map(([name, v]) => [name, v ? text(v.shape) : 'null', v ? text(v.strides) : '', v ? v.offset : '']), caption: 'Views of the six numbers of a 2 × 3 matrix, by your functions' });
  },
  tasks: { strides: [strides, element], views: [transposes, slices], broadcast: [broadcasts, misfits], reshape: [reshapes], windows: [allWindows, gathered] },
});
