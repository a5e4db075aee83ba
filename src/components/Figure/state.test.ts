import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeState, encodeState } from './state';

const defaults = { rows: 4, name: 'ring', on: false };

it('reads back what it wrote', () => {
  const state = fc.record({ rows: fc.double({ noNaN: true, noDefaultInfinity: true }), name: fc.string(), on: fc.boolean() });
  fc.assert(
    fc.property(state, (s) => {
      const normal = { ...s, rows: s.rows + 0 };
      expect(decodeState(encodeState(normal, defaults), defaults)).toEqual(normal);
    }),
  );
});

it('keeps the defaults for what it cannot read', () => {
  expect(decodeState('rows:abc,on:maybe,other:1,name:%E0%A4%A', defaults)).toEqual(defaults);
  expect(encodeState(defaults, defaults)).toBe('');
});
