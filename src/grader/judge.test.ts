import { describe, expect, it } from 'vitest';
import { FindingError, type GpuArray } from '@site/src/gpu/kernel';
import type { Finding } from '@site/src/gpu/microscope/results';
import { expectClose } from './expect';
import { CheckFailure } from './failure';
import { judge, type ObservedRun } from './judge';

const race: Finding = { kind: 'race-in-workgroup', severity: 'error', message: 'Two lanes meet.', fix: 'Put a barrier.', places: [], address: 'scratch[0]', occurrences: 1 };
const runOf = (value: number, findings: Finding[] = [], stopped: string | null = null): ObservedRun => ({ buffers: { result: Float32Array.of(value) } as Record<string, GpuArray>, findings, counts: null, trace: null, stopped });
const compare = ({ result }: ObservedRun['buffers']) =>
  expectClose(result, [1], { called: 'k', relative: 0, slips: [{ misconception: 'twice', value: [2], says: 'Doubled.' }] });

describe('judge', () => {
  it('passes what is right and clean, warnings too', () => {
    judge(runOf(1), compare);
    judge(runOf(1, [{ ...race, severity: 'warning' }]), compare);
  });
  it('names a misconception before a finding, a finding before a plain difference', () => {
    expect(() => judge(runOf(2, [race]), compare)).toThrow(expect.objectContaining({ details: expect.objectContaining({ misconception: 'twice' }) }));
    expect(() => judge(runOf(3, [race]), compare)).toThrow(FindingError);
    expect(() => judge(runOf(3), compare)).toThrow(CheckFailure);
  });
  it('does not pass a right result with an error, nor a run that stopped', () => {
    expect(() => judge(runOf(1, [race]), compare)).toThrow('Two lanes meet. Put a barrier.');
    expect(() => judge(runOf(1, [], 'Stopped: too much.'), compare)).toThrow('Stopped: too much.');
  });
  it('leaves a broken check broken', () => {
    expect(() => judge(runOf(1, [race]), () => { throw new TypeError('lab'); })).toThrow(TypeError);
  });
});
