// The peer of check-to-verdict: the same checks and the same solution in one plain worker, with no frame, no second realm, no
// limits and no isolation. It shows what isolation costs. Bundled by the bench and run in the page; not part of the book.

import { createRng } from '@site/src/engine/random';
import type { CheckContext, LabChecks } from '@site/src/grader/api';
import { runChecks } from '@site/src/grader/run-checks';
import type { Lab } from '@site/src/formats';
import type { Handle, Reader } from '@site/src/runtime/reader';

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !Object.values(value).some((v) => typeof v === 'function');
};

/** An object of the solution, called in place. */
class DirectHandle implements Handle {
  private static readonly known = new WeakMap<object, DirectHandle>();
  readonly target: Record<string, unknown>;
  private constructor(target: object) {
    this.target = target as Record<string, unknown>;
  }
  static of(target: object): DirectHandle {
    const known = this.known.get(target) ?? new DirectHandle(target);
    this.known.set(target, known);
    return known;
  }
  async call<T>(method: string, ...args: unknown[]): Promise<T> {
    return out(await (this.target[method] as (...a: unknown[]) => unknown)(...args.map(into))) as T;
  }
  async get<T>(property: string): Promise<T> {
    return out(this.target[property]) as T;
  }
  async set(property: string, value: unknown): Promise<void> {
    this.target[property] = into(value);
  }
}

/** What a check gets for a value of the solution. */
function out(value: unknown): unknown {
  if (typeof value === 'function') return DirectHandle.of(value);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(out);
  return isPlain(value) ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, out(v)])) : DirectHandle.of(value);
}

/** What the solution gets for an argument of a check. */
function into(value: unknown): unknown {
  if (value instanceof DirectHandle) return value.target;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(into);
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, into(v)]));
}

function directReader(module: Record<string, unknown>): Reader {
  return {
    call: async <T>(name: string, ...args: unknown[]) => out(await (module[name] as (...a: unknown[]) => unknown)(...args.map(into))) as T,
    construct: async (name, ...args) => DirectHandle.of(new (module[name] as new (...a: unknown[]) => object)(...args.map(into))),
    get: async <T>(name: string) => out(module[name]) as T,
    has: async (name) => name in module,
  };
}

/** Runs every check and posts how many passed, of how many. */
export async function startBareWorker(lab: Lab, checks: LabChecks, solution: Record<string, unknown>): Promise<void> {
  let [passed, total] = [0, 0];
  const context = { reader: directReader(solution), asset: async (path: string) => (await fetch(new URL(path, self.location.origin + '/'))).arrayBuffer(), show: () => {} };
  await runChecks(lab, checks, { seed: createRng(Date.now()).integer(0, 2 ** 30), task: null }, {
    context: async (rng) => ({ ...context, rng }) as unknown as CheckContext,
    afterCheck: async () => {},
    onStart: () => {},
    onVerdict: (_task, report) => {
      total++;
      if (report.verdict === 'pass') passed++;
    },
    isOver: () => false,
  });
  postMessage({ passed, total });
}
