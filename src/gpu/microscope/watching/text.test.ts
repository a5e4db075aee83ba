import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeOf } from '../../wgsl/problem';
import { Text } from './text';

it('has the lines and columns of the front end, whatever breaks lines', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'fn f', '\n', '\r\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029'), { maxLength: 12 }), fc.nat(20), (parts, at) => {
      const source = parts.join('');
      const start = Math.min(at, source.length);
      if (source[start - 1] === '\r' && source[start] === '\n') return;
      expect(new Text(source).placeOf({ start, end: source.length })).toMatchObject(placeOf(source, start));
    }),
  );
});
