// The built-ins that the runtime needs, taken before the reader's code runs, so that overwriting
// Array.prototype.map or Promise breaks the reader's program alone. Code that runs in the reader's
// realm after it has loaded uses these, index loops and object literals; no spread, no for…of.

export const { apply, construct, ownKeys, getOwnPropertyDescriptor, getPrototypeOf, defineProperty } = Reflect;
export const { isArray } = Array;
export const isView = ArrayBuffer.isView.bind(ArrayBuffer);
export const objectPrototype = Object.prototype;
export const arrayPrototype = Array.prototype;

/** `method.call(self, ...args)` that no later change to Function.prototype or Array.prototype can alter. */
export function uncurry<Self, Args extends unknown[], Result>(
  method: (this: Self, ...args: Args) => Result,
): (self: Self, ...args: Args) => Result {
  return (self, ...args) => apply(method, self, args) as Result;
}

/** The getter of an accessor property, as a function of the object. */
export function getter<Self, Result>(prototype: object, name: PropertyKey): (self: Self) => Result {
  const get = Object.getOwnPropertyDescriptor(prototype, name)?.get;
  if (!get) throw new TypeError(`no accessor ${String(name)}`);
  return (self) => apply(get, self, []) as Result;
}

const typedArrayPrototype: object = Object.getPrototypeOf(Uint8Array.prototype);

/** "Float32Array" and the like; undefined for anything that is not a typed array. Not fooled by own properties. */
export const typedArrayName: (value: unknown) => string | undefined = getter(typedArrayPrototype, Symbol.toStringTag);
export const byteLengthOf: (view: ArrayBufferView) => number = getter(typedArrayPrototype, 'byteLength');
export const bufferOf: (view: ArrayBufferView) => ArrayBuffer = getter(typedArrayPrototype, 'buffer');

type TypedArrayConstructor = new (source: ArrayBufferView) => ArrayBufferView;
const constructors: Record<string, TypedArrayConstructor> = Object.assign(Object.create(null), {
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array,
  Float32Array, Float64Array, BigInt64Array, BigUint64Array,
});

/** A fresh copy of the plain type: no subclass, no shared memory. Undefined where the type may not travel. */
export function copyTypedArray(view: ArrayBufferView): ArrayBufferView | undefined {
  const constructor = constructors[typedArrayName(view) ?? ''];
  return constructor && new constructor(view);
}
