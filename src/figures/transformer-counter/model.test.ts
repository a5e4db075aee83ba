// Against numbers of the chapter worked by hand, the closed form of Llama 2 7B, and what must hold for every model.
import { describe, expect, it, test } from 'vitest';
import { count, defaults, LENGTH_LOG2, models } from './model';

const rowOf = (counted: ReturnType<typeof count>, part: string) => counted.rows.find((row) => row.part === part)!;
const lengths = Array.from({ length: LENGTH_LOG2.max - LENGTH_LOG2.min + 1 }, (_, i) => LENGTH_LOG2.min + i);
const everywhere = models.flatMap(({ value }) => lengths.flatMap((log2Tokens) => [true, false].map((causal) => ({ model: value, log2Tokens, causal }))));

describe('the still: Llama 2 7B on 4,096 tokens', () => {
  const counted = count(defaults);
  it('has the published number of parameters', () => expect(counted.parameters).toBe(6_738_415_616));
  it('equals the closed form L(8sh² + 4s²h + 3s²n) + 6Lshi + 2shv', () => {
    const [L, s, h, i, v, n] = [32, 4096, 4096, 11_008, 32_000, 32];
    expect(counted.forwardFlops).toBe(L * (8 * s * h * h + 4 * s * s * h + 3 * s * s * n) + 6 * L * s * h * i + 2 * s * h * v);
    expect(counted.stepFlops / 1.889e14).toBeCloseTo(1, 3);
  });
  it('has the rule fall short as the text says', () => {
    expect(counted.rules).toHaveLength(1);
    expect(counted.rules[0]!.error).toBeCloseTo((6 * 6.738415616e9 * 4096) / 1.88918e14 - 1, 3);
  });
  it('has the shares worked by hand', () => {
    expect(rowOf(counted, 'feed-forward').flopShare).toBeCloseTo(3.5463e13 / 6.2975e13, 3);
    expect(rowOf(counted, 'attention').flopShare).toBeCloseTo(1.7592e13 / 6.2975e13, 3);
    expect(rowOf(counted, 'output').flopShare).toBeCloseTo(1.0737e12 / 6.2975e13, 3);
  });
});

test('shares sum to 1 for every model, length and kernel', () => {
  for (const state of everywhere) {
    const { rows } = count(state);
    expect(rows.reduce((sum, row) => sum + row.parameterShare, 0)).toBeCloseTo(1, 9);
    expect(rows.reduce((sum, row) => sum + row.flopShare, 0)).toBeCloseTo(1, 9);
    for (const row of rows) if (row.products.length === 0) expect(row.note).toBeDefined();
  }
});

test('at the even length the squares cost what the weights cost: the ratio of costs is the ratio of lengths', () => {
  for (const state of everywhere) {
    const counted = count(state);
    const squares = rowOf(counted, 'scores').flops;
    const scored = (length: number) => (state.causal ? (length + 1) / 2 : length);
    expect((squares / (counted.forwardFlops - squares)) * (scored(counted.evenLength) / scored(counted.tokens))).toBeCloseTo(1, 9);
  }
});

test('a GPT shape is even near 6d, which leaves out softmax and logits', () => {
  expect(count({ ...defaults, model: 'gpt-3-175b' }).evenLength / (6 * 12_288)).toBeCloseTo(1, 1);
});

test('Mixtral: the rule with all parameters is far too high, with the active ones it falls short', () => {
  const { rules, parameters, activeParameters } = count({ ...defaults, model: 'mixtral-8x7b' });
  expect([parameters, activeParameters]).toEqual([46_702_792_704, 12_879_925_248]);
  expect(rules[0]!.error).toBeGreaterThan(2);
  expect(rules[1]!.error).toBeLessThan(0);
});

test('a state from a link that names no model or length falls back', () => {
  const counted = count({ model: 'no-such-model', log2Tokens: 99, causal: false });
  expect([counted.config.name, counted.tokens]).toEqual(['Llama 2 7B', 131_072]);
});

test('a tied output has no parameters of its own, and still its product', () => {
  const output = rowOf(count({ ...defaults, model: 'storyworld' }), 'output');
  expect(output.parameters).toBe(0);
  expect(output.flops).toBe(2 * 4096 * 128 * 896);
});
