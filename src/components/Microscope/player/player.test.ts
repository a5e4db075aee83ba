import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '@site/src/gpu/microscope/results';
import { addressIn, eventOfPlace } from './findEvent';
import { accessesOf, eventIn, eventsOf, latestAccess, statesAt, touchesAt, valueAt, type InvocationState } from './moment';
import { stepSentence } from './say';
import { binsOf, firstTouches, gridOf, guessRowLength, warpEdges, windowAround, workgroupLayout } from './shape';
import { anyTrace, memoryOf, runPrograms, traceOf, type Act } from './testTraces';
import { ACTION, indexTrace, intervalOfStep, stepOfEvent, stepOfInvocation, type TraceIndex } from './traceIndex';
import { cellText, numberOf, textOf } from './values';

/** The player as one would first write it: plays from the start and remembers. */
function* played(index: TraceIndex): Generator<{ states: InvocationState[]; contents: (number | undefined)[][] }> {
  const { trace } = index;
  const states: InvocationState[] = Array.from({ length: index.invocations }, () => 'unstarted');
  const contents = trace.memories.map((m) => Array.from({ length: m.length }, (_, i): number | undefined => m.before?.[i] ?? 0));
  let interval = 0;
  for (let s = 0; s < index.steps; s++) {
    const [from, limit] = eventsOf(index, s);
    if (trace.interval[from]! > interval) states.forEach((state, i) => state === 'waiting' && (states[i] = 'idle'));
    interval = trace.interval[from]!;
    states.forEach((state, i) => state === 'active' && (states[i] = 'idle'));
    for (let e = from; e < limit; e++) {
      const action = trace.action[e]!;
      states[trace.invocation[e]!] = action === ACTION.barrier ? 'waiting' : action === ACTION.end ? 'ended' : 'active';
      if (action === ACTION.store || action === ACTION.atomic) contents[trace.memory[e]!]![trace.element[e]!] = trace.bits[e];
    }
    yield { states: [...states], contents: contents.map((c) => [...c]) };
  }
}

describe('a moment of a trace', () => {
  it('is the same looked up as played, in any order of looking', () => {
    fc.assert(
      fc.property(anyTrace, fc.array(fc.nat(), { maxLength: 20 }), (trace, picks) => {
        const index = indexTrace(trace);
        const moments = [...played(index)];
        for (const pick of picks) {
          const step = pick % index.steps;
          const [, limit] = eventsOf(index, step);
          expect(statesAt(index, step)).toEqual(moments[step]!.states);
          const contents = trace.memories.map((m, i) => Array.from({ length: m.length }, (_, e) => valueAt(index, i, e, limit).bits));
          expect(contents).toEqual(moments[step]!.contents);
        }
      }),
    );
  });

  it('has every event in exactly one step, one warp and one interval a step', () => {
    fc.assert(
      fc.property(anyTrace, (trace) => {
        const index = indexTrace(trace);
        for (let s = 0; s < index.steps; s++) {
          const [from, limit] = eventsOf(index, s);
          expect(limit).toBeGreaterThan(from);
          for (let e = from; e < limit; e++) {
            expect(stepOfEvent(index, e)).toBe(s);
            expect(trace.interval[e]).toBe(trace.interval[from]);
            expect(Math.floor(trace.invocation[e]! / 4)).toBe(Math.floor(trace.invocation[from]! / 4));
            expect(trace.invocation[eventIn(index, s, trace.invocation[e]!)]).toBe(trace.invocation[e]);
          }
          const body = Array.from({ length: limit - index.stepBody[s]! }, (_, i) => trace.invocation[index.stepBody[s]! + i]!);
          expect(body).toEqual([...new Set(body)].sort((a, b) => a - b));
          for (let e = from; e < index.stepBody[s]!; e++) expect([trace.action[e], body.includes(trace.invocation[e]!)]).toEqual([ACTION.execute, true]);
          expect(index.intervalStart[intervalOfStep(index, s)]).toBeLessThanOrEqual(s);
        }
        expect(index.stepStart.at(-1)).toBe(trace.action.length);
      }),
    );
  });

  it('gives the value before a write as the last one written, and counts touches', () => {
    fc.assert(
      fc.property(anyTrace, (trace) => {
        const index = indexTrace(trace);
        const now = trace.memories.map((m) => Array.from({ length: m.length }, (_, i) => m.before?.[i] ?? 0));
        const touches = trace.memories.map((m) => Array.from({ length: m.length }, () => 0));
        for (let s = 0; s < index.steps; s++) {
          for (const access of accessesOf(index, s)) {
            expect(access.before).toBe(now[access.memory]![access.element]);
            if (access.kind !== 'load') now[access.memory]![access.element] = access.after!;
            touches[access.memory]![access.element]!++;
          }
        }
        trace.memories.forEach((m, i) => {
          for (let e = 0; e < m.length; e++) {
            const { reads, writes } = touchesAt(index, i, e, index.events);
            expect(reads + writes).toBe(touches[i]![e]);
          }
        });
      }),
    );
  });

  it('walks through the steps of one invocation and back', () => {
    fc.assert(
      fc.property(anyTrace, (trace) => {
        const index = indexTrace(trace);
        for (let invocation = 0; invocation < index.invocations; invocation++) {
          const forth: number[] = eventIn(index, 0, invocation) >= 0 ? [0] : [];
          for (let s = stepOfInvocation(index, invocation, 0, 1); s !== undefined; s = stepOfInvocation(index, invocation, s, 1)) forth.push(s);
          expect(forth).toEqual(Array.from({ length: index.steps }, (_, s) => s).filter((s) => eventIn(index, s, invocation) >= 0));
          for (let i = forth.length - 1; i > 0; i--) expect(stepOfInvocation(index, invocation, forth[i]!, -1)).toBe(forth[i - 1]);
        }
      }),
    );
  });

  it('knows what was read though the starting contents were not kept, and nothing more', () => {
    const load = (element: number): Act => ({ line: 1, action: ACTION.load, memory: 0, element });
    const trace = traceOf([1, 1, 1], [memoryOf()], [{ ...load(3), bits: 7, invocation: 0, interval: 0 }, { line: 2, action: ACTION.atomic, memory: 0, element: 4, bits: 9, invocation: 0, interval: 0 }]);
    const index = indexTrace(trace);
    expect(valueAt(index, 0, 3, 0)).toEqual({ bits: 7, writer: -1 });
    expect(valueAt(index, 0, 4, 0).bits).toBeUndefined();
    expect(valueAt(index, 0, 4, 2)).toEqual({ bits: 9, writer: 1 });
    expect(valueAt(index, 0, 5, 2).bits).toBeUndefined();
    expect(latestAccess(index, 0, 0)).toBe(0);
    expect(latestAccess(index, 0, 2)).toBe(1);
  });

  it('is found in a few milliseconds in a million events', () => {
    const events = 1_000_000;
    const trace = traceOf([256, 1, 1], [memoryOf({ length: 1 << 20 })], [], 32);
    const length = { length: events };
    trace.invocation = Uint16Array.from(length, (_, i) => i % 256);
    trace.line = Uint32Array.from(length, (_, i) => Math.floor(i / 256) % 40);
    trace.action = Uint8Array.from(length, (_, i) => (Math.floor(i / 256) % 3));
    trace.memory = Uint8Array.from(length, (_, i) => (trace.action[i] === 0 ? 255 : 0));
    trace.element = Uint32Array.from(length, (_, i) => (i * 7919) % (1 << 20));
    trace.bits = new Uint32Array(events);
    trace.interval = new Uint16Array(events);
    const begun = performance.now();
    const index = indexTrace(trace);
    const built = performance.now();
    const seeks = 50;
    for (let i = 0; i < seeks; i++) {
      const step = (i * 104_729) % index.steps;
      statesAt(index, step);
      accessesOf(index, step);
      for (let e = 0; e < 1024; e++) valueAt(index, 0, e, index.stepStart[step]!);
    }
    // About 1 ms and 0.2 s on the machine this was written on; the bounds leave room for a busy one.
    expect((performance.now() - built) / seeks).toBeLessThan(16);
    expect(built - begun).toBeLessThan(5_000);
  });
});

describe('shapes', () => {
  it('place every invocation once, and find it there', () => {
    fc.assert(
      fc.property(fc.tuple(fc.integer({ min: 1, max: 130 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 })), (size) => {
        const layout = workgroupLayout(size);
        const count = size[0] * size[1] * size[2];
        const places = Array.from({ length: count }, (_, i) => layout.placeOf(i));
        places.forEach(([c, r], i) => {
          expect(layout.at(c, r)).toBe(i);
          expect(c).toBeLessThan(layout.columns);
          expect(r).toBeLessThan(layout.rows);
        });
        expect(new Set(places.map(String)).size).toBe(count);
      }),
    );
  });

  it('outline warps: 16 × 16 in bands of two rows', () => {
    const edges = warpEdges(workgroupLayout([16, 16, 1]), 32);
    const horizontal = new Set(edges.filter((e) => e.from[1] === e.to[1]).map((e) => e.from[1]));
    expect([...horizontal].sort((a, b) => a - b)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16]);
    expect(edges.filter((e) => e.from[0] === e.to[0]).every((e) => e.from[0] === 0 || e.from[0] === 16)).toBe(true);
  });

  it('guess the row length from what neighbours touch, from a loop, or from a square under rows of invocations', () => {
    const load = (element: number): Act => ({ line: 4, action: ACTION.load, memory: 0, element });
    const end: Act[] = [{ line: 9, action: ACTION.end }];
    const rows = Array.from({ length: 8 }, (_, i) => [[load((i % 4) + 10 * Math.floor(i / 4)), ...end]]);
    expect(guessRowLength(indexTrace(runPrograms([4, 2, 1], [memoryOf({ length: 60 })], rows, 32)), 0)).toBe(10);
    const column = [[[load(1), load(13), load(25), load(37)]]];
    expect(guessRowLength(indexTrace(runPrograms([1, 1, 1], [memoryOf({ length: 48 })], column)), 0)).toBe(12);
    const flat = Array.from({ length: 4 }, (_, i) => [[load(9 * i), load(9 * i + 1)]]);
    expect(guessRowLength(indexTrace(runPrograms([4, 1, 1], [memoryOf({ length: 36 })], flat, 32)), 0)).toBe(9);
    const none = (y: number) => indexTrace(traceOf([1, y, 1], [memoryOf({ length: 49 }), memoryOf({ length: 50 }), memoryOf({ length: 5 })], []));
    expect([0, 1, 2].map((m) => guessRowLength(none(2), m))).toEqual([7, 16, 5]);
    expect(guessRowLength(none(1), 0)).toBe(16);
  });

  it('put every element into a window that stays inside the grid and does not shift within itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), fc.nat(), (length, row, columns, rows, pick) => {
        const grid = gridOf(length, row);
        const element = pick % length;
        const window = windowAround(grid, element, columns, rows);
        expect(window.column + window.columns).toBeLessThanOrEqual(grid.columns);
        expect(window.row + window.rows).toBeLessThanOrEqual(grid.rows);
        const [c, r] = [element % grid.columns, Math.floor(element / grid.columns)];
        expect(c >= window.column && c < window.column + window.columns).toBe(true);
        expect(r >= window.row && r < window.row + window.rows).toBe(true);
      }),
    );
  });

  it('summarise 1024 × 1024 into bins and know when each was first touched', () => {
    const trace = traceOf([1, 1, 1], [memoryOf({ length: 1 << 20 })], [
      { line: 1, action: ACTION.load, memory: 0, element: 0, invocation: 0, interval: 0 },
      { line: 1, action: ACTION.load, memory: 0, element: 1024 * 1023 + 1023, invocation: 0, interval: 0 },
    ]);
    const bins = binsOf(gridOf(1 << 20, 1024), 64, 32);
    expect(bins).toMatchObject({ columns: 64, rows: 32, binColumns: 16, binRows: 32 });
    const first = firstTouches(indexTrace(trace), 0, bins);
    expect([first[0], first[1], first[64 * 32 - 1]]).toEqual([0, Infinity, 1]);
  });
});

describe('values', () => {
  it('are what the bits mean', () => {
    const bitsOf = (x: number) => new Uint32Array(Float32Array.of(x).buffer)[0]!;
    expect(numberOf(0xffffffff, 'i32')).toBe(-1);
    expect(numberOf(0xffffffff, 'u32')).toBe(4294967295);
    expect([0x3c00, 0xc000, 0x0001, 0x7c00].map((h) => numberOf(h, 'f16'))).toEqual([1, -2, 2 ** -24, Infinity]);
    expect(textOf(bitsOf(0.1), 'f32')).toBe('0.1');
    expect(textOf(bitsOf(-0), 'f32')).toBe('−0');
    expect(textOf(bitsOf(NaN), 'f32')).toBe('NaN');
    expect(textOf(10, 'bits')).toBe('0x0000000a');
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(Object.is(Math.fround(Number(textOf(bitsOf(x), 'f32').replaceAll('−', '-'))), x)).toBe(true);
      }),
    );
  });

  it('fit a cell, rounded', () => {
    const bitsOf = (x: number) => new Uint32Array(Float32Array.of(x).buffer)[0]!;
    const cell = (x: number) => cellText(bitsOf(x), 'f32', 5);
    expect([0, 2.5, -1.5, 1 / 3, -1 / 3, 1234.6, 123456, 1e-9, Infinity, 1e30].map(cell)).toEqual(['0', '2.5', '−1.5', '0.333', '−0.33', '1235', '1.2e5', '1e−9', '∞', '1e30']);
    expect([-0.25, 0.04].map((x) => cellText(bitsOf(x), 'f32', 3))).toEqual(['−.3', '.04']);
    fc.assert(fc.property(fc.float(), (x) => cell(x).length <= 5));
  });
});

it('says a step in a sentence', () => {
  const load = (element: number): Act => ({ line: 8, action: ACTION.load, memory: 0, element });
  const trace = runPrograms([6, 1, 1], [memoryOf()], Array.from({ length: 6 }, (_, i) => [[load(2 * i)], []]));
  const index = indexTrace(trace);
  expect(stepSentence(index, 0)).toBe('Step 1 of 6, before the first barrier: warp 0, 4 of 4 lanes, line 8 loads a[0] to a[6] in steps of 2.');
  expect(stepSentence(index, 2)).toBe('Step 3 of 6, before the first barrier: warp 1, 2 of 2 lanes, line 8 loads a[8] and a[10].');
  expect(stepSentence(index, 4)).toBe('Step 5 of 6, after barrier 1: warp 0, 4 of 4 lanes, line 99 ends.');
});

it('finds the element of an address, also in structs and arrays of arrays', () => {
  const part = (path: string) => ({ path, format: 'f32' as const });
  const memories = [memoryOf({ name: 'n', length: 1 }), memoryOf({ name: 'tile', parts: { array: true, of: [part('[0]'), part('[1]'), part('[2]')] } }), memoryOf({ name: 'params', length: 2, parts: { array: false, of: [part('.size'), part('.scale')] } })];
  const trace = traceOf([1, 1, 1], memories, []);
  const at = (address: string | null) => addressIn(trace, address);
  expect(['n', 'tile[2][1]', 'params.scale', 'params.none', 'tile[2]', 'other[1]', null].map(at)).toEqual([
    { memory: 0, element: 0 }, { memory: 1, element: 7 }, { memory: 2, element: 1 }, { memory: 2, element: undefined }, { memory: 1, element: undefined }, undefined, undefined,
  ]);
});

it('finds the event of a finding: by element, else by line; none in another workgroup', () => {
  const store = (line: number, element: number): Act => ({ line, action: ACTION.store, memory: 0, element, bits: 1 });
  const trace = runPrograms([2, 1, 1], [memoryOf({ name: 'scratch' })], [[[store(3, 1), store(3, 2)]], [[store(3, 2), store(5, 7)]]]);
  const index = indexTrace(trace);
  const place = (local: number, line: number, workgroup = 0) => ({
    place: { line, column: 1, endLine: line, endColumn: 2 },
    invocation: { workgroup: [workgroup, 0, 0] as [number, number, number], local: [local, 0, 0] as [number, number, number], global: [local, 0, 0] as [number, number, number] },
    access: 'write' as const,
  });
  const finding: Finding = { kind: 'race-in-workgroup', severity: 'error', message: '', fix: '', address: 'scratch[2]', occurrences: 1, places: [place(0, 3), place(1, 3), place(1, 3, 1)] };
  const at = (f: Finding, i: number) => {
    const e = eventOfPlace(index, f, i);
    return e === undefined ? undefined : [trace.invocation[e], trace.line[e], trace.element[e]];
  };
  expect([0, 1, 2].map((i) => at(finding, i))).toEqual([[0, 3, 2], [1, 3, 2], undefined]);
  expect(at({ ...finding, address: 'scratch[99]', places: [place(1, 5)] }, 0)).toEqual([1, 5, 7]);
  expect(at({ ...finding, address: null, places: [{ ...place(1, 5), access: null }] }, 0)).toEqual([1, 5, 7]);
});
