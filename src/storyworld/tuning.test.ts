import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDocument, FACTS, fulfils, generateDocument, generateInstruction, generatePreferencePair, heldOutQuestions, passages, preferenceProbability, questionWithNote, score } from './index';

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

describe('instructions', () => {
  it('get a response that does what they ask', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { instruction, response, request } = generateInstruction(seed);
        expect(generateInstruction(seed).response).toBe(response);
        if (request) {
          expect(fulfils(request, response)).toBe(true);
          expect(checkDocument(response).findings).toEqual([]);
        } else {
          const [story, question] = instruction.split('\n');
          expect(checkDocument(`${story}\nQuestion: ${question}\nAnswer: ${response}`).findings).toEqual([]);
        }
      }),
    );
  });

  it('are not fulfilled by a story about somebody else', () => {
    const asked = Array.from({ length: 50 }, (_, seed) => generateInstruction(seed)).filter(({ request }) => request);
    const [one] = asked;
    const other = asked.find(({ request }) => request!.hero !== one!.request!.hero)!;
    expect(fulfils(one!.request!, other.response)).toBe(false);
  });
});

describe('preferences', () => {
  const pairs = Array.from({ length: 800 }, (_, seed) => generatePreferencePair(seed));

  it('follow the rule as often as the noise says', () => {
    const rightShare = pairs.filter((pair) => pair.chosenScore > pair.rejectedScore).length / pairs.length;
    const expected = pairs.reduce((sum, { chosenScore, rejectedScore }) => sum + preferenceProbability(Math.max(chosenScore, rejectedScore), Math.min(chosenScore, rejectedScore)), 0) / pairs.length;
    expect(Math.abs(rightShare - expected)).toBeLessThan(0.05);
    expect(expected).toBeLessThan(0.97);
    expect(preferenceProbability(1, 0) + preferenceProbability(0, 1)).toBeCloseTo(1);
    expect(preferenceProbability(1, 0)).toBeCloseTo(0.88, 2);
  });

  it('punish what contradicts itself', () => {
    const sound = pairs.filter(({ chosen, rejected }) => checkDocument(chosen).consistent && !checkDocument(rejected).consistent).length;
    const unsound = pairs.filter(({ chosen, rejected }) => !checkDocument(chosen).consistent && checkDocument(rejected).consistent).length;
    expect(sound).toBeGreaterThan(20 * unsound);
    const { request, response } = Array.from({ length: 20 }, (_, seed) => generateInstruction(seed)).find((each) => each.request)!;
    expect(score(request!, response)).toBeGreaterThan(score(request!, response.replace(/\b(\w+) the (\w+) (\w+)/, '$1 the $2 ghost')));
  });
});

describe('retrieval', () => {
  it('has a passage for each fact and questions whose answer stands in theirs alone', () => {
    expect(passages()).toHaveLength(FACTS.length);
    const texts = new Map(passages().map(({ id, text }) => [id, text]));
    for (const { passageId, question, answer } of heldOutQuestions()) {
      const document = `${questionWithNote([texts.get(passageId)!], question)} ${answer}`;
      expect(checkDocument(document).findings, document).toEqual([]);
    }
  });

  it('asks nothing that a training text answers', () => {
    const asked = new Set(heldOutQuestions().map(({ question }) => question));
    for (let seed = 0; seed < 4000; seed++) {
      const { kind, text } = generateDocument(seed);
      if (kind === 'question') expect(asked.has(text.slice('Question: '.length, text.indexOf('\n')))).toBe(false);
    }
  });
});
