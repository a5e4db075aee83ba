// The checker's ground floor: problems found so far, extensions switched on, and what each name means where.

import type { NamedDeclaration } from './ast';
import type { Constant } from './constants';
import { Fault } from './problem';
import type { Func, Span, Value, Variable, WgslProblem } from './typed';
import type { Type } from './types';

export interface FunctionInfo {
  func: Func;
  mustUse: boolean;
  isEntry: boolean;
}

export type Entity =
  | { kind: 'variable'; variable: Variable }
  | { kind: 'value'; value: Value }
  | { kind: 'const'; type: Type; value: Constant | undefined }
  | { kind: 'override'; type: Type; value: Constant | undefined; name: string }
  | { kind: 'function'; info: FunctionInfo }
  | { kind: 'type'; type: Type }
  /** Declared after a `continue` that skips it, as seen from `continuing`. */
  | { kind: 'skipped' }
  /** Its declaration has an error that is told already. */
  | { kind: 'broken' };

/** More help nobody. */
const maxWarnings = 20;
const maxProblems = 200;

export class Scopes {
  readonly problems: WgslProblem[] = [];
  readonly extensions = new Set<string>();
  protected readonly globals = new Map<string, Entity>();
  protected readonly declarations: ReadonlyMap<string, NamedDeclaration>;
  #scopes: Map<string, Entity>[] = [];

  constructor(declarations: ReadonlyMap<string, NamedDeclaration>) {
    this.declarations = declarations;
  }

  protected get errorCount(): number {
    return this.problems.reduce((count, { severity }) => count + Number(severity === 'error'), 0);
  }

  protected fail(span: Span, message: string): never {
    throw new Fault(span, message);
  }

  protected report(severity: 'error' | 'warning', span: Span, message: string): void {
    if (this.problems.length < (severity === 'warning' ? maxWarnings : maxProblems)) this.problems.push({ severity, message, span });
  }

  /** Runs `check`; an error in it is reported, and `null` given. */
  protected attempt<T>(check: () => T): T | null {
    const depth = this.#scopes.length;
    try {
      return check();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (!error.told) this.report('error', error.span, error.message);
      this.#scopes.length = depth;
      return null;
    }
  }

  protected scoped<T>(run: () => T): T {
    this.#scopes.push(new Map());
    const result = run();
    this.#scopes.pop();
    return result;
  }

  protected declare(name: string, entity: Entity, span: Span): void {
    const scope = this.#scopes.at(-1)!;
    if (scope.has(name)) this.fail(span, `"${name}" is declared twice in this block: rename one of the two.`);
    scope.set(name, entity);
  }

  /** How many names the innermost scope declares. */
  protected get declaredHere(): number {
    return this.#scopes.at(-1)!.size;
  }

  /** Marks all but the first names of the innermost scope as skipped. */
  protected skipAfter(count: number): void {
    const scope = this.#scopes.at(-1)!;
    for (const name of [...scope.keys()].slice(count)) scope.set(name, { kind: 'skipped' });
  }

  /** For a declaration with an error, so that the uses of its name are no errors of their own. */
  protected declareBroken(name: string): void {
    const scope = this.#scopes.at(-1)!;
    if (!scope.has(name)) scope.set(name, { kind: 'broken' });
  }

  /** Undefined for a name that the text does not declare: then it may be one of WGSL's own. */
  protected lookUp(name: string, span: Span): Entity | undefined {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const entity = this.#scopes[i]!.get(name);
      if (entity) return this.#whole(name, entity, span);
    }
    const entity = this.globals.get(name);
    if (entity) return this.#whole(name, entity, span);
    // Declared, but left out for an error.
    if (this.declarations.has(name)) throw new Fault(span, null);
    return undefined;
  }

  #whole(name: string, entity: Entity, span: Span): Entity {
    if (entity.kind === 'skipped') this.fail(span, `A "continue" of this loop may skip the declaration of "${name}": declare it before, or outside the loop.`);
    if (entity.kind === 'broken') throw new Fault(span, null);
    return entity;
  }

  /** Names in reach that look like a mistyped one. */
  protected suggestion(name: string, more: Iterable<string> = []): string {
    if (this.problems.length > maxWarnings) return '';
    const ours = elsewhere.get(name);
    if (ours) return ` WGSL writes ${ours}.`;
    const near = [...this.#scopes.flatMap((scope) => [...scope.keys()]), ...this.declarations.keys(), ...more].find((other) => isNear(name, other));
    return near ? ` Did you mean "${near}"?` : '';
  }
}

/** What other languages call it. */
const elsewhere = new Map(Object.entries({ float: 'f32', double: 'f32', half: 'f16', int: 'i32', uint: 'u32', unsigned: 'u32', float2: 'vec2f', float3: 'vec3f', float4: 'vec4f', syncthreads: 'workgroupBarrier', barrier: 'workgroupBarrier', fabs: 'abs', fmax: 'max', fmin: 'min', rsqrt: 'inverseSqrt', expf: 'exp', sqrtf: 'sqrt', lerp: 'mix', threadIdx: '@builtin(local_invocation_id)', blockIdx: '@builtin(workgroup_id)' }));

/** One letter added, left out, changed or swapped with its neighbour, or another case. */
function isNear(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 2) return false;
  if (a.toLowerCase() === b.toLowerCase()) return true;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [restA, restB] = [a.length - start - end, b.length - start - end];
  return (restA <= 1 && restB <= 1) || (restA === 2 && restB === 2 && a[start] === b[start + 1] && a[start + 1] === b[start]);
}
