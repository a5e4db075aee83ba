// What is known of a program before code is written: which variables need an address, which functions wait
// (barriers, subgroup operations), which statements can leave early.

import type { Block, Expr, Func, Program, Ref, Stmt, Value, Variable } from '../../wgsl/typed';
import { isLarge } from './shape';

export interface Analysis {
  /** Function variables that live in the frame: indexed at run time, or their address goes to a function. */
  addressed: Set<Variable>;
  /** Functions in which an invocation may wait for others. */
  waiting: Set<Func>;
  /** Subgroup operations occur. */
  subgroups: boolean;
  /** Functions without loops and calls: what they cost is known to their callers. */
  simple: Set<Func>;
}

const subgroup = /^(?:subgroup|quad)[A-Z]/;
const collective = /^(?:workgroupBarrier|storageBarrier|textureBarrier|workgroupUniformLoad|(?:subgroup|quad)[A-Z]\w*)$/;
export const isCollective = (name: string): boolean => collective.test(name);

export function analyse(program: Program): Analysis {
  const analysis: Analysis = { addressed: new Set(), waiting: new Set(), subgroups: false, simple: new Set() };
  // Callees stand first.
  for (const func of [...program.functions, program.entry]) new Walk(analysis, func).function();
  return analysis;
}

/** The variable that a reference or pointer leads to; undefined for a pointer parameter. */
function rootOfRef(ref: Ref, pointers: Map<Value, Variable>): Variable | undefined {
  if (ref.kind === 'variable') return ref.variable;
  return ref.kind === 'deref' ? rootOfPointer(ref.pointer, pointers) : rootOfRef(ref.base, pointers);
}

function rootOfPointer(e: Expr, pointers: Map<Value, Variable>): Variable | undefined {
  if (e.kind === 'address') return rootOfRef(e.of, pointers);
  return e.kind === 'value' ? pointers.get(e.of) : undefined;
}

class Walk {
  readonly #analysis: Analysis;
  readonly #func: Func;
  readonly #pointers = new Map<Value, Variable>();
  #simple = true;

  constructor(analysis: Analysis, func: Func) {
    this.#analysis = analysis;
    this.#func = func;
  }

  function(): void {
    this.#block(this.#func.body);
    if (this.#simple) this.#analysis.simple.add(this.#func);
  }

  #block(block: Block): void {
    for (const stmt of block) this.#statement(stmt);
  }

  #statement(stmt: Stmt): void {
    switch (stmt.kind) {
      case 'var':
        if (isLarge(stmt.variable.type)) this.#analysis.addressed.add(stmt.variable);
        if (stmt.variable.initializer) this.#expr(stmt.variable.initializer);
        break;
      case 'let': {
        this.#expr(stmt.initializer);
        const root = stmt.initializer.type.kind === 'ptr' ? rootOfPointer(stmt.initializer, this.#pointers) : undefined;
        if (root) this.#pointers.set(stmt.value, root);
        break;
      }
      case 'assign':
      case 'update':
        this.#ref(stmt.target);
        this.#expr(stmt.value);
        break;
      case 'evaluate':
        this.#expr(stmt.value);
        break;
      case 'if':
        this.#expr(stmt.condition);
        this.#block(stmt.then);
        this.#block(stmt.otherwise);
        break;
      case 'switch':
        this.#expr(stmt.selector);
        for (const clause of stmt.clauses) this.#block(clause.body);
        break;
      case 'loop':
        this.#simple = false;
        this.#block(stmt.initializer);
        if (stmt.condition) this.#expr(stmt.condition);
        this.#block(stmt.body);
        this.#block(stmt.continuing);
        if (stmt.breakIf) this.#expr(stmt.breakIf);
        break;
      case 'return':
        if (stmt.value) this.#expr(stmt.value);
        break;
      case 'block':
        this.#block(stmt.body);
    }
  }

  #ref(ref: Ref): void {
    if (ref.kind === 'deref') this.#expr(ref.pointer);
    if (ref.kind === 'index') {
      this.#expr(ref.index);
      if (ref.index.kind !== 'const') this.#address(rootOfRef(ref, this.#pointers));
    }
    if ('base' in ref) this.#ref(ref.base);
  }

  #address(root: Variable | undefined): void {
    if (root?.space === 'function') this.#analysis.addressed.add(root);
  }

  #expr(e: Expr): void {
    switch (e.kind) {
      case 'load':
        this.#ref(e.from);
        break;
      case 'address':
        this.#ref(e.of);
        break;
      case 'unary':
      case 'convert':
      case 'bitcast':
        this.#expr(e.operand);
        break;
      case 'binary':
        this.#expr(e.left);
        this.#expr(e.right);
        break;
      case 'index':
        this.#expr(e.base);
        this.#expr(e.index);
        break;
      case 'member':
      case 'swizzle':
        this.#expr(e.base);
        break;
      case 'call':
        this.#simple = false;
        if (this.#analysis.waiting.has(e.of)) this.#analysis.waiting.add(this.#func);
        for (const arg of e.args) if (arg.type.kind === 'ptr') this.#address(rootOfPointer(arg, this.#pointers));
        this.#all(e.args);
        break;
      case 'builtin':
        if (isCollective(e.name)) this.#analysis.waiting.add(this.#func);
        if (subgroup.test(e.name)) this.#analysis.subgroups = true;
        this.#all(e.args);
        break;
      case 'construct':
        this.#all(e.parts);
    }
  }

  #all(exprs: readonly Expr[]): void {
    for (const e of exprs) this.#expr(e);
  }
}

// ---- Ways out of a statement

interface Escapes {
  breaks: boolean;
  continues: boolean;
  returns: boolean;
}

/** How control may leave a block other than at its end. */
export function escapes(block: Block): Escapes {
  const found: Escapes = { breaks: false, continues: false, returns: false };
  const add = (more: Escapes) => {
    found.breaks ||= more.breaks;
    found.continues ||= more.continues;
    found.returns ||= more.returns;
  };
  for (const stmt of block) {
    if (stmt.kind === 'break') found.breaks = true;
    if (stmt.kind === 'continue') found.continues = true;
    if (stmt.kind === 'return') found.returns = true;
    if (stmt.kind === 'block') add(escapes(stmt.body));
    if (stmt.kind === 'if') {
      add(escapes(stmt.then));
      add(escapes(stmt.otherwise));
    }
    if (stmt.kind === 'switch') for (const { body } of stmt.clauses) add({ ...escapes(body), breaks: false });
    if (stmt.kind === 'loop') found.returns ||= escapes(stmt.body).returns;
  }
  return found;
}

/** True where what follows the statement may run less often than the statement. */
export function mayLeave(stmt: Stmt): boolean {
  const { breaks, continues, returns } = escapes([stmt]);
  return breaks || continues || returns;
}
