// Writes operators with two sides, once their sides are written: element by element, matrix products, and && and ||, whose
// right side is written only where it is needed.

import type { Expr } from '../../wgsl/typed';
import type { Context } from './context';
import { flatten } from './literals';
import { scalarOf } from './shape';
import { binary, isFloat, usesTwice } from './values';

type Binary = Expr & { kind: 'binary' };

/** Sides of one leaf go with every leaf of the other. */
export function elementwise(ctx: Context, e: Binary, left: readonly string[], right: readonly string[]): string[] {
  const { operator } = e;
  const of = scalarOf(e.left.type);
  const n = Math.max(left.length, right.length);
  const arithmetic = '+-*/%'.includes(operator);
  const bits = operator === '&' || operator === '|' || operator === '^' || operator === '<<' || operator === '>>';
  ctx.cost(e.span, arithmetic && isFloat(of) ? n : 0, (arithmetic || bits) && !isFloat(of) && of !== 'bool' ? n : 0);
  const divides = usesTwice(of, operator) && ctx.module.watched && !(e.right.kind === 'const' && flatten(e.right.value).every((v) => v !== 0 && v !== -1));
  const site = divides ? ctx.site('value', e.span, null) : null;
  return Array.from({ length: n }, (_, i) => ctx.code.short(binary(of, operator, left[left.length === 1 ? 0 : i]!, right[right.length === 1 ? 0 : i]!, site)));
}

/** `evaluate` writes the right side and gives its leaf. */
export function shortCircuit(ctx: Context, operator: '&&' | '||', left: string, evaluate: () => string): string {
  const { code, module } = ctx;
  let right = '';
  let own = ctx.block;
  const blocks = module.blocks.length;
  const lines = code.capture(() =>
    ctx.branch(false, () => {
      ctx.startBlock();
      right = evaluate();
      own = ctx.block;
    }),
  );
  // Nothing to be done but look: then it is an expression, and no block of its own.
  const free = lines.length === (module.watched ? 2 : 0) && own.lines.every(({ flops, integerOps }) => flops + integerOps === 0);
  if (free && module.blocks.length === blocks + (module.watched ? 1 : 0)) {
    if (module.watched) module.blocks.pop();
    return code.short(`(${left}${operator}${right})`);
  }
  const result = code.declare(code.fresh('t'), 'let', left);
  code.line(`if(${operator === '&&' ? '' : '!'}${result}){`);
  lines.forEach((line) => code.line(line));
  code.line(`${result}=${right};}`);
  return result;
}

/** Matrix by matrix, matrix by vector, vector by matrix. */
export const isProduct = ({ operator, left, right }: Binary): boolean =>
  operator === '*' && (left.type.kind === 'mat' || right.type.kind === 'mat') && left.type.kind !== 'scalar' && right.type.kind !== 'scalar';

/** Each entry a sum of products, rounded after every operation. Sides are names. */
export function product(ctx: Context, e: Binary, left: readonly string[], right: readonly string[]): string[] {
  const of = scalarOf(e.left.type);
  // A vector on the left is a row, on the right a column.
  const rows = e.left.type.kind === 'mat' ? e.left.type.rows : 1;
  const inner = e.left.type.kind === 'mat' ? e.left.type.columns : left.length;
  const columns = right.length / inner;
  const entries: string[] = [];
  for (let column = 0; column < columns; column++)
    for (let row = 0; row < rows; row++) {
      const terms = Array.from({ length: inner }, (_, k) => binary(of, '*', left[k * rows + row]!, right[column * inner + k]!, null));
      entries.push(ctx.code.short(terms.reduce((sum, term) => binary(of, '+', sum, term, null))));
    }
  ctx.cost(e.span, entries.length * (2 * inner - 1), 0);
  return entries;
}
