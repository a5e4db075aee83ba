import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode, WireError } from './wire';

const noHandles = () => {
  throw new Error('no handles here');
};
const roundTrip = (value: unknown) => decode(structuredClone(encode(value, noHandles).wire), noHandles);

const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.double(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    fc.bigInt(),
    fc.float32Array(),
    fc.uint8Array(),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value')),
  ),
})).value;

describe('plain data', () => {
  it('comes back as it went, __proto__ and t included', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(roundTrip(value)).toEqual(value);
      }),
    );
    const odd = JSON.parse('{"__proto__": {"polluted": 1}, "t": "handle", "id": 1, "is": "x"}') as object;
    expect(Object.keys(roundTrip(odd) as object)).toEqual(['__proto__', 't', 'id', 'is']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
  it('copies typed arrays, and their subclasses as the plain type', () => {
    class Odd extends Float64Array {}
    const source = Float64Array.from(new Odd([1, 2]));
    const { wire, transfer } = encode(new Odd(source), noHandles);
    expect(wire).toEqual(source);
    expect(transfer).toEqual([(wire as Float64Array).buffer]);
  });
});

describe('what is not plain', () => {
  class Node {}
  const ids = new Map<object, number>();
  const toHandle = (object: object) => {
    if (!ids.has(object)) ids.set(object, ids.size);
    return { id: ids.get(object)!, is: object.constructor.name };
  };
  it('becomes a handle: instances, functions, Maps, and objects with methods or accessors of their own', () => {
    const node = new Node();
    const decoded = decode(encode([node, { inner: node }, () => 1, new Map(), { f() {} }, { get x() { return 1; } }], toHandle).wire, (id, is) => `${id} ${is}`);
    expect(decoded).toEqual(['0 Node', { inner: '0 Node' }, '1 Function', '2 Map', '3 Object', '4 Object']);
  });
  it('never calls a getter', () => {
    let called = 0;
    encode({ get x() { return called++; } }, toHandle);
    expect(called).toBe(0);
  });
});

describe('bounds', () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);
  let doubled: unknown[] = [1];
  for (let i = 0; i < 30; i++) doubled = [doubled, doubled];
  it.each([
    ['a cycle', cycle, /nested more than 64 deep/],
    ['a list that doubles', doubled, /holds too many values/],
    ['a list without an end', new Proxy([], { get: (_, key) => (key === 'length' ? 2 ** 32 : 0) }), /holds too many values/],
    ['a symbol', [Symbol('x')], /symbol/],
  ])('refuses %s', (_, value, message) => {
    expect(() => encode(value, noHandles)).toThrow(message);
  });
  it('refuses on arrival whatever encode does not make', () => {
    const foreign = [new Map(), new Date(), /x/, { t: 'list' }, { t: 'list', v: 'abc' }, { t: 'object', k: ['a'], v: [] }, { t: 'object', k: [1], v: [1] }, { t: 'handle', id: '1', is: '' }, {}, [], new DataView(new ArrayBuffer(8)), new Error('x')];
    for (const wire of foreign) expect(() => decode(wire, () => 0)).toThrow(WireError);
  });
  it('refuses on arrival a list that shares itself into more values than the bound', () => {
    let wire: unknown = 1;
    for (let i = 0; i < 40; i++) wire = { t: 'list', v: [wire, wire] };
    expect(() => decode(wire, () => 0)).toThrow(/holds too many values/);
  });
  it('never throws anything but WireError on arrival', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true }), (wire) => {
        try {
          decode(wire, () => 0);
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
    );
  });
});
