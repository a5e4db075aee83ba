// Which declarations of a module need which others, and an order in which each comes after what it needs. Names declared inside
// a function hide those of the module, so the walk keeps their scopes. Cycles (recursion, too) are errors in WGSL.

import type { Attribute, Declaration, Expression, Module, NamedDeclaration, Statement } from './ast';
import type { Span, WgslProblem } from './typed';

export interface Dependencies {
  /** Every declaration of the module, each after those it needs. Members of a cycle are left out. */
  order: Declaration[];
  /** By name; of two with one name, the first. */
  byName: Map<string, NamedDeclaration>;
  /** What a declaration names. */
  needs: Map<Declaration, Map<NamedDeclaration, Span>>;
  problems: WgslProblem[];
}

export function findDependencies({ declarations }: Module): Dependencies {
  const problems: WgslProblem[] = [];
  const byName = new Map<string, NamedDeclaration>();
  for (const declaration of declarations) {
    if (declaration.kind === 'assert') continue;
    const { text, span } = declaration.name;
    if (byName.has(text)) problems.push({ severity: 'error', message: `"${text}" is declared twice: rename one of the two.`, span });
    else byName.set(text, declaration);
  }
  const needs = new Map(declarations.map((declaration) => [declaration, new Walk(byName).declaration(declaration)]));
  const order: Declaration[] = [];
  const broken = new Set<Declaration>();
  const done = new Set<Declaration>();
  for (const declaration of declarations) if (!done.has(declaration)) visit(declaration, needs, done, order, broken, problems);
  return { order: order.filter((declaration) => !broken.has(declaration)), byName, needs, problems };
}

/** Depth first with a stack of its own, since a text may chain any number of declarations. */
function visit(root: Declaration, needs: Dependencies['needs'], done: Set<Declaration>, order: Declaration[], broken: Set<Declaration>, problems: WgslProblem[]): void {
  const open = new Set<Declaration>([root]);
  const stack = [{ declaration: root, rest: [...needs.get(root)!] }];
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const next = top.rest.pop();
    if (!next) {
      stack.pop();
      open.delete(top.declaration);
      done.add(top.declaration);
      order.push(top.declaration);
    } else if (open.has(next[0])) {
      const cycle = [...open].slice([...open].indexOf(next[0])) as NamedDeclaration[];
      for (const declaration of cycle) broken.add(declaration);
      problems.push({ severity: 'error', message: cycleMessage(cycle), span: next[1] });
    } else if (!done.has(next[0])) {
      open.add(next[0]);
      stack.push({ declaration: next[0], rest: [...needs.get(next[0])!] });
    }
  }
}

function cycleMessage(cycle: NamedDeclaration[]): string {
  const names = [...cycle, cycle[0]!].map(({ name }) => name.text);
  const chain = names.length > 6 ? `${names.slice(0, 5).join(' → ')} → … → ${names[0]}` : names.join(' → ');
  if (cycle.every(({ kind }) => kind === 'fn')) return `A function may not call itself, directly or through others (${chain}): write a loop instead.`;
  return `A declaration may not need itself (${chain}).`;
}

class Walk {
  readonly #byName: Map<string, NamedDeclaration>;
  readonly #found = new Map<NamedDeclaration, Span>();
  #scopes: Set<string>[] = [];

  constructor(byName: Map<string, NamedDeclaration>) {
    this.#byName = byName;
  }

  declaration(declaration: Declaration): Map<NamedDeclaration, Span> {
    switch (declaration.kind) {
      case 'alias':
        this.#expression(declaration.type);
        break;
      case 'assert':
        this.#expression(declaration.condition);
        break;
      case 'struct':
        for (const member of declaration.members) this.#all(member.type, ...member.attributes);
        break;
      case 'fn':
        this.#all(...declaration.attributes, ...declaration.returnAttributes, declaration.returns);
        for (const param of declaration.params) this.#all(param.type, ...param.attributes);
        this.#scopes.push(new Set(declaration.params.map(({ name }) => name.text)));
        this.#statements(declaration.body.body);
        break;
      default:
        this.#all(...declaration.attributes, ...(declaration.template ?? []), declaration.type, declaration.initializer);
    }
    return this.#found;
  }

  #all(...parts: (Expression | Attribute | null)[]): void {
    for (const part of parts) {
      if (!part) continue;
      if ('kind' in part) this.#expression(part);
      // What `@builtin(position)` or `@diagnostic(off, …)` names is no declaration.
      else if (/^(align|size|binding|group|id|location|workgroup_size|blend_src)$/.test(part.name.text)) for (const arg of part.args) this.#expression(arg);
    }
  }

  #scope(run: () => void): void {
    this.#scopes.push(new Set());
    run();
    this.#scopes.pop();
  }

  #statements(body: readonly Statement[]): void {
    for (const statement of body) this.#statement(statement);
  }

  #statement(statement: Statement | null): void {
    switch (statement?.kind) {
      case 'block':
        this.#scope(() => this.#statements(statement.body));
        break;
      case 'var':
      case 'let':
      case 'const':
      case 'override':
        this.#all(...(statement.template ?? []), statement.type, statement.initializer);
        this.#scopes.at(-1)!.add(statement.name.text);
        break;
      case 'assert':
        this.#expression(statement.condition);
        break;
      case 'if':
        this.#expression(statement.condition);
        this.#statement(statement.then);
        this.#statement(statement.otherwise);
        break;
      case 'switch':
        this.#all(statement.selector, ...statement.clauses.flatMap(({ selectors }) => selectors));
        for (const { body } of statement.clauses) this.#statement(body);
        break;
      case 'loop':
        this.#scope(() => {
          this.#statements(statement.body.body);
          if (statement.continuing)
            this.#scope(() => {
              this.#statements(statement.continuing!.body.body);
              this.#all(statement.continuing!.breakIf);
            });
        });
        break;
      case 'for':
        this.#scope(() => {
          this.#statement(statement.initializer);
          this.#all(statement.condition);
          this.#statement(statement.update);
          this.#statement(statement.body);
        });
        break;
      case 'while':
        this.#expression(statement.condition);
        this.#statement(statement.body);
        break;
      case 'assign':
        this.#all(statement.target, statement.value);
        break;
      case 'increment':
        this.#expression(statement.target);
        break;
      case 'call':
        this.#expression(statement.call);
        break;
      case 'return':
        this.#all(statement.value);
    }
  }

  #expression(expression: Expression): void {
    switch (expression.kind) {
      case 'identifier': {
        this.#all(...(expression.template ?? []));
        if (this.#scopes.some((scope) => scope.has(expression.name))) break;
        const declaration = this.#byName.get(expression.name);
        if (declaration && !this.#found.has(declaration)) this.#found.set(declaration, expression.span);
        break;
      }
      case 'call':
        this.#all(expression.callee, ...expression.args);
        break;
      case 'unary':
        this.#expression(expression.operand);
        break;
      case 'binary':
        this.#all(expression.left, expression.right);
        break;
      case 'index':
        this.#all(expression.base, expression.index);
        break;
      case 'member':
        this.#expression(expression.base);
    }
  }
}
