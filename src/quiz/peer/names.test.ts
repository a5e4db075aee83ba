import { describe, expect, it } from 'vitest';
import { createRng } from '@site/src/engine/random';
import { adjectives, animals, drawName } from './names';

describe('drawName', () => {
  it('has at least 40,000 names of two plain words, none there twice', () => {
    const words = [...adjectives, ...animals];
    expect(new Set(words).size).toBe(words.length);
    for (const word of words) expect(word).toMatch(/^[A-Z][a-z]{2,10}$/);
    expect(adjectives.length * animals.length).toBeGreaterThanOrEqual(40_000);
  });
  it('gives the same name for the same seed and room', () => {
    for (const seed of [0, 1, 2 ** 31, 12345]) expect(drawName(new Set(), createRng(seed))).toBe(drawName(new Set(), createRng(seed)));
    expect(new Set(Array.from({ length: 100 }, (_, seed) => drawName(new Set(), createRng(seed)))).size).toBeGreaterThan(95);
  });
  it('names 5,000 people without a number', () => {
    const rng = createRng(7);
    const taken = new Set<string>();
    for (let i = 0; i < 5000; i++) taken.add(drawName(taken, rng));
    expect(taken.size).toBe(5000);
    expect([...taken].filter((name) => /\d/.test(name))).toEqual([]);
  });
  it('falls back to the first free number when every name is taken', () => {
    const taken = new Set(adjectives.flatMap((adjective) => animals.map((animal) => `${adjective} ${animal}`)));
    const second = drawName(taken, createRng(3));
    expect(second).toMatch(/ 2$/);
    expect(drawName(new Set([...taken, second]), createRng(3))).toBe(second.replace(/2$/, '3'));
  });
});
