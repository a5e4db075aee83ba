// Traces for tests: small programs, one list of actions an invocation, laid out in lockstep by warp as the microscope does.

import fc from 'fast-check';
import type { Trace, TracedMemory } from '@site/src/gpu/microscope/results';
import { ACTION } from './traceIndex';

const NO_MEMORY = 255;

export interface Act {
  line: number;
  action: number;
  memory?: number;
  element?: number;
  bits?: number;
}

export const memoryOf = (change: Partial<TracedMemory> = {}): TracedMemory => ({ name: 'a', space: 'storage', length: 16, elementBytes: 4, format: 'u32', before: null, ...change });

export function traceOf(size: [number, number, number], memories: TracedMemory[], acts: (Act & { invocation: number; interval: number })[], subgroupSize = 4): Trace {
  return {
    workgroup: [0, 0, 0],
    workgroupSize: size,
    subgroupSize,
    memories,
    invocation: Uint16Array.from(acts, (a) => a.invocation),
    line: Uint32Array.from(acts, (a) => a.line),
    action: Uint8Array.from(acts, (a) => a.action),
    memory: Uint8Array.from(acts, (a) => a.memory ?? NO_MEMORY),
    element: Uint32Array.from(acts, (a) => a.element ?? 0),
    bits: Uint32Array.from(acts, (a) => a.bits ?? 0),
    interval: Uint16Array.from(acts, (a) => a.interval),
    cut: false,
  };
}

/** Runs the programs: one list of intervals an invocation, each a list of actions; loads read what memory then holds. */
export function runPrograms(size: [number, number, number], memories: TracedMemory[], programs: Act[][][], subgroupSize = 4): Trace {
  const contents = memories.map((m) => m.before?.slice() ?? new Uint32Array(m.length));
  const acts: (Act & { invocation: number; interval: number })[] = [];
  const intervals = Math.max(...programs.map((p) => p.length));
  const record = (act: Act, invocation: number, interval: number) => {
    const memory = act.memory === undefined ? undefined : contents[act.memory]!;
    if (memory && act.action !== ACTION.load) memory[act.element!] = act.bits!;
    acts.push({ ...act, bits: memory ? memory[act.element!]! : 0, invocation, interval });
  };
  for (let interval = 0; interval < intervals; interval++) {
    for (let first = 0; first < programs.length; first += subgroupSize) {
      const lanes = programs.slice(first, first + subgroupSize).map((p, i) => ({ acts: p[interval] ?? [], invocation: first + i }));
      const longest = Math.max(...lanes.map((l) => l.acts.length));
      for (let k = 0; k < longest; k++) for (const lane of lanes) if (k < lane.acts.length) record(lane.acts[k]!, lane.invocation, interval);
      const last = interval === intervals - 1;
      for (const lane of lanes) record({ line: 99, action: last ? ACTION.end : ACTION.barrier }, lane.invocation, interval);
    }
  }
  return traceOf(size, memories, acts, subgroupSize);
}

/** Any small trace: two memories, up to three intervals, any mix of lines, loads, stores and atomics. */
export const anyTrace: fc.Arbitrary<Trace> = fc
  .record({
    size: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 })),
    intervals: fc.integer({ min: 1, max: 3 }),
    kept: fc.boolean(),
  })
  .chain(({ size, intervals, kept }) => {
    const memories = [
      memoryOf({ before: kept ? Uint32Array.from({ length: 16 }, (_, i) => i * 3) : new Uint32Array(16) }),
      memoryOf({ name: 'tile', space: 'workgroup', length: 8 }),
    ];
    const act: fc.Arbitrary<Act> = fc.record({
      line: fc.integer({ min: 1, max: 5 }),
      action: fc.constantFrom(ACTION.execute, ACTION.load, ACTION.store, ACTION.atomic),
      memory: fc.integer({ min: 0, max: 1 }),
      element: fc.integer({ min: 0, max: 7 }),
      bits: fc.integer({ min: 0, max: 1000 }),
    });
    const acts = fc.array(act.map((a) => (a.action === ACTION.execute ? { line: a.line, action: a.action } : a)), { maxLength: 5 });
    const count = size[0] * size[1] * size[2];
    const program = fc.array(acts, { minLength: intervals, maxLength: intervals });
    return fc.array(program, { minLength: count, maxLength: count }).map((programs) => runPrograms(size, memories, programs));
  });
