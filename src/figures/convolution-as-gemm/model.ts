// A small picture, one place of the window in it, the column of the patch matrix which that makes, and where its elements lie in memory.

import { convElements, gemmOf, im2col, outputSize, padInput, type ConvShape } from '@site/src/engine/convolution';

export interface State {
  size: number;
  channels: number;
  kernel: number;
  stride: number;
  padding: number;
  place: number;
  layout: string;
  [key: string]: string | number | boolean;
}
export const defaults: State = { size: 5, channels: 2, kernel: 3, stride: 1, padding: 0, place: 4, layout: 'nchw' };

export interface PictureCell {
  /** Number in the picture, from 1; 0 in the border. */
  value: number;
  inWindow: boolean;
}

export function convolutionAsGemm(state: State) {
  const { size, channels, kernel, stride, padding } = state;
  const shape: ConvShape = { batch: 1, inChannels: channels, height: size, width: size, outChannels: 4, kernelHeight: kernel, kernelWidth: kernel, stride, padding };
  const out = outputSize(shape);
  const places = out.height * out.width;
  const place = Math.min(state.place, places - 1);
  const [p, q] = [Math.floor(place / out.width), place % out.width];
  const input = Float32Array.from({ length: channels * size * size }, (_, i) => i + 1);
  const padded = padInput(input, shape);
  const side = size + 2 * padding;
  const inWindow = (y: number, x: number) => y >= p * stride && y < p * stride + kernel && x >= q * stride && x < q * stride + kernel;
  const picture: PictureCell[][][] = Array.from({ length: channels }, (_, c) =>
    Array.from({ length: side }, (_, y) => Array.from({ length: side }, (_, x) => ({ value: padded[(c * side + y) * side + x]!, inWindow: inWindow(y, x) }))),
  );
  const { k, n } = gemmOf(shape);
  const patches = im2col(input, shape);
  const column = Array.from({ length: k }, (_, row) => patches[row * n + place]!);
  const addresses = memoryOf(column, channels, size, state.layout);
  return { shape, out, places, place, picture, gemm: gemmOf(shape), elements: convElements(shape), patches, column, addresses, runs: runsOf(addresses) };
}

/** Places in memory of the column's elements (border zeros have none), ascending. Values count the picture in NCHW order from 1. */
function memoryOf(column: readonly number[], channels: number, size: number, layout: string): number[] {
  const inMemory = (value: number) => {
    const i = value - 1;
    const [c, rest] = [Math.floor(i / size ** 2), i % size ** 2];
    return layout === 'nhwc' ? rest * channels + c : i;
  };
  return column.filter((value) => value > 0).map(inMemory).sort((a, b) => a - b);
}

/** How many stretches of neighbouring elements they form. */
function runsOf(addresses: readonly number[]): number {
  return addresses.filter((address, i) => i === 0 || address !== addresses[i - 1]! + 1).length;
}
