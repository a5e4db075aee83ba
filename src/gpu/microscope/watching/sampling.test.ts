import { describe, expect, it } from 'vitest';
import { watchScripted, type ScriptedKernel, type Setup } from './scripted';

const setup: Setup = { memories: { a: { space: 'storage', words: 4096 }, b: { space: 'storage', words: 4096 } }, workgroups: [64, 1, 1], size: [64, 1, 1] };

/** Half of the workgroups read with a stride, and their even lanes do more. */
const kernel: ScriptedKernel = function* (k) {
  const stride = k.workgroup[0] % 2 === 0 ? 1 : 8;
  for (k.path = 0; k.path < 4; k.path++) {
    k.enter(1, 1);
    k.load(2, 'a', (k.global[0] * stride) % 4096);
  }
  if (k.index % 2 === 0) {
    k.enter(3, 1);
    k.load(4, 'b', k.global[0]);
  }
};

describe('beyond the steps that are followed', () => {
  const exact = watchScripted(setup, kernel).watcher.counts();
  const sampled = watchScripted({ ...setup, followedSteps: 12_000 }, kernel).watcher.counts();

  it('says how many workgroups the warp figures come of, spread over all', () => {
    expect(exact.sampledWorkgroups).toBeNull();
    expect(sampled.sampledWorkgroups).toBeGreaterThan(10);
    expect(sampled.sampledWorkgroups).toBeLessThan(30);
  });
  it('keeps loads, bytes and FLOPs exact', () => {
    expect([sampled.global, sampled.flops, sampled.activeLanes, sampled.buffers]).toEqual([exact.global, exact.flops, exact.activeLanes, exact.buffers]);
  });
  it('scales requests, sectors and issues to all', () => {
    for (const figure of ['globalRequests', 'sectors', 'issues'] as const) expect(sampled[figure] / exact[figure]).toBeCloseTo(1, 0.5);
    expect(sampled.globalRequests).toBe(exact.globalRequests);
  });
  it('ends what one workgroup alone would take', () => {
    const one = watchScripted({ ...setup, workgroups: [1, 1, 1], followedSteps: 100 }, kernel).watcher.counts();
    expect(one.sampledWorkgroups).toBe(1);
    expect(one.global.loads).toBe(64 * 4 + 32);
  });
});
