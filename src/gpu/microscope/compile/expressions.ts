// Writes expressions and references. What reads memory or calls is written as a statement of its own, in the order of the
// text; the rest comes back as JavaScript expressions that depend on names alone.

import type { Expr, Ref } from '../../wgsl/typed';
import type { Scalar, Type } from '../../wgsl/types';
import { accessSite, address, copy, elementPlace, lanePlace, load, memberPlace, outside, part, store, clear } from './access';
import { isCollective } from './analysis';
import { bitcast } from './bitcast';
import { builtinFlops, builtinIntegerOps, builtins } from './builtins';
import { atomic, collective, isAtomic, position, positionKey } from './collective';
import type { Context, MemoryPlace, Place } from './context';
import { constantLeaves, flatten, zero } from './literals';
import { elementwise, isProduct, product, shortCircuit } from './operators';
import { isLarge, leafCount, leafTypes, memberLeaf, scalarOf, type Mem } from './shape';
import { convert, isFloat, unary, usesTwice } from './values';

// ---- Values

/** Leaves of a small value. */
export function leavesOf(ctx: Context, e: Expr): string[] {
  switch (e.kind) {
    case 'const':
      return constantLeaves(e.value, e.type);
    case 'value': {
      const bound = ctx.bound.get(e.of)!;
      if (bound.kind === 'stored') return load(ctx, bound.place, e.span);
      if (bound.kind === 'pointer') throw new Error('a pointer is no value');
      noteInputs(ctx, e.type, bound.leaves);
      return bound.leaves;
    }
    case 'load': {
      const leaves = load(ctx, resolve(ctx, e.from), e.from.span);
      noteInputs(ctx, e.type, leaves);
      return leaves;
    }
    case 'unary': {
      const of = scalarOf(e.type);
      if (e.operator !== '!') ctx.cost(e.span, 0, isFloat(of) ? 0 : leafCount(e.type));
      return leavesOf(ctx, e.operand).map((a) => ctx.code.short(unary(of, e.operator, a)));
    }
    case 'binary':
      return binaryLeaves(ctx, e);
    case 'index':
      return indexLeaves(ctx, e);
    case 'member': {
      if (isLarge(e.base.type)) return load(ctx, memberPlace(placeOf(ctx, e.base), e.member, e.type), e.span);
      const struct = e.base.type.kind === 'struct' ? e.base.type.struct : null;
      const first = memberLeaf(struct!, e.member);
      return leavesOf(ctx, e.base).slice(first, first + leafCount(e.type));
    }
    case 'swizzle': {
      const base = leavesOf(ctx, e.base).map((leaf, i) => (e.lanes.filter((lane) => lane === i).length > 1 ? ctx.code.atom(leaf) : leaf));
      return e.lanes.map((lane) => base[lane]!);
    }
    case 'call':
      return callLeaves(ctx, e);
    case 'builtin':
      return builtinLeaves(ctx, e);
    case 'construct':
      return constructLeaves(ctx, e);
    case 'convert':
      return convertLeaves(ctx, e);
    case 'bitcast':
      return bitcast(ctx, scalarOf(e.operand.type), scalarOf(e.type), leavesOf(ctx, e.operand));
    case 'address':
      throw new Error('a pointer is no value');
  }
}

function noteInputs(ctx: Context, type: Type, leaves: readonly string[]): void {
  if (ctx.inputs && (type.kind === 'scalar' || type.kind === 'vec' || type.kind === 'mat') && isFloat(scalarOf(type))) ctx.input(leaves);
}

/** The only leaf of a scalar. */
export const leafOf = (ctx: Context, e: Expr): string => leavesOf(ctx, e)[0]!;

/** Leaves that may be used more than once. */
const atomsOf = (ctx: Context, e: Expr): string[] => leavesOf(ctx, e).map((leaf) => ctx.code.atom(leaf));

/** Where a large value stands; it must be used or copied before anything else is written. */
export function placeOf(ctx: Context, e: Expr): MemoryPlace {
  switch (e.kind) {
    case 'const': {
      const { module } = ctx;
      const offset = module.pool.length;
      for (const value of flatten(e.value)) module.pool.push(value);
      for (const of of leafTypes(e.type)) module.poolFloats.push(isFloat(of));
      return { kind: 'memory', mem: module.constants, terms: [], root: 0, offset, type: e.type, checks: [] };
    }
    case 'value': {
      const bound = ctx.bound.get(e.of)!;
      if (bound.kind !== 'stored') throw new Error('a large value is stored');
      return bound.place;
    }
    case 'load':
      return resolve(ctx, e.from) as MemoryPlace;
    case 'member':
      return memberPlace(placeOf(ctx, e.base), e.member, e.type) as MemoryPlace;
    case 'index':
      return elementPlace(placeOf(ctx, e.base), indexOf(ctx, e.index), e.type, isUnsigned(e.index));
    case 'construct': {
      const place = ctx.frame(e.type);
      construct(ctx, place, e);
      return place;
    }
    case 'call': {
      const place = ctx.frame(e.type);
      copy(ctx, place, call(ctx, e).result!, e.span);
      return place;
    }
    default:
      throw new Error(`no large value: ${e.kind}`);
  }
}

/** Evaluates into memory. */
export function evaluateInto(ctx: Context, place: MemoryPlace, e: Expr): void {
  if (!isLarge(e.type)) store(ctx, place, leavesOf(ctx, e), e.span);
  else if (e.kind === 'construct' && e.parts.length === 0 && place.mem.kind === 'frame') clear(ctx, place);
  else copy(ctx, place, placeOf(ctx, e), e.span);
}

function construct(ctx: Context, place: MemoryPlace, e: Expr & { kind: 'construct' }): void {
  if (e.parts.length === 0) return clear(ctx, place);
  e.parts.forEach((value, i) => {
    const target = e.type.kind === 'struct' ? (memberPlace(place, i, value.type) as MemoryPlace) : elementPlace(place, String(i), value.type);
    evaluateInto(ctx, target, value);
  });
}

function constructLeaves(ctx: Context, e: Expr & { kind: 'construct' }): string[] {
  if (e.parts.length === 0) return leafTypes(e.type).map(zero);
  const leaves = e.parts.flatMap((value) => {
    const own = leavesOf(ctx, value);
    return e.parts.length > 1 ? own : own.map((leaf) => (leafCount(e.type) > own.length ? ctx.code.atom(leaf) : leaf));
  });
  const count = leafCount(e.type);
  return leaves.length === 1 && count > 1 ? Array.from({ length: count }, () => leaves[0]!) : leaves;
}

function convertLeaves(ctx: Context, e: Expr & { kind: 'convert' }): string[] {
  const from = scalarOf(e.operand.type);
  const to = scalarOf(e.type);
  const watch = ctx.module.watched && isFloat(from) && (to === 'i32' || to === 'u32');
  const site = watch ? ctx.site('value', e.span, null) : null;
  return leavesOf(ctx, e.operand).map((a) => ctx.code.short(convert(from, to, watch ? ctx.code.atom(a) : a, site)));
}

// ---- Operators and elements

function binaryLeaves(ctx: Context, e: Expr & { kind: 'binary' }): string[] {
  const { operator, left, right } = e;
  if (operator === '&&' || operator === '||') return [shortCircuit(ctx, operator, leafOf(ctx, left), () => leafOf(ctx, right))];
  if (isProduct(e)) return product(ctx, e, atomsOf(ctx, left), atomsOf(ctx, right));
  const twice = usesTwice(scalarOf(left.type), operator);
  const keep = (leaves: string[], other: Expr) => (twice || (leaves.length === 1 && leafCount(other.type) > 1) ? leaves.map((leaf) => ctx.code.atom(leaf)) : leaves);
  const leftLeaves = keep(leavesOf(ctx, left), right);
  return elementwise(ctx, e, leftLeaves, keep(leavesOf(ctx, right), left));
}

/** An element of a value that is no reference. */
function indexLeaves(ctx: Context, e: Expr & { kind: 'index' }): string[] {
  const base = e.base.type;
  if (isLarge(base)) {
    const place = placeOf(ctx, e.base);
    return load(ctx, elementPlace(place, indexOf(ctx, e.index), e.type, isUnsigned(e.index)), e.span);
  }
  const size = leafCount(e.type);
  const leaves = leavesOf(ctx, e.base);
  const length = leaves.length / size;
  const index = leafOf(ctx, e.index);
  if (/^\d+$/.test(index) && Number(index) < length) return leaves.slice(Number(index) * size, (Number(index) + 1) * size);
  if (length > 4) {
    const place = ctx.frame(base);
    store(ctx, place, leaves, e.span);
    return load(ctx, elementPlace(place, ctx.code.atom(index), e.type, isUnsigned(e.index)), e.span);
  }
  const at = ctx.code.atom(index);
  const names = leaves.map((leaf) => ctx.code.atom(leaf));
  const site = ctx.site('load', e.span, null);
  const types = leafTypes(e.type);
  return Array.from({ length: size }, (_, leaf) => {
    const choices = Array.from({ length }, (_, i) => `${at}===${i}?${names[i * size + leaf]}:`).join('');
    const miss = leaf === 0 ? `outside(${site},-1,${at},${length})${types[leaf] === 'bool' ? '!==0' : ''}` : zero(types[leaf]!);
    return ctx.code.temp(`${choices}${miss}`);
  });
}

// ---- Calls

function builtinLeaves(ctx: Context, e: Expr & { kind: 'builtin' }): string[] {
  const [first] = e.args;
  if (e.name === 'arrayLength') {
    return [`n${(pointee(ctx, first!) as MemoryPlace).mem.id}`];
  }
  if (isAtomic(e.name)) {
    const place = pointee(ctx, first!) as MemoryPlace;
    return atomic(ctx, e, place, e.args.slice(1).map((arg) => ctx.code.atom(leafOf(ctx, arg))));
  }
  if (isCollective(e.name)) {
    const place = first?.type.kind === 'ptr' ? (pointee(ctx, first) as MemoryPlace) : null;
    return collective(ctx, e, place, place ? [] : e.args.map((arg) => leavesOf(ctx, arg)));
  }
  const write = builtins[e.name];
  if (!write) throw new Error(`builtin ${e.name} has no code`);
  ctx.cost(e.span, builtinFlops(e), builtinIntegerOps(e));
  const args = e.args.map((arg) => atomsOf(ctx, arg));
  return write({ ctx, expr: e, args, of: scalarOf(first!.type) }).map((leaf) => ctx.code.short(leaf));
}

function callLeaves(ctx: Context, e: Expr & { kind: 'call' }): string[] {
  const leaves = call(ctx, e).leaves;
  noteInputs(ctx, e.type, leaves);
  return leaves;
}

/** Calls a function of the reader's: small results come back in names, a large one in the function's own place. */
export function call(ctx: Context, e: Expr & { kind: 'call' }): { leaves: string[]; result: MemoryPlace | null } {
  const { code, module } = ctx;
  const mems: (Mem | null)[] = [];
  const passed: string[] = [];
  const large: { slot: number; place: MemoryPlace }[] = [];
  const several = e.args.length > 1;
  e.args.forEach((arg, i) => {
    if (arg.type.kind === 'ptr') {
      const place = pointee(ctx, arg) as MemoryPlace;
      mems.push(place.mem);
      passed.push(pointerArgument(ctx, place, arg));
      return;
    }
    mems.push(null);
    if (!isLarge(arg.type)) {
      passed.push(...leavesOf(ctx, arg));
      return;
    }
    let place = placeOf(ctx, arg);
    if (several && arg.kind === 'load') {
      const kept = ctx.frame(arg.type);
      copy(ctx, kept, place, arg.span);
      place = kept;
    }
    large.push({ slot: i, place });
  });
  const instance = module.instance(e.of, mems, e.span);
  for (const { slot, place } of large) copy(ctx, instance.slots[slot]!, place, e.span);
  const before: string[] = [];
  if (module.suspending) before.push('fb');
  if (instance.suspends) before.push('li', positionKey(ctx, position(ctx, { kind: 'step' })));
  if (module.watched) before.push(`Math.imul(${ctx.path},-1640531527)+${module.next()}|0`);
  const text = `${instance.suspends ? 'yield* ' : ''}${instance.name}(${[...before, ...passed].join(',')})`;
  const types = isLarge(e.type) ? [] : leafTypes(e.type);
  if (types.length === 0) {
    code.line(`${text};`);
    return { leaves: [], result: instance.result };
  }
  const leaves = types.map((of, i) => code.temp(i === 0 ? text : resultRegister(of, i), of));
  return { leaves, result: null };
}

/** Where a function leaves the leaves of its result after the first. */
export const resultRegister = (of: Scalar, i: number): string => (isFloat(of) ? `RF[${i}]` : of === 'bool' ? `(RI[${i}]!==0)` : `RI[${i}]`);

/** A pointer as an argument: its address. Out of bounds it becomes the first element's. */
function pointerArgument(ctx: Context, place: MemoryPlace, arg: Expr): string {
  if (place.checks.length === 0) return address(place);
  const { code } = ctx;
  const site = accessSite(ctx, place, 'load', arg.span);
  const at = code.declare(code.fresh('t'), 'let', address(place));
  const condition = place.checks.map(({ index, length }) => `(${index}>>>0)<${length}`).join('&&');
  code.line(`if(!(${condition})){${outside(ctx, place, site)}${at}=${address({ ...place, terms: place.terms.slice(0, place.root) })};}`);
  return at;
}

// ---- References

/** An index, as a name or a literal. */
const indexOf = (ctx: Context, e: Expr): string => ctx.code.atom(leafOf(ctx, e), 'i32');

const isUnsigned = (e: Expr): boolean => e.type.kind === 'scalar' && e.type.of === 'u32';

/** The place that a pointer points to. */
export function pointee(ctx: Context, e: Expr): Place {
  if (e.kind === 'address') return resolve(ctx, e.of);
  if (e.kind === 'value') {
    const bound = ctx.bound.get(e.of);
    if (bound?.kind === 'pointer') return bound.place;
  }
  throw new Error(`no pointer: ${e.kind}`);
}

export function resolve(ctx: Context, ref: Ref): Place {
  switch (ref.kind) {
    case 'variable': {
      const own = ctx.places.get(ref.variable);
      if (own) return own;
      return ctx.module.globals.get(ref.variable)!;
    }
    case 'deref':
      return pointee(ctx, ref.pointer);
    case 'member':
      return memberPlace(resolve(ctx, ref.base), ref.member, ref.type);
    case 'lane':
      return lanePlace(resolve(ctx, ref.base), ref.lane, ref.type);
    case 'index': {
      const base = resolve(ctx, ref.base);
      const index = indexOf(ctx, ref.index);
      if (base.kind === 'memory') return elementPlace(base, index, ref.type, isUnsigned(ref.index));
      return part(base, Number(index) * leafCount(ref.type), ref.type);
    }
  }
}
