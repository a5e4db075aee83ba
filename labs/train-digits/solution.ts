// A classifier of handwritten digits: 14 × 14 pixels, one hidden layer of tanh units, ten classes, trained by gradient descent.

import { autodiff, createRng, tensors } from 'kit';

const PIXELS = 196;
const CLASSES = 10;

export class Classifier {
  /** [pixels, hidden] */
  w1: Float32Array;
  /** [hidden] */
  b1: Float32Array;
  /** [hidden, classes] */
  w2: Float32Array;
  /** [classes] */
  b2: Float32Array;

  /** The seed decides the weights: normal, with variance 1/(number of inputs of the layer). Biases 0. */
  constructor(
    readonly hidden: number,
    seed: number,
  ) {
    const rng = createRng(seed);
    const weights = (inputs: number, outputs: number) => new Float32Array(inputs * outputs).map(() => rng.normal() / Math.sqrt(inputs));
    this.w1 = weights(PIXELS, hidden);
    this.b1 = new Float32Array(hidden);
    this.w2 = weights(hidden, CLASSES);
    this.b2 = new Float32Array(CLASSES);
  }

  /** The weights as variables, and the logits of `pixels` computed from them. */
  private forward(pixels: Float32Array) {
    const { ops, parameter, constant } = autodiff;
    const { tensor } = tensors;
    const w1 = parameter(tensor([PIXELS, this.hidden], this.w1));
    const b1 = parameter(tensor([this.hidden], this.b1));
    const w2 = parameter(tensor([this.hidden, CLASSES], this.w2));
    const b2 = parameter(tensor([CLASSES], this.b2));
    const x = constant(tensor([pixels.length / PIXELS, PIXELS], pixels));
    const hidden = ops.tanh(ops.add(ops.matmul(x, w1), b1));
    return { w1, b1, w2, b2, logits: ops.add(ops.matmul(hidden, w2), b2) };
  }

  /** The mean cross-entropy of a batch and its gradients. `pixels` is [rows, 196], row by row, from 0 to 1. */
  lossAndGradients(pixels: Float32Array, labels: Uint8Array): { loss: number; w1: Float32Array; b1: Float32Array; w2: Float32Array; b2: Float32Array } {
    const { w1, b1, w2, b2, logits } = this.forward(pixels);
    const loss = autodiff.ops.crossEntropy(logits, labels);
    autodiff.backward(loss);
    const gradient = ({ grad }: autodiff.Variable) => Float32Array.from(grad!.data);
    return { loss: loss.value.data[0]!, w1: gradient(w1), b1: gradient(b1), w2: gradient(w2), b2: gradient(b2) };
  }

  /** One step of gradient descent on a batch: every weight moves by −learningRate · its gradient. Gives back the loss before the step. */
  step(pixels: Float32Array, labels: Uint8Array, learningRate: number): number {
    const { loss, ...gradients } = this.lossAndGradients(pixels, labels);
    for (const name of ['w1', 'b1', 'w2', 'b2'] as const)
      for (let i = 0; i < this[name].length; i++) this[name][i]! -= learningRate * gradients[name][i]!;
    return loss;
  }

  /** The most likely digit of each row of `pixels`. */
  predict(pixels: Float32Array): number[] {
    const { data } = this.forward(pixels).logits.value;
    return Array.from({ length: pixels.length / PIXELS }, (_, row) => {
      const logits = Array.from(data.subarray(row * CLASSES, (row + 1) * CLASSES));
      return logits.indexOf(Math.max(...logits));
    });
  }
}
