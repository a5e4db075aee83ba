// Turns any value into text for the console panel. Never throws and never calls a getter; bounded in
// depth and length. Runs in the reader's realm: natives only (see natives.ts).

import { getOwnPropertyDescriptor, getPrototypeOf, isArray, isView, objectPrototype, ownKeys, typedArrayName, uncurry } from './natives';

const maxItems = 100;
const maxDepth = 3;
const maxText = 10_000;

const stringSlice = uncurry(String.prototype.slice);
const numberToString = uncurry(Number.prototype.toString);
const toPrecision = uncurry(Number.prototype.toPrecision);
const bigintToString = uncurry(BigInt.prototype.toString);
const symbolToString = uncurry(Symbol.prototype.toString);
const { stringify } = JSON;
const ErrorConstructor = Error;
const MapConstructor = Map;
const SetConstructor = Set;
const mapForEach = uncurry(Map.prototype.forEach) as (map: object, visit: (value: unknown, key: unknown) => void) => void;
const setForEach = uncurry(Set.prototype.forEach) as (set: object, visit: (value: unknown) => void) => void;

/** Numbers print as JavaScript prints them; float32 values to the 8 digits that they hold. */
function numberText(value: number, single: boolean): string {
  if (value === 0 && 1 / value < 0) return '-0';
  if (!single || value % 1 === 0) return numberToString(value);
  return numberToString(+toPrecision(value, 8));
}

function dataProperty(object: object, name: PropertyKey): unknown {
  for (let at: object | null = object, steps = 0; at !== null && steps < 8; at = getPrototypeOf(at), steps++) {
    const property = getOwnPropertyDescriptor(at, name);
    if (property) return 'value' in property ? property.value : undefined;
  }
  return undefined;
}

/** Name of the class of an object; "" for plain objects. */
export function className(object: object): string {
  try {
    const prototype = getPrototypeOf(object);
    if (prototype === null || prototype === objectPrototype) return '';
    const constructor = dataProperty(prototype, 'constructor');
    const name = typeof constructor === 'function' ? dataProperty(constructor, 'name') : undefined;
    return typeof name === 'string' ? stringSlice(name, 0, 60) : 'Object';
  } catch {
    return 'Object';
  }
}

function joined(parts: string[], open: string, close: string): string {
  if (parts.length === 0) return open + close;
  let text = '';
  for (let i = 0; i < parts.length; i++) text += (i > 0 ? ', ' : '') + parts[i]!;
  return open === '{' ? `{ ${text} }` : `${open}${text}${close}`;
}

function listText(items: ArrayLike<unknown>, depth: number, single: boolean): string {
  const parts: string[] = [];
  const length = items.length;
  for (let i = 0; i < length && i < maxItems; i++) {
    const item = items[i];
    parts[i] = typeof item === 'number' ? numberText(item, single) : text(item, depth + 1);
  }
  if (length > maxItems) parts[maxItems] = `… ${numberToString(length - maxItems)} more`;
  return joined(parts, '[', ']');
}

function errorText(error: object): string {
  const name = dataProperty(error, 'name');
  const message = dataProperty(error, 'message');
  const label = typeof name === 'string' ? name : 'Error';
  return typeof message === 'string' && message !== '' ? `${label}: ${message}` : label;
}

function collectionText(object: object, name: string, depth: number): string {
  const parts: string[] = [];
  const add = (part: string) => {
    if (parts.length < maxItems) parts[parts.length] = part;
    else if (parts.length === maxItems) parts[maxItems] = '…';
  };
  if (object instanceof MapConstructor) mapForEach(object, (value, key) => add(`${text(key, depth + 1)} => ${text(value, depth + 1)}`));
  else setForEach(object, (value) => add(text(value, depth + 1)));
  return `${name} ${joined(parts, '{', '}')}`;
}

function objectText(object: object, depth: number): string {
  if (isView(object) && typedArrayName(object)) {
    const name = typedArrayName(object)!;
    const items = object as unknown as ArrayLike<number>;
    return `${name}(${numberToString(items.length)}) ${listText(items, depth, name === 'Float32Array')}`;
  }
  if (object instanceof ErrorConstructor) return errorText(object);
  if (isArray(object)) return depth >= maxDepth ? '[…]' : listText(object as unknown[], depth, false);
  const name = className(object);
  if (depth >= maxDepth) return name ? `${name} {…}` : '{…}';
  if (object instanceof MapConstructor || object instanceof SetConstructor) return collectionText(object, name, depth);
  const keys = ownKeys(object);
  const parts: string[] = [];
  for (let i = 0; i < keys.length && parts.length <= maxItems; i++) {
    const key = keys[i]!;
    const property = getOwnPropertyDescriptor(object, key);
    if (!property?.enumerable) continue;
    const label = typeof key === 'symbol' ? `[${symbolToString(key)}]` : key;
    parts[parts.length] = parts.length === maxItems ? '…' : `${label}: ${'value' in property ? text(property.value, depth + 1) : '[getter]'}`;
  }
  return `${name ? `${name} ` : ''}${joined(parts, '{', '}')}`;
}

function text(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return depth === 0 ? value : stringify(stringSlice(value, 0, 1000));
    case 'number':
      return numberText(value, false);
    case 'bigint':
      return `${bigintToString(value)}n`;
    case 'symbol':
      return symbolToString(value);
    case 'function': {
      const name = dataProperty(value, 'name');
      return typeof name === 'string' && name !== '' ? `[function ${name}]` : '[function]';
    }
    case 'object':
      return value === null ? 'null' : objectText(value, depth);
    default:
      return typeof value === 'boolean' ? (value ? 'true' : 'false') : 'undefined';
  }
}

/** Text of one value, at most 10,000 characters. */
export function inspect(value: unknown): string {
  let out: string;
  try {
    out = text(value, 0);
  } catch {
    out = '[an object that cannot be read]';
  }
  return out.length > maxText ? `${stringSlice(out, 0, maxText)}… (${numberToString(out.length)} characters)` : out;
}
