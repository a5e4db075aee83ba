// Code that reads, writes and copies memory: bounds checked, and told to the Watch where somebody watches.
// Out of bounds a load gives zero and a store does nothing; JavaScript's own memory is never touched.

import type { Span } from '../../wgsl/typed';
import type { Type } from '../../wgsl/types';
import type { AccessKind, Site } from '../watch';
import type { Check, Context, MemoryPlace, Place, RegisterPlace } from './context';
import { elementUnits, isLarge, leafCount, leafOffsets, memberLeaf, memberUnits, scalarUnits, columnUnits, scalarOf, sizeUnits, type LeafOffset, type Mem } from './shape';

/** Adds an int32 expression to a place; `index` is a name or a literal. */
function plus(place: MemoryPlace, index: string, stride: number): { terms: string[]; offset: number } {
  if (/^\d+$/.test(index)) return { terms: place.terms, offset: place.offset + Number(index) * stride };
  return { terms: [...place.terms, stride === 1 ? index : `Math.imul(${index},${stride})`], offset: place.offset };
}

/** `length` of what an index selects from: "n3" (known when buffers are bound) or a number. */
export function lengthOf(type: Type, mem: Mem): string {
  if (type.kind === 'array') return type.count > 0 ? String(type.count) : `n${mem.id}`;
  if (type.kind === 'vec') return String(type.size);
  if (type.kind === 'mat') return String(type.columns);
  throw new Error(`no index into ${type.kind}`);
}

/** The element that `index` (a name or an int32 literal) selects. */
export function elementPlace(place: MemoryPlace, index: string, type: Type, unsigned = false): MemoryPlace {
  const base = place.type;
  const length = lengthOf(base, place.mem);
  const inside = /^\d+$/.test(index) && /^\d+$/.test(length) && Number(index) < Number(length);
  const checks = inside ? place.checks : [...place.checks, { index, length, unsigned }];
  return { ...place, ...plus(place, index, stride(place.mem, base)), type, checks };
}

function stride(mem: Mem, base: Type): number {
  if (base.kind === 'array') return elementUnits(mem, base);
  if (base.kind === 'mat') return columnUnits(mem, base);
  return scalarUnits(mem, scalarOf(base));
}

export function memberPlace(place: Place, member: number, type: Type): Place {
  if (place.type.kind !== 'struct') throw new Error('member of something that is no struct');
  const { struct } = place.type;
  if (place.kind === 'register') return part(place, memberLeaf(struct, member), type);
  return { ...place, offset: place.offset + memberUnits(place.mem, struct, member), type };
}

export function lanePlace(place: Place, lane: number, type: Type): Place {
  if (place.kind === 'register') return part(place, lane, type);
  return { ...place, offset: place.offset + lane * scalarUnits(place.mem, scalarOf(type)), type };
}

/** Leaves of a register from `first` on. */
export const part = (place: RegisterPlace, first: number, type: Type): RegisterPlace => ({ kind: 'register', names: place.names.slice(first, first + leafCount(type)), type });

/** Address of a place, in units, as an expression. */
export function address({ terms, offset }: MemoryPlace): string {
  if (terms.length === 0) return String(offset);
  const parts = offset === 0 ? terms : [...terms, String(offset)];
  return parts.length === 1 ? parts[0]! : parts.reduce((sum, term) => `(${sum}+${term}|0)`);
}

const condition = (place: MemoryPlace): string => place.checks.map(({ index, length }) => `(${index}>>>0)<${length}`).join('&&');

const viewName = (mem: Mem, letter: 'f' | 'i' | 'h'): string => (mem.kind === 'frame' ? letter.toUpperCase() : mem.kind === 'constants' ? `C${letter.toUpperCase()}` : letter + mem.id);

/** The element of a typed array that holds one leaf. */
function cell(mem: Mem, { of, offset }: LeafOffset, base: string): string {
  const at = offset === 0 ? base : /^\d+$/.test(base) ? String(Number(base) + offset) : `${base}+${offset}`;
  const half = of === 'f16' && !mem.packed;
  if (half) return `${viewName(mem, 'h')}[${at}]`;
  const letter = of === 'f32' || of === 'f16' ? 'f' : 'i';
  return `${viewName(mem, letter)}[${mem.unit === 4 ? at : `${at}>>1`}]`;
}

function fetch(mem: Mem, leaf: LeafOffset, base: string): string {
  const raw = cell(mem, leaf, base);
  if (leaf.of === 'f16' && !mem.packed) return `H[${raw}]`;
  return leaf.of === 'bool' ? `(${raw}!==0)` : raw;
}

function put(mem: Mem, leaf: LeafOffset, base: string, value: string): string {
  const stored = leaf.of === 'f16' && !mem.packed ? `R.toHalf(${value})` : leaf.of === 'bool' ? `(${value}?1:0)` : value;
  return `${cell(mem, leaf, base)}=${stored};`;
}

/** Code that says that a place was touched: one call for each run of neighbouring words. */
export function notes(ctx: Context, place: MemoryPlace, site: number, base: string, leaves: readonly LeafOffset[]): string {
  const { mem } = place;
  if (mem.plan < 0 || !ctx.module.watched) return '';
  const size = ({ of }: LeafOffset) => (of === 'f16' ? 2 : 4) / mem.unit;
  const calls: string[] = [];
  for (let i = 0; i < leaves.length; ) {
    let j = i + 1;
    while (j < leaves.length && leaves[j]!.offset === leaves[j - 1]!.offset + size(leaves[j - 1]!)) j++;
    const units = leaves.slice(i, j).reduce((sum, leaf) => sum + size(leaf), 0);
    const offset = leaves[i]!.offset;
    calls.push(`W.${mem.unit === 4 ? 'access' : 'accessHalves'}(${site},${ctx.path},${mem.plan},${offset === 0 ? base : `${base}+${offset}`},${units});`);
    i = j;
  }
  return calls.join('');
}

const outsideCall = ({ mem }: MemoryPlace, site: number, { index, length, unsigned }: Check): string => `outside(${site},${mem.plan},${unsigned ? `${index}>>>0` : index},${length})`;

/** Code for an access out of bounds: says which index was at fault. */
export function outside(ctx: Context, place: MemoryPlace, site: number): string {
  const calls = place.checks.map((check) => `${outsideCall(place, site, check)};`);
  return calls.length === 1 ? calls[0]! : place.checks.map(({ index, length }, i) => (i < calls.length - 1 ? `if(!((${index}>>>0)<${length}))${calls[i]}else ` : calls[i]!)).join('');
}

/** Runs `inside` where the place may be touched; `otherwise` is extra code for where it may not. */
export function guarded(ctx: Context, place: MemoryPlace, site: number, inside: readonly string[], quiet = false): void {
  const { code } = ctx;
  if (place.checks.length === 0) {
    inside.forEach((line) => code.line(line));
    return;
  }
  code.line(`if(${condition(place)}){${inside.join('')}}${quiet ? '' : `else{${outside(ctx, place, site)}}`}`);
}

/** A site for an access to a place; -1 where nothing can be said of it. */
export function accessSite(ctx: Context, place: MemoryPlace, kind: AccessKind, span: Span, atomic?: Site['atomic']): number {
  if (place.checks.length === 0 && (place.mem.plan < 0 || !ctx.module.watched)) return -1;
  return ctx.site(kind, span, place.mem.plan < 0 ? null : place.mem.plan, atomic);
}

/** The base address, evaluated once where it is used more than once. */
function baseOf(ctx: Context, place: MemoryPlace, uses: number): string {
  const at = address(place);
  return uses > 1 ? ctx.code.atom(at, 'i32') : at;
}

/** Leaves of a small value, read now. */
export function load(ctx: Context, place: Place, span: Span): string[] {
  if (place.kind === 'register') return place.names;
  const { code, module } = ctx;
  const offsets = leafOffsets(place.mem, place.type);
  const site = accessSite(ctx, place, 'load', span);
  const watch = module.watched && place.mem.plan >= 0;
  const base = baseOf(ctx, place, offsets.length + (watch ? 1 : 0));
  const note = notes(ctx, place, site, base, offsets);
  if (place.checks.length === 0) {
    const names = offsets.map((leaf) => code.temp(fetch(place.mem, leaf, base), leaf.of));
    if (note) code.line(note);
    return names;
  }
  if (offsets.length === 1 && !note && place.checks.length === 1) {
    const check = place.checks[0]!;
    const { index, length } = check;
    const [leaf] = offsets;
    const zero = leaf!.of === 'bool' ? '!==0' : '';
    return [code.temp(`(${index}>>>0)<${length}?${fetch(place.mem, leaf!, base)}:${outsideCall(place, site, check)}${zero}`, leaf!.of)];
  }
  const names = offsets.map(({ of }) => code.typed(code.declare(code.fresh('t'), 'let', of === 'bool' ? 'false' : '0'), of));
  guarded(ctx, place, site, [...offsets.map((leaf, i) => `${names[i]}=${fetch(place.mem, leaf, base)};`), note]);
  return names;
}

/** Writes the leaves of a small value. */
export function store(ctx: Context, place: Place, leaves: readonly string[], span: Span, quiet = false): void {
  if (place.kind === 'register') {
    const { code } = ctx;
    const values = leaves.length > 1 ? leaves.map((leaf) => code.frozen(leaf)) : leaves;
    place.names.forEach((name, i) => code.line(`${name}=${values[i]};`));
    return;
  }
  const offsets = leafOffsets(place.mem, place.type);
  const site = accessSite(ctx, place, 'store', span);
  const base = baseOf(ctx, place, offsets.length + (place.mem.plan >= 0 && ctx.module.watched ? 1 : 0));
  const note = notes(ctx, place, site, base, offsets);
  guarded(ctx, place, site, [...offsets.map((leaf, i) => put(place.mem, leaf, base, leaves[i]!)), note], quiet);
}

// What counts as one step of the budget.
const leavesCopiedPerStep = 8;
const wordsClearedPerStep = 64;

/** Copies a value of any size from memory to memory. */
export function copy(ctx: Context, to: MemoryPlace, from: MemoryPlace, span: Span): void {
  const { type } = from;
  const { code } = ctx;
  if (!isLarge(type)) {
    store(ctx, to, load(ctx, from, span), span);
  } else if (type.kind === 'struct') {
    type.struct.members.forEach((member, i) => copy(ctx, memberPlace(to, i, member.type) as MemoryPlace, memberPlace(from, i, member.type) as MemoryPlace, span));
  } else if (type.kind === 'array') {
    const k = code.fresh('k');
    const body = code.capture(() => copy(ctx, elementOf(to, k, type.of), elementOf(from, k, type.of), span));
    code.line(`for(let ${k}=0;${k}<${type.count};${k}++){`);
    body.forEach((line) => code.line(line));
    code.line('}');
    code.line(`B[0]-=${Math.ceil(leafCount(type) / leavesCopiedPerStep)};`);
  }
}

/** The element at an index that is known to be inside. */
const elementOf = (place: MemoryPlace, index: string, of: Type): MemoryPlace => ({ ...place, ...plus(place, index, stride(place.mem, place.type)), type: of });

/** Sets a place in the frame to zero. */
export function clear(ctx: Context, place: MemoryPlace): void {
  const size = sizeUnits(place.mem, place.type);
  const base = ctx.code.atom(address(place));
  if (size > 8) ctx.code.line(`I.fill(0,${base},${base}+${size});`);
  if (size > wordsClearedPerStep) ctx.code.line(`B[0]-=${Math.ceil(size / wordsClearedPerStep)};`);
  if (size <= 8) for (let i = 0; i < size; i++) ctx.code.line(`I[${base}+${i}]=0;`);
}
