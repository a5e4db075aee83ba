// What a buffer's picture shows at one step: its window in full, a summary where the window doesn't hold all of it, and
// what the step reads and writes of it. Numbers and words, no React.

import { elementFormat, elementName } from '@site/src/gpu/microscope/element-names';
import type { TracedMemory } from '@site/src/gpu/microscope/results';
import { accessesOf, eventsOf, latestAccess, touchesAt, valueAt, type Access, type ElementValue } from './player/moment';
import { gridOf, windowAround, type Grid, type Window } from './player/shape';
import { stepOfEvent, type TraceIndex } from './player/traceIndex';
import { invocationName, textOf } from './player/values';

export type Mark = 'read' | 'write' | 'atomic';

export interface MemoryView {
  memory: TracedMemory;
  grid: Grid;
  window: Window;
  /** The window does not hold the whole buffer. */
  partial: boolean;
  /** Elements that the step reads and writes; a write hides a read. */
  marks: Map<number, Mark>;
  /** First event after the step. */
  limit: number;
}

/** Rows of a buffer that is shown whole, and of the window on a larger one. */
const MOST_ROWS = 16;
const WINDOW_ROWS = 8;
const marksByKind = { load: 'read', store: 'write', atomic: 'atomic' } as const;

interface ViewOptions {
  rowLength: number;
  /** Columns that have room. */
  columns: number;
  accesses: readonly Access[];
  selected: number;
  /** Element that the reader looks at, where it is not simply the step's. */
  pinned: number | undefined;
}

export function memoryView(index: TraceIndex, m: number, step: number, { rowLength, columns, accesses, selected, pinned }: ViewOptions): MemoryView {
  const memory = index.trace.memories[m]!;
  const grid = gridOf(memory.length, memberNames(memory) ? 1 : Math.min(rowLength, memory.length));
  const limit = eventsOf(index, step)[1];
  const mine = accesses.filter((a) => a.memory === m);
  const touching = mine.length > 0 ? mine : latestAccesses(index, m, limit);
  const focus = pinned ?? (touching.find((a) => a.invocation === selected) ?? touching[0])?.element ?? 0;
  const whole = grid.columns <= columns && grid.rows <= MOST_ROWS;
  const window = windowAround(grid, Math.min(focus, memory.length - 1), columns, whole ? MOST_ROWS : WINDOW_ROWS);
  const marks = new Map<number, Mark>();
  for (const { element, kind } of mine) if (marks.get(element) === undefined || kind !== 'load') marks.set(element, marksByKind[kind]);
  return { memory, grid, window, partial: !whole, marks, limit };
}

/** Accesses of the last step before event number `limit` that touches the memory. */
function latestAccesses(index: TraceIndex, m: number, limit: number): Access[] {
  const latest = latestAccess(index, m, limit);
  return latest < 0 ? [] : accessesOf(index, stepOfEvent(index, latest)).filter((a) => a.memory === m);
}

/** A struct stands as a list of its members, by name; undefined for all else. */
export const memberNames = ({ parts }: TracedMemory): string[] | undefined => (parts && !parts.array && parts.of.length <= MOST_ROWS ? parts.of.map((p) => p.path.replace(/^\./, '')) : undefined);

export interface ShownElement extends ElementValue {
  element: number;
  /** Column and row within the window. */
  column: number;
  row: number;
}

/** The elements of the window with their contents after the step. */
export function elementsOf(index: TraceIndex, m: number, { memory, grid, window, limit }: MemoryView): ShownElement[] {
  const shown: ShownElement[] = [];
  for (let row = 0; row < window.rows; row++) {
    for (let column = 0; column < window.columns; column++) {
      const element = (window.row + row) * grid.columns + window.column + column;
      if (element < memory.length) shown.push({ element, column, row, ...valueAt(index, m, element, limit) });
    }
  }
  return shown;
}

const spaceNames = { storage: 'storage', uniform: 'uniform', workgroup: 'workgroup memory' } as const;

/** Sizes of memories, in powers of two. */
export function bytesText(bytes: number): string {
  const [unit, name] = bytes >= 2 ** 20 ? [2 ** 20, 'MiB'] : bytes >= 2 ** 10 ? [2 ** 10, 'KiB'] : [1, 'B'];
  return `${Number((bytes / unit).toPrecision(3))} ${name}`;
}

/** "storage, 100 × f32, 400 B". */
export function memoryWords({ space, length, elementBytes, format }: TracedMemory): string {
  const count = length.toLocaleString('en-GB');
  const what = format === 'bits' ? `${count} words` : length === 1 ? format : `${count} × ${format}`;
  return `${spaceNames[space]}, ${what}, ${bytesText(length * elementBytes)}`;
}

/** One element in a sentence: its place, what it holds, who wrote it, how often it was touched. */
export function elementWords(index: TraceIndex, m: number, element: number, { memory, grid, limit }: MemoryView): string {
  const { bits, writer } = valueAt(index, m, element, limit);
  const { trace } = index;
  const place = grid.rows > 1 && grid.columns > 1 ? `, row ${Math.floor(element / grid.columns)}, column ${element % grid.columns}` : '';
  const from =
    writer >= 0
      ? `written by invocation ${invocationName(trace.invocation[writer]!, trace.workgroupSize)} in step ${stepOfEvent(index, writer) + 1}, line ${trace.line[writer]}`
      : memory.space === 'workgroup'
        ? 'not written yet: workgroup memory starts as zeros'
        : 'as the workgroup found it';
  const { reads, writes } = touchesAt(index, m, element, limit);
  return `${elementName(memory, element)}${place}: ${textOf(bits, elementFormat(memory, element))}, ${from}. Read ${times(reads)}, written ${times(writes)} so far.`;
}

const times = (n: number) => (n === 1 ? 'once' : `${n} times`);
