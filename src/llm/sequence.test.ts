import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CausalGraph } from './runtime';
import { createSequence, type Sequence } from './sequence';
import { shippedModels } from './test-models';

/** Relative to the largest logit: sums in another order. Weights alone are quantized; all variants compute in fp32. */
const TOLERANCE = 1e-4;

for (const model of shippedModels())
  for (const variant of model.variants)
    describe(`a sequence of ${model.id}, ${variant}`, () => {
      const { vocabularySize: V, contextLength, layerCount, kvHeadCount, headSize } = model.config;
      let graph: CausalGraph;
      beforeAll(async () => void (graph = await model.open(variant)));
      afterAll(() => graph.dispose());
      const start = () => createSequence(graph, model.config);
      const anyIds = (minLength: number, maxLength: number) => fc.array(fc.integer({ min: 0, max: V - 1 }), { minLength, maxLength });
      const cuts = (ids: number[], at: number[]) => [0, ...[...new Set(at.map((x) => x % ids.length))].filter((x) => x > 0).sort((a, b) => a - b), ids.length];

      function expectSame(actual: Float32Array, expected: Float32Array): void {
        expect(actual.length).toBe(expected.length);
        const scale = expected.reduce((max, x) => Math.max(max, Math.abs(x)), 1);
        expect(actual.reduce((max, x, i) => Math.max(max, Math.abs(x - expected[i]!)), 0) / scale).toBeLessThan(TOLERANCE);
      }
      async function fresh(ids: readonly number[]): Promise<{ sequence: Sequence; logits: Float32Array }> {
        const sequence = start();
        return { sequence, logits: await sequence.step(ids) };
      }

      it('gives the same logits in any pieces', () =>
        fc.assert(
          fc.asyncProperty(anyIds(2, 24), fc.array(fc.nat(100), { maxLength: 4 }), async (ids, at) => {
            const { logits } = await fresh(ids);
            const sequence = start();
            const places = cuts(ids, at);
            for (let i = 0; i + 1 < places.length; i++) {
              const [from, to] = [places[i]!, places[i + 1]!];
              expectSame(await sequence.step(ids.slice(from, to)), logits.subarray(from * V, to * V));
            }
            expect(sequence.ids).toEqual(ids);
          }),
          { numRuns: 12 },
        ));

      it('a fork that goes its own way leaves the other as it was', () =>
        fc.assert(
          fc.asyncProperty(anyIds(1, 12), anyIds(1, 6), anyIds(1, 6), async (common, mine, theirs) => {
            const { sequence } = await fresh(common);
            const fork = sequence.fork();
            const ofFork = await fork.step(theirs);
            const before = await sequence.readCache();
            fork.dispose();
            const own = await sequence.step(mine);
            expectSame(own, (await fresh([...common, ...mine])).logits.subarray(common.length * V));
            expectSame(ofFork, (await fresh([...common, ...theirs])).logits.subarray(common.length * V));
            expect(before[0]!.keys).toHaveLength(kvHeadCount * common.length * headSize);
          }),
          { numRuns: 6 },
        ));

      it('after a trim goes on as if it had never read the rest', () =>
        fc.assert(
          fc.asyncProperty(anyIds(1, 16), fc.nat(16), anyIds(1, 6), async (ids, length, more) => {
            const { sequence } = await fresh(ids);
            const kept = Math.min(length, ids.length);
            const fork = sequence.fork();
            await sequence.trim(kept);
            expect(sequence.ids).toEqual(ids.slice(0, kept));
            expectSame(await sequence.step(more), (await fresh([...ids.slice(0, kept), ...more])).logits.subarray(kept * V));
            expect(fork.ids).toEqual(ids);
            expectSame(await fork.step(more), (await fresh([...ids, ...more])).logits.subarray(ids.length * V));
          }),
          { numRuns: 6 },
        ));

      it('shows keys and values that stay as they are when more tokens come', async () => {
        const { sequence } = await fresh([1, 2, 3]);
        const early = await sequence.readCache();
        await sequence.step([4, 5]);
        const late = await sequence.readCache();
        expect(late).toHaveLength(layerCount);
        for (const part of ['keys', 'values'] as const)
          late.forEach((layer, l) => {
            expect(layer[part]).toHaveLength(kvHeadCount * 5 * headSize);
            for (let head = 0; head < kvHeadCount; head++)
              expect(layer[part].slice(head * 5 * headSize, (head * 5 + 3) * headSize)).toEqual(early[l]![part].slice(head * 3 * headSize, (head + 1) * 3 * headSize));
          });
        early[0]!.keys.fill(9);
        expect((await sequence.readCache())[0]).toEqual(late[0]);
      });

      it('of a batch, each row is what it is alone', () =>
        fc.assert(
          fc.asyncProperty(fc.array(anyIds(1, 12), { minLength: 1, maxLength: 4 }), fc.nat(V - 1), async (rows, next) => {
            const first = await graph.run(rows, graph.emptyCache(rows.length));
            const second = await graph.run(rows.map(() => [next]), first.cache);
            for (const [r, row] of rows.entries()) {
              const { sequence, logits } = await fresh(row);
              expectSame(first.logits[r]!, logits);
              expectSame(second.logits[r]!, await sequence.step([next]));
            }
          }),
          { numRuns: 6 },
        ));

      it('refuses what it cannot do, and is none the worse for it', async () => {
        const { sequence, logits } = await fresh([1, 2]);
        await expect(sequence.step([])).rejects.toThrow('at least one token');
        for (const id of [-1, V, 1.5, NaN]) await expect(sequence.step([3, id])).rejects.toThrow(`there is no token ${id}; the vocabulary has ${V}`);
        await expect(sequence.step(new Array<number>(contextLength - 1).fill(1))).rejects.toThrow(`2 of ${contextLength} are taken`);
        await expect(sequence.trim(3)).rejects.toThrow('cannot trim to 3 tokens: the sequence has 2');
        await expect(sequence.trim(-1)).rejects.toThrow('cannot trim');
        const atWork = sequence.step([3]);
        await expect(sequence.step([3])).rejects.toThrow('is at work');
        expect(() => sequence.fork()).toThrow('is at work');
        await atWork;
        expect(sequence.ids).toEqual([1, 2, 3]);
        await sequence.trim(0);
        expectSame(await sequence.step([1, 2]), logits);
        sequence.dispose();
        sequence.dispose();
        await expect(sequence.step([3])).rejects.toThrow('disposed');
        await expect(graph.run([[1], []], graph.emptyCache(2))).rejects.toThrow('at least one token');
        const { cache } = await graph.run([[1], [2]], graph.emptyCache(2));
        await expect(graph.run([[1]], cache)).rejects.toThrow('the cache holds 2 rows, not 1');
        await expect(graph.run([[1], [2, 3]], cache)).rejects.toThrow('equally long');
      });
    });

describe('what holds a cache', () => {
  it('frees it when the last of a sequence and its forks lets go, and not while a step needs it', async () => {
    const freed: number[] = [];
    let made = 0;
    const cacheOf = (length: number) => ({ length, padding: [0], tensors: {}, number: made++ });
    const graph = {
      emptyCache: () => cacheOf(0),
      run: async (rows: readonly (readonly number[])[], cache: { length: number }) => ({ logits: [new Float32Array(rows[0]!.length)], cache: cacheOf(cache.length + rows[0]!.length), outputs: {} }),
      freeCache: (cache: { number?: number }) => void freed.push(cache.number!),
    } as unknown as CausalGraph;
    const a = createSequence(graph, { contextLength: 8, vocabularySize: 8 });
    await a.step([1]);
    expect(freed).toEqual([0]);
    const b = a.fork();
    await b.step([1]);
    a.dispose();
    expect(freed).toEqual([0, 1]);
    const last = b.step([1]);
    b.dispose();
    expect(freed).toEqual([0, 1]);
    await last;
    expect(freed).toEqual([0, 1, 2, 3]);
  });
});
