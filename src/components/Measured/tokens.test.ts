import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tokensOf } from './tokens';

it('loses nothing of any line', () => {
  fc.assert(fc.property(fc.string(), (line) => tokensOf(line).map((t) => t.text).join('') === line));
});
it('tells keywords, numbers, calls and comments apart', () => {
  expect(tokensOf('  let x = fma(a, 2.0, 1u); // f32').filter((t) => t.kind)).toEqual([
    { text: 'let', kind: 'keyword' },
    { text: 'fma', kind: 'function' },
    { text: '2.0', kind: 'constant' },
    { text: '1u', kind: 'constant' },
    { text: '// f32', kind: 'comment' },
  ]);
});
