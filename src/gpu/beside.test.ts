import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { besideNote, differenceOf, worstNote } from './beside';
import type { GpuArray } from './kernel';
import type { Finding, FindingKind, MicroscopeRun } from './microscope/results';

const found = (kind: FindingKind, severity: Finding['severity'] = 'error'): Finding => ({ kind, severity, message: 'It happened.', fix: '', places: [], address: null, occurrences: 1 });
const runOf = (buffers: Record<string, GpuArray>, findings: Finding[] = []): MicroscopeRun => ({ buffers, findings, counts: null, trace: null, stopped: null });
const floats = (...values: number[]) => ({ result: Float32Array.from(values) });

describe('differenceOf', () => {
  it('finds nothing between a buffer and itself, NaN included', () => {
    fc.assert(
      fc.property(fc.float32Array(), fc.int32Array(), (f, i) => {
        const buffers = { f, i };
        expect(differenceOf(buffers, { f: f.slice(), i: i.slice() })).toMatchObject({ words: 0, first: null, largest: 0, of: f.length + i.length });
      }),
    );
  });
  it('names the first word and measures against the largest magnitude', () => {
    expect(differenceOf(floats(1, 2, 100), floats(1, 2.5, 100))).toEqual({ words: 1, of: 3, first: { at: 'result[1]', microscope: 2, gpu: 2.5 }, largest: 0.005 });
  });
  it('never calls integers, infinities or buffers of another length close', () => {
    expect(differenceOf({ c: Uint32Array.of(1000) }, { c: Uint32Array.of(1001) }).largest).toBe(Infinity);
    expect(differenceOf(floats(Infinity), floats(3e38)).largest).toBe(Infinity);
    expect(differenceOf(floats(1, 2), floats(1))).toMatchObject({ words: 2, largest: Infinity });
  });
});

describe('besideNote', () => {
  const right = floats(1, 2, 3);
  it('says that both agree, and that a race agreed by luck', () => {
    expect(besideNote(runOf(right), floats(1, 2, 3))).toEqual({ outcome: 'same', message: 'Your GPU gives the same result.' });
    expect(besideNote(runOf(right, [found('race-in-workgroup')]), floats(1, 2, 3)).message).toContain('by luck');
    expect(besideNote(runOf(right, [found('out-of-bounds')]), floats(1, 2, 3)).message).toContain('did no harm there');
  });
  it('tells rounding from a difference', () => {
    expect(besideNote(runOf(right), floats(1, 2, Math.fround(3 + 2 ** -22))).outcome).toBe('rounding');
    expect(besideNote(runOf(right), floats(1, 2, 3.01)).outcome).toBe('differs');
  });
  it.each<[FindingKind, string]>([
    ['out-of-bounds', 'a browser moves such an access'],
    ['race-between-workgroups', 'The race explains it'],
    ['unwritten-read', 'nothing has written'],
    ['not-a-number', 'WGSL lets a GPU assume'],
  ])('explains a difference by %s', (kind, words) => {
    const note = besideNote(runOf(right, [found(kind)]), floats(1, 2, 77));
    expect(note.outcome).toBe('differs');
    expect(note.message).toContain('result[2]: 3 on the microscope, 77 on your GPU');
    expect(note.message).toContain(words);
  });
  it('says plainly when nothing explains it', () => {
    expect(besideNote(runOf(right), floats(9, 2, 3)).message).toContain('Nothing that the microscope saw explains it');
  });
});

it('the note of a check is the worst of its dispatches', () => {
  const note = (outcome: 'same' | 'rounding' | 'differs' | 'not-run') => ({ outcome, message: outcome });
  expect(worstNote([])).toBeUndefined();
  expect(worstNote([note('same'), note('rounding')])?.outcome).toBe('rounding');
  expect(worstNote([note('differs'), note('not-run')])?.outcome).toBe('differs');
});
