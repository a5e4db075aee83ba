// Writes statements: control flow, variables, assignments, and in watched code the basic blocks and the floats that
// came out not finite.

import type { Block, Expr, Stmt } from '../../wgsl/typed';
import { load, store, clear, copy } from './access';
import { escapes, mayLeave } from './analysis';
import type { Context, LoopState, MemoryPlace, Place } from './context';
import { position } from './collective';
import { evaluateInto, leafOf, leavesOf, placeOf, pointee, resolve, resultRegister } from './expressions';
import { scalar, zero } from './literals';
import { charge, pinTypes, rounds, stopCall, weightOf } from './loops';
import { isLarge, leafCount, leafTypes, scalarOf } from './shape';
import { isUniform, uniformCounter } from './uniform';
import { binary, isFloat, usesTwice } from './values';

type Of<K extends Stmt['kind']> = Stmt & { kind: K };

export function writeBlock(ctx: Context, block: Block): void {
  block.forEach((stmt, i) => {
    writeStatement(ctx, stmt);
    if (!mayLeave(stmt)) return;
    if (ctx.lost) ctx.whole = false;
    if (i < block.length - 1) ctx.startBlock();
  });
}

function writeStatement(ctx: Context, stmt: Stmt): void {
  if (stmt.kind !== 'block' && stmt.kind !== 'loop') begin(ctx, stmt);
  switch (stmt.kind) {
    case 'var':
      return writeVar(ctx, stmt);
    case 'let':
      return writeLet(ctx, stmt);
    case 'assign':
      return writeAssign(ctx, stmt);
    case 'update':
      return writeUpdate(ctx, stmt);
    case 'evaluate':
      if (stmt.value.type.kind !== 'ptr' && isLarge(stmt.value.type)) placeOf(ctx, stmt.value);
      else if (stmt.value.type.kind !== 'ptr') for (const leaf of leavesOf(ctx, stmt.value)) if (leaf.includes('(')) ctx.code.line(`${leaf};`);
      return;
    case 'if':
      return writeIf(ctx, stmt);
    case 'switch':
      return writeSwitch(ctx, stmt);
    case 'loop':
      return writeLoop(ctx, stmt);
    case 'break':
      ctx.lost ||= !ctx.whole;
      ctx.code.line(`break ${ctx.exits.at(-1)};`);
      return;
    case 'continue':
      ctx.lost ||= !ctx.whole;
      ctx.code.line(ctx.loops.at(-1)!.next);
      return;
    case 'return':
      return writeReturn(ctx, stmt);
    case 'block':
      ctx.code.line('{');
      writeBlock(ctx, stmt.body);
      ctx.code.line('}');
  }
}

/** Counts the statement's line, and says it where a trace is taken. */
function begin(ctx: Context, { span }: { span: { start: number; end: number } }): void {
  ctx.cost(span, 0, 0);
  if (ctx.module.kind === 'traced') ctx.code.line(`W.line(${ctx.module.lineOf(span.start)},${ctx.path});`);
}

// ---- Floats that are not finite

/** Leaves of a value; in watched code a float that was computed and is not finite is told. */
function computed(ctx: Context, e: Expr): string[] {
  const simple = e.kind === 'const' || e.kind === 'value' || e.kind === 'load' || e.kind === 'construct' || e.kind === 'call';
  if (!ctx.module.watched || simple || !leafTypes(e.type).some(isFloat)) return leavesOf(ctx, e);
  ctx.inputs = [];
  const leaves = leavesOf(ctx, e);
  const { inputs } = ctx;
  ctx.inputs = null;
  return tellFloats(ctx, e, leaves, inputs);
}

function tellFloats(ctx: Context, e: Expr, leaves: string[], inputs: readonly string[]): string[] {
  const types = leafTypes(e.type);
  const own = leaves.map((leaf) => ctx.code.atom(leaf));
  const floats = own.filter((leaf, i) => isFloat(types[i]!) && /^[a-z]/.test(leaf) && !inputs.includes(leaf));
  if (floats.length === 0) return own;
  const site = ctx.site('value', e.span, null);
  const finite = [...new Set(inputs)].map((input) => `${input}-${input}===0`).join('&&') || 'true';
  for (const float of floats) ctx.code.line(`if(${float}-${float}!==0)W.float(${site},${float},${finite});`);
  return own;
}

// ---- Variables and assignments

function writeVar(ctx: Context, { variable }: Of<'var'>): void {
  const { code, module } = ctx;
  const { type, initializer } = variable;
  if (module.analysis.addressed.has(variable)) {
    const place = ctx.frame(type);
    if (!initializer) clear(ctx, place);
    else if (isLarge(type)) evaluateInto(ctx, place, initializer);
    else store(ctx, place, computed(ctx, initializer), initializer.span);
    ctx.places.set(variable, place);
    return;
  }
  const values = initializer ? computed(ctx, initializer) : leafTypes(type).map(zero);
  const names = values.map((value) => code.declare(code.fresh('x'), 'let', value));
  leafTypes(type).forEach((of, i) => code.typed(names[i]!, of));
  ctx.places.set(variable, { kind: 'register', names, type });
}

function writeLet(ctx: Context, { value, initializer }: Of<'let'>): void {
  const { code } = ctx;
  if (isUniform(ctx.uniform, initializer)) ctx.uniform.add(value);
  if (initializer.type.kind === 'ptr') {
    ctx.bound.set(value, { kind: 'pointer', place: frozenPlace(ctx, pointee(ctx, initializer)) });
  } else if (isLarge(initializer.type)) {
    const place = ctx.frame(initializer.type);
    evaluateInto(ctx, place, initializer);
    ctx.bound.set(value, { kind: 'stored', place });
  } else {
    ctx.bound.set(value, { kind: 'leaves', leaves: computed(ctx, initializer).map((leaf, i) => code.frozen(leaf, leafTypes(initializer.type)[i])) });
  }
}

/** A place whose indices are those of now. */
function frozenPlace(ctx: Context, place: Place): Place {
  if (place.kind === 'register') return place;
  const { code } = ctx;
  const terms = [...place.terms.slice(0, place.root), ...place.terms.slice(place.root).map((term) => code.frozen(term))];
  return { ...place, terms, checks: place.checks.map((check) => ({ ...check, index: code.frozen(check.index) })) };
}

function writeAssign(ctx: Context, { target, value }: Of<'assign'>): void {
  const place = resolve(ctx, target);
  if (isLarge(target.type)) {
    if (value.kind === 'construct' && value.parts.length > 0) copy(ctx, place as MemoryPlace, placeOf(ctx, value), target.span);
    else if (value.kind === 'construct') zeroLarge(ctx, place as MemoryPlace, value);
    else copy(ctx, place as MemoryPlace, placeOf(ctx, value), target.span);
    return;
  }
  store(ctx, place, computed(ctx, value), target.span);
}

function zeroLarge(ctx: Context, place: MemoryPlace, value: Expr): void {
  if (place.mem.kind === 'frame' && place.checks.length === 0) clear(ctx, place);
  else copy(ctx, place, placeOf(ctx, value), value.span);
}

function writeUpdate(ctx: Context, stmt: Of<'update'>): void {
  const { code, module } = ctx;
  const { target, value, operator } = stmt;
  const place = resolve(ctx, target);
  const watch = module.watched && isFloat(scalarOf(target.type));
  if (watch) ctx.inputs = [];
  const old = load(ctx, place, target.span);
  if (watch) ctx.input(old);
  const of = scalarOf(target.type);
  let leaves: string[];
  if (operator === '*' && value.type.kind === 'mat') {
    leaves = matrixUpdate(ctx, stmt, old.map((leaf) => code.atom(leaf)));
  } else {
    const right = leavesOf(ctx, value).map((leaf) => (usesTwice(of, operator) || (old.length > 1 && leafCount(value.type) === 1) ? code.atom(leaf) : leaf));
    const left = usesTwice(of, operator) ? old.map((leaf) => code.atom(leaf)) : old;
    const operations = of === 'bool' ? 0 : left.length;
    ctx.cost(stmt.span, isFloat(of) ? operations : 0, isFloat(of) ? 0 : operations);
    const site = usesTwice(of, operator) && module.watched && value.kind !== 'const' ? ctx.site('value', stmt.span, null) : null;
    leaves = left.map((leaf, i) => code.short(binary(of, operator, leaf, right[right.length === 1 ? 0 : i]!, site)));
  }
  const inputs = ctx.inputs ?? [];
  ctx.inputs = null;
  if (watch) leaves = tellFloats(ctx, { kind: 'load', from: target, type: target.type, span: stmt.span }, leaves, inputs.filter((input) => !/^x/.test(input) || place.kind === 'register'));
  store(ctx, place, leaves, target.span, true);
}

/** `v *= m` and `m *= m`: the product of the old value with a matrix. */
function matrixUpdate(ctx: Context, { target, value, span }: Of<'update'>, old: string[]): string[] {
  const variable = { name: '', type: target.type, span };
  ctx.bound.set(variable, { kind: 'leaves', leaves: old });
  return leavesOf(ctx, { kind: 'binary', operator: '*', left: { kind: 'value', of: variable, type: target.type, span }, right: value, type: target.type, span });
}

// ---- Control flow

function writeIf(ctx: Context, { condition, then, otherwise }: Of<'if'>): void {
  const { code } = ctx;
  const uniform = isUniform(ctx.uniform, condition);
  code.line(`if(${leafOf(ctx, condition)}){`);
  branch(ctx, uniform, then);
  if (otherwise.length > 0) {
    code.line('}else{');
    branch(ctx, uniform, otherwise);
  }
  code.line('}');
}

function branch(ctx: Context, uniform: boolean, block: Block): void {
  ctx.branch(uniform, () => {
    if (block.length > 0) ctx.startBlock();
    writeBlock(ctx, block);
  });
}

function writeSwitch(ctx: Context, stmt: Of<'switch'>): void {
  const { selector, clauses } = stmt;
  const { code } = ctx;
  const label = code.fresh('S');
  const of = scalarOf(selector.type);
  const uniform = isUniform(ctx.uniform, selector);
  const { lost } = ctx;
  code.line(`${label}:switch(${leafOf(ctx, selector)}){`);
  ctx.exits.push(label);
  for (const { values, isDefault, body } of clauses) {
    code.line(`${values.map((value) => `case ${scalar(value, of)}:`).join('')}${isDefault ? 'default:' : ''}{`);
    branch(ctx, uniform, body);
    code.line(`break ${label};}`);
  }
  ctx.exits.pop();
  code.line('}');
  // Lanes that broke out of the switch meet the others here.
  if (!mayLeave(stmt)) ctx.lost = lost;
}

function writeLoop(ctx: Context, stmt: Of<'loop'>): void {
  const { code, module } = ctx;
  code.line('{');
  begin(ctx, stmt);
  writeBlock(ctx, stmt.initializer);
  const exit = code.fresh('L');
  const counter = code.declare(code.fresh('k'), 'let', '0');
  const stop = module.stops.push({ what: 'loop', span: stmt.span }) - 1;
  const leaves = escapes(stmt.body);
  const labelled = leaves.continues && (stmt.continuing.length > 0 || stmt.breakIf !== null);
  const inner = labelled ? code.fresh('C') : '';
  const loop = { exit, next: labelled ? `break ${inner};` : `continue ${exit};`, counter, stop, weight: 1 };
  const before = { block: ctx.block, path: ctx.path, position: ctx.position, whole: ctx.whole, lost: ctx.lost };
  const counted = uniformCounter(ctx.uniform, stmt);
  if (counted) ctx.uniform.add(counted);
  else ctx.whole = false;
  if (ctx.suspends) ctx.position = [...ctx.position, String(position(ctx, { kind: 'step' })), counter];
  ctx.loops.push(loop);
  ctx.exits.push(exit);
  const outer = [...code.types];
  let body = code.capture(() => writeRounds(ctx, stmt, loop, inner));
  ctx.loops.pop();
  ctx.exits.pop();
  ctx.block = before.block;
  ctx.path = before.path;
  ctx.position = before.position;
  ctx.whole = before.whole;
  if (!leaves.returns) ctx.lost = before.lost;
  if (counted) ctx.uniform.delete(counted);
  if (ctx.suspends && !body.some((line) => line.includes('yield'))) body = pinTypes(ctx, outer, body);
  loop.weight = weightOf(body);
  code.line(`${exit}:for(;;){`);
  code.line(`if(((${counter}=${counter}+1|0)&${rounds - 1})===0&&(B[0]-=${rounds * loop.weight})<0)${stopCall(ctx, loop)}`);
  body.forEach((line) => code.line(line));
  code.line('}');
  code.line(`if((B[0]-=${charge(loop)})<0)${stopCall(ctx, loop)}`);
  code.line('}');
}

function writeRounds(ctx: Context, stmt: Of<'loop'>, loop: LoopState, inner: string): void {
  const { code, module } = ctx;
  if (module.watched) {
    const path = code.declare(code.fresh('p'), 'const', `Math.imul(${ctx.path},-1640531527)+${loop.counter}|0`);
    ctx.path = path;
  }
  if (stmt.condition) writeCondition(ctx, stmt.condition, loop.exit);
  const ends = escapes(stmt.body);
  const { whole } = ctx;
  code.hoist(inner !== '', () => {
    if (inner) code.line(`${inner}:{`);
    ctx.startBlock();
    writeBlock(ctx, stmt.body);
    if (inner) code.line('}');
  });
  ctx.whole = whole;
  if (stmt.continuing.length > 0 || stmt.breakIf) {
    if (ends.breaks || ends.continues || ends.returns) ctx.startBlock();
    writeBlock(ctx, stmt.continuing);
    if (stmt.breakIf) code.line(`if(${leafOf(ctx, stmt.breakIf)})break ${loop.exit};`);
  }
}

/** The condition is a block of its own: it runs once more than the body. */
function writeCondition(ctx: Context, condition: Expr, exit: string): void {
  ctx.startBlock();
  begin(ctx, condition);
  ctx.code.line(`if(!${leafOf(ctx, condition)})break ${exit};`);
}

function writeReturn(ctx: Context, { value }: Of<'return'>): void {
  const { code } = ctx;
  ctx.lost ||= !ctx.whole;
  let first = '';
  if (value && isLarge(value.type)) {
    evaluateInto(ctx, ctx.result!, value);
  } else if (value && value.type.kind !== 'void') {
    const types = leafTypes(value.type);
    const leaves = computed(ctx, value).map((leaf) => (types.length > 1 ? code.frozen(leaf) : leaf));
    leaves.forEach((leaf, i) => i > 0 && code.line(`${resultRegister(types[i]!, i).replace(/^\((.*)!==0\)$/, '$1')}=${types[i] === 'bool' ? `${leaf}?1:0` : leaf};`));
    first = leaves[0] ?? '';
  }
  if (ctx.loops.length > 0) {
    if (first) first = code.atom(first);
    code.line(`B[0]-=${ctx.loops.map(charge).join('+')};`);
  }
  code.line(`return ${first};`);
}

