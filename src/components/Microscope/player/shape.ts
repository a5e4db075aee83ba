// Where things stand in the pictures: invocations in the shape of their workgroup, elements of a buffer in rows of a length
// that the reader chooses, and what of a large buffer is summarised and what is shown in full. No React, no pixels.

import type { TraceIndex } from './traceIndex';

export interface WorkgroupLayout {
  columns: number;
  rows: number;
  /** Column and row of an invocation by local index. */
  placeOf(invocation: number): [column: number, row: number];
  /** Invocation at a place; -1 = none there. */
  at(column: number, row: number): number;
  /** First rows of the layers z = 1, 2, …: a gap stands before them. */
  layers: number[];
}

const MOST_COLUMNS = 32;

/** x runs right and y down; layers of z stand below one another; an x beyond `most` is folded into rows of that many. */
export function workgroupLayout(size: readonly [number, number, number], most = MOST_COLUMNS): WorkgroupLayout {
  const [x, y, z] = size;
  const columns = Math.min(x, most);
  const rowsOfY = Math.ceil(x / columns);
  const at = (column: number, row: number) => {
    const ix = column + (row % rowsOfY) * columns;
    const rest = Math.floor(row / rowsOfY);
    return column < 0 || column >= columns || ix >= x || row < 0 || rest >= y * z ? -1 : ix + x * rest;
  };
  return {
    columns,
    rows: rowsOfY * y * z,
    placeOf: (i) => [(i % x) % columns, Math.floor(i / x) * rowsOfY + Math.floor((i % x) / columns)],
    at,
    layers: Array.from({ length: z - 1 }, (_, k) => (k + 1) * y * rowsOfY),
  };
}

export interface Edge {
  from: [column: number, row: number];
  to: [column: number, row: number];
}

/** The borders between warps, and around them all, as edges of cells. */
export function warpEdges(layout: WorkgroupLayout, subgroupSize: number): Edge[] {
  const warpAt = (c: number, r: number) => Math.floor(layout.at(c, r) / subgroupSize);
  const edges: Edge[] = [];
  for (let r = 0; r <= layout.rows; r++) {
    for (let c = 0; c <= layout.columns; c++) {
      if (warpAt(c, r) !== warpAt(c, r - 1)) edges.push({ from: [c, r], to: [c + 1, r] });
      if (warpAt(c, r) !== warpAt(c - 1, r)) edges.push({ from: [c, r], to: [c, r + 1] });
    }
  }
  return edges;
}

/** The inner array of an array of arrays; else the row length that the trace itself suggests; else the root of a square, in a workgroup of rows; else rows of 16. */
export function guessRowLength(index: TraceIndex, memory: number): number {
  const { length, parts } = index.trace.memories[memory]!;
  if (parts?.array && parts.of.length > 4) return parts.of.length;
  const stride = commonStride(index, memory);
  if (stride !== undefined) return stride;
  const root = Math.round(Math.sqrt(length));
  const flat = index.trace.workgroupSize[1] === 1;
  if (!flat && root > 2 && root * root === length) return root;
  return Math.max(1, Math.min(length, USUAL_ROW));
}

const USUAL_ROW = 16;
const SHORTEST_STRIDE = 4;
const EVENTS_LOOKED_AT = 20_000;

/**
 * The distance that most often lies between what neighbours of a warp touch in one step, or that one invocation
 * keeps to in successive rounds of a line; only a divisor of the length that at least half of such pairs share.
 */
function commonStride(index: TraceIndex, memory: number): number | undefined {
  const { trace } = index;
  const { length } = trace.memories[memory]!;
  const votes = new Map<number, number>();
  let pairs = 0;
  const vote = (distance: number) => {
    if (distance < SHORTEST_STRIDE || distance >= length) return;
    pairs++;
    if (length % distance === 0) votes.set(distance, (votes.get(distance) ?? 0) + 1);
  };
  const all = index.memories[memory]!.all;
  const width = trace.workgroupSize[0];
  const onLine = new Map<number, { element: number; step: number }>();
  const seen = Math.min(all.length, EVENTS_LOOKED_AT);
  for (let i = 0; i < seen; i++) {
    const e = all[i]!;
    const lane = trace.invocation[e]!;
    const key = lane * 65_536 + trace.line[e]!;
    const before = onLine.get(key);
    const step = before ? trace.element[e]! - before.element : 0;
    if (before && step === before.step) vote(Math.abs(step));
    onLine.set(key, { element: trace.element[e]!, step });
    for (const back of new Set([1, width])) {
      const other = all[i - back];
      if (other !== undefined && trace.invocation[other] === lane - back && trace.line[other] === trace.line[e]) vote(Math.abs(trace.element[e]! - trace.element[other]!));
    }
  }
  const [best, count] = [...votes].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0]);
  return count > 0 && 2 * count >= pairs ? best : undefined;
}

export interface Grid {
  columns: number;
  rows: number;
}

export const gridOf = (length: number, rowLength: number): Grid => ({ columns: Math.max(1, rowLength), rows: Math.max(1, Math.ceil(length / Math.max(1, rowLength))) });

export interface Window extends Grid {
  /** First column and row of the grid that the window shows. */
  column: number;
  row: number;
}

/** The window of at most `columns` × `rows` that holds an element; windows tile the grid, so that small moves don't shift it. */
export function windowAround(grid: Grid, element: number, columns: number, rows: number): Window {
  const width = Math.min(columns, grid.columns);
  const height = Math.min(rows, grid.rows);
  const at = (place: number, size: number, limit: number) => Math.max(0, Math.min(Math.floor(place / size) * size, limit - size));
  return {
    column: at(element % grid.columns, width, grid.columns),
    row: at(Math.floor(element / grid.columns), height, grid.rows),
    columns: width,
    rows: height,
  };
}

/** A summary of a grid: each bin stands for binColumns × binRows elements. */
export interface Bins extends Grid {
  binColumns: number;
  binRows: number;
  binOf(element: number): number;
}

export function binsOf(grid: Grid, mostColumns: number, mostRows: number): Bins {
  const binColumns = Math.ceil(grid.columns / mostColumns);
  const binRows = Math.ceil(grid.rows / mostRows);
  const columns = Math.ceil(grid.columns / binColumns);
  return {
    columns,
    rows: Math.ceil(grid.rows / binRows),
    binColumns,
    binRows,
    binOf: (element) => Math.floor((element % grid.columns) / binColumns) + columns * Math.floor(Math.floor(element / grid.columns) / binRows),
  };
}

/** First event that touches each bin; Infinity = none does. */
export function firstTouches(index: TraceIndex, memory: number, bins: Bins): Float64Array {
  const first = new Float64Array(bins.columns * bins.rows).fill(Infinity);
  const { element, accesses } = index.memories[memory]!;
  for (let slot = 0; slot < element.length; slot++) {
    const bin = bins.binOf(element[slot]!);
    first[bin] = Math.min(first[bin]!, accesses.events[accesses.start[slot]!]!);
  }
  return first;
}
