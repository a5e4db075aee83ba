// Goes over the typed program: every expression and reference below a node, and the variable that a pointer or reference leads to.

import type { Block, Expr, Ref, Stmt, Value, Variable } from './typed';

export interface Visitor {
  /** Before what lies below it. */
  expr?(expr: Expr): void;
  stmt?(stmt: Stmt): void;
}

export function walkBlock(block: Block, visitor: Visitor): void {
  for (const stmt of block) walkStmt(stmt, visitor);
}

function walkStmt(stmt: Stmt, visitor: Visitor): void {
  visitor.stmt?.(stmt);
  switch (stmt.kind) {
    case 'var':
      if (stmt.variable.initializer) walkExpr(stmt.variable.initializer, visitor);
      break;
    case 'let':
      walkExpr(stmt.initializer, visitor);
      break;
    case 'assign':
    case 'update':
      walkRef(stmt.target, visitor);
      walkExpr(stmt.value, visitor);
      break;
    case 'evaluate':
      walkExpr(stmt.value, visitor);
      break;
    case 'if':
      walkExpr(stmt.condition, visitor);
      walkBlock(stmt.then, visitor);
      walkBlock(stmt.otherwise, visitor);
      break;
    case 'switch':
      walkExpr(stmt.selector, visitor);
      for (const { body } of stmt.clauses) walkBlock(body, visitor);
      break;
    case 'loop':
      walkBlock(stmt.initializer, visitor);
      if (stmt.condition) walkExpr(stmt.condition, visitor);
      walkBlock(stmt.body, visitor);
      walkBlock(stmt.continuing, visitor);
      if (stmt.breakIf) walkExpr(stmt.breakIf, visitor);
      break;
    case 'return':
      if (stmt.value) walkExpr(stmt.value, visitor);
      break;
    case 'block':
      walkBlock(stmt.body, visitor);
  }
}

export function walkExpr(expr: Expr, visitor: Visitor): void {
  visitor.expr?.(expr);
  if (expr.kind === 'load') walkRef(expr.from, visitor);
  else if (expr.kind === 'address') walkRef(expr.of, visitor);
  else for (const part of partsOf(expr)) walkExpr(part, visitor);
}

function walkRef(ref: Ref, visitor: Visitor): void {
  for (let at: Ref | null = ref; at; at = baseOf(at)) {
    if (at.kind === 'index') walkExpr(at.index, visitor);
    if (at.kind === 'deref') walkExpr(at.pointer, visitor);
  }
}

/** The expressions that one is made of, in the order in which they are evaluated; references aside. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'unary':
    case 'convert':
    case 'bitcast':
      return [expr.operand];
    case 'binary':
      return [expr.left, expr.right];
    case 'index':
      return [expr.base, expr.index];
    case 'member':
    case 'swizzle':
      return [expr.base];
    case 'call':
    case 'builtin':
      return expr.args;
    case 'construct':
      return expr.parts;
    default:
      return [];
  }
}

/** The reference that one is a part of. */
export const baseOf = (ref: Ref): Ref | null => (ref.kind === 'index' || ref.kind === 'member' || ref.kind === 'lane' ? ref.base : null);

/** A variable, or a parameter that is a pointer to one that the caller chose. */
export type Root = Variable | Value;

/** Where references lead in one function. `let` pointers are followed; they must have been noted. */
export class Roots {
  readonly #pointers = new Map<Value, Expr>();

  note(value: Value, initializer: Expr): void {
    if (value.type.kind === 'ptr') this.#pointers.set(value, initializer);
  }

  /** `whole`: the reference is all of the variable. */
  of(ref: Ref): { root: Root; whole: boolean } {
    let at = ref;
    let whole = true;
    for (let base = baseOf(at); base; base = baseOf(at)) {
      at = base;
      whole = false;
    }
    if (at.kind === 'variable') return { root: at.variable, whole };
    const target = this.ofPointer((at as Ref & { kind: 'deref' }).pointer);
    return { root: target.root, whole: whole && target.whole };
  }

  ofPointer(pointer: Expr): { root: Root; whole: boolean } {
    if (pointer.kind === 'address') return this.of(pointer.of);
    if (pointer.kind !== 'value') throw new Error('a pointer is an address, a let or a parameter');
    const initializer = this.#pointers.get(pointer.of);
    return initializer ? this.ofPointer(initializer) : { root: pointer.of, whole: true };
  }
}

export const isVariable = (root: Root): root is Variable => 'space' in root;
