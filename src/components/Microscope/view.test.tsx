// The view drawn to text, as a first render without a browser; what needs one is looked at in tests/browser.

import React from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { MicroscopeRun } from '@site/src/gpu/microscope/results';
import Microscope from './index';
import { elementsOf, elementWords, memoryView, memoryWords } from './memoryView';
import { accessesOf } from './player/moment';
import { memoryOf, runPrograms, type Act } from './player/testTraces';
import { ACTION, indexTrace } from './player/traceIndex';
import { intervalStep } from './usePlayer';
import { readPreferences } from './usePreferences';

const load = (memory: number, element: number): Act => ({ line: 2, action: ACTION.load, memory, element });
const store = (memory: number, element: number, bits: number): Act => ({ line: 3, action: ACTION.store, memory, element, bits });
/** Four invocations copy a row of a 10 × 10 buffer into a large one, by way of workgroup memory. */
const trace = runPrograms(
  [4, 1, 1],
  [memoryOf({ name: 'from', length: 100, before: Uint32Array.from({ length: 100 }, (_, i) => i) }), memoryOf({ name: 'tile', space: 'workgroup', length: 4 }), memoryOf({ name: 'to', length: 1 << 20, before: new Uint32Array(1 << 20) })],
  Array.from({ length: 4 }, (_, i) => [[load(0, 30 + i), store(1, i, 30 + i)], [load(1, 3 - i), store(2, 2048 + i, 33 - i)]]),
  32,
);
const index = indexTrace(trace);
const run: MicroscopeRun = { buffers: {}, findings: [], counts: null, trace, stopped: null };
const source = 'one\n  let v = from[i];\nthree';
const options = (step: number) => ({ columns: 16, accesses: accessesOf(index, step), selected: 0, pinned: undefined });

describe('the picture of a buffer', () => {
  it('shows 10 × 10 whole, with what the step reads', () => {
    const view = memoryView(index, 0, 0, { rowLength: 10, ...options(0) });
    expect(view.partial).toBe(false);
    expect([...view.marks]).toEqual([30, 31, 32, 33].map((e) => [e, 'read']));
    expect(elementsOf(index, 0, view).map((e) => e.bits)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(elementWords(index, 0, 31, view)).toBe('from[31], row 3, column 1: 31, as the workgroup found it. Read once, written 0 times so far.');
    expect(memoryWords(view.memory)).toBe('storage, 100 × u32, 400 B');
  });

  it('summarises 1024 × 1024 and shows the part that the step writes', () => {
    const last = index.steps - 2;
    const view = memoryView(index, 2, last, { rowLength: 1024, ...options(last) });
    expect(view).toMatchObject({ partial: true, window: { column: 0, row: 0, columns: 16, rows: 8 }, grid: { rows: 1024 } });
    expect(elementsOf(index, 2, view)).toHaveLength(128);
    expect(elementsOf(index, 2, view).filter((e) => e.writer >= 0).map((e) => [e.row, e.column, e.bits])).toEqual([0, 1, 2, 3].map((c) => [2, c, 33 - c]));
    expect(memoryView(index, 2, last, { rowLength: 1024, ...options(last), pinned: 500_000 }).window).toMatchObject({ column: 288, row: 488 });
  });
});

it('goes from barrier to barrier', () => {
  expect(index.intervals).toBe(2);
  const second = index.intervalStart[1]!;
  expect([intervalStep(index, 0, 1), intervalStep(index, second, 1)]).toEqual([second, index.steps - 1]);
  expect([intervalStep(index, second + 1, -1), intervalStep(index, second, -1), intervalStep(index, 0, -1)]).toEqual([second, 0, 0]);
});

it('reads preferences back and survives what it did not write', () => {
  const kept = { device: 'm1', speed: '15', rows: { 'a/100': 10 }, lines: true };
  expect(readPreferences(JSON.stringify(kept))).toEqual(kept);
  for (const text of [undefined, '', 'null', '[]', '7', '{"rows":{"a":-1,"b":"x"},"speed":3}']) expect(readPreferences(text)).toEqual({ device: '', speed: '4', rows: {}, lines: false });
});

describe('the view', () => {
  const html = (change: Partial<MicroscopeRun> = {}) => renderToStaticMarkup(<Microscope run={{ ...run, ...change }} source={source} onGoToLine={() => {}} />);

  it('opens with the trace where nothing was found', () => {
    const text = html();
    expect(text).toContain('Step 1 of 6, before the first barrier: warp 0, 4 of 4 lanes, line 2 loads from[30] to from[33].');
    expect(text).toContain('let v = from[i];');
    expect(text.match(/role="tab"/g)).toHaveLength(4);
  });

  it('opens with the findings where there are any, and with why a run ended', () => {
    const place = { line: 2, column: 3, endLine: 2, endColumn: 9 };
    const invocation = { workgroup: [0, 0, 0] as [number, number, number], local: [1, 0, 0] as [number, number, number], global: [1, 0, 0] as [number, number, number] };
    const text = html({ findings: [{ kind: 'out-of-bounds', severity: 'error', message: 'It reads past the end.', fix: 'Guard it.', places: [{ place, invocation, access: 'read' }], address: 'from[100]', occurrences: 3 }], stopped: 'a loop without end.' });
    expect(text).toContain('An access out of bounds');
    expect(text).toContain('Findings (1)');
    expect(text).toContain('Show it');
    expect(text).toContain('a loop without end.');
  });

  it('says so where a run was neither traced nor counted', () => {
    expect(html({ trace: null })).toContain('This run was not watched for races');
  });
});
