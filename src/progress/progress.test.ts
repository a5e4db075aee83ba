import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { CheckReport } from '@site/src/formats';
import { progressFile, progressRecord, type LabDraft, type ProgressRecord } from '@site/src/formats/progress';
import { DraftKeeper, type DraftOptions, type SyncStorage } from './drafts';
import { mergeRecords } from './merge';
import { memoryStore, type ProgressStore } from './store';
import { exportProgress, importProgress, parseProgress } from './transfer';

const at = fc.nat(6);
const text = fc.constantFrom('starter', 'one', 'two', 'three');
const kept = fc.record({ text, at, why: fc.constantFrom('reset' as const, 'import' as const, 'other-tab' as const) });
const draft: fc.Arbitrary<ProgressRecord> = fc.record({
  kind: fc.constant('lab-draft' as const), id: fc.constant('lab'), at, text, starter: fc.constant('starter'), writer: fc.constantFrom('a', 'b'), kept: fc.array(kept, { maxLength: 3 }),
});
const option = fc.constantFrom('a', 'b', 'c');
const confidence = fc.option(fc.constantFrom('guess' as const, 'sure' as const), { nil: undefined });
const answer: fc.Arbitrary<ProgressRecord> = fc.oneof(
  fc.record({
    kind: fc.constant('quiz-answer' as const), id: fc.constant('c/i'), at, response: fc.record({ kind: fc.constant('number' as const), text }), correct: fc.boolean(), attempts: fc.nat(5), streak: fc.nat(5),
  }),
  fc.record({
    kind: fc.constant('quiz-answer' as const), id: fc.constant('c/i'), at, response: fc.record({ kind: fc.constant('single' as const), option }), first: fc.record({ option, confidence }), correct: fc.boolean(), attempts: fc.nat(5), streak: fc.nat(5),
  }),
);
const vote: fc.Arbitrary<ProgressRecord> = fc.record({ kind: fc.constant('first-vote' as const), id: fc.constant('c/i'), at, option, confidence });
const seen = fc.record({
  at, checks: fc.constant('x'), source: text,
  report: fc.record({ schemaVersion: fc.constant(1 as const), lab: fc.constant('lab'), seed: fc.nat(9), durationMs: fc.nat(9), tasks: fc.array(fc.record({ id: fc.constant('t'), title: fc.constant('T'), points: fc.constant(5), earned: fc.nat(5), checks: fc.constant<CheckReport[]>([]) }), { maxLength: 2 }) }),
});
const result: fc.Arbitrary<ProgressRecord> = fc.record({ kind: fc.constant('lab-result' as const), id: fc.constant('lab'), at, best: seen, last: seen, failedChecks: fc.nat(5) });
const hints: fc.Arbitrary<ProgressRecord> = fc.record({ kind: fc.constant('hints' as const), id: fc.constant('lab/t'), at, opened: fc.nat(3) });
const read: fc.Arbitrary<ProgressRecord> = fc.record({ kind: fc.constant('chapter-read' as const), id: fc.constant('c'), at, read: fc.boolean() });
const pairs = fc.oneof(...[draft, answer, vote, result, hints, read].map((one) => fc.tuple(one, one)));

const texts = (d: LabDraft) => new Set([d.text, ...d.kept.map((k) => k.text)].filter((t) => t !== d.starter));

describe('merge', () => {
  it('does not depend on the order', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        expect(mergeRecords(a, b)).toEqual(mergeRecords(b, a));
      }),
    );
  });
  it('changes nothing when done again', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const once = mergeRecords(a, b);
        const twice = mergeRecords(once, b);
        if (once.kind !== 'lab-draft') expect(twice).toEqual(once);
        else expect(texts(twice as LabDraft)).toEqual(texts(once));
      }),
    );
  });
  it('never loses a text', () => {
    fc.assert(
      fc.property(draft, draft, (a, b) => {
        const merged = texts(mergeRecords(a, b) as LabDraft);
        for (const one of [a, b]) for (const t of texts(one as LabDraft)) expect(merged).toContain(t);
      }),
    );
  });
  it('never lowers a result, a count or a hint', () => {
    fc.assert(
      fc.property(result, result, (a, b) => {
        const points = (r: ProgressRecord) => (r.kind === 'lab-result' ? r.best.report.tasks.reduce((s, t) => s + t.earned, 0) : 0);
        expect(points(mergeRecords(a, b))).toBe(Math.max(points(a), points(b)));
      }),
    );
    fc.assert(fc.property(hints, hints, (a, b) => a.kind === 'hints' && b.kind === 'hints' && (mergeRecords(a, b) as typeof a).opened === Math.max(a.opened, b.opened)));
  });
});

describe('votes', () => {
  it('stay the pair that was given: a first vote never joins a second one of another time', () => {
    fc.assert(
      fc.property(answer, answer, (a, b) => {
        const merged = mergeRecords(a, b);
        const pairOf = (record: ProgressRecord) => (record.kind === 'quiz-answer' ? { response: record.response, first: record.first } : undefined);
        expect([pairOf(a), pairOf(b)]).toContainEqual(pairOf(merged));
      }),
    );
  });
});

describe('transfer', () => {
  it('round-trips through a file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(draft, answer, vote, result, hints, read), async (records) => {
        const store = memoryStore();
        await importProgress(store, { schemaVersion: 1, kind: 'progress', book: 'scalars-to-clusters', exportedAt: new Date(0).toISOString(), records });
        const file = parseProgress(JSON.stringify(await exportProgress(store, new Date(0))));
        expect(progressFile.parse(file).records).toHaveLength(6);
        const other = memoryStore();
        await importProgress(other, file);
        expect((await other.all()).map((r) => progressRecord.parse(r))).toEqual(await store.all());
      }),
      { numRuns: 30 },
    );
  });
  it('says what is wrong with a file', () => {
    expect(() => parseProgress('nope')).toThrow(/not JSON/);
    expect(() => parseProgress('{"schemaVersion":2}')).toThrow(/newer edition/);
    expect(() => parseProgress('{"schemaVersion":1,"kind":"progress"}')).toThrow(/not a progress file of this book/);
    expect(() => parseProgress('null')).toThrow(/not a progress file/);
  });
  it('leaves the settings of a browser at home', async () => {
    const store = memoryStore();
    await store.update('setting', 'editor', () => ({ kind: 'setting', id: 'editor', at: 1, value: 'plain' }));
    expect((await exportProgress(store)).records).toEqual([]);
  });
});

function syncStorage(): SyncStorage & { data: Map<string, string> } {
  const data = new Map<string, string>();
  return { data, getItem: (k) => data.get(k) ?? null, setItem: (k, v) => void data.set(k, v), removeItem: (k) => void data.delete(k) };
}
const keeperOf = (store: ProgressStore, more: Partial<DraftOptions> = {}) => new DraftKeeper(store, { lab: 'lab', starter: 'starter', writer: 'me', ...more });

describe('drafts', () => {
  it('keeps what is typed, soon and without a pause in the typing', async () => {
    vi.useFakeTimers();
    const store = memoryStore();
    const keeper = keeperOf(store, { delayMs: 120 });
    await keeper.load();
    for (let i = 0; i < 10; i++) {
      keeper.change('x'.repeat(i + 1));
      await vi.advanceTimersByTimeAsync(50);
    }
    const during = (await store.get('lab-draft', 'lab'))!.text.length;
    expect(during).toBeGreaterThanOrEqual(7);
    await vi.advanceTimersByTimeAsync(120);
    expect((await store.get('lab-draft', 'lab'))!.text).toBe('x'.repeat(10));
    vi.useRealTimers();
  });
  it('survives a page that goes away before the database answers', async () => {
    const sync = syncStorage();
    const dead: ProgressStore = { ...memoryStore(), update: () => new Promise(() => {}) };
    const keeper = keeperOf(dead, { sync });
    keeper.change('typed last');
    keeper.leave();
    expect(sync.data.size).toBe(1);
    const store = memoryStore();
    expect((await keeperOf(store, { sync }).load()).text).toBe('typed last');
    expect(sync.data.size).toBe(0);
    expect((await store.get('lab-draft', 'lab'))!.text).toBe('typed last');
  });
  it('survives a page that goes away while the database writes', async () => {
    const sync = syncStorage();
    const dead: ProgressStore = { ...memoryStore(), update: () => new Promise(() => {}) };
    const keeper = keeperOf(dead, { sync });
    keeper.change('typed last');
    void keeper.flush();
    keeper.leave();
    expect((await keeperOf(memoryStore(), { sync }).load()).text).toBe('typed last');
  });
  it('ignores a broken fallback', async () => {
    const sync = syncStorage();
    sync.data.set('s2c-draft-lab', '{"text":5');
    expect((await keeperOf(memoryStore(), { sync }).load()).text).toBe('starter');
  });
  it('says after a run that never came back that the text was saved before it', async () => {
    const store = memoryStore();
    const keeper = keeperOf(store, { now: () => 42 });
    keeper.change('bomb');
    await keeper.beforeRun();
    expect(await keeperOf(store).load()).toMatchObject({ text: 'bomb', lostRunAt: 42 });
    await keeper.afterRun();
    expect((await keeperOf(store).load()).lostRunAt).toBeUndefined();
  });
  it('sets the text aside on reset and brings it back', async () => {
    const store = memoryStore();
    const keeper = keeperOf(store);
    keeper.change('work');
    await keeper.replace('starter', 'reset');
    const found = await keeperOf(store).load();
    expect(found).toMatchObject({ text: 'starter', kept: [{ text: 'work', why: 'reset' }] });
    await keeper.replace('work', 'restored');
    expect((await keeperOf(store).load()).text).toBe('work');
  });
  it('keeps the text and names the old starter when an edition changed it', async () => {
    const store = memoryStore();
    const keeper = keeperOf(store);
    keeper.change('work');
    await keeper.flush();
    const later = keeperOf(store, { starter: 'better starter' });
    expect(await later.load()).toMatchObject({ text: 'work', oldStarter: 'starter' });
    await later.replace('better starter', 'new-starter');
    expect(await keeperOf(store, { starter: 'better starter' }).load()).toMatchObject({ text: 'better starter', kept: [{ text: 'work' }] });
  });
  it('gives an untouched starter the new edition without a word', async () => {
    const store = memoryStore();
    await keeperOf(store).beforeRun();
    const found = await keeperOf(store, { starter: 'better starter' }).load();
    expect(found.text).toBe('better starter');
    expect(found.oldStarter).toBeUndefined();
  });
  it('sets another tab’s text aside, and says so', async () => {
    const store = memoryStore();
    let clock = 1;
    const now = () => clock++;
    const onConflict = vi.fn();
    const mine = keeperOf(store, { now, onConflict });
    const other = keeperOf(store, { now, writer: 'other' });
    await mine.load();
    await other.load();
    other.change('theirs');
    await other.flush();
    mine.change('mine');
    await mine.flush();
    expect(onConflict).toHaveBeenCalledOnce();
    expect(await store.get('lab-draft', 'lab')).toMatchObject({ text: 'mine', kept: [{ text: 'theirs', why: 'other-tab' }] });
  });
  it('tries again after a write that failed', async () => {
    const store = memoryStore();
    let broken = true;
    const onError = vi.fn();
    const shaky: ProgressStore = { ...store, update: (...a: Parameters<ProgressStore['update']>) => (broken ? Promise.reject(new Error('full')) : store.update(...a)) } as ProgressStore;
    const keeper = keeperOf(shaky, { onError });
    keeper.change('a');
    await keeper.flush();
    expect(onError).toHaveBeenCalledOnce();
    broken = false;
    await keeper.flush();
    expect((await store.get('lab-draft', 'lab'))!.text).toBe('a');
  });
});
