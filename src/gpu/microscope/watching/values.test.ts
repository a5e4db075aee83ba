import { describe, expect, it } from 'vitest';
import { MAX_FINDINGS } from './finding-list';
import { watchScripted, WORKGROUP_BARRIER, type ScriptedKernel, type Setup } from './scripted';

const base = (space: 'storage' | 'workgroup', more: Partial<Setup> = {}): Setup => ({ memories: { s: { space, words: 8 } }, workgroups: [1, 1, 1], size: [4, 1, 1], ...more });
const told = (setup: Setup, kernel: ScriptedKernel) => watchScripted(setup, kernel).watcher.findings();

describe('reading what nobody wrote', () => {
  it('workgroup memory: a warning, once, with how often', () => {
    const findings = told(base('workgroup'), function* (k) {
      k.load(3, 's', k.index);
    });
    expect(findings).toMatchObject([{ kind: 'unwritten-read', severity: 'warning', address: 's[0]', occurrences: 4 }]);
    expect(findings[0]!.message).toMatch(/^Invocation 0 of workgroup 0 reads s\[0\] on line 3, which no invocation has written\. WGSL fills workgroup memory with zeros/);
  });
  it('each workgroup starts anew', () => {
    const findings = told(base('workgroup', { workgroups: [2, 1, 1] }), function* (k) {
      if (k.workgroup[0] === 0) k.store(2, 's', k.index, 1);
      k.load(3, 's', k.index);
    });
    expect(findings.map((f) => f.places[0]!.invocation!.workgroup[0])).toEqual([1]);
  });
  it('is silent beside a race that made it', () => {
    const findings = told(base('workgroup'), function* (k) {
      k.store(2, 's', k.index, 1);
      k.load(3, 's', (k.index + 1) % 4);
    });
    expect(findings.map((f) => f.kind)).toEqual(['race-in-workgroup']);
  });
  it('a buffer named unwritten: an error; any other, and what was written first: nothing', () => {
    const kernel: ScriptedKernel = function* (k) {
      k.store(2, 's', k.index, 1);
      k.load(3, 's', k.index);
      if (k.index === 3) k.load(4, 's', 7);
    };
    expect(told(base('storage', { unwritten: ['s'] }), kernel)).toMatchObject([{ severity: 'error', address: 's[7]', occurrences: 1 }]);
    expect(told(base('storage'), kernel)).toEqual([]);
  });
  it('an atomicAdd reads; an atomicStore only writes', () => {
    expect(
      told(base('workgroup'), function* (k) {
        if (k.index === 0) k.atomicStore(2, 's', 0, 0);
        yield [3, WORKGROUP_BARRIER];
        k.atomicAdd(4, 's', 0, 1);
      }),
    ).toEqual([]);
    expect(
      told(base('workgroup'), function* (k) {
        k.atomicAdd(4, 's', 0, 1);
      }),
    ).toMatchObject([{ kind: 'unwritten-read', occurrences: 1 }]);
  });
});

describe('values and bounds', () => {
  it('the first NaN and infinity of a line, where inputs were finite', () => {
    const findings = told(base('storage', { source: 'let y = x / n;\n'.repeat(9) }), function* (k) {
      k.float(2, k.index === 0 ? 1 : NaN);
      k.float(2, k.index === 2 ? Infinity : 0);
      k.float(3, NaN, false);
    });
    expect(findings).toMatchObject([{ kind: 'not-a-number', severity: 'warning', occurrences: 4 }]);
    expect(findings[0]!.message).toMatch(/^Invocation 1 of workgroup 0 computes NaN/);
  });
  it('out of bounds: index, length and what happens instead', () => {
    const findings = told(base('storage', { source: '\n\n  out[i] = 1.0;\n' }), function* (k) {
      if (k.index >= 2) k.outOfBounds(1, 'store', 's', k.index + 6);
    });
    expect(findings).toMatchObject([{ kind: 'out-of-bounds', severity: 'error', address: 's[8]', occurrences: 2 }]);
    expect(findings[0]!.message).toMatch(/with index 8, but s has 8 elements \(0 to 7\)\. Here nothing is written\./);
  });
  it('errors come first, and not more than can be read', () => {
    const findings = told(base('workgroup'), function* (k) {
      for (let line = 1; line < 60; line++) k.float(line, NaN);
      k.store(100, 's', 0, 1);
    });
    expect(findings).toHaveLength(MAX_FINDINGS);
    expect(findings[0]!.kind).toBe('race-in-workgroup');
  });
});
