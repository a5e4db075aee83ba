/** The backend in plain TypeScript: buffers are typed arrays of this realm, operations are those of array-operations.ts. */
import { arrayOperations } from './array-operations';
import { checkSlice, checkWrite } from './checks';
import type { Backend, FloatBuffer, OperationName, Operations, TokenBuffer } from './types';

class Floats implements FloatBuffer {
  readonly kind = 'float32';
  constructor(readonly values: Float32Array) {}
  get length(): number {
    return this.values.length;
  }
}

class Tokens implements TokenBuffer {
  readonly kind = 'token';
  constructor(readonly values: Uint32Array) {}
  get length(): number {
    return this.values.length;
  }
}

const foreign = () => new Error('this buffer belongs to another backend');

function floats(buffer: FloatBuffer): Float32Array {
  if (!(buffer instanceof Floats)) throw foreign();
  return buffer.values;
}

function tokens(buffer: TokenBuffer): Uint32Array {
  if (!(buffer instanceof Tokens)) throw foreign();
  return buffer.values;
}

/** The operation on this backend's buffers. */
function onBuffers(name: OperationName) {
  const run = arrayOperations[name] as (args: Record<string, unknown>) => void;
  return (args: object): void => {
    const arrays: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(args) as [string, unknown][]) {
      if (value instanceof Floats || value instanceof Tokens) arrays[key] = value.values;
      else if (typeof value === 'object') throw foreign();
      else arrays[key] = value;
    }
    run(arrays);
  };
}

export function createTypeScriptBackend(): Backend {
  const operations = Object.fromEntries((Object.keys(arrayOperations) as OperationName[]).map((name) => [name, onBuffers(name)])) as unknown as Operations;
  return {
    name: 'TypeScript',
    alloc: (length) => new Floats(new Float32Array(length)),
    allocTokens: (length) => new Tokens(new Uint32Array(length)),
    slice(buffer, start, length) {
      checkSlice(buffer, start, length);
      return new Floats(floats(buffer).subarray(start, start + length));
    },
    write(buffer, values) {
      checkWrite(buffer, values);
      floats(buffer).set(values);
    },
    writeTokens(buffer, ids) {
      checkWrite(buffer, ids);
      tokens(buffer).set(ids);
    },
    read: async (buffer) => floats(buffer).slice(),
    readTokens: async (buffer) => tokens(buffer).slice(),
    // The realm's own collector frees them.
    free: () => {},
    dispose: () => {},
    ...operations,
  };
}
