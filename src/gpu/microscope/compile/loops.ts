// What loops have besides their statements: rounds that cost budget, so that every kernel ends, and the types that JavaScript's
// compiler forgets while an invocation waits.

import type { Scalar } from '../../wgsl/types';
import type { Context, LoopState } from './context';
import { isFloat } from './values';

/** How many rounds a loop makes between two looks at the budget. */
export const rounds = 4096;
/** What counts as one step: so much generated code, or so many accesses that are told. */
const linesPerStep = 100;
const accessesPerStep = 4;

/** Steps that one round of a loop costs. */
export function weightOf(body: readonly string[]): number {
  const accesses = body.reduce((sum, line) => sum + (line.match(/W\.access/g)?.length ?? 0), 0);
  return Math.max(1, Math.round(body.length / linesPerStep + accesses / accessesPerStep));
}

export const charge = ({ counter, weight }: LoopState): string => (weight === 1 ? `${counter}&${rounds - 1}` : `(${counter}&${rounds - 1})*${weight}`);

/** Ends the run: the innermost loop first, each with its rounds. `return` says that control does not come back: the loop runs at half the speed without it. */
export function stopCall(ctx: Context, loop: LoopState): string {
  const all = [loop, ...ctx.loops.filter((each) => each !== loop).reverse()];
  return `return stop([${all.map(({ stop }) => stop).join(',')}],[${all.map(({ counter }) => counter).join(',')}]);`;
}

/**
 * What a generator keeps while it waits comes back to JavaScript's compiler as anything at all. Said again before a loop in which nobody waits, the
 * types of what it uses let it keep them in machine registers: such loops then run about twice as fast. Gives the loop's code with the new names.
 */
export function pinTypes(ctx: Context, outer: readonly [string, Scalar][], body: readonly string[]): string[] {
  const { code } = ctx;
  const used = new Set(body.flatMap((line) => line.match(/\b[a-z]+\d*\b/g) ?? []));
  const renamed = new Map<string, string>();
  for (const [name, of] of outer) {
    if (!used.has(name) || of === 'bool') continue;
    const value = isFloat(of) ? `+${name}` : `${name}|0`;
    if (name.startsWith('x')) code.line(`${name}=${value};`);
    else renamed.set(name, code.declare(code.fresh('u'), 'const', value));
  }
  return body.map((line) => line.replace(/\b[a-z]+\d*\b/g, (name) => renamed.get(name) ?? name));
}

