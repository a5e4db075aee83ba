// The reader's realm: runs in a worker inside the sandboxed frame, together with the code that the reader
// wrote, and answers calls on one port. It holds no secret, no check and no expected value: whatever the
// reader's code does to this realm, the other side reads what comes back as an answer to a question and no more.
// After the reader's code has loaded, only natives taken at the top are used (see natives.ts).

import * as kit from '@site/src/kit';
import { setShowSink } from '@site/src/kit/show';
import { className, inspect } from './inspect';
import { apply, construct, defineProperty, getOwnPropertyDescriptor, getter, uncurry } from './natives';
import { createOutbox, installConsole } from './outbox';
import type { RealmMessage, RealmRequest, Thrown } from './protocol';
import { decode, encode, WireError, type Wire } from './wire';

/** A message of our own to the learner, thrown where a call cannot be made. */
class RuntimeError extends Error {}

/** The engine does not accept the code; the message is its own. */
class CompileError extends Error {}

const FunctionConstructor = Function;
const MapConstructor = Map;
const mapGet = uncurry(Map.prototype.get) as (map: object, key: unknown) => unknown;
const mapSet = uncurry(Map.prototype.set) as (map: object, key: unknown, value: unknown) => unknown;
const mapClear = uncurry(Map.prototype.clear) as (map: object) => void;
const exec = uncurry(RegExp.prototype.exec);
const postMessage = uncurry(MessagePort.prototype.postMessage) as (port: MessagePort, message: unknown, transfer: Transferable[]) => void;
const dataOf = getter<MessageEvent, RealmRequest>(MessageEvent.prototype, 'data');
const parseInteger = parseInt;
const hasOwn = Object.hasOwn ?? ((object: object, key: PropertyKey) => getOwnPropertyDescriptor(object, key) !== undefined);

const fileName = 'your-code.ts';
const framePattern = /your-code\.ts[^\n]*?:(\d+)(?::\d+)?\)?(?:\n|$)/;
const argumentNames = ['exports', 'require', 'module'];

const define = (code: string): ((...args: unknown[]) => unknown) =>
  // The wrapper's own lines are measured, not assumed: see wrapperLines.
  construct(FunctionConstructor, [argumentNames[0], argumentNames[1], argumentNames[2], `"use strict";${code}\n//# sourceURL=${fileName}`]) as (...args: unknown[]) => unknown;

function lineInStack(error: unknown): number | null {
  try {
    const stack = (error as Error).stack;
    const match = typeof stack === 'string' ? exec(framePattern, stack) : null;
    return match ? parseInteger(match[1]!, 10) : null;
  } catch {
    return null;
  }
}

/** Lines that this engine's `new Function` puts before the first line of the body. */
const wrapperLines = (() => {
  try {
    define('throw new Error("where")')();
    return 0;
  } catch (error) {
    return (lineInStack(error) ?? 1) - 1;
  }
})();

function describeThrown(error: unknown): Thrown {
  try {
    if (error instanceof RuntimeError) return { name: '', message: error.message, line: null, kind: 'runtime' };
    if (error instanceof CompileError) return { name: '', message: error.message, line: null, kind: 'syntax' };
    if (error instanceof WireError) return { name: '', message: `What it gave back ${error.message}.`, line: null, kind: 'runtime' };
    if (typeof error !== 'object' || error === null)
      return { name: '', message: `${inspect(error)}, which is not an Error`, line: null, kind: 'thrown' };
    const at = lineInStack(error);
    return { name: className(error), message: inspect(error), line: at === null ? null : at - wrapperLines, kind: 'thrown' };
  } catch {
    // Only a Proxy that throws when asked what it is comes here.
    return { name: '', message: 'an object that cannot be read', line: null, kind: 'thrown' };
  }
}

function allowedKit(allow: readonly string[]): object {
  const facade: object = Object.create(null);
  defineProperty(facade, '__esModule', { value: true });
  for (const name of Object.keys(kit)) {
    const value: unknown = kit[name as keyof typeof kit];
    if (allow.includes(name)) defineProperty(facade, name, { value, enumerable: true });
    else
      defineProperty(facade, name, {
        get() {
          throw new RuntimeError(`This lab does not let you import "${name}" from the kit. ${allowedWords(allow)}`);
        },
      });
  }
  return Object.freeze(facade);
}

const allowedWords = (allow: readonly string[]): string =>
  allow.length > 0 ? `You may import ${allow.join(', ')}.` : 'Write what you need yourself.';

function serve(port: MessagePort): void {
  let exported: Record<string, unknown> = Object.create(null);
  const objects = new MapConstructor<number, object>();
  const ids = new MapConstructor<object, number>();
  let nextId = 1;

  const post = (message: RealmMessage, transfer: Transferable[] = []) => postMessage(port, message, transfer);
  const outbox = createOutbox((lines, items) => post({ kind: 'output', lines, items }));
  installConsole(outbox);
  setShowSink(outbox.show);

  const toHandle = (object: object) => {
    let id = mapGet(ids, object) as number | undefined;
    if (id === undefined) {
      id = nextId++;
      mapSet(ids, object, id);
      mapSet(objects, id, object);
    }
    return { id, is: typeof object === 'function' ? 'function' : className(object) };
  };
  const fromHandle = (id: number): object => {
    const object = mapGet(objects, id) as object | undefined;
    if (!object) throw new RuntimeError('This object belongs to an earlier check.');
    return object;
  };
  const decodeArgs = (wire: Wire) => decode(wire, fromHandle) as unknown[];

  const load = (code: string, allow: string[]) => {
    const facade = allowedKit(allow);
    const module = { exports: exported };
    const require = (name: string) => {
      if (name === 'kit') return facade;
      throw new RuntimeError(`There is no module "${name}" here: your program may import from 'kit' alone.`);
    };
    const body = compile(code);
    apply(body, undefined, [exported, require, module]);
    exported = module.exports;
  };

  /** The code as a function; the engine's refusal is told apart from a SyntaxError that the code throws itself. */
  const compile = (code: string) => {
    try {
      return define(code);
    } catch (error) {
      throw new CompileError((error as Error).message);
    }
  };

  const exportedFunction = (name: string): ((...args: unknown[]) => unknown) => {
    if (!hasOwn(exported, name)) throw new RuntimeError(`Your code does not export "${name}". Write "export" before its declaration.`);
    const value = exported[name];
    if (typeof value !== 'function') throw new RuntimeError(`"${name}" is ${inspect(value)}; it must be a function or class.`);
    return value as (...args: unknown[]) => unknown;
  };

  const method = (target: object, name: string): ((...args: unknown[]) => unknown) => {
    const value = (target as Record<string, unknown>)[name];
    if (typeof value === 'function') return value as (...args: unknown[]) => unknown;
    const owner = className(target) || 'the object';
    throw new RuntimeError(value === undefined ? `${owner} has no method "${name}".` : `"${name}" of ${owner} is ${inspect(value)}, not a method.`);
  };

  const perform = (request: RealmRequest): unknown => {
    switch (request.op) {
      case 'load':
        return load(request.code, request.allow);
      case 'call': {
        if (request.target === null) return apply(exportedFunction(request.name), undefined, decodeArgs(request.args));
        const target = fromHandle(request.target);
        return apply(method(target, request.name), target, decodeArgs(request.args));
      }
      case 'construct':
        return construct(exportedFunction(request.name), decodeArgs(request.args));
      case 'get': {
        if (request.target !== null) return (fromHandle(request.target) as Record<string, unknown>)[request.name];
        if (!hasOwn(exported, request.name)) throw new RuntimeError(`Your code does not export "${request.name}".`);
        return exported[request.name];
      }
      case 'set':
        (fromHandle(request.target) as Record<string, unknown>)[request.name] = decode(request.value, fromHandle);
        return undefined;
      case 'has':
        return hasOwn(exported, request.name);
      case 'release':
        mapClear(objects);
        mapClear(ids);
        return undefined;
      case 'ping':
        return undefined;
    }
  };

  const answer = async (request: RealmRequest) => {
    try {
      // Awaited here, so that an async function's answer is its result and not the promise.
      const value = await perform(request);
      const encoded =
        request.op === 'construct' && typeof value === 'object' && value !== null
          ? { wire: { t: 'handle', ...toHandle(value) } as const, transfer: [] }
          : encode(value, toHandle);
      outbox.flush();
      post({ kind: 'result', id: request.id, wire: encoded.wire }, encoded.transfer);
    } catch (error) {
      const thrown = describeThrown(error);
      outbox.flush();
      post({ kind: 'thrown', id: request.id, error: thrown });
    }
  };

  const uncaught = (error: unknown) => {
    const { message, line } = describeThrown(error);
    outbox.print('error', [`Uncaught, outside any call: ${message}${line === null ? '' : ` (line ${line})`}`]);
  };
  self.addEventListener('error', (event) => uncaught((event as ErrorEvent).error));
  self.addEventListener('unhandledrejection', (event) => uncaught((event as PromiseRejectionEvent).reason));

  port.onmessage = (event) => void answer(dataOf(event));
  post({ kind: 'ready' });
}

self.addEventListener(
  'message',
  (event) => {
    event.stopImmediatePropagation();
    serve((event as MessageEvent).ports[0]!);
  },
  { once: true },
);
