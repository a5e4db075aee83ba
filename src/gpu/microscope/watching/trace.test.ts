import { describe, expect, it } from 'vitest';
import { watchScripted, WORKGROUP_BARRIER, type Setup } from './scripted';

const setup: Setup = {
  memories: { a: { space: 'storage', words: 8, values: [10, 11, 12, 13, 14, 15, 16, 17] }, s: { space: 'workgroup', words: 4 } },
  workgroups: [2, 1, 1],
  size: [4, 1, 1],
  warpSize: 2,
  traceWorkgroup: [1, 0, 0],
};

const run = (more: Partial<Setup> = {}) =>
  watchScripted({ ...setup, ...more }, function* (k) {
    k.store(2, 's', k.index, k.load(1, 'a', k.global[0]));
    yield [3, WORKGROUP_BARRIER];
    for (k.path = 0; k.path < k.index; k.path++) k.line(5);
    k.path = 0;
    k.load(6, 's', 0);
  }).watcher;

describe('trace', () => {
  it('is of the workgroup asked for, in lockstep by warp', () => {
    const trace = run().trace()!;
    expect(trace.workgroup).toEqual([1, 0, 0]);
    expect(trace.memories.map((m) => [m.name, m.length, m.before && [...m.before]])).toEqual([['a', 8, [10, 11, 12, 13, 14, 15, 16, 17]], ['s', 4, null]]);
    const steps = Array.from(trace.line, (line, i) => `${trace.invocation[i]}:${line}`);
    expect(steps).toEqual([
      '0:1', '1:1', '0:2', '1:2', '2:1', '3:1', '2:2', '3:2', '0:3', '1:3', '2:3', '3:3',
      '1:5', '0:6', '1:6', '2:5', '3:5', '2:5', '3:5', '3:5', '2:6', '3:6', '0:6', '1:6', '2:6', '3:6',
    ]);
    expect([...trace.bits.slice(0, 4)]).toEqual([14, 15, 14, 15]);
    expect([...trace.action.slice(-4)]).toEqual([5, 5, 5, 5]);
  });

  it('is cut alike for all, and says so', () => {
    const trace = run({ traceEvents: 20 }).trace()!;
    expect(trace.cut).toBe(true);
    expect(trace.line.length).toBeLessThanOrEqual(20);
    // The first interval is whole, of the second everyone has the same share.
    expect(trace.action.filter((a) => a === 4)).toHaveLength(4);
    const second = [...trace.invocation].filter((_, i) => trace.interval[i] === 1);
    expect(Math.max(...[0, 1, 2, 3].map((lane) => second.filter((l) => l === lane).length))).toBeLessThanOrEqual(1);
  });

  it('is null where the workgroup never ran or nobody asked', () => {
    expect(run({ traceWorkgroup: [9, 0, 0] }).trace()).toBeNull();
    expect(run({ traceWorkgroup: undefined }).trace()).toBeNull();
  });

  it('shows atomics in the order in which they happened where lockstep would change what they saw', () => {
    const { watcher } = watchScripted({ memories: { n: { space: 'storage', words: 1 } }, workgroups: [1, 1, 1], size: [2, 1, 1], traceWorkgroup: [0, 0, 0] }, function* (k) {
      for (k.path = 0; k.path < 2; k.path++) k.atomicAdd(1, 'n', 0, 1);
    });
    const trace = watcher.trace()!;
    expect([...trace.bits.slice(0, 4)]).toEqual([1, 2, 3, 4]);
    expect([...trace.invocation.slice(0, 4)]).toEqual([0, 0, 1, 1]);
  });
});
