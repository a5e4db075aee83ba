// Reverse-mode automatic differentiation of scalars. A Value records what it was computed from and the partial
// derivative along each edge; backward() walks the edges from an output to everything that it depends on.
// Not here: tensors (variable.ts) and forward mode through dual numbers (dual.ts).

import { topologicalOrder } from './graph';
import * as ops from './scalarOps';

export class Value {
  /** The adjoint ∂output/∂this, after backward(output). */
  grad = 0;
  constructor(
    readonly data: number,
    /** Name of the operation that made it; empty for an input. */
    readonly op = '',
    readonly parents: readonly Value[] = [],
    /** ∂this/∂parent, one for each parent. */
    readonly partials: readonly number[] = [],
  ) {}
}

/** An input: a leaf of the graph. */
export const value = (data: number): Value => new Value(data);

/** Applies an operation and records it. */
export function apply(op: ops.ScalarOp, ...parents: Value[]): Value {
  const x = parents.map((parent) => parent.data);
  const y = op.forward(...x);
  return new Value(y, op.name, parents, op.partials(x, y));
}

export const add = (a: Value, b: Value): Value => apply(ops.addOp, a, b);
export const sub = (a: Value, b: Value): Value => apply(ops.subOp, a, b);
export const mul = (a: Value, b: Value): Value => apply(ops.mulOp, a, b);
export const div = (a: Value, b: Value): Value => apply(ops.divOp, a, b);
export const pow = (a: Value, exponent: number): Value => apply(ops.powOp(exponent), a);
export const exp = (a: Value): Value => apply(ops.expOp, a);
export const log = (a: Value): Value => apply(ops.logOp, a);
export const tanh = (a: Value): Value => apply(ops.tanhOp, a);
export const sin = (a: Value): Value => apply(ops.sinOp, a);
export const relu = (a: Value): Value => apply(ops.reluOp, a);

/** One edge of a reverse pass: the child's finished adjoint times the edge's partial is added to the parent's. */
export interface ReverseStep {
  child: Value;
  parent: Value;
  /** Which of the child's operands the parent is. */
  operand: number;
  partial: number;
  contribution: number;
  /** The parent's adjoint after this edge. */
  adjoint: number;
}

/** A reverse pass, one edge at a time. Clears the adjoints of what `output` depends on, then fills them. */
export function* reverseSteps(output: Value): Generator<ReverseStep> {
  const order = topologicalOrder(output);
  for (const node of order) node.grad = 0;
  output.grad = 1;
  for (const child of order.reverse()) {
    for (const [operand, parent] of child.parents.entries()) {
      const partial = child.partials[operand]!;
      const contribution = child.grad * partial;
      parent.grad += contribution;
      yield { child, parent, operand, partial, contribution, adjoint: parent.grad };
    }
  }
}

/** Fills `grad` of everything that `output` depends on. Gives back how many edges it walked: one multiply-add each. */
export function backward(output: Value): number {
  let edges = 0;
  for (const _ of reverseSteps(output)) edges++;
  return edges;
}

/**
 * Forward mode on a recorded graph: the directional derivatives of `outputs` when each input moves along its
 * tangent (inputs that are not in the map stand still), and how many edges were walked.
 */
export function pushForward(outputs: readonly Value[], tangents: ReadonlyMap<Value, number>): { tangents: number[]; edges: number } {
  const moved = new Map<Value, number>(tangents);
  let edges = 0;
  for (const node of topologicalOrder(...outputs)) {
    if (node.parents.length === 0) continue;
    let tangent = 0;
    node.parents.forEach((parent, i) => (tangent += node.partials[i]! * (moved.get(parent) ?? 0)));
    edges += node.parents.length;
    moved.set(node, tangent);
  }
  return { tangents: outputs.map((output) => moved.get(output) ?? 0), edges };
}
