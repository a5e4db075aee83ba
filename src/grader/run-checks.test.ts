import { describe, expect, it } from 'vitest';
import { labFile, type CheckReport, type Lab } from '@site/src/formats';
import { FindingError, KernelError, UnsupportedError } from '@site/src/gpu/kernel';
import type { Finding } from '@site/src/gpu/microscope/results';
import { ReaderError, ReaderTimeout } from '@site/src/runtime/reader';
import type { Rng } from '@site/src/engine/random';
import { check, defineChecks, fail, type CheckContext } from './api';
import { planOf, runChecks, type CheckHost } from './run-checks';
import { SourceError } from './subject';

const task = (id: string) => ({ id, title: id, points: 1, hints: ['a', 'b', 'c'] });
const lab: Lab = labFile.parse({ id: 'x', title: 'X', chapter: 'c', kind: 'typescript', core: false, minutes: 5, summary: 'A lab that exists for tests only.', tasks: [task('one'), task('two')] });
const finding = (kind: Finding['kind']): Finding => ({ kind, severity: 'error', message: 'For ever.', fix: 'End it.', places: [{ place: { line: 5, column: 3, endLine: 5, endColumn: 9 }, invocation: null, access: null }], address: null, occurrences: 1 });
const throwing = (error: unknown) => async () => {
  throw error;
};

function host(overrides: Partial<CheckHost> = {}) {
  const verdicts: (CheckReport & { task: string })[] = [];
  const base: CheckHost = {
    context: async (rng: Rng) => ({ rng }) as CheckContext,
    afterCheck: async () => [],
    onStart: () => {},
    onVerdict: (id, report) => verdicts.push({ task: id, ...report }),
    isOver: () => false,
  };
  return { verdicts, host: { ...base, ...overrides } };
}

/** The verdict when a check does `act`. */
async function verdictWhen(act: (context: CheckContext) => Promise<void>, overrides: Partial<CheckHost> = {}): Promise<CheckReport> {
  const { verdicts, host: h } = host(overrides);
  const checks = defineChecks({ tasks: { one: [check('c', 'C', act)], two: [check('d', 'D', async () => {})] } });
  await runChecks(lab, checks, { seed: 1, task: 'one' }, h);
  return verdicts[0]!;
}

describe('verdicts', () => {
  it('passes a check that throws nothing', async () => {
    expect(await verdictWhen(async () => {})).toEqual({ task: 'one', id: 'c', title: 'C', verdict: 'pass', message: '' });
  });
  it.each([
    [{ verdict: 'fail', misconception: 'm', message: 'no' }, async () => fail({ message: 'no', misconception: 'm' })],
    [{ verdict: 'fail', where: 'line 3', called: 'f()' }, throwing(new ReaderError('f() threw', { called: 'f()', line: 3 }))],
    [{ verdict: 'fail', where: 'line 4' }, throwing(new KernelError('wrong type', 4))],
    [{ verdict: 'timeout' }, throwing(new ReaderTimeout('too long'))],
    [{ verdict: 'timeout', where: 'line 5', misconception: 'endless-loop', message: 'For ever. End it.' }, throwing(new FindingError(finding('endless-loop')))],
    [{ verdict: 'fail', misconception: 'out-of-bounds', places: [{ line: 5, column: 3, what: '' }] }, throwing(new FindingError(finding('out-of-bounds')))],
    [{ verdict: 'fail', misconception: 'barrier-divergence', where: 'line 5' }, throwing(new SourceError([{ kind: 'uniformity', severity: 'error', line: 5, column: 1, message: 'Not uniform.' }]))],
    [{ verdict: 'fail', misconception: 'named', places: [{ line: 5, column: 3, what: '' }] }, async () => fail({ message: 'no', misconception: 'named', finding: finding('race-in-workgroup') })],
    [{ verdict: 'unsupported', message: 'no GPU' }, throwing(new UnsupportedError('no GPU'))],
  ])('gives %o', async (expected, act) => {
    expect(await verdictWhen(act)).toMatchObject(expected);
  });
  it.each([new TypeError('x is undefined'), 'a string', null])('takes the blame for anything else: %s', async (error) => {
    const report = await verdictWhen(throwing(error));
    expect(report.verdict).toBe('error');
    expect(report.message).toContain("lab's fault, not yours");
  });
  it('does not let a check swallow a lost realm', async () => {
    expect(await verdictWhen(async () => {}, { afterCheck: throwing(new ReaderTimeout('lost')) })).toMatchObject({ verdict: 'timeout', message: 'lost' });
  });
});

describe('order and time', () => {
  const three = (first: () => Promise<void>) =>
    defineChecks({ tasks: { two: [check('c', 'C', async () => {})], one: [check('a', 'A', first), check('b', 'B', async () => {})] } });

  it('goes by lab.yaml, and skips what follows a hang in the same task only', async () => {
    const { verdicts, host: h } = host();
    await runChecks(lab, three(throwing(new ReaderTimeout('hangs'))), { seed: 1, task: null }, h);
    expect(verdicts.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(['a timeout', 'b timeout', 'c pass']);
  });
  it('gives every check a verdict when the time is over', async () => {
    const { verdicts, host: h } = host({ isOver: () => true });
    await runChecks(lab, three(async () => {}), { seed: 1, task: null }, h);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['timeout', 'timeout', 'timeout']);
  });
  it('draws the same numbers for a check whatever else runs, and others for another seed', async () => {
    const drawn = async (seed: number, only: string | null) => {
      const numbers: Record<string, number> = {};
      const note = (id: string) => check(id, id, async ({ rng }) => void (numbers[id] = rng.uniform()));
      const checks = defineChecks({ tasks: { one: [note('a')], two: [note('b')] } });
      await runChecks(lab, checks, { seed, task: only }, host().host);
      return numbers;
    };
    const [all, two, other] = [await drawn(7, null), await drawn(7, 'two'), await drawn(8, null)];
    expect(two.b).toBe(all.b);
    expect(all.a).not.toBe(all.b);
    expect(other.a).not.toBe(all.a);
  });
});

it('says which tasks lab.yaml and checks.ts do not share', () => {
  const checks = defineChecks({ tasks: { one: [check('a', 'A', async () => {}), check('a', 'A', async () => {})], three: [] } });
  expect(() => planOf(lab, checks, null)).toThrow(/no checks for the task "two".*no task "three".*two checks "a"/);
});
