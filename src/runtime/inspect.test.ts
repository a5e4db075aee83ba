import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspect } from './inspect';

class Value {
  data: number;
  grad = 0;
  constructor(data: number) {
    this.data = data;
  }
}

describe('inspect', () => {
  it.each<[unknown, string]>([
    ['text', 'text'],
    [['a', 1, null, undefined], '["a", 1, null, undefined]'],
    [-0, '-0'],
    [0.1 + 0.2, '0.30000000000000004'],
    [Float32Array.of(0.1, 2), 'Float32Array(2) [0.1, 2]'],
    [new Value(3), 'Value { data: 3, grad: 0 }'],
    [{ a: { b: { c: { d: 1 } } } }, '{ a: { b: { c: {…} } } }'],
    [new Map([['k', [1]]]), 'Map { "k" => [1] }'],
    [new RangeError('too long'), 'RangeError: too long'],
    [function f() {}, '[function f]'],
    [{}, '{}'],
    [[], '[]'],
    [12n, '12n'],
  ])('shows %o', (value, text) => {
    expect(inspect(value)).toBe(text);
  });
  it('calls no getter', () => {
    expect(inspect({ get x() { throw new Error('called'); } })).toBe('{ x: [getter] }');
  });
  it('never throws and stays short', () => {
    fc.assert(fc.property(fc.anything({ withMap: true, withSet: true, withTypedArray: true, withNullPrototype: true }), (value) => inspect(value).length < 10_100));
    const hostile = new Proxy({}, { getPrototypeOf() { throw new Error('no'); }, ownKeys() { throw new Error('no'); } });
    expect(inspect(hostile)).toBe('[an object that cannot be read]');
    expect(inspect('x'.repeat(1e6))).toHaveLength(10_000 + '… (1000000 characters)'.length);
  });
});
