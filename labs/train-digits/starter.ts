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

  /** Task 1: the seed decides the weights: normal, with variance 1/(number of inputs of the layer). Biases 0. */
  constructor(
    readonly hidden: number,
    seed: number,
  ) {
    this.w1 = new Float32Array(PIXELS * hidden);
    this.b1 = new Float32Array(hidden);
    this.w2 = new Float32Array(hidden * CLASSES);
    this.b2 = new Float32Array(CLASSES);
  }

  /**
   * Task 2: the mean cross-entropy of a batch and its gradients. `pixels` is [rows, 196], row by row, from 0 to 1.
   * The engine's operations are in autodiff.ops: matmul, add (it broadcasts), tanh, crossEntropy(logits, labels).
   * autodiff.parameter(tensors.tensor([PIXELS, hidden], w1)) makes a variable that gets a gradient; autodiff.constant one that does not.
   */
  lossAndGradients(pixels: Float32Array, labels: Uint8Array): { loss: number; w1: Float32Array; b1: Float32Array; w2: Float32Array; b2: Float32Array } {
    return { loss: 0, w1: this.w1, b1: this.b1, w2: this.w2, b2: this.b2 };
  }

  /** Task 3: one step of gradient descent on a batch: every weight moves by −learningRate · its gradient. Gives back the loss before the step. */
  step(pixels: Float32Array, labels: Uint8Array, learningRate: number): number {
    return 0;
  }

  /** Task 4: the most likely digit of each row of `pixels`. */
  predict(pixels: Float32Array): number[] {
    return [];
  }
}
