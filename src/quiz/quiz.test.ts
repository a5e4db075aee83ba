import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuizItem } from '@site/src/formats';
import { mark, normalizeOutput, within } from './mark';
import { conversion, parseNumber, unitFactor } from './number';
import { disarrange, toPublic, type Answer, type KeyedItem } from './public';
import { gapDays, recordAnswer, reviewQueue } from './review';

const base = { objective: 'o', misconception: 'm', stem: 'Stem', explanation: 'SECRET explanation' };
const option = (id: string, correct = false) => ({ id, text: `text ${id}`, correct, why: `SECRET why ${id}` });
const renderers = { block: (m: string) => `<p>${m}</p>`, inline: (m: string) => m, code: (c: string) => c };

describe('toPublic', () => {
  const items: KeyedItem[] = [
    { ...base, id: 'single', kind: 'single', options: [option('a', true), option('b'), option('c')] },
    { ...base, id: 'peer', kind: 'single', options: ['a', 'b', 'c'].map((id) => ({ ...option(id, id === 'b'), argument: `SECRET argument ${id}` })), peer: { expectedCorrect: 0.5, listenFor: 'SECRET note' } },
    { ...base, id: 'many', kind: 'multiple', options: [option('a', true), option('b', true), option('c')] },
    { ...base, id: 'number', kind: 'number', answer: 987654.5, tolerance: 0.01, unit: 'GB', slips: [{ value: 13579, why: 'SECRET slip' }] },
    { ...base, id: 'order', kind: 'order', steps: ['x', 'y', 'z'].map((id) => ({ id, text: `step ${id}`, why: 'SECRET step' })) },
    { ...base, id: 'output', kind: 'output', program: 'print()', output: 'SECRET output', slips: [{ value: 'SECRET wrong', why: 'SECRET' }] },
  ];
  it.each(items)('$id shows neither key nor explanation', async (item) => {
    const { publicItem, answer } = await toPublic(item, renderers);
    const shown = JSON.stringify(publicItem);
    expect(shown).not.toMatch(/SECRET|correct|987654|13579|misconception/);
    expect(answer.id).toBe(item.id);
    expect(JSON.stringify(answer)).toContain('SECRET');
  });
  it('keeps the argument of each option beside its explanation', async () => {
    const { answer } = await toPublic(items[1]!, renderers);
    expect(answer).toMatchObject({ kind: 'single', options: { a: { correct: false, argumentHtml: 'SECRET argument a' }, b: { correct: true, argumentHtml: 'SECRET argument b' } } });
  });
  it('never shows the steps in the right order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 7 }), fc.nat(), (ids, seed) => {
        const steps = ids.map((id) => ({ id }));
        const shuffled = disarrange(steps, seed);
        expect(shuffled).not.toEqual(steps);
        expect(shuffled.map((s) => s.id).sort()).toEqual([...ids].sort());
      }),
    );
  });
  it('accepts an item of the format once its key is known', () => {
    const item: QuizItem = items[0] as Extract<QuizItem, { kind: 'single' }>;
    expect(item.kind).toBe('single');
  });
});

describe('parseNumber', () => {
  it.each([
    ['1.5e9', 1.5e9, ''], ['2,048', 2048, ''], ['2 048', 2048, ''], ['2_048', 2048, ''], ['1,5', 1.5, ''], ['0,125', 0.125, ''], ['−3', -3, ''], ['1.5 × 10^9', 1.5e9, ''],
    ['1.5 x 10^9', 1.5e9, ''], ['10⁹', 1e9, ''], ['2 · 10⁻³', 2e-3, ''], ['2^30', 2 ** 30, ''], ['2**10', 1024, ''], ['3/4', 0.75, ''], ['112 GB', 112, 'GB'], ['1,234,567.5', 1234567.5, ''],
    ['45 %', 45, '%'], ['.5', 0.5, ''], ['≈ 7', 7, ''], ['900 GB/s', 900, 'GB/s'], ['1E-3', 1e-3, ''],
  ])('%s', (text, value, unit) => {
    const parsed = parseNumber(text)!;
    expect(parsed.unit).toBe(unit);
    expect(within(parsed.value, value, 1e-12)).toBe(true);
  });
  it.each(['', 'seven', '1.2.3', '1,2,3', 'e9', '12 34', '1e999', '4/0'])('refuses %j', (text) => expect(parseNumber(text)).toBeUndefined());
  it('reads every double as JavaScript and as Americans write it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(parseNumber(String(x))!.value === x).toBe(true);
        expect(within(parseNumber(x.toLocaleString('en-US', { maximumSignificantDigits: 17 }))!.value, x, 1e-9)).toBe(true);
      }),
    );
  });
});

describe('units', () => {
  it('converts between known ones', () => {
    expect(conversion('GiB', 'GB')).toBeCloseTo(1.073741824, 12);
    expect(conversion('ms', 's')).toBeCloseTo(1e-3, 12);
    expect(conversion('TB/s', 'GB/s')).toBeCloseTo(1000, 9);
    expect(conversion('TFLOPS', 'GFLOP/s')).toBeCloseTo(1000, 9);
    expect(conversion('GB', 's')).toBeUndefined();
    expect(unitFactor('mB')).toBeUndefined();
  });
});

const numberAnswer = (value: number, tolerance = 0.01, unit = 'GB'): Extract<Answer, { kind: 'number' }> => ({
  id: 'n', misconception: 'm', explanationHtml: '', kind: 'number', value, tolerance, unit, slips: [{ value: value * 2 + 1, whyHtml: 'twice' }],
});
const answerNumber = (text: string, answer = numberAnswer(112)) => mark({ kind: 'number', text }, answer);

describe('numbers', () => {
  it('takes the value, its unit, and a convertible unit', () => {
    for (const text of ['112', '112 GB', '112gb', '112,000 MB', '0.112 TB', '104.308 GiB']) expect(answerNumber(text).correct, text).toBe(true);
    expect(answerNumber('104.308 GiB').note).toMatch(/Read as 112/);
  });
  it('names the pitfalls', () => {
    expect(answerNumber('104.308').note).toMatch(/binary units/);
    expect(answerNumber('104.308', numberAnswer(97.1427, 0.01, 'GiB')).note).toMatch(/decimal units/);
    expect(answerNumber('112000').note).toMatch(/10\^3/);
    expect(answerNumber('896').note).toMatch(/bits/);
    expect(answerNumber('225').slipHtml).toBe('twice');
    expect(answerNumber('112 s').note).toMatch(/can't be turned/);
    expect(answerNumber('lots').note).toMatch(/could not be read/);
    expect(answerNumber('896', numberAnswer(112, 0.01, 'tokens')).note).toBe('');
  });
  it('takes an absolute tolerance at zero and exact integers at none', () => {
    expect(answerNumber('0.005', numberAnswer(0, 0.01, '')).correct).toBe(true);
    expect(answerNumber('0.02', numberAnswer(0, 0.01, '')).correct).toBe(false);
    expect(answerNumber('7', numberAnswer(7, 0, '')).correct).toBe(true);
    expect(answerNumber('7.0001', numberAnswer(7, 0, '')).correct).toBe(false);
  });
  it('marks by the tolerance alone', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), fc.double({ min: -0.5, max: 0.5, noNaN: true }), (value, off) => {
        fc.pre(Math.abs(Math.abs(off) - 0.01) > 1e-6);
        expect(answerNumber(String(value * (1 + off)), numberAnswer(value, 0.01, '')).correct).toBe(Math.abs(off) < 0.01);
      }),
    );
  });
});

describe('choices', () => {
  const ids = ['a', 'b', 'c', 'd'];
  const choice = (right: string[]): Answer => ({
    id: 'q', misconception: 'm', explanationHtml: '', kind: 'multiple', options: Object.fromEntries(ids.map((id) => [id, { correct: right.includes(id), whyHtml: id }])),
  });
  it('is right exactly when the sets are equal', () => {
    fc.assert(
      fc.property(fc.subarray(ids, { minLength: 1 }), fc.shuffledSubarray(ids), (right, chosen) => {
        const marking = mark({ kind: 'multiple', options: chosen }, choice(right));
        expect(marking.correct).toBe([...chosen].sort().join() === right.join());
        expect(marking.parts.filter((p) => p.chosen !== p.right).length === 0).toBe(marking.correct);
      }),
    );
  });
  it('gives no credit for an option that is not there', () => {
    expect(mark({ kind: 'multiple', options: ['a', 'toString'] }, choice(['a'])).correct).toBe(false);
  });
  it('refuses a response of another kind', () => expect(() => mark({ kind: 'number', text: '1' }, choice(['a']))).toThrow(TypeError));
});

describe('order and output', () => {
  it('is right only in the right order, and says where it first fails', () => {
    const order = ['p', 'q', 'r', 's'];
    const answer: Answer = { id: 'o', misconception: 'm', explanationHtml: '', kind: 'order', order, steps: Object.fromEntries(order.map((id) => [id, { whyHtml: id }])) };
    fc.assert(
      fc.property(fc.shuffledSubarray(order, { minLength: 4 }), (steps) => {
        const marking = mark({ kind: 'order', steps }, answer);
        expect(marking.correct).toBe(steps.join() === order.join());
        if (!marking.correct) expect(marking.note).toContain(`number ${steps.findIndex((s, i) => s !== order[i]) + 1}`);
      }),
    );
  });
  const answer: Answer = { id: 'o', misconception: 'm', explanationHtml: '', kind: 'output', text: '1\n  2\n', slips: [{ text: '1\n2', whyHtml: 'indent' }] };
  it('forgives trailing blanks, not leading ones', () => {
    expect(mark({ kind: 'output', text: '1  \r\n  2\t\n\n' }, answer).correct).toBe(true);
    expect(mark({ kind: 'output', text: '1\n2' }, answer)).toMatchObject({ correct: false, slipHtml: 'indent' });
    expect(mark({ kind: 'output', text: '1\n  2\n3' }, answer).correct).toBe(false);
  });
  it('normalizes once and for all', () => fc.assert(fc.property(fc.string(), (s) => normalizeOutput(normalizeOutput(s)) === normalizeOutput(s))));
});

describe('review', () => {
  it('asks missed items first and holds back what is fresh', () => {
    const now = 1e12;
    const history = [
      { id: 'fresh', attempts: 1, streak: 1, answeredAt: now - 1000 },
      { id: 'old', attempts: 2, streak: 1, answeredAt: now - 2 * 86_400_000 },
      { id: 'missed-late', attempts: 1, streak: 0, answeredAt: now - 10 },
      { id: 'missed-early', attempts: 1, streak: 0, answeredAt: now - 1e6 },
      { id: 'never', attempts: 0, streak: 0, answeredAt: 0 },
    ];
    expect(reviewQueue(history, now)).toEqual(['missed-early', 'missed-late', 'old']);
  });
  it('widens the gap with each right answer and closes it with a wrong one', () => {
    fc.assert(fc.property(fc.nat(20), (streak) => gapDays(streak + 1) >= gapDays(streak)));
    const once = recordAnswer(undefined, 'a', true, 5);
    expect(recordAnswer(once, 'a', true, 6)).toEqual({ id: 'a', attempts: 2, streak: 2, answeredAt: 6 });
    expect(recordAnswer(once, 'a', false, 6).streak).toBe(0);
  });
});
