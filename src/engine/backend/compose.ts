/**
 * Puts another function in the place of one operation: the reader's own, or one that measures. The rest of
 * the backend stays as it is.
 */
import { WRITTEN, type ArrayOperations, type Backend, type FloatBuffer, type OperationName, type Operations, type TokenBuffer } from './types';

/** The backend with `operation` in the place of its own of that name. */
export function withOperation<Name extends OperationName>(backend: Backend, name: Name, operation: Operations[Name]): Backend {
  return { ...backend, [name]: operation };
}

/**
 * The same with a function on plain arrays, which writes its results into the arrays that it is given for them; it may be
 * asynchronous. Works on every backend; numbers are copied out and back at each call.
 */
export function withArrayOperation<Name extends OperationName>(backend: Backend, name: Name, operation: ArrayOperations[Name]): Backend {
  const run = operation as (args: Record<string, unknown>) => void | Promise<void>;
  const onBuffers = async (args: Readonly<Record<string, unknown>>): Promise<void> => {
    const arrays: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(args)) arrays[key] = isFloats(value) ? await backend.read(value) : isTokens(value) ? await backend.readTokens(value) : value;
    await run(arrays);
    for (const key of WRITTEN[name] as readonly string[]) backend.write(args[key] as FloatBuffer, arrays[key] as Float32Array);
  };
  return { ...backend, [name]: onBuffers };
}

const kindOf = (value: unknown): unknown => (value as { kind?: unknown } | null | undefined)?.kind;
const isFloats = (value: unknown): value is FloatBuffer => kindOf(value) === 'float32';
const isTokens = (value: unknown): value is TokenBuffer => kindOf(value) === 'token';
