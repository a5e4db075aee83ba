// Which values are the same in all lanes of a warp, and which loops all lanes go through together: there nothing need be
// reported of a branch. Careful, not clever: what it does not know is taken to differ. Not the uniformity that WGSL demands (../../wgsl).

import type { Block, ComputeBuiltin, Expr, Ref, Stmt, Value, Variable } from '../../wgsl/typed';
import { escapes } from './analysis';
import { builtins } from './builtins';

/** Names known to be the same in all lanes. */
export type Uniform = Set<Value | Variable>;

const sameInWorkgroup: readonly string[] = ['workgroup_id', 'num_workgroups', 'workgroup_index', 'subgroup_size', 'num_subgroups'];
export const isUniformInput = (input: ComputeBuiltin | ComputeBuiltin[]): boolean => typeof input === 'string' && sameInWorkgroup.includes(input);

export function isUniform(known: Uniform, e: Expr): boolean {
  const all = (parts: readonly Expr[]) => parts.every((part) => isUniform(known, part));
  switch (e.kind) {
    case 'const':
      return true;
    case 'value':
      return known.has(e.of);
    case 'load':
      return isUniformPlace(known, e.from);
    case 'unary':
    case 'convert':
    case 'bitcast':
      return isUniform(known, e.operand);
    case 'binary':
      return isUniform(known, e.left) && isUniform(known, e.right);
    case 'index':
      return isUniform(known, e.base) && isUniform(known, e.index);
    case 'member':
    case 'swizzle':
      return isUniform(known, e.base);
    case 'construct':
      return all(e.parts);
    case 'builtin':
      return e.name === 'arrayLength' || (e.name in builtins && all(e.args));
    default:
      return false;
  }
}

/** A place whose contents no invocation changes, or a variable that is known. */
function isUniformPlace(known: Uniform, ref: Ref): boolean {
  switch (ref.kind) {
    case 'variable':
      return known.has(ref.variable) || (ref.access === 'read' && (ref.space === 'uniform' || ref.space === 'storage'));
    case 'index':
      return isUniformPlace(known, ref.base) && isUniform(known, ref.index);
    case 'member':
    case 'lane':
      return isUniformPlace(known, ref.base);
    default:
      return false;
  }
}

/**
 * The variable of a `for` whose rounds are as many in all lanes: set, tested and stepped by uniform values, left by its condition
 * alone, and nowhere else written. Null for any other loop.
 */
export function uniformCounter(known: Uniform, loop: Stmt & { kind: 'loop' }): Variable | null {
  const [first, ...others] = loop.initializer;
  const [step, ...more] = loop.continuing;
  if (first?.kind !== 'var' || others.length > 0 || more.length > 0 || loop.breakIf || !loop.condition) return null;
  const { variable } = first;
  if (first.variable.initializer && !isUniform(known, first.variable.initializer)) return null;
  if ((step?.kind !== 'update' && step?.kind !== 'assign') || step.target.kind !== 'variable' || step.target.variable !== variable) return null;
  const inside: Uniform = new Set([...known, variable]);
  if (!isUniform(inside, step.value) || !isUniform(inside, loop.condition)) return null;
  const { breaks, returns } = escapes(loop.body);
  return breaks || returns || writes(loop.body, variable) ? null : variable;
}

/** Whether a block may write a variable: it assigns it, or takes its address. */
function writes(block: Block, variable: Variable): boolean {
  const names = (part: unknown): boolean => {
    if (Array.isArray(part)) return part.some(names);
    if (typeof part !== 'object' || part === null || !('kind' in part)) return typeof part === 'object' && part !== null && 'body' in part && names(part.body);
    const node = part as Stmt | Expr | Ref;
    if ((node.kind === 'assign' || node.kind === 'update') && rootOf(node.target) === variable) return true;
    if (node.kind === 'address' && rootOf(node.of) === variable) return true;
    // Types, variables and values are no code; a variable's first value is.
    return Object.entries(node).some(([key, child]) => (key === 'variable' ? names((child as Variable).initializer) : key !== 'type' && key !== 'value' && key !== 'of' ? names(child) : isCode(child) && names(child)));
  };
  return names(block);
}

const isCode = (child: unknown): boolean => typeof child === 'object' && child !== null && 'kind' in child && 'span' in child;

function rootOf(ref: Ref): Variable | undefined {
  if (ref.kind === 'variable') return ref.variable;
  return 'base' in ref ? rootOf(ref.base) : undefined;
}
