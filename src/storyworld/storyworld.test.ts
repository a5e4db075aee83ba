import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFact, createChooser, generateStory, holderOf, type WorldState } from './index';

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('chooser', () => {
  it('draws options as often as their weights say and adds up the log-probability', () => {
    const chooser = createChooser(1);
    let sum = 0;
    let heavy = 0;
    for (let i = 0; i < 4000; i++) {
      const pick = chooser.choose('letter', ['a', 'b', 'never'], (each) => ({ a: 3, b: 1, never: 0 })[each]!);
      expect(pick).not.toBe('never');
      if (pick === 'a') heavy++;
      sum += Math.log(pick === 'a' ? 0.75 : 0.25);
    }
    expect(heavy / 4000).toBeCloseTo(0.75, 1);
    expect(chooser.logProbabilityNats).toBeCloseTo(sum, 6);
  });

  it('refuses an empty list of options', () => {
    expect(() => createChooser(1).choose('nothing', [])).toThrow('"nothing"');
  });
});

describe('stories', () => {
  it('are the same for the same seed and differ for others', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(generateStory(seed)).toEqual(generateStory(seed));
      }),
      { numRuns: 50 },
    );
    expect(new Set(Array.from({ length: 200 }, (_, seed) => generateStory(seed).text)).size).toBe(200);
  });

  it('are plain ASCII sentences with every slot filled', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { text } = generateStory(seed);
        expect(text).toMatch(/^[A-Z][\x20-\x7e]*[.!]$/);
        expect(text).not.toMatch(/[{}]|undefined| {2}/);
      }),
    );
  });

  it('never contradict themselves: the facts, replayed, end in the same world', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { facts, endState } = generateStory(seed);
        const replayed: WorldState = { ...endState, placeOf: new Map(), locationOf: new Map() };
        for (const fact of facts) applyFact(replayed, fact);
        expect(replayed).toEqual(endState);
      }),
    );
  });

  it('answer their own question truly', () => {
    let asked = 0;
    for (let seed = 0; seed < 3000; seed++) {
      const { text, endState } = generateStory(seed);
      const who = /Who had the (\w+) now\? (\w+) had it\./.exec(text);
      const where = /Where was the (\w+) now\? It was (?!all gone)([^.]+)\./.exec(text);
      if (who) expect(endState.locationOf.get(who[1]!)).toEqual({ holder: who[2] });
      if (where) expect(endState.locationOf.get(where[1]!)).toMatchObject({ spot: where[2] });
      if (who ?? where) asked++;
    }
    expect(asked).toBeGreaterThan(300);
  });

  it('have the log-probability of their choices', () => {
    const { choices, logProbabilityNats } = generateStory(7);
    expect(logProbabilityNats).toBeCloseTo(choices.reduce((sum, { probability }) => sum + Math.log(probability), 0), 9);
  });
});

describe('the world', () => {
  it('refuses a fact that can not be: giving what one does not have', () => {
    const story = generateStory(3);
    const own = story.facts.find((fact) => fact.kind === 'own')!;
    if (own.kind !== 'own') throw new Error('a story without a thing');
    const stranger = { ...own.who, name: 'Nobody' };
    expect(() => applyFact(story.endState, { kind: 'give', from: stranger, to: own.who, item: own.item })).toThrow('"give"');
    expect(holderOf(story.endState, own.item)).not.toBe('Nobody');
  });
});
