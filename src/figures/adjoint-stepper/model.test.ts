import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildGraph, defaults, tryGraph } from './model';

const at = { a: 0.5, b: -1.5, c: 2 };

/** Central difference of the drawn expression in one input. */
function slope(text: string, name: 'a' | 'b' | 'c'): number {
  const h = 1e-5;
  const f = (delta: number) => buildGraph(text, { ...at, [name]: at[name] + delta }).nodes.at(-1)!.data;
  return (f(h) - f(-h)) / (2 * h);
}

test.each(['tanh(a*b + a*a)', 'a*a', 'log(1 + exp(-a*b))', '(a + b)*(a + b)/(1 + c^2)', 'exp(a)^-0.5 - c', '2*a - -b'])('%s: last adjoints are the slopes', (text) => {
  const { nodes, frames } = buildGraph(text, at);
  const last = frames.at(-1)!;
  expect(last.waiting.every((n) => n === 0)).toBe(true);
  nodes.forEach(({ label }, i) => {
    if (label === 'a' || label === 'b' || label === 'c') expect(last.adjoints[i]).toBeCloseTo(slope(text, label), 6);
  });
});

test('the example worked by hand in the chapter', () => {
  const { nodes, edges, frames } = buildGraph(defaults.text, { a: 0.5, b: -1.5, c: 1 });
  expect(nodes.map((n) => n.label)).toEqual(['a', 'b', '×', '×', '+', 'tanh']);
  expect(nodes[4]!.data).toBe(-0.5);
  expect(edges).toHaveLength(7);
  const [a, b] = frames.at(-1)!.adjoints;
  const slopeOfTanh = 1 - Math.tanh(-0.5) ** 2;
  expect(a).toBeCloseTo(slopeOfTanh * (-1.5 + 1), 12);
  expect(b).toBeCloseTo(slopeOfTanh * 0.5, 12);
});

test('an equal sub-expression is one node', () => {
  expect(buildGraph('(a+b)*(a+b)', at).nodes).toHaveLength(4);
});

test('every adjoint is complete before it is handed on', () => {
  const { edges, frames } = buildGraph('tanh(a*b + a*a) * (a*b)', at);
  frames.slice(1).forEach(({ edge }, k) => expect(frames[k]!.waiting[edges[edge]!.to]).toBe(0));
});

describe('what cannot be read is said in words', () => {
  test.each(['', 'a +', 'x', '(a', 'a b', 'tanh a', 'a^b', 'a)', 'constructor', '3..4'])('%j', (text) => {
    expect(typeof tryGraph(text, at)).toBe('string');
  });
  test('never anything worse', () => {
    fc.assert(fc.property(fc.string({ maxLength: 40 }), (text) => void tryGraph(text, at)));
  });
  test('too long', () => expect(tryGraph(Array.from({ length: 20 }, (_, i) => `a*${i}`).join('+'), at)).toContain('shorter'));
});
