// Runs an MLP on the book's tensor engine and follows the bytes that its pullbacks keep alive, operation by
// operation. Not here: drawing; recomputation (chapter on memory).

import { ops, constant, parameter, topologicalOrder, type Variable } from '@site/src/engine/autodiff';
import { createRng } from '@site/src/engine/random';
import { sizeOf, tensor, type Shape, type Tensor } from '@site/src/engine/tensor';

export const defaults = { depth: 4, width: 32, batch: 16, activation: 'tanh' };
export const INPUTS = 196;
export const CLASSES = 10;

export interface Moment {
  /** "matmul 2", or "matmul 2, backward". */
  operation: string;
  phase: 'forward' | 'backward';
  /** Held after the operation. */
  bytes: number;
}

export interface Held {
  moments: Moment[];
  peakBytes: number;
  parameterBytes: number;
  /** depth · batch · width + batch · classes numbers of 4 bytes: the formula of the text. */
  predictedBytes: number;
}

/** Two nested operations, each of which saves something: x/2 · (1 + tanh(0.8(x + 0.04x³))), the usual approximation of GELU, as written out. */
function gelu(x: Variable): Variable {
  const c = (k: number) => constant(tensor([], Float32Array.of(k)));
  const cube = ops.mul(ops.mul(x, x), x);
  const inner = ops.mul(ops.add(x, ops.mul(cube, c(0.044715))), c(Math.sqrt(2 / Math.PI)));
  return ops.mul(ops.mul(x, c(0.5)), ops.add(ops.tanh(inner), c(1)));
}

const activations: Record<string, (x: Variable) => Variable> = { tanh: ops.tanh, relu: ops.relu, gelu };

/** `depth` hidden layers of `width` units between 196 pixels and 10 classes; the loss is cross-entropy. float32. */
function run({ depth, width, batch, activation }: typeof defaults): { loss: Variable; parameterBytes: number } {
  const rng = createRng(2);
  const random = (shape: Shape, scale: number): Tensor => tensor(shape, new Float32Array(sizeOf(shape)).map(() => scale * rng.normal()));
  const act = activations[activation] ?? ops.tanh;
  let h = constant(random([batch, INPUTS], 1));
  let parameterBytes = 0;
  for (let layer = 0; layer <= depth; layer++) {
    const inSize = layer === 0 ? INPUTS : width;
    const outSize = layer === depth ? CLASSES : width;
    const weight = parameter(random([inSize, outSize], 1 / Math.sqrt(inSize)));
    const bias = parameter(random([outSize], 0));
    parameterBytes += weight.value.data.byteLength + bias.value.data.byteLength;
    const z = ops.add(ops.matmul(h, weight), bias);
    h = layer === depth ? z : act(z);
  }
  return { loss: ops.crossEntropy(h, Array.from({ length: batch }, (_, i) => i % CLASSES)), parameterBytes };
}

/** Bytes held after each operation, forward and then backward, and their peak. */
export function follow(state: typeof defaults): Held {
  const { loss, parameterBytes } = run(state);
  const order = topologicalOrder(loss);
  const leaves = new Set(order.filter((node) => node.parents.length === 0).map((node) => node.value.data));
  const steps = order.filter((node) => node.parents.length > 0 && node.requiresGrad);
  /** What the pullbacks of one operation need, apart from leaves. */
  const needs = steps.map(
    (node) => new Set(node.parents.flatMap((parent, i) => (parent.requiresGrad ? node.pullbacks[i]!.saves.map((t) => t.data) : [])).filter((data) => !leaves.has(data))),
  );
  const held = (from: number, to: number) => {
    let bytes = 0;
    for (const data of new Set(needs.slice(from, to).flatMap((set) => [...set]))) bytes += data.byteLength;
    return bytes;
  };
  const name = (i: number) => `${steps[i]!.op} (operation ${i + 1})`;
  const moments: Moment[] = steps.map((_, i) => ({ operation: name(i), phase: 'forward', bytes: held(0, i + 1) }));
  for (let i = steps.length - 1; i >= 0; i--) moments.push({ operation: name(i), phase: 'backward', bytes: held(0, i) });
  const { depth, width, batch } = state;
  return { moments, parameterBytes, peakBytes: Math.max(...moments.map((m) => m.bytes)), predictedBytes: 4 * batch * (depth * width + CLASSES) };
}

export const kilobytes = (bytes: number): string => `${(bytes / 1000).toLocaleString('en-US', { maximumFractionDigits: 1 })} kB`;
