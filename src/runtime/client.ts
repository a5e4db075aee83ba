// Our side of the port to the reader's realm: makes the calls, keeps the time, and checks everything that
// comes back. A structured clone is inert, so what passes these checks is data and nothing else.

import type { ConsoleLine, ShowItem } from '@site/src/formats';
import { describe } from './describe';
import { outputLimits } from './limits';
import type { RealmRequest, Thrown } from './protocol';
import { ReaderError, ReaderTimeout, type Handle, type Reader } from './reader';
import { cellsOf, readLines, readShowItems } from './readOutput';
import { decode, encode, WireError, type Wire } from './wire';

export interface RealmOptions {
  /** The longest that one call may take. */
  callMs: number;
  /** `performance.now()` after which every call is refused. */
  deadline: number;
  onConsole(lines: ConsoleLine[]): void;
  onShow(items: ShowItem[]): void;
}

type RequestBody = RealmRequest extends infer R ? (R extends RealmRequest ? Omit<R, 'id'> : never) : never;

interface Pending {
  resolve(wire: unknown): void;
  reject(error: Error): void;
  called: string | undefined;
}

const readyMs = 15_000;

export class RealmClient {
  readonly #port: MessagePort;
  readonly #options: RealmOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #ready: Promise<void>;
  #handles = new Map<number, RemoteHandle>();
  #nextId = 1;
  #used = { lines: 0, characters: 0, items: 0, cells: 0 };
  /** Set when the realm hangs or misbehaves: nothing more is asked of it. */
  #ended: Error | undefined;

  constructor(port: MessagePort, options: RealmOptions) {
    this.#port = port;
    this.#options = options;
    this.#ready = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('The sandbox that runs your code did not start. Reload the page and try again.')), readyMs);
      port.onmessage = (event: MessageEvent<unknown>) => {
        if (isRecord(event.data) && event.data.kind === 'ready') {
          clearTimeout(timer);
          resolve();
        } else this.#receive(event.data);
      };
    });
    this.#ready.catch(() => {});
  }

  /** Why nothing more can be asked of this realm: it hangs, or it flooded us. */
  get lost(): Error | undefined {
    return this.#ended;
  }

  /** Runs the transpiled module. Rejects with ReaderError or ReaderTimeout. */
  async load(code: string, allow: string[]): Promise<void> {
    await this.#request({ op: 'load', code, allow }, 'Loading your code');
  }

  readonly reader: Reader = {
    call: async <T>(name: string, ...args: unknown[]) =>
      (await this.#request({ op: 'call', target: null, name, args: this.#encode(args) }, `${name}(${describe(args, '')})`)) as T,
    construct: async (name, ...args) => {
      const called = `new ${name}(${describe(args, '')})`;
      const made = await this.#request({ op: 'construct', name, args: this.#encode(args) }, called);
      if (made instanceof RemoteHandle) return made;
      throw new ReaderError(`${called} did not give an object.`, { called });
    },
    get: async <T>(name: string) => (await this.#request({ op: 'get', target: null, name }, name)) as T,
    has: async (name) => (await this.#request({ op: 'has', name }, name)) === true,
  };

  /** Forgets every handle; theirs of the realm too. */
  async release(): Promise<void> {
    this.#handles = new Map();
    if (!this.#ended) await this.#request({ op: 'release' }, undefined);
  }

  close(): void {
    this.#end(new Error('closed'));
  }

  /** For RemoteHandle. */
  invoke(target: number, is: string, name: string, args: unknown[]): Promise<unknown> {
    return this.#request({ op: 'call', target, name, args: this.#encode(args) }, `${is || 'object'}.${name}(${describe(args, '')})`);
  }
  read(target: number, is: string, name: string): Promise<unknown> {
    return this.#request({ op: 'get', target, name }, `${is || 'object'}.${name}`);
  }
  async write(target: number, is: string, name: string, value: unknown): Promise<void> {
    await this.#request({ op: 'set', target, name, value: this.#encode(value) }, `${is || 'object'}.${name} = ${describe(value)}`);
  }

  #encode(value: unknown): Wire {
    const toHandle = (object: object) => {
      if (object instanceof RemoteHandle && this.#handles.get(object.id) === object) return { id: object.id, is: object.is };
      if (typeof object === 'function') throw new TypeError('A check cannot pass a function to the reader: only plain data and handles cross.');
      throw new TypeError(`A check cannot pass a ${object.constructor?.name ?? 'class instance'} to the reader: only plain data and handles of this check cross.`);
    };
    return encode(value, toHandle).wire;
  }

  async #request(body: RequestBody, called: string | undefined): Promise<unknown> {
    if (!this.#ended) await this.#ready;
    if (this.#ended) throw this.#ended;
    const id = this.#nextId++;
    const left = this.#options.deadline - performance.now();
    const limitMs = Math.max(0, Math.min(this.#options.callMs, left));
    const wire = await new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => void this.#expire(called, limitMs, left < this.#options.callMs), limitMs);
      const settle = <A>(then: (value: A) => void) => (value: A) => {
        clearTimeout(timer);
        this.#pending.delete(id);
        then(value);
      };
      this.#pending.set(id, { resolve: settle(resolve), reject: settle(reject), called });
      this.#port.postMessage({ ...body, id });
    });
    try {
      return decode(wire, (handleId, is) => this.#handle(handleId, is));
    } catch (error) {
      if (error instanceof WireError) throw new ReaderError(`What ${called ?? 'your code'} gave back ${error.message}.`, { called });
      throw error;
    }
  }

  #handle(id: number, is: string): RemoteHandle {
    let handle = this.#handles.get(id);
    if (!handle) {
      handle = new RemoteHandle(this, id, is.slice(0, 60));
      this.#handles.set(id, handle);
    }
    return handle;
  }

  /** A call is over its time: tells a loop from a promise that never settles, then gives the realm up. */
  async #expire(called: string | undefined, limitMs: number, total: boolean): Promise<void> {
    if (this.#ended) return;
    const answers = await this.#answersWithin(150);
    const what = called ?? 'Your code';
    const limit = total ? 'the time for the whole check was over' : `${(limitMs / 1000).toLocaleString('en', { maximumFractionDigits: 1 })} seconds were over`;
    const cause = answers
      ? 'It waits for a promise that never settles, or for a timer that is too long.'
      : 'The usual cause is a loop that never ends: look at what should make its condition false. Running out of memory looks the same.';
    this.#end(new ReaderTimeout(`${what} did not come back before ${limit}. ${cause}`, called));
  }

  #answersWithin(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const id = this.#nextId++;
      const timer = setTimeout(() => resolve(false), ms);
      this.#pending.set(id, { resolve: () => (clearTimeout(timer), resolve(true)), reject: () => resolve(true), called: undefined });
      this.#port.postMessage({ op: 'ping', id });
    });
  }

  #receive(message: unknown): void {
    if (!isRecord(message)) return;
    if (message.kind === 'output') return this.#output(message);
    const pending = typeof message.id === 'number' ? this.#pending.get(message.id) : undefined;
    if (!pending) return;
    if (message.kind === 'result') pending.resolve(message.wire);
    else if (message.kind === 'thrown') pending.reject(toReaderError(message.error, pending.called));
  }

  #output(message: Record<string, unknown>): void {
    const lines = readLines(message.lines);
    const items = readShowItems(message.items);
    const used = this.#used;
    used.lines += lines.length;
    used.characters += lines.reduce((sum, line) => sum + line.text.length, 0);
    used.items += items.length;
    used.cells += items.reduce((sum, item) => sum + cellsOf(item), 0);
    const over = (Object.keys(used) as (keyof typeof used)[]).some((key) => used[key] > 2 * outputLimits[key]);
    if (over) return this.#end(new ReaderError('Your code sent more output than a program may; it was ended.'));
    if (lines.length > 0) this.#options.onConsole(lines);
    if (items.length > 0) this.#options.onShow(items);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#port.onmessage = null;
    this.#port.close();
    for (const pending of [...this.#pending.values()]) pending.reject(this.#ended);
  }
}

class RemoteHandle implements Handle {
  readonly #client: RealmClient;
  readonly id: number;
  /** Name of its class in the reader's realm, for messages. */
  readonly is: string;
  constructor(client: RealmClient, id: number, is: string) {
    this.#client = client;
    this.id = id;
    this.is = is;
  }
  async call<T>(method: string, ...args: unknown[]): Promise<T> {
    return (await this.#client.invoke(this.id, this.is, method, args)) as T;
  }
  async get<T>(property: string): Promise<T> {
    return (await this.#client.read(this.id, this.is, property)) as T;
  }
  set(property: string, value: unknown): Promise<void> {
    return this.#client.write(this.id, this.is, property, value);
  }
  /** How messages name it. */
  toJSON(): string {
    return `<${this.is || 'object'}>`;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A syntax error keeps kind `syntax` in its name, so that the caller can look for its place in the text. */
export class ReaderSyntaxError extends ReaderError {}

function toReaderError(raw: unknown, called: string | undefined): ReaderError {
  const error = readThrown(raw);
  const place = { called, line: error.line ?? undefined, thrown: { name: error.name, message: error.message } };
  if (error.kind === 'syntax') return new ReaderSyntaxError(error.message, place);
  if (error.kind === 'runtime') return new ReaderError(called && error.message.startsWith('What it') ? `What ${called}${error.message.slice(7)}` : error.message, place);
  const at = error.line === null ? '' : ` at line ${error.line} of your code`;
  return new ReaderError(`${called ?? 'Your code'} threw ${error.message}${/[.!?]$/.test(error.message) ? '' : at ? '' : '.'}${at ? `${at}.` : ''}`, place);
}

function readThrown(raw: unknown): Thrown {
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 2000) : '');
  if (!isRecord(raw)) return { name: '', message: 'something that cannot be read', line: null, kind: 'thrown' };
  const line = typeof raw.line === 'number' && Number.isInteger(raw.line) && raw.line > 0 ? raw.line : null;
  const kind = raw.kind === 'syntax' || raw.kind === 'runtime' ? raw.kind : 'thrown';
  return { name: text(raw.name), message: text(raw.message) || 'an error without a message', line, kind };
}
