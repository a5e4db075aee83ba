// Pieces of the uniformity analysis: the graph of what depends on what, and the values of local variables as control flow splits and joins.

import type { Span } from './typed';
import type { Root } from './walk';

/** A value or the control flow at a place. It may differ between invocations if anything it depends on may. */
export interface Node {
  on: Node[];
  /** Where and why, for nodes that a message may name. */
  span?: Span;
  /** E.g. "the if": control flow that a condition decides. */
  branch?: string;
  /** E.g. "the builtin local_invocation_id": why it may differ by itself. */
  source?: string;
  /** It differs between the subgroups of a workgroup, not within one. */
  perSubgroup?: boolean;
}

/** Invocations among which something must not differ. */
export type Scope = 'workgroup' | 'subgroup';

export const isSource = ({ source, perSubgroup }: Node, scope: Scope): boolean => source !== undefined && !(perSubgroup && scope === 'subgroup');

export const node = (...on: Node[]): Node => ({ on });

/** All that any of the nodes depends on, themselves included. */
export function reachable(from: Iterable<Node>): Set<Node> {
  const seen = new Set(from);
  for (const at of seen) for (const next of at.on) seen.add(next);
  return seen;
}

/** Finds ways to what differs by itself; nodes with none are remembered, so that many questions cost one pass over the graph. */
export class Ways {
  readonly #clean = { workgroup: new Set<Node>(), subgroup: new Set<Node>() };

  /** A shortest way from a node to one that differs by itself; null where there is none. */
  toSource(from: Node, scope: Scope): Node[] | null {
    const clean = this.#clean[scope];
    const before = new Map<Node, Node | null>([[from, null]]);
    for (const at of before.keys()) {
      if (isSource(at, scope)) {
        const way: Node[] = [];
        for (let step: Node | null = at; step; step = before.get(step)!) way.unshift(step);
        return way;
      }
      for (const next of at.on) if (!before.has(next) && !clean.has(next)) before.set(next, at);
    }
    for (const seen of before.keys()) clean.add(seen);
    return null;
  }
}

/** New values of variables since some point. */
export type Changes = Map<Root, Node>;

/** Values of variables now. Changes are kept in a journal, so that branches cost what they change and not all there is. */
export class State {
  readonly #values = new Map<Root, Node>();
  readonly #journals: Map<Root, Node | undefined>[] = [];

  get(root: Root): Node | undefined {
    return this.#values.get(root);
  }

  set(root: Root, value: Node): void {
    const journal = this.#journals.at(-1);
    if (journal && !journal.has(root)) journal.set(root, this.#values.get(root));
    this.#values.set(root, value);
  }

  get level(): number {
    return this.#journals.length;
  }

  /** What has changed since the journals were this many. */
  changesSince(level: number): Changes {
    const changes: Changes = new Map();
    for (const journal of this.#journals.slice(level)) for (const root of journal.keys()) changes.set(root, this.#values.get(root)!);
    return changes;
  }

  /** Runs something, takes its changes back, and gives what it gave. */
  branch<T>(run: () => T): T {
    this.#journals.push(new Map());
    const result = run();
    for (const [root, value] of this.#journals.pop()!) {
      if (value) this.#values.set(root, value);
      else this.#values.delete(root);
    }
    return result;
  }

  /** Goes on with any of some changes: a variable may have the value of each. */
  join(ways: readonly Changes[]): void {
    const roots = new Set(ways.flatMap((way) => [...way.keys()]));
    for (const root of roots) {
      const before = this.#values.get(root);
      if (before) this.set(root, node(...new Set(ways.map((way) => way.get(root) ?? before))));
    }
  }
}
