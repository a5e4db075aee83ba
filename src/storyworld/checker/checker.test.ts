import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateDocument, generateStory } from '../documents';
import { FACTS } from '../knowledge';
import { checkDocument, isDerivable } from './index';

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const STORY =
  'One sunny morning, Ana the shy girl was in the garden. She had a red kite. She met Bo the kind boy. Ana gave the kite to Bo. Bo thanked Ana. Bo put the kite under the bench to keep it safe. Now the kite was under the bench. Then it was time for lunch.';

const findings = (text: string) => checkDocument(text).findings.map(({ kind, sentence, why }) => ({ kind, sentence, why }));
const contradiction = (from: string, to: string) => {
  expect(STORY).toContain(from);
  return findings(STORY.replace(from, to));
};

describe('the checker', () => {
  it('finds nothing in what StoryWorld tells', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(findings(generateDocument(seed).text)).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(findings(STORY)).toEqual([]);
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(checkDocument(text).grammatical).toBe(false);
      }),
    );
    fc.assert(
      fc.property(seeds, seeds, fc.nat(400), fc.nat(400), (one, other, cut, from) => {
        const text = generateDocument(one).text.slice(0, cut) + generateDocument(other).text.slice(from);
        const { findings: found } = checkDocument(text);
        for (const { sentence, at } of found) expect(text.slice(at, at + sentence.length)).toBe(sentence);
      }),
    );
  });

  it('says which sentence nobody says so', () => {
    expect(contradiction('She had a red kite.', 'She had red a kite.')[0]).toEqual({ kind: 'ungrammatical', sentence: 'She had red a kite.', why: 'nobody in StoryWorld says it so' });
  });

  it.each([
    ['She had a red kite.', 'He had a red kite.', '"he" is said of Ana'],
    ['Bo the kind boy', 'Bo the kind girl', 'Bo is a boy'],
    ['Ana gave the kite to Bo.', 'Bo gave the kite to Ana.', 'Bo does not have the kite'],
    ['Ana gave the kite to Bo.', 'Ana gave the ball to Bo.', 'there is no ball yet'],
    ['Ana gave the kite to Bo.', 'Ana gave the kite to Leo.', 'nobody has told of Leo yet'],
    ['Now the kite was under the bench.', 'Now the kite was behind the gate.', 'the kite is under the bench'],
    ['under the bench to keep', 'under the desk to keep', 'there is nothing "under the desk" where Bo is'],
    ['Now the kite was under the bench.', 'What colour was the kite? It was blue.', 'the kite is red'],
    ['Then it was time for lunch.', 'That night they slept well.', 'it was morning'],
    ['Bo thanked Ana.', 'Bo ate the kite.', 'that is not what a kite is for'],
    ['Bo thanked Ana.', 'Because Bo was proud, he wanted to help.', 'Bo is kind'],
  ])('%s → %s: %s', (from, to, why) => {
    expect(contradiction(from, to)[0]).toMatchObject({ kind: 'contradiction', why });
  });

  it('counts the hours', () => {
    const story = Array.from({ length: 500 }, (_, seed) => generateStory(seed)).find((each) => each.plot === 'errand' && /That took one hour/.test(each.text) && each.endState.hour)!;
    const later = story.text.replace('That took one hour', 'That took two hours');
    expect(findings(later)[0]?.why).toMatch(/^it is \w+$/);
  });

  it('knows questions, notes and what is always so', () => {
    const { who, value } = FACTS.find(({ relation }) => relation === 'season')!;
    const other = value === 'spring' ? 'winter' : 'spring';
    const ask = (answer: string) => `Question: When was ${who.name} born?\nAnswer: In ${answer}.`;
    expect(findings(ask(value))).toEqual([]);
    expect(findings(ask(other))).toMatchObject([{ kind: 'contradiction', why: `the answer is: In ${value}.` }]);
    expect(findings(`Note: ${who.name} was born in ${other}.\n${ask(other)}`)).toEqual([]);
    expect(findings(`Note: ${who.name} was born in ${other}.\n${ask(value)}`)).toMatchObject([{ kind: 'contradiction' }]);
    expect(findings(`About ${who.name}: ${who.name} is a ${who.kind}. ${who.pronoun === 'she' ? 'He' : 'She'} was born in ${value}.`)).toMatchObject([{ kind: 'contradiction' }]);
    expect(findings(`${STORY}\nQuestion: What colour is the kite?\nAnswer: Red.`)).toEqual([]);
    expect(findings(`${STORY}\nQuestion: Who has the kite?\nAnswer: Bo.`)).toMatchObject([{ kind: 'ungrammatical', why: 'that is not a question about this text' }]);
  });

  it('is less strict than StoryWorld itself', () => {
    expect(isDerivable(generateDocument(11).text)).toBe(true);
    expect(isDerivable(STORY)).toBe(false);
  });
});
