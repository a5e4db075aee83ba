// Two names for one place in memory within a call, one of them written through: an error in WGSL (section 11.5.4), since the
// order of the accesses would matter.

import type { CheckedFunction } from './check-module';
import type { Expr, Func, Ref, Value, Variable, WgslProblem } from './typed';
import { Roots, isVariable, walkBlock, type Root } from './walk';

/** What a function does to memory that its caller can see: module-scope variables, and what its pointer parameters lead to. */
interface Effects {
  reads: Set<Root>;
  writes: Set<Root>;
}

/** Functions come callees first. */
export function findAliases(functions: readonly CheckedFunction[]): WgslProblem[] {
  const problems: WgslProblem[] = [];
  const effectsOf = new Map<Func, Effects>();
  for (const { func } of functions) {
    const effects: Effects = { reads: new Set(), writes: new Set() };
    const roots = new Roots();
    const read = (ref: Ref) => effects.reads.add(roots.of(ref).root);
    const write = (ref: Ref) => effects.writes.add(roots.of(ref).root);
    walkBlock(func.body, {
      stmt(stmt) {
        if (stmt.kind === 'let') roots.note(stmt.value, stmt.initializer);
        if (stmt.kind === 'assign' || stmt.kind === 'update') write(stmt.target);
        if (stmt.kind === 'update') read(stmt.target);
      },
      expr(expr) {
        if (expr.kind === 'load') read(expr.from);
        if (expr.kind === 'builtin') builtinEffects(expr, roots, effects);
        if (expr.kind !== 'call') return;
        const problem = checkCall(expr, roots, effectsOf.get(expr.of)!);
        if (problem) problems.push(problem);
        callEffects(expr, roots, effectsOf.get(expr.of)!, effects);
      },
    });
    effectsOf.set(func, effects);
  }
  return problems;
}

function builtinEffects({ name, args }: Expr & { kind: 'builtin' }, roots: Roots, { reads, writes }: Effects): void {
  if (!/^atomic|^workgroupUniformLoad$/.test(name)) return;
  const { root } = roots.ofPointer(args[0]!);
  if (name !== 'atomicStore') reads.add(root);
  if (name !== 'atomicLoad' && name !== 'workgroupUniformLoad') writes.add(root);
}

function callEffects({ of, args }: Expr & { kind: 'call' }, roots: Roots, callee: Effects, { reads, writes }: Effects): void {
  const inCaller = (root: Root): Root => (isVariable(root) ? root : roots.ofPointer(args[of.params.indexOf(root)]!).root);
  const visible = (root: Root) => !isVariable(root) || root.space !== 'function';
  for (const root of callee.reads) if (visible(root)) reads.add(inCaller(root));
  for (const root of callee.writes) if (visible(root)) writes.add(inCaller(root));
}

function checkCall({ of, args }: Expr & { kind: 'call' }, roots: Roots, { reads, writes }: Effects): WgslProblem | null {
  const seen = new Map<Root, Value[]>();
  for (const [i, param] of of.params.entries()) {
    if (param.type.kind !== 'ptr') continue;
    const arg = args[i]!;
    const { root } = roots.ofPointer(arg);
    const touched = reads.has(param) || writes.has(param);
    for (const other of seen.get(root) ?? [])
      if ((writes.has(param) && (reads.has(other) || writes.has(other))) || (writes.has(other) && touched))
        return { severity: 'error', span: arg.span, message: `"${of.name}" gets "${root.name}" twice, as "${other.name}" and as "${param.name}", and writes through one of them: pass different variables, or a value instead of a pointer.` };
    seen.set(root, [...(seen.get(root) ?? []), param]);
    if (!isVariable(root)) continue;
    const variable: Variable = root;
    if ((writes.has(param) && (reads.has(variable) || writes.has(variable))) || (touched && writes.has(variable)))
      return { severity: 'error', span: arg.span, message: `"${of.name}" gets a pointer to "${variable.name}" and uses that variable by its name too, and writes it: use one way alone.` };
  }
  return null;
}
