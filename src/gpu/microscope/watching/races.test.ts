import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Shadow, whoOf, invocationOf, type RaceListener } from './shadow';
import { STORAGE_BARRIER, watchScripted, WORKGROUP_BARRIER, type ScriptedKernel } from './scripted';

/** One access of a random execution; invocations act in the order of the list, `barrier` orders all before it. */
interface Act {
  workgroup: number;
  invocation: number;
  word: number;
  writes: boolean;
  interval: number;
}

/** The definition: every pair. Returns "w" + word for races in a workgroup, "b" + word for those between. */
function racesByPairs(acts: Act[]): Set<string> {
  const found = new Set<string>();
  for (const [i, a] of acts.entries())
    for (const b of acts.slice(i + 1)) {
      if (a.word !== b.word || !(a.writes || b.writes)) continue;
      if (a.workgroup !== b.workgroup) found.add(`b${a.word}`);
      else if (a.interval === b.interval && a.invocation !== b.invocation) found.add(`w${a.word}`);
    }
  return found;
}

function racesByShadow(acts: Act[], shared: boolean): Set<string> {
  const found = new Set<string>();
  const listener: RaceListener = {
    inWorkgroup: (_, unit, earlier, earlierWrites, now, nowWrites) => {
      expect(invocationOf(earlier)).not.toBe(invocationOf(now));
      expect(earlierWrites || nowWrites).toBe(true);
      found.add(`w${unit}`);
    },
    betweenWorkgroups: (shadow, unit, _earlier, earlierWrites, workgroup, _now, nowWrites) => {
      expect(workgroup).not.toBe(shadow.workgroup);
      expect(earlierWrites || nowWrites).toBe(true);
      found.add(`b${unit}`);
    },
  };
  const shadow = new Shadow(0, 4, shared, listener);
  let at = '0 0';
  for (const act of acts) {
    if (`${act.workgroup} ${act.interval}` !== at) shadow.epoch++;
    at = `${act.workgroup} ${act.interval}`;
    shadow.workgroup = act.workgroup;
    if (act.writes) shadow.write(act.word, whoOf(act.invocation, 0, 0), 0);
    else shadow.read(act.word, whoOf(act.invocation, 0, 0), 0);
  }
  return found;
}

/** Workgroups one after the other, intervals too; within one the invocations in any order, one coming back after another. */
const executions = fc
  .array(fc.record({ workgroup: fc.nat(2), invocation: fc.nat(3), word: fc.nat(2), writes: fc.boolean(), interval: fc.nat(1) }), { maxLength: 14 })
  .map((acts) => acts.sort((a, b) => a.workgroup - b.workgroup || a.interval - b.interval));

describe('shadow memory', () => {
  it('finds a word racing exactly where some pair of accesses races', () => {
    fc.assert(
      fc.property(executions, (acts) => {
        expect(racesByShadow(acts, true)).toEqual(racesByPairs(acts));
      }),
      { numRuns: 3000 },
    );
  });
  it('the same for memory of one workgroup', () => {
    fc.assert(
      fc.property(executions, (acts) => {
        const own = acts.filter((a) => a.workgroup === 0);
        expect(racesByShadow(own, false)).toEqual(racesByPairs(own));
      }),
      { numRuns: 3000 },
    );
  });
  it('keeps ids apart up to the largest', () => {
    const who = whoOf(1023, 32_767, 63);
    expect(invocationOf(who)).toBe(1023);
    expect(invocationOf(whoOf(0, 32_767, 63))).toBe(0);
  });
});

const one = (space: 'storage' | 'workgroup', words = 64) => ({ memories: { s: { space, words } }, workgroups: [1, 1, 1] as [number, number, number], size: [4, 1, 1] as [number, number, number] });
const told = (setup: Parameters<typeof watchScripted>[0], kernel: ScriptedKernel) => watchScripted(setup, kernel).watcher.findings();

describe('race reports', () => {
  it('a missing barrier names both lines, both invocations, the element and the fix', () => {
    const [finding, ...more] = told(one('workgroup'), function* (k) {
      k.store(10, 's', k.index, 1);
      k.load(12, 's', (k.index + 1) % 4);
    });
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ kind: 'race-in-workgroup', severity: 'error', address: 's[1]', occurrences: 4 });
    expect(finding!.message).toBe('In workgroup 0, invocation 1 writes s[1] on line 10, and invocation 0 reads it on line 12. No barrier says which comes first.');
    expect(finding!.fix).toBe('Put workgroupBarrier() between line 10 and line 12, where every invocation of the workgroup passes it.');
    expect(finding!.places.map((p) => [p.place.line, p.invocation!.local[0], p.access])).toEqual([[10, 1, 'write'], [12, 0, 'read']]);
  });

  it('the barrier missing at the end of a loop is asked for there', () => {
    const findings = told(one('workgroup'), function* (k) {
      for (k.path = 0; k.path < 3; k.path++) {
        k.store(10, 's', k.index, 1);
        yield [11, WORKGROUP_BARRIER];
        k.load(12, 's', (k.index + 1) % 4);
      }
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]!.fix).toMatch(/is back at line 10 while a slow one is still at line 12\. Put workgroupBarrier\(\) after line 12, at the end of the loop's body/);
  });

  it('a storage exchange over workgroupBarrier alone', () => {
    const findings = told(one('storage'), function* (k) {
      k.store(10, 's', k.index, 1);
      yield [11, WORKGROUP_BARRIER];
      k.load(12, 's', (k.index + 1) % 4);
    });
    expect(findings.map((f) => f.kind)).toEqual(['race-in-workgroup']);
    expect(findings[0]!.fix).toMatch(/The barrier on line 11, workgroupBarrier\(\), does not order this memory: s is a storage buffer, which storageBarrier\(\) orders\./);
  });

  it('a workgroup exchange over storageBarrier alone', () => {
    const findings = told(one('workgroup'), function* (k) {
      k.store(10, 's', k.index, 1);
      yield [11, STORAGE_BARRIER];
      k.load(12, 's', (k.index + 1) % 4);
    });
    expect(findings[0]!.fix).toMatch(/storageBarrier\(\), does not order this memory: s is a workgroup variable, which workgroupBarrier\(\) orders/);
  });

  it('the fitting barrier ends it, one for both spaces too', () => {
    for (const [space, spaces] of [['workgroup', 1], ['workgroup', 3], ['storage', 2], ['storage', 3]] as const)
      expect(
        told(one(space), function* (k) {
          k.store(10, 's', k.index, 1);
          yield [11, spaces];
          k.load(12, 's', (k.index + 1) % 4);
        }),
      ).toEqual([]);
  });

  it('a histogram without atomics is told once, and to use them', () => {
    const findings = told(one('workgroup'), function* (k) {
      k.store(9, 's', k.index, 0);
      yield [9, WORKGROUP_BARRIER];
      k.store(10, 's', 0, k.load(10, 's', 0) + 1);
    });
    expect(findings.map((f) => [f.kind, f.occurrences])).toEqual([['race-in-workgroup', 9]]);
    expect(findings[0]!.fix).toMatch(/^Line 10 reads, changes and writes back: where two do so at once, one change is lost\. Declare the elements of s as atomic<u32> and use atomicAdd/);
  });

  it('two atomics never race', () => {
    expect(
      told(one('storage'), function* (k) {
        k.atomicAdd(10, 's', 0, 1);
      }),
    ).toEqual([]);
  });

  it('all write one element: same value by luck, or not', () => {
    const same = told(one('storage'), function* (k) {
      k.store(10, 's', 0, 7);
    });
    expect(same[0]!.message).toMatch(/both write s\[0\], on line 10.*Both write the same value, so that the result may look right by luck/);
    expect(same[0]!.fix).toMatch(/Let a single invocation write it/);
    const different = told(one('storage'), function* (k) {
      k.store(10, 's', 0, k.index);
    });
    expect(different[0]!.message).not.toMatch(/luck/);
  });

  it('in place on one line: split it', () => {
    const findings = told(one('workgroup'), function* (k) {
      k.store(9, 's', k.index, 1);
      yield [9, WORKGROUP_BARRIER];
      if (k.index > 0) k.store(10, 's', k.index, k.load(10, 's', k.index) + k.load(10, 's', k.index - 1));
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]!.fix).toBe('Split line 10: read into a variable, then workgroupBarrier(), where every invocation of the workgroup passes it, then write. If line 10 stands in an if, end that if before the barrier and begin it again after it.');
  });

  it('between workgroups: no barrier helps', () => {
    const setup = { ...one('storage'), workgroups: [2, 1, 1] as [number, number, number] };
    const findings = told(setup, function* (k) {
      k.store(10, 's', k.global[0], 1);
      yield [11, WORKGROUP_BARRIER | STORAGE_BARRIER];
      if (k.index === 0) k.load(12, 's', (k.global[0] + 4) % 8);
    });
    expect(findings.map((f) => f.kind)).toEqual(['race-between-workgroups']);
    expect(findings[0]!.message).toBe('Invocation 0 of workgroup 1 writes s[4] on line 10, and invocation 0 of workgroup 0 reads it on line 12. Workgroups run in any order, side by side or one after the other.');
    expect(findings[0]!.fix).toMatch(/^Two workgroups cannot wait for each other: no barrier reaches beyond its workgroup\. Read from one buffer and write to another, or split/);
    expect(findings[0]!.places.map((p) => p.invocation!.workgroup[0])).toEqual([1, 0]);
  });

  it('halves of a word are told apart', () => {
    const setup = { ...one('storage'), memories: { s: { space: 'storage' as const, words: 4, halves: true } } };
    expect(
      told(setup, function* (k) {
        k.storeHalf(1, 's', k.index, k.index);
      }),
    ).toEqual([]);
    expect(
      told(setup, function* (k) {
        k.storeHalf(1, 's', k.index >> 1, k.index);
      }),
    ).toMatchObject([{ address: 's[0]' }]);
  });
});
