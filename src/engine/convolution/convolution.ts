// Convolutions by their shapes: sizes, operations, and the matrix product that one is (im2col). Also two plain implementations,
// which must agree. Not here: gradients, groups, dilation, speed.

import { contiguous, gather, permute, windows } from '../strided';

export interface ConvShape {
  batch: number;
  inChannels: number;
  height: number;
  width: number;
  outChannels: number;
  kernelHeight: number;
  kernelWidth: number;
  stride: number;
  /** Zeros added on each of the four sides. */
  padding: number;
}

/** Rows and columns of the output. */
export function outputSize({ height, width, kernelHeight, kernelWidth, stride, padding }: ConvShape): { height: number; width: number } {
  const along = (size: number, kernel: number) => Math.floor((size + 2 * padding - kernel) / stride) + 1;
  return { height: along(height, kernelHeight), width: along(width, kernelWidth) };
}

export interface GemmShape {
  m: number;
  n: number;
  k: number;
}

/** The product that the convolution is: filters [m, k] times patches [k, n], with k = channels × kernel and n = batch × output places. */
export function gemmOf(conv: ConvShape): GemmShape {
  const out = outputSize(conv);
  return { m: conv.outChannels, k: conv.inChannels * conv.kernelHeight * conv.kernelWidth, n: conv.batch * out.height * out.width };
}

/** A multiplication and an addition count as two. */
export function gemmFlops({ m, n, k }: GemmShape): number {
  return 2 * m * n * k;
}

export interface ConvElements {
  input: number;
  weights: number;
  output: number;
  /** Of the patch matrix, were it written out. */
  patches: number;
}

export function convElements(conv: ConvShape): ConvElements {
  const { m, n, k } = gemmOf(conv);
  return { input: conv.batch * conv.inChannels * conv.height * conv.width, weights: m * k, output: m * n, patches: k * n };
}

/** Input [N, C, H, W] with its border of zeros, as a fresh array. */
export function padInput(input: ArrayLike<number>, conv: ConvShape): Float32Array {
  const { batch, inChannels, height, width, padding } = conv;
  const [paddedHeight, paddedWidth] = [height + 2 * padding, width + 2 * padding];
  const out = new Float32Array(batch * inChannels * paddedHeight * paddedWidth);
  for (let plane = 0; plane < batch * inChannels; plane++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) out[(plane * paddedHeight + y + padding) * paddedWidth + x + padding] = input[(plane * height + y) * width + x]!;
  return out;
}

/** The patch matrix [C·R·S, N·P·Q], written out: a strided view of all windows, gathered. */
export function im2col(input: ArrayLike<number>, conv: ConvShape): Float32Array {
  const { batch, inChannels, height, width, kernelHeight, kernelWidth, stride, padding } = conv;
  const padded = contiguous([batch, inChannels, height + 2 * padding, width + 2 * padding]);
  // [N, C, P, Q, R, S] in the order [C, R, S, N, P, Q].
  const patches = permute(windows(padded, { height: kernelHeight, width: kernelWidth, stride }), [1, 4, 5, 0, 2, 3]);
  return gather(padInput(input, conv), patches);
}

/** [m, k] × [k, n], each sum in double precision. */
export function multiply(a: ArrayLike<number>, b: ArrayLike<number>, { m, n, k }: GemmShape): Float32Array {
  const c = new Float32Array(m * n);
  for (let row = 0; row < m; row++)
    for (let column = 0; column < n; column++) {
      let sum = 0;
      for (let i = 0; i < k; i++) sum += a[row * k + i]! * b[i * n + column]!;
      c[row * n + column] = sum;
    }
  return c;
}

/** Filters [K, C, R, S] over input [N, C, H, W] by its definition; output [K, N, P, Q], the order in which the product gives it. */
export function convolve(input: ArrayLike<number>, filters: ArrayLike<number>, conv: ConvShape): Float32Array {
  const { batch, inChannels, height, width, outChannels, kernelHeight, kernelWidth, stride, padding } = conv;
  const out = outputSize(conv);
  const result = new Float32Array(outChannels * batch * out.height * out.width);
  const at = (n: number, c: number, y: number, x: number) => (y < 0 || x < 0 || y >= height || x >= width ? 0 : input[((n * inChannels + c) * height + y) * width + x]!);
  for (let o = 0; o < outChannels; o++)
    for (let n = 0; n < batch; n++)
      for (let p = 0; p < out.height; p++)
        for (let q = 0; q < out.width; q++) {
          let sum = 0;
          for (let c = 0; c < inChannels; c++)
            for (let r = 0; r < kernelHeight; r++)
              for (let s = 0; s < kernelWidth; s++)
                sum += filters[((o * inChannels + c) * kernelHeight + r) * kernelWidth + s]! * at(n, c, p * stride + r - padding, q * stride + s - padding);
          result[((o * batch + n) * out.height + p) * out.width + q] = sum;
        }
  return result;
}
