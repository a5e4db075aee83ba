// A multilayer perceptron on the autodiff engine: layers x·W + b with tanh between them.
// Not here: optimizers beyond plain gradient descent, and other layers.

import { ops, parameter, type Variable } from '../autodiff';
import type { Rng } from '../random';
import { tensor } from '../tensor';

export interface DenseLayer {
  /** [in, out]. */
  weight: Variable;
  /** [out]. */
  bias: Variable;
}

/** Layers of the given widths, input first; weights normal with variance 1/in, biases zero. */
export function createMlp(widths: readonly number[], rng: Rng, dtype: 'float32' | 'float64' = 'float64'): DenseLayer[] {
  const Floats = dtype === 'float32' ? Float32Array : Float64Array;
  return widths.slice(1).map((out, layer) => {
    const inSize = widths[layer]!;
    const weight = new Floats(inSize * out).map(() => rng.normal() / Math.sqrt(inSize));
    return { weight: parameter(tensor([inSize, out], weight)), bias: parameter(tensor([out], new Floats(out))) };
  });
}

/** `x [batch, in]` through the layers: `[batch, out]`. No tanh after the last. */
export function runMlp(layers: readonly DenseLayer[], x: Variable): Variable {
  return layers.reduce((h, { weight, bias }, i) => {
    const z = ops.add(ops.matmul(h, weight), bias);
    return i < layers.length - 1 ? ops.tanh(z) : z;
  }, x);
}

/** One step of gradient descent, in place, after backward(). */
export function descend(layers: readonly DenseLayer[], learningRate: number): void {
  for (const { weight, bias } of layers)
    for (const { value, grad } of [weight, bias])
      if (grad) for (let i = 0; i < value.data.length; i++) value.data[i]! -= learningRate * grad.data[i]!;
}
