/**
 * Every operation in plain TypeScript on plain arrays: the reference that the fast backends are compared with.
 * Written to be read; sums run in double precision and are rounded once. Shapes and sources: types.ts.
 */
import { arrayAttention } from './array-attention';
import type { ArrayOperations } from './types';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** 1 / rms of the row of `x` that begins at `start`. */
function inverseRms(x: Float32Array, start: number, width: number, epsilon: number): number {
  let squares = 0;
  for (let i = start; i < start + width; i++) squares += x[i]! * x[i]!;
  return 1 / Math.sqrt(squares / width + epsilon);
}

export const arrayOperations: ArrayOperations = {
  matmul({ a, b, out, m, n, k, transposeA = false, transposeB = false, accumulate = false }) {
    const [aRow, aColumn] = transposeA ? [1, m] : [k, 1];
    const [bRow, bColumn] = transposeB ? [1, k] : [n, 1];
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = accumulate ? out[i * n + j]! : 0;
        for (let l = 0; l < k; l++) sum += a[i * aRow + l * aColumn]! * b[l * bRow + j * bColumn]!;
        out[i * n + j] = sum;
      }
    }
  },

  add({ x, out }) {
    for (let i = 0; i < out.length; i++) out[i]! += x[i]!;
  },

  zero({ out }) {
    out.fill(0);
  },

  rmsNorm({ x, gain, out, epsilon }) {
    const width = gain.length;
    for (let row = 0; row < x.length; row += width) {
      const scale = inverseRms(x, row, width, epsilon);
      for (let i = 0; i < width; i++) out[row + i] = x[row + i]! * scale * gain[i]!;
    }
  },

  /** With u = x·s, s = 1/rms and w = dOut·gain: dX = s·(w - u·mean(w·u)), dGain = Σ over rows of dOut·u. */
  rmsNormBackward({ x, gain, dOut, dX, dGain, epsilon }) {
    const width = gain.length;
    const gainSums = Float64Array.from(dGain);
    for (let row = 0; row < x.length; row += width) {
      const scale = inverseRms(x, row, width, epsilon);
      let along = 0;
      for (let i = 0; i < width; i++) along += dOut[row + i]! * gain[i]! * x[row + i]! * scale;
      along /= width;
      for (let i = 0; i < width; i++) {
        const unit = x[row + i]! * scale;
        dX[row + i]! += scale * (dOut[row + i]! * gain[i]! - unit * along);
        gainSums[i]! += dOut[row + i]! * unit;
      }
    }
    dGain.set(gainSums);
  },

  rope({ x, tokenCount, headCount, headSize, theta, inverse = false }) {
    const half = headSize / 2;
    for (let row = 0; row < x.length / (headCount * headSize); row++) {
      for (let i = 0; i < half; i++) {
        const angle = (row % tokenCount) * theta ** (-i / half);
        const cos = Math.cos(angle);
        const sin = inverse ? -Math.sin(angle) : Math.sin(angle);
        for (let head = 0; head < headCount; head++) {
          const at = (row * headCount + head) * headSize + i;
          const [first, second] = [x[at]!, x[at + half]!];
          x[at] = first * cos - second * sin;
          x[at + half] = second * cos + first * sin;
        }
      }
    }
  },

  ...arrayAttention,

  swiglu({ gate, up, out }) {
    for (let i = 0; i < out.length; i++) out[i] = gate[i]! * sigmoid(gate[i]!) * up[i]!;
  },

  /** silu'(x) = s·(1 + x·(1 - s)), s = sigmoid(x). */
  swigluBackward({ gate, up, dOut, dGate, dUp }) {
    for (let i = 0; i < dOut.length; i++) {
      const s = sigmoid(gate[i]!);
      dGate[i] = dOut[i]! * up[i]! * s * (1 + gate[i]! * (1 - s));
      dUp[i] = dOut[i]! * gate[i]! * s;
    }
  },

  embed({ table, tokens, out, width }) {
    tokens.forEach((id, row) => out.set(table.subarray(id * width, (id + 1) * width), row * width));
  },

  embedBackward({ dOut, tokens, dTable, width }) {
    tokens.forEach((id, row) => {
      for (let i = 0; i < width; i++) dTable[id * width + i]! += dOut[row * width + i]!;
    });
  },

  crossEntropy({ logits, targets, losses, vocabularySize }) {
    targets.forEach((target, row) => {
      const scores = logits.subarray(row * vocabularySize, (row + 1) * vocabularySize);
      const max = scores.reduce((most, score) => Math.max(most, score), -Infinity);
      let sum = 0;
      for (const score of scores) sum += Math.exp(score - max);
      losses[row] = Math.log(sum) + max - scores[target]!;
      for (let i = 0; i < vocabularySize; i++) {
        scores[i] = (Math.exp(scores[i]! - max) / sum - (i === target ? 1 : 0)) / targets.length;
      }
    });
  },

  sumOfSquares({ x, out }) {
    let sum = 0;
    for (const value of x) sum += value * value;
    out[0] = sum;
  },

  adamW({ weights, gradient, firstMoment, secondMoment, squaredNorm, clipNorm, learningRate, beta1, beta2, epsilon, weightDecay, step }) {
    const scale = Math.min(1, clipNorm / (Math.sqrt(squaredNorm[0]!) + 1e-6));
    const rate = learningRate / (1 - beta1 ** step);
    const secondScale = 1 / (1 - beta2 ** step);
    for (let i = 0; i < weights.length; i++) {
      const g = gradient[i]! * scale;
      const first = beta1 * firstMoment[i]! + (1 - beta1) * g;
      const second = beta2 * secondMoment[i]! + (1 - beta2) * g * g;
      firstMoment[i] = first;
      secondMoment[i] = second;
      weights[i] = weights[i]! * (1 - learningRate * weightDecay) - (rate * first) / (Math.sqrt(second * secondScale) + epsilon);
    }
  },
};
