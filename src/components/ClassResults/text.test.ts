import { describe, expect, it } from 'vitest';
import { renderForeign, renderForeignInline } from '@site/src/markdown';
import { fromTo, listed, percent, plainText, plural, points, signed } from './text';

const spaced = (text: string) => text.replaceAll('\u00a0', ' ');

describe('numbers', () => {
  it('are rounded for reading', () => {
    expect([percent(18 / 29), percent(0), percent(undefined)].map(spaced)).toEqual(['62 %', '0 %', '–']);
    expect([signed(0.421), signed(-0.421), signed(-0.001), signed(undefined)]).toEqual(['+0.42', '−0.42', '0.00', '–']);
    expect([points(4.75), points(-1), points(0.1 + 0.2), points(5)]).toEqual(['4.75', '−1', '0.3', '5']);
    expect([plural(1, 'vote'), plural(20_000, 'vote')]).toEqual(['1 vote', '20,000 votes']);
    expect([listed(['A']), listed(['A', 'B']), listed(['A', 'B', 'C'])]).toEqual(['A', 'A and B', 'A, B and C']);
  });
  it('that differ look different', () => {
    expect([fromTo(0.62, 0.55), fromTo(0.623, 0.618), fromTo(0.5, 0.5)].map(spaced)).toEqual(['62 to 55 %', '62.3 to 61.8 %', '50 to 50 %']);
  });
});

describe('plainText', () => {
  it.each([
    ['Twice as *fast* as before: $T^2$, or $\\frac{a}{b} < c$?', 'Twice as fast as before: $T^2$, or $\\frac{a}{b} < c$?'],
    ['Two & three < four\n\n- one\n- `a > b && c`\n', 'Two & three < four one a > b && c'],
    ['What does it print?\n\n```ts\nconst a = "x";\nlog(a);\n```\n', 'What does it print? const a = "x"; log(a);'],
    ['$$\n\\sum_i x_i\n$$\n\nand [a link](https://example.org/?a=1&b=2)', '$\\sum_i x_i$ and a link'],
    ['| a | b |\n|---|---|\n| 1 | 2 |', 'a b 1 2'],
    ['<b onclick="x>y">loud</b>', '<b onclick="x>y">loud</b>'],
  ])('of %j', async (markdown, words) => expect(plainText(await renderForeign(markdown))).toBe(words));
  it('leaves the marks of formulas out where nobody needs them', async () => expect(plainText(await renderForeignInline('as $T^2$'), '')).toBe('as T^2'));
});
