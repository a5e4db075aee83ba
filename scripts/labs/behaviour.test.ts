import { describe, expect, it } from 'vitest';
import { labFile, type CheckReport, type Verdict } from '@site/src/formats';
import type { CheckResult, RunResult } from '@site/src/runtime/types';
import { applyMistake, judgeMistake, judgeSolution, judgeStarter, readMistake, type NamedMistake } from './behaviour';

const result = (...checks: Partial<CheckReport>[]): CheckResult => ({
  report: {
    schemaVersion: 1,
    lab: 'x',
    seed: 5,
    durationMs: 1,
    tasks: [{ id: 'one', title: 'One', points: 1, earned: 0, checks: checks.map((c) => ({ id: 'c', title: 'C', verdict: 'fail', message: '', ...c })) }],
  },
  diagnostics: [],
  ended: 'finished',
});
const run = (ended: RunResult['ended']): RunResult => ({ ended, message: 'because', diagnostics: [], durationMs: 1 });
const mistake: NamedMistake = { id: 'm', task: 'one', check: 'c', misconception: 'slip', says: 'it adds', edits: [{ find: '*', replace: '+' }] };

describe('starter and solution', () => {
  it('want a starter that runs and fails, and a solution that passes', () => {
    expect(judgeStarter(run('finished'), result({ verdict: 'fail' })).ok).toBe(true);
    expect(judgeSolution(run('finished'), result({ verdict: 'pass' })).ok).toBe(true);
  });
  it.each<[RunResult['ended'], Verdict]>([['failed', 'fail'], ['finished', 'pass'], ['finished', 'error'], ['finished', 'timeout'], ['finished', 'unsupported']])('refuse a starter that ends "%s" with "%s"', (ended, verdict) => {
    expect(judgeStarter(run(ended), result({ verdict })).ok).toBe(false);
  });
  it('let no solution pass that a GPU does not bear out', () => {
    const gpu = (outcome: 'same' | 'differs') => ({ gpu: { outcome, message: 'Your GPU gives another result.' } });
    expect(judgeSolution(run('finished'), result({ verdict: 'pass', ...gpu('same') })).ok).toBe(true);
    expect(judgeSolution(run('finished'), result({ verdict: 'pass', ...gpu('differs') })).message).toBe('one/c: Your GPU gives another result. (seed 5)');
  });
  it('say which check of the solution failed, and with which seed', () => {
    expect(judgeSolution(run('finished'), result({ verdict: 'fail', message: 'no' })).message).toBe('one/c: fail: no (seed 5)');
  });
});

describe('mistakes', () => {
  const fits = { verdict: 'fail' as const, message: 'f gave 4: it adds.', misconception: 'slip' };
  it('must fail the check that they name with their own words', () => {
    expect(judgeMistake(mistake, [mistake], result(fits))).toEqual({ ok: true, message: fits.message });
  });
  it.each<[Partial<CheckReport>, string]>([
    [{ verdict: 'pass' }, 'passes the check one/c'],
    [{ verdict: 'error', message: 'it adds' }, 'ends with "error"'],
    [{ ...fits, message: 'wrong' }, 'does not say "it adds"'],
    [{ ...fits, misconception: undefined }, 'the misconception is "none"'],
    [{ ...fits, message: 'it adds and divides' }, 'belongs to sibling'],
  ])('do not behave with %o', (check, message) => {
    const sibling = { ...mistake, id: 'sibling', says: 'and divides' };
    const behaviour = judgeMistake(mistake, [mistake, sibling], result(check));
    expect(behaviour.ok).toBe(false);
    expect(behaviour.message).toContain(message);
  });
  it('name a task and a check that exist', () => {
    expect(judgeMistake({ ...mistake, check: 'd' }, [], result(fits)).message).toContain('the task "one" has c');
    expect(judgeMistake({ ...mistake, task: 'two' }, [], result(fits)).message).toContain('does not have');
  });
});

describe('files of mistakes', () => {
  const lab = labFile.parse({ id: 'x', title: 'X', chapter: 'c', kind: 'typescript', core: false, minutes: 5, summary: 'A lab that exists for tests only.', tasks: ['one', 'two'].map((id) => ({ id, title: id, points: 1, hints: ['a', 'b', 'c'] })) });
  const text = "task: one\ncheck: c\nmisconception: slip\nsays: it adds up\nedits:\n  - { find: 'a * b', replace: '$& + b' }\n";
  it('are read with file and line in every error', () => {
    expect(readMistake(lab, 'm', text, 'm.yaml')).toMatchObject({ id: 'm', says: 'it adds up' });
    expect(() => readMistake(lab, 'm', text.replace('one', 'three'), 'm.yaml')).toThrow('m.yaml:1: task: the lab has no task "three"; it has one, two');
    expect(() => readMistake(lab, 'm', text.replace('it adds up', 'adds'), 'm.yaml')).toThrow('m.yaml:4: says');
  });
  it('have edits that match once, and are put in as they stand', () => {
    const read = readMistake(lab, 'm', text, 'm.yaml');
    expect(applyMistake('return a * b;', read, 'm.yaml')).toBe('return $& + b;');
    expect(() => applyMistake('a * b + a * b', read, 'm.yaml')).toThrow('m.yaml: edits.0.find stands 2 times');
    expect(() => applyMistake('', read, 'm.yaml')).toThrow('stands 0 times');
  });
});
