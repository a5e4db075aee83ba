// Atomics, and operations at which invocations meet: barriers, workgroupUniformLoad, subgroup operations. To wait,
// generated code yields its position: numbers that grow in the order of the text and of loop rounds, the same for all that meet.
// A barrier of the entry point itself yields one number, with the rounds of its loops in P: no array is made.

import type { Expr } from '../../wgsl/typed';
import { accessSite, address, guarded, load, notes } from './access';
import type { Context, MemoryPlace, Suspension } from './context';
import { leafCount, leafOffsets, leafTypes, scalarOf } from './shape';

type BuiltinExpr = Expr & { kind: 'builtin' };

// ---- Atomics: invocations run one at a time between two waits, so plain reads and writes are atomic.

const updates: Record<string, (of: 'i32' | 'u32', old: string, value: string) => string> = {
  atomicAdd: (_, old, value) => `${old}+${value}|0`,
  atomicSub: (_, old, value) => `${old}-${value}|0`,
  atomicAnd: (_, old, value) => `${old}&${value}`,
  atomicOr: (_, old, value) => `${old}|${value}`,
  atomicXor: (_, old, value) => `${old}^${value}`,
  atomicExchange: (_, _old, value) => value,
  atomicMin: (of, old, value) => (of === 'i32' ? `Math.min(${old},${value})` : `Math.min(${old}>>>0,${value}>>>0)|0`),
  atomicMax: (of, old, value) => (of === 'i32' ? `Math.max(${old},${value})` : `Math.max(${old}>>>0,${value}>>>0)|0`),
};

export const isAtomic = (name: string): boolean => name.startsWith('atomic');

/** `values` are names. Gives the leaves of the result. */
export function atomic(ctx: Context, expr: BuiltinExpr, place: MemoryPlace, values: string[]): string[] {
  const { code } = ctx;
  const { name } = expr;
  const of = scalarOf(place.type) as 'i32' | 'u32';
  const pointer = expr.args[0]!;
  const span = pointer.kind === 'address' ? pointer.of.span : pointer.span;
  const does = name === 'atomicLoad' ? 'load' : name === 'atomicStore' ? 'store' : 'update';
  const site = accessSite(ctx, place, 'atomic', span, does);
  const base = code.atom(address(place));
  const leaves = leafOffsets(place.mem, place.type);
  const cell = `i${place.mem.id}[${place.mem.unit === 4 ? base : `${base}>>1`}]`;
  const note = notes(ctx, place, site, base, leaves);
  if (does !== 'load') ctx.cost(expr.span, 0, does === 'update' ? 1 : 0);
  if (name === 'atomicStore') {
    guarded(ctx, place, site, [`${cell}=${values[0]};`, note]);
    return [];
  }
  const old = code.declare(code.fresh('t'), 'let', '0');
  const inside = [`${old}=${cell};`];
  if (name === 'atomicCompareExchangeWeak') inside.push(`if(${old}===${values[0]})${cell}=${values[1]};`);
  else if (does === 'update') inside.push(`${cell}=${updates[name]!(of, old, values[0]!)};`);
  guarded(ctx, place, site, [...inside, note]);
  return name === 'atomicCompareExchangeWeak' ? [old, `(${old}===${values[0]})`] : [old];
}

// ---- Waiting

/** A number for a place in the text at which something waits or that leads there. */
export function position(ctx: Context, suspension: Suspension): number {
  return ctx.module.suspensions.push(suspension) - 1;
}

/** The current position, as an array expression. */
export function positionKey(ctx: Context, id: number): string {
  const own = `[${[...ctx.position, String(id)].join(',')}]`;
  return ctx.func === ctx.module.program.entry ? own : `key.concat(${own})`;
}

function barrier(ctx: Context, expr: BuiltinExpr, spaces: number): void {
  const { code, module } = ctx;
  const site = ctx.site('barrier', expr.span, null);
  const counters = ctx.position.filter((_, i) => i % 2 === 1);
  const id = position(ctx, { kind: 'barrier', site, span: expr.span, spaces, rounds: counters.length });
  if (ctx.func !== module.program.entry || module.analysis.subgroups || counters.length > mostRounds) {
    code.line(`yield ${positionKey(ctx, id)};`);
    return;
  }
  counters.forEach((counter, i) => code.line(`P[${i}]=${counter};`));
  code.line(`yield ${id};`);
}

/** Room in P. */
export const mostRounds = 16;

const barrierSpaces: Record<string, number> = { workgroupBarrier: 1, storageBarrier: 2, textureBarrier: 0, workgroupUniformLoad: 1 };

/** `place` is the memory of workgroupUniformLoad. Gives the leaves of the result. */
export function collective(ctx: Context, expr: BuiltinExpr, place: MemoryPlace | null, args: string[][]): string[] {
  const spaces = barrierSpaces[expr.name];
  if (spaces === undefined) return subgroup(ctx, expr, args);
  barrier(ctx, expr, spaces);
  if (!place) return [];
  const leaves = load(ctx, place, expr.span);
  barrier(ctx, expr, spaces);
  return leaves;
}

function subgroup(ctx: Context, expr: BuiltinExpr, args: string[][]): string[] {
  const { code } = ctx;
  const types = expr.args.length > 0 ? leafTypes(expr.args[0]!.type) : [];
  const id = position(ctx, { kind: 'subgroup', span: expr.span, operation: expr.name, types });
  ctx.cost(expr.span, 0, 0);
  code.line(`X[li]=[${args.flat().join(',')}];`);
  code.line(`yield ${positionKey(ctx, id)};`);
  return Array.from({ length: leafCount(expr.type) }, (_, i) => code.temp(`X[li][${i}]`));
}
