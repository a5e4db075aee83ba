import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../engine/random';
import { argmax, candidates, sampleToken, softmax, topTokens } from './sampling';

const logitsOf = (...probabilities: number[]) => Float32Array.from(probabilities, Math.log);

describe('softmax', () => {
  it('sums to one and survives large logits', () => {
    expect([...softmax([1000, 1000])]).toEqual([0.5, 0.5]);
    fc.assert(
      fc.property(fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1 }), fc.double({ min: 0.1, max: 5, noNaN: true }), (logits, temperature) => {
        expect(softmax(logits, temperature).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
      }),
    );
  });

  it('is sharper when cold: at temperature 1/2 odds are squared', () => {
    const [a, b] = softmax(logitsOf(0.8, 0.2), 0.5);
    expect(a! / b!).toBeCloseTo(16, 3);
  });
});

describe('candidates', () => {
  const logits = logitsOf(0.1, 0.4, 0.2, 0.3);
  const idsOf = (options: Parameters<typeof candidates>[1]) => candidates(logits, options).map(({ id }) => id);

  it('keeps all, the k best, or the fewest that reach p', () => {
    expect(idsOf({})).toEqual([1, 3, 2, 0]);
    expect(idsOf({ topK: 2 })).toEqual([1, 3]);
    expect(idsOf({ topP: 0.65 })).toEqual([1, 3]);
    expect(idsOf({ topP: 0.75 })).toEqual([1, 3, 2]);
    expect(idsOf({ topP: 0.01 })).toEqual([1]);
  });

  it('measures top-p in what top-k left: 0.4 of 0.7 is 57 %', () => {
    expect(idsOf({ topK: 2, topP: 0.56 })).toEqual([1]);
    expect(idsOf({ topK: 2, topP: 0.58 })).toEqual([1, 3]);
  });

  it('have probabilities that sum to one', () => {
    const kept = candidates(logits, { topK: 2 });
    expect(kept[0]!.probability).toBeCloseTo(4 / 7, 5);
    expect(kept[1]!.probability).toBeCloseTo(3 / 7, 5);
  });

  it('is greedy at temperature 0, and refuses what makes no sense', () => {
    expect(candidates(logits, { temperature: 0, topK: 3 })).toEqual([{ id: 1, probability: 1 }]);
    for (const temperature of [-1, NaN, Infinity]) expect(() => candidates(logits, { temperature })).toThrow(`temperature must be a finite number of 0 or more, not ${temperature}`);
    for (const topK of [-1, 1.5, NaN]) expect(() => candidates(logits, { topK })).toThrow('topK must be a whole number');
    for (const topP of [0, -0.1, 1.1, NaN]) expect(() => candidates(logits, { topP, temperature: 0 })).toThrow('topP must be above 0');
  });

  it('top-k of 0 and of more than there are keep all', () => {
    expect(idsOf({ topK: 0 })).toEqual(idsOf({}));
    expect(idsOf({ topK: 99 })).toEqual(idsOf({}));
  });

  it('keeps a token of probability 0 out of what top-p draws, and refuses logits that are no numbers', () => {
    expect(candidates([0, -Infinity, 0], { topP: 0.99 }).map(({ id }) => id)).toEqual([0, 2]);
    for (const bad of [[NaN, 1], [1, NaN], [1, Infinity], [-Infinity, -Infinity]]) expect(() => candidates(bad, {})).toThrow('NaN or an infinity');
  });

  it('are what sorting all and cutting would keep, ties too', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -6, max: 3 }), { minLength: 1, maxLength: 40 }), fc.nat(45), fc.double({ min: 0.01, max: 1, noNaN: true }), (raw, topK, topP) => {
        const probabilities = softmax(raw);
        const sorted = [...probabilities.keys()].sort((a, b) => probabilities[b]! - probabilities[a]! || a - b).slice(0, topK || raw.length);
        const total = sorted.reduce((sum, id) => sum + probabilities[id]!, 0);
        let reached = 0;
        const enough = sorted.findIndex((id) => (reached += probabilities[id]!) >= topP * total);
        const kept = candidates(raw, { topK, topP }).map(({ id }) => id);
        // Where p is met but for rounding, the last may be in or out.
        const certain = topP < 1 ? sorted.slice(0, enough) : sorted;
        expect(kept.slice(0, certain.length)).toEqual(certain);
        expect(kept.length).toBeLessThanOrEqual(topP < 1 && enough >= 0 ? enough + 2 : sorted.length);
        expect(topTokens(probabilities, topK).map(({ id }) => id)).toEqual(topK === 0 ? [] : sorted);
      }),
    );
  });
});

describe('sampleToken', () => {
  it('draws as often as the probabilities say, and the same for the same seed', () => {
    const logits = logitsOf(0.7, 0.1, 0.2);
    const draw = (seed: number) => {
      const random = createRng(seed).uniform;
      return Array.from({ length: 5000 }, () => sampleToken(logits, {}, random).id);
    };
    const drawn = draw(3);
    expect(draw(3)).toEqual(drawn);
    expect(draw(4)).not.toEqual(drawn);
    [0.7, 0.1, 0.2].forEach((p, id) => expect(drawn.filter((each) => each === id).length / 5000).toBeCloseTo(p, 1));
  });

  it('never draws what was filtered out', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: -20, max: 20, noNaN: true }), { minLength: 5, maxLength: 30 }), fc.integer(), (logits, seed) => {
        const { id } = sampleToken(logits, { topK: 3 }, createRng(seed).uniform);
        expect(topTokens(softmax(logits), 3).map((each) => each.id)).toContain(id);
      }),
    );
  });

  it('argmax takes the first of equals', () => expect(argmax([1, 5, 5])).toBe(1));
});
