import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLOTS } from './plots';
import {
  applyFact,
  createChooser,
  derivations,
  derivationsOf,
  FACTS,
  generateDocument,
  generateStory,
  GRAMMAR,
  holderOf,
  knownFact,
  tellDocument,
  tellStory,
  textLogProbabilityNats,
  type Chooser,
  type Grammar,
  type Program,
} from './index';
import { createState } from './state';
import { WORLD } from './world';

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

/** One pattern for each saying, two of whatever there must be two of. */
const TINY: Grammar = {
  world: {
    ...WORLD,
    characters: WORLD.characters.filter(({ name }) => name === 'Ana' || name === 'Bo'),
    traits: ['shy'],
    things: WORLD.things.slice(0, 2),
    colours: ['red'],
    places: [{ ...WORLD.places[0]!, spots: WORLD.places[0]!.spots.slice(0, 2) }],
    times: ['morning'],
    weathers: ['windy'],
  },
  sayings: Object.fromEntries(Object.entries(GRAMMAR.sayings).map(([name, saying]) => [name, { ...saying, patterns: saying.patterns.slice(0, 1) }])) as unknown as Grammar['sayings'],
  plots: { hide: PLOTS.hide },
};

describe('choices', () => {
  it('fall as often as their weights say', () => {
    const chooser = createChooser(1);
    let heavy = 0;
    for (let i = 0; i < 4000; i++) {
      const pick = chooser.choose('letter', ['a', 'b', 'never'], (each) => ({ a: 3, b: 1, never: 0 })[each]!);
      expect(pick).not.toBe('never');
      if (pick === 'a') heavy++;
    }
    expect(heavy / 4000).toBeCloseTo(0.75, 1);
  });

  it('can not be made among nothing', () => {
    expect(() => createChooser(1).choose('nothing', [])).toThrow('"nothing"');
  });
});

describe('derivations', () => {
  const coinTwice: Program = ({ choose, emit }) => {
    for (let i = 0; i < 2; i++) emit(choose('side', ['a', 'b'], (side) => (side === 'a' ? 3 : 1)));
  };
  /** "aa" has two derivations. */
  const ambiguous: Program = ({ choose, emit }) => {
    if (choose('whole', [true, false])) emit('aa');
    else coinTwice({ choose, emit });
  };

  it('are all ways through a program, with their probabilities', () => {
    expect([...derivations(coinTwice)].map(({ text, logProbabilityNats }) => [text, Math.exp(logProbabilityNats)])).toEqual([
      ['aa', expect.closeTo(9 / 16)],
      ['ab', expect.closeTo(3 / 16)],
      ['ba', expect.closeTo(3 / 16)],
      ['bb', expect.closeTo(1 / 16)],
    ]);
  });

  it('add up to the probability of a text', () => {
    expect(derivationsOf(ambiguous, 'aa')).toHaveLength(2);
    expect(Math.exp(textLogProbabilityNats(ambiguous, 'aa'))).toBeCloseTo(0.5 + 0.5 * (9 / 16));
    expect(textLogProbabilityNats(ambiguous, 'c')).toBe(-Infinity);
  });

  it('of a tiny world: every text has one, and the probabilities sum to one', () => {
    const all = [...derivations((chooser) => void tellStory(chooser, TINY))];
    expect(all.length).toBeGreaterThan(1000);
    expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
    expect(all.reduce((sum, { logProbabilityNats }) => sum + Math.exp(logProbabilityNats), 0)).toBeCloseTo(1, 9);
  }, 60_000);

  it('of a document in the whole world: one, of the probability that it was drawn with', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { text, logProbabilityNats } = generateDocument(seed);
        const found = derivationsOf((chooser) => void tellDocument(chooser), text);
        expect(found).toHaveLength(1);
        expect(found[0]!.logProbabilityNats).toBeCloseTo(logProbabilityNats, 9);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});

describe('stories', () => {
  it('are the same for the same seed and differ for others', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [one, other] = [generateStory(seed), generateStory(seed)];
        expect(one.text).toBe(other.text);
        expect(one.choices).toEqual(other.choices);
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
        const replayed = createState();
        for (const fact of facts) applyFact(replayed, fact);
        expect([...replayed.locationOf]).toEqual([...endState.locationOf]);
        expect(replayed.hour).toBe(endState.hour);
      }),
    );
  });

  it('refuse a fact that can not be: giving what one does not have', () => {
    const { facts, endState } = generateStory(3);
    const own = facts.find((fact) => fact.kind === 'own')!;
    const stranger = { name: 'Nobody', kind: 'ghost', pronoun: 'he', trait: 'shy' } as const;
    expect(() => applyFact(endState, { kind: 'give', from: stranger, to: own.who, item: own.item })).toThrow('Nobody does not have');
    expect(holderOf(endState, own.item)).not.toBe(stranger);
  });
});

describe('what is held out', () => {
  it('is about a quarter of the facts, and no training text tells it', () => {
    const heldOut = FACTS.filter((fact) => fact.heldOut);
    expect(heldOut.length / FACTS.length).toBeGreaterThan(0.15);
    expect(heldOut.length / FACTS.length).toBeLessThan(0.35);
    const texts = Array.from({ length: 5000 }, (_, seed) => generateDocument(seed)).filter(({ kind }) => kind === 'description' || kind === 'question');
    expect(texts.length).toBeGreaterThan(300);
    const births = FACTS.filter(({ relation }) => relation === 'season');
    for (const { who, value, heldOut: isHeldOut } of births) {
      const told = texts.some(({ text }) => text.includes(`When was ${who.name} born?\nAnswer: In ${value}.`) || (text.startsWith(`About ${who.name}:`) && / born in | is in /.test(text)));
      expect(told, who.name).toBe(!isHeldOut);
    }
  });

  it('does not show in stories of birthdays', () => {
    const gifts = Array.from({ length: 3000 }, (_, seed) => generateStory(seed)).filter(({ plot }) => plot === 'gift');
    for (const { text } of gifts) {
      const said = /(?:(\w+) liked nothing better than|What (\w+) liked best was|(\w+) had wished for) an? (\w+)/.exec(text);
      if (!said) continue;
      const known = knownFact((said[1] ?? said[2] ?? said[3])!, 'favourite');
      expect(known).toMatchObject({ value: said[4], heldOut: false });
    }
  });
});

describe('the plots', () => {
  it('all come up, and each program asks the chooser alone', () => {
    const plots = new Set(Array.from({ length: 300 }, (_, seed) => generateStory(seed).plot));
    expect(plots).toEqual(new Set(Object.keys(PLOTS)));
    const alwaysFirst: Chooser = { choose: (_, options, weightOf = () => 1) => options.find((each) => weightOf(each) > 0)!, emit: () => undefined };
    expect(tellStory(alwaysFirst).plot).toBe(Object.keys(PLOTS)[0]);
  });
});
