// How values travel between the checks and the reader's realm: plain data as copies, everything else
// as numbered handles. Encoding reads values that may be hostile (getters, Proxies, cycles, endless lists);
// decoding trusts nothing but that a structured clone is inert. Both are bounded.

import { bufferOf, byteLengthOf, copyTypedArray, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, isArray, isView, objectPrototype, ownKeys, typedArrayName } from './natives';

type Primitive = number | string | boolean | bigint | null | undefined;
export type Wire =
  | Primitive
  | ArrayBufferView
  | { t: 'list'; v: Wire[] }
  | { t: 'object'; k: string[]; v: Wire[] }
  | { t: 'handle'; id: number; is: string };

export interface Encoded {
  wire: Wire;
  /** Buffers that belong to this message alone and may be transferred. */
  transfer: ArrayBuffer[];
}

const maxDepth = 64;
const maxNodes = 4_000_000;
/** What a list or object costs beside its items: a message of many small lists is slow, one long list is not. */
const containerNodes = 10;
const maxBytes = 256 * 1024 * 1024;

/** A value that cannot travel; the message completes "It …". */
export class WireError extends Error {}

interface Budget {
  nodes: number;
  bytes: number;
}

function spend(budget: Budget, nodes: number, bytes: number): void {
  budget.nodes += nodes;
  budget.bytes += bytes;
  if (budget.nodes > maxNodes) throw new WireError(`holds too many values or lists; give back less, or a typed array`);
  if (budget.bytes > maxBytes) throw new WireError(`is larger than ${maxBytes / 1024 / 1024} MiB`);
}

/** Encodes a value. `toHandle` numbers an object that stays where it is. Throws WireError, or what the value's own traps throw. */
export function encode(value: unknown, toHandle: (object: object) => { id: number; is: string }): Encoded {
  const budget: Budget = { nodes: 0, bytes: 0 };
  const transfer: ArrayBuffer[] = [];

  const handle = (object: object): Wire => {
    const { id, is } = toHandle(object);
    return { t: 'handle', id, is };
  };

  const list = (items: ArrayLike<unknown>, depth: number): Wire => {
    const length = items.length;
    if (typeof length !== 'number' || !(length >= 0)) throw new WireError('is a list without a length');
    spend(budget, containerNodes + length, 0);
    const out: Wire[] = [];
    for (let i = 0; i < length; i++) out[i] = visit(items[i], depth + 1);
    return { t: 'list', v: out };
  };

  const object = (source: object, depth: number): Wire => {
    const keys = ownKeys(source);
    const names: string[] = [];
    const values: unknown[] = [];
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      const property = getOwnPropertyDescriptor(source, key);
      if (typeof key === 'symbol' || !property?.enumerable) continue;
      if (property.get || property.set || typeof property.value === 'function') return handle(source);
      names[names.length] = key;
      values[values.length] = property.value;
    }
    spend(budget, containerNodes + names.length, 0);
    const out: Wire[] = [];
    for (let i = 0; i < values.length; i++) out[i] = visit(values[i], depth + 1);
    return { t: 'object', k: names, v: out };
  };

  const visit = (item: unknown, depth: number): Wire => {
    if (item === null || item === undefined) return item;
    switch (typeof item) {
      case 'number':
      case 'boolean':
      case 'bigint':
        return item;
      case 'string':
        spend(budget, 0, item.length * 2);
        return item;
      case 'symbol':
        throw new WireError('holds a symbol, which has no value outside your program');
      case 'function':
        return handle(item);
    }
    if (depth > maxDepth) throw new WireError(`is nested more than ${maxDepth} deep, or contains itself`);
    if (isView(item) && typedArrayName(item)) {
      spend(budget, 1, byteLengthOf(item));
      const copy = copyTypedArray(item);
      if (!copy) return handle(item);
      transfer[transfer.length] = bufferOf(copy);
      return copy;
    }
    if (isArray(item)) return list(item as unknown[], depth);
    const prototype = getPrototypeOf(item as object);
    if (prototype === null || prototype === objectPrototype) return object(item as object, depth);
    return handle(item as object);
  };

  return { wire: visit(value, 0), transfer };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Decodes what came from the other side. Throws WireError on anything that encode() does not make. */
export function decode(wire: unknown, fromHandle: (id: number, is: string) => unknown): unknown {
  const budget: Budget = { nodes: 0, bytes: 0 };

  const object = (keys: unknown[], values: unknown[], depth: number): object => {
    const out: Record<string, unknown> = {};
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (typeof key !== 'string') throw new WireError('has a name that is not a string');
      // Not by assignment: "__proto__" must become a property like any other.
      defineProperty(out, key, { value: visit(values[i], depth + 1), writable: true, enumerable: true, configurable: true });
    }
    return out;
  };

  const visit = (item: unknown, depth: number): unknown => {
    spend(budget, typeof item === 'object' ? containerNodes : 1, 0);
    if (depth > maxDepth) throw new WireError(`is nested more than ${maxDepth} deep`);
    if (item === null || (typeof item !== 'object' && typeof item !== 'function' && typeof item !== 'symbol')) return item;
    if (isView(item) && typedArrayName(item)) return item;
    if (isRecord(item) && !isView(item)) {
      const { t, v, k, id, is } = item;
      if (t === 'list' && isArray(v)) {
        const out: unknown[] = [];
        for (let i = 0; i < v.length; i++) out[i] = visit(v[i], depth + 1);
        return out;
      }
      if (t === 'object' && isArray(k) && isArray(v) && k.length === v.length) return object(k, v, depth);
      if (t === 'handle' && typeof id === 'number' && typeof is === 'string') return fromHandle(id, is);
    }
    throw new WireError('is not in the form that values travel in');
  };

  return visit(wire, 0);
}
