// Random logs of accesses, counted by the watch side and by a counter that does it the slow and obvious way.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accessOf, bankAccessOf } from '../../simt';
import { watchScripted, WORKGROUP_BARRIER, type ScriptedKernel, type Setup } from './scripted';

interface Access {
  line: number;
  path: number;
  memory: 'g' | 's';
  kind: 'load' | 'store' | 'atomic';
  word: number;
  words: number;
}

const WARP = 4;
const INVOCATIONS = 6;
const WORDS = 600;

const access = fc
  .record({ line: fc.integer({ min: 1, max: 4 }), path: fc.nat(2), word: fc.oneof(fc.nat(12), fc.nat(WORDS - 8)) })
  .map(({ line, ...a }): Access => {
    // A site is one memory, kind and width.
    const site = ([['g', 'load', 1], ['s', 'store', 2], ['s', 'atomic', 1], ['s', 'load', 1]] as const)[line - 1]!;
    return { line, ...a, memory: site[0], kind: site[1], words: site[2] };
  });
/** By workgroup, interval and invocation. */
const logs = fc.array(
  fc.array(fc.array(fc.array(access, { maxLength: 6 }), { minLength: INVOCATIONS, maxLength: INVOCATIONS }), { minLength: 2, maxLength: 2 }),
  { minLength: 1, maxLength: 3 },
);

const setupOf = (log: Access[][][][]): Setup => ({
  memories: { g: { space: 'storage', words: WORDS }, s: { space: 'workgroup', words: WORDS } },
  workgroups: [log.length, 1, 1],
  size: [INVOCATIONS, 1, 1],
  warpSize: WARP,
});

const kernelOf = (log: Access[][][][]): ScriptedKernel =>
  function* (k) {
    for (const [interval, accesses] of log[k.workgroup[0]]!.entries()) {
      if (interval > 0) yield [50, WORKGROUP_BARRIER];
      for (const a of accesses[k.index]!) {
        k.path = a.path;
        if (a.kind === 'load') k.load(a.line, a.memory, a.word, a.words);
        else if (a.kind === 'store') k.store(a.line, a.memory, a.word, 1, a.words);
        else k.atomicAdd(a.line, a.memory, a.word, 1);
      }
    }
  };

/** Warp-wide requests: the k-th access of each lane at one line with one path, in one interval. */
function requestsOf(log: Access[][][][]): Access[][] {
  const requests = new Map<string, Access[]>();
  log.forEach((intervals, g) =>
    intervals.forEach((lanes, interval) =>
      lanes.forEach((accesses, lane) => {
        const times = new Map<string, number>();
        for (const a of accesses) {
          const key = `${a.line} ${a.path}`;
          times.set(key, (times.get(key) ?? 0) + 1);
          const request = `${g} ${interval} ${Math.floor(lane / WARP)} ${key} ${times.get(key)}`;
          requests.set(request, [...(requests.get(request) ?? []), a]);
        }
      }),
    ),
  );
  return [...requests.values()];
}

const wordsOf = (a: Access) => Array.from({ length: a.words }, (_, i) => a.word + i);

function passesOf(request: Access[]): number {
  if (request[0]!.kind !== 'atomic') return bankAccessOf(request.flatMap(wordsOf)).passes;
  const banks = request.map((a) => a.word % 32);
  return Math.max(...banks.map((bank) => banks.filter((b) => b === bank).length));
}

describe('against a slow counter', () => {
  it('accesses, bytes and different bytes', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const counts = watchScripted(setupOf(log), kernelOf(log)).watcher.counts();
        const all = log.map((g) => g.flat(2));
        const bytes = (some: Access[]) => some.reduce((n, a) => n + 4 * a.words, 0);
        const distinct = (some: Access[]) => 4 * new Set(some.flatMap(wordsOf)).size;
        const ofKind = (kinds: string[]) => all.flat().filter((a) => a.memory === 's' && kinds.includes(a.kind));
        const loads = all.flat().filter((a) => a.memory === 'g');
        expect(counts.global).toMatchObject({ loads: loads.length, loadBytes: bytes(loads), distinctLoadBytes: distinct(loads), stores: 0, storeBytes: 0 });
        expect(counts.workgroup).toMatchObject({
          loads: ofKind(['load']).length,
          stores: ofKind(['store']).length,
          atomics: ofKind(['atomic']).length,
          loadBytes: bytes(ofKind(['load', 'atomic'])),
          storeBytes: bytes(ofKind(['store', 'atomic'])),
          distinctLoadBytes: all.reduce((n, g) => n + distinct(g.filter((a) => a.memory === 's' && a.kind !== 'store')), 0),
          distinctStoreBytes: all.reduce((n, g) => n + distinct(g.filter((a) => a.memory === 's' && a.kind !== 'load')), 0),
        });
        for (const line of counts.lines) {
          const own = all.flat().filter((a) => a.line === line.line);
          expect(line.global.loads + line.workgroup.loads + line.workgroup.stores + line.workgroup.atomics).toBe(own.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('requests, sectors and bank passes', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const counts = watchScripted(setupOf(log), kernelOf(log)).watcher.counts();
        const requests = requestsOf(log);
        const global = requests.filter((r) => r[0]!.memory === 'g');
        const shared = requests.filter((r) => r[0]!.memory === 's');
        expect(counts.globalRequests).toBe(global.length);
        expect(counts.sectors).toBe(global.reduce((n, r) => n + accessOf(r.map((a) => 4 * a.word), 4).sectors.length, 0));
        expect(counts.workgroupRequests).toBe(shared.length);
        expect(counts.bankPasses).toBe(shared.reduce((n, r) => n + passesOf(r), 0));
        expect(counts.sampledWorkgroups).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  it('the trace keeps each invocation’s order, lockstep by warp, and reads give what was written last', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const { watcher } = watchScripted({ ...setupOf(log), traceWorkgroup: [0, 0, 0] }, kernelOf(log));
        const trace = watcher.trace()!;
        expect(trace.cut).toBe(false);
        const events = Array.from(trace.line, (line, i) => ({ line, invocation: trace.invocation[i]!, action: trace.action[i]!, memory: trace.memory[i]!, element: trace.element[i]!, bits: trace.bits[i]!, interval: trace.interval[i]! }));
        for (let lane = 0; lane < INVOCATIONS; lane++) {
          const own = log[0]!.flatMap((lanes, interval) => lanes[lane]!.flatMap((a) => wordsOf(a).map((word) => ({ line: a.line, word, interval }))));
          const seen = events.filter((e) => e.invocation === lane && e.action <= 3);
          expect(seen.map(({ line, element: word, interval }) => ({ line, word, interval }))).toEqual(own);
        }
        const memory = new Map<string, number>();
        for (const e of events) {
          const key = `${e.memory} ${e.element}`;
          if (e.action === 1) expect(e.bits).toBe(memory.get(key) ?? 0);
          if (e.action === 2 || e.action === 3) memory.set(key, e.bits);
        }
        expect([...trace.interval]).toEqual([...trace.interval].sort((a, b) => a - b));
        expect(events.filter((e) => e.action === 4)).toHaveLength(INVOCATIONS);
        expect(events.slice(-INVOCATIONS).every((e) => e.action === 5)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
