// Reverse-mode automatic differentiation of tensors: the engine that Part I builds and later parts use.
// Each operation returns its value together with one pullback (vector-Jacobian product) for each parent;
// no Jacobian is ever formed. Not here: the arithmetic (src/engine/tensor), second derivatives, in-place updates.

import { full, zip, type Tensor } from '../tensor';
import { topologicalOrder } from './graph';

/** Takes the adjoint of an operation's output to the adjoint of one of its inputs. */
export interface Pullback {
  run(adjoint: Tensor): Tensor;
  /** What it keeps alive until the reverse pass. */
  saves: readonly Tensor[];
}

export class Variable {
  /** The adjoint, after backward(); null before, and where none is wanted. */
  grad: Tensor | null = null;
  readonly requiresGrad: boolean;
  constructor(
    readonly value: Tensor,
    leafRequiresGrad: boolean,
    readonly op = '',
    readonly parents: readonly Variable[] = [],
    readonly pullbacks: readonly Pullback[] = [],
  ) {
    this.requiresGrad = parents.length > 0 ? parents.some((parent) => parent.requiresGrad) : leafRequiresGrad;
  }
}

/** A leaf that wants a gradient. */
export const parameter = (value: Tensor): Variable => new Variable(value, true);
/** A leaf that wants none: data. */
export const constant = (value: Tensor): Variable => new Variable(value, false);

/** Records an operation. */
export function record(op: string, value: Tensor, parents: readonly Variable[], pullbacks: readonly Pullback[]): Variable {
  return new Variable(value, false, op, parents, pullbacks);
}

/**
 * Fills `grad` of everything that the scalar `output` depends on and that wants one. Earlier gradients are dropped, not added to.
 * Throws RangeError when the output is not a single number.
 */
export function backward(output: Variable): void {
  if (output.value.data.length !== 1) throw new RangeError(`backward starts at a single number, not at the shape [${output.value.shape.join(', ')}]`);
  const order = topologicalOrder(output);
  for (const node of order) node.grad = null;
  output.grad = full(output.value.shape, 1, output.value);
  for (const node of order.reverse()) {
    if (!node.grad) continue;
    for (const [i, parent] of node.parents.entries()) {
      if (!parent.requiresGrad) continue;
      const contribution = node.pullbacks[i]!.run(node.grad);
      parent.grad = parent.grad ? zip(parent.grad, contribution, (a, b) => a + b) : contribution;
    }
  }
}

/**
 * Bytes that the graph below `output` keeps for the reverse pass beyond its leaves (parameters and data are
 * there anyway). A tensor that several pullbacks need counts once.
 */
export function storedActivationBytes(output: Variable): number {
  const order = topologicalOrder(output);
  const leaves = new Set(order.filter((node) => node.parents.length === 0).map((node) => node.value.data));
  const saved = new Set<Tensor['data']>();
  for (const node of order)
    node.parents.forEach((parent, i) => {
      if (parent.requiresGrad) for (const tensor of node.pullbacks[i]!.saves) saved.add(tensor.data);
    });
  let bytes = 0;
  for (const data of saved) if (!leaves.has(data)) bytes += data.byteLength;
  return bytes;
}
