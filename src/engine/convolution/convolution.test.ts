import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '@site/src/engine/random';
import { convElements, convolve, fuseEpilogues, gemmFlops, gemmOf, im2col, lenet5, multiply, operationMix, outputSize, resnet18, type ConvShape, type Operation } from '.';

const conv = (shape: Partial<ConvShape>): ConvShape => ({ batch: 1, inChannels: 1, height: 3, width: 3, outChannels: 1, kernelHeight: 2, kernelWidth: 2, stride: 1, padding: 0, ...shape });

describe('a convolution', () => {
  it('by hand: 3 × 3 with a 2 × 2 kernel of ones', () => {
    expect([...convolve([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 1, 1], conv({}))]).toEqual([12, 16, 24, 28]);
    expect([...im2col([1, 2, 3, 4, 5, 6, 7, 8, 9], conv({}))]).toEqual([1, 2, 4, 5, 2, 3, 5, 6, 4, 5, 7, 8, 5, 6, 8, 9]);
  });
  it('is filters times patches, at any shape', () => {
    const shapes = fc.record({ batch: fc.integer({ min: 1, max: 2 }), inChannels: fc.integer({ min: 1, max: 3 }), height: fc.integer({ min: 3, max: 7 }), width: fc.integer({ min: 3, max: 7 }), outChannels: fc.integer({ min: 1, max: 3 }), kernelHeight: fc.integer({ min: 1, max: 3 }), kernelWidth: fc.integer({ min: 1, max: 3 }), stride: fc.integer({ min: 1, max: 3 }), padding: fc.integer({ min: 0, max: 2 }) });
    fc.assert(
      fc.property(shapes, fc.nat(1000), (shape, seed) => {
        const rng = createRng(seed);
        const { input, weights } = convElements(shape);
        const [x, w] = [input, weights].map((length) => Float32Array.from({ length }, () => rng.integer(-9, 9))) as [Float32Array, Float32Array];
        expect([...multiply(w, im2col(x, shape), gemmOf(shape))]).toEqual([...convolve(x, w, shape)]);
      }),
    );
  });
  it('sizes', () => {
    expect(outputSize(conv({ height: 224, width: 224, kernelHeight: 7, kernelWidth: 7, stride: 2, padding: 3 }))).toEqual({ height: 112, width: 112 });
    const layer = conv({ inChannels: 64, outChannels: 64, height: 56, width: 56, kernelHeight: 3, kernelWidth: 3, padding: 1 });
    expect(gemmOf(layer)).toEqual({ m: 64, k: 576, n: 3136 });
    expect(gemmFlops(gemmOf(layer))).toBe(231_211_008);
    expect(convElements(layer).patches / convElements(layer).input).toBe(9);
  });
});

const total = (operations: Operation[], value: (o: Operation) => number) => operations.reduce((sum, o) => sum + value(o), 0);
const products = (operations: Operation[]) => operations.filter((o) => o.kind === 'convolution' || o.kind === 'linear');

describe('networks', () => {
  it('ResNet-18 has the published 11,689,512 parameters and 1.814 billion multiply-adds', () => {
    const network = resnet18(1);
    expect(total(network, (o) => o.parameters)).toBe(11_689_512);
    // Two for a multiply-add, and 1,000 additions of the classifier's bias.
    expect(total(products(network), (o) => o.flops)).toBe(2 * 1_814_073_344 + 1000);
    const count = (kind: string) => network.filter((o) => o.kind === kind).length;
    expect(['convolution', 'batch norm', 'activation', 'addition', 'pooling', 'linear'].map(count)).toEqual([20, 20, 17, 8, 2, 1]);
  });
  it('LeNet-5 has 61,706 parameters and 416,520 multiply-adds', () => {
    const network = lenet5(1);
    expect(total(network, (o) => o.parameters)).toBe(61_706);
    const biasAdds = 6 * 28 ** 2 + 16 * 10 ** 2 + 120 + 84 + 10;
    expect(total(products(network), (o) => o.flops)).toBe(2 * 416_520 + biasAdds);
  });
  it('a batch multiplies operations and activations, not parameters', () => {
    for (const network of [resnet18, lenet5]) {
      expect(total(network(8), (o) => o.flops)).toBe(8 * total(network(1), (o) => o.flops));
      expect(total(network(8), (o) => o.written)).toBe(8 * total(network(1), (o) => o.written));
      expect(total(network(8), (o) => o.parameters)).toBe(total(network(1), (o) => o.parameters));
    }
  });
  it('the mix sums to the whole, and fusing keeps the products and drops passes', () => {
    const machine = { matrixFlopPerS: 989.4e12, laneFlopPerS: 66.9e12, memoryBytesPerS: 3.352e12 };
    const network = resnet18(32);
    const mix = operationMix(network, 2, machine);
    expect(mix.reduce((s, m) => s + m.flops, 0)).toBe(total(network, (o) => o.flops));
    expect(mix.reduce((s, m) => s + m.operations, 0)).toBe(network.length);
    const fused = fuseEpilogues(network);
    expect(fused.map((o) => o.kind).filter((k) => k === 'batch norm' || k === 'activation' || k === 'addition')).toEqual([]);
    expect(total(fused, (o) => o.parameters)).toBe(11_689_512);
    expect(total(fused, (o) => o.written)).toBeLessThan(total(network, (o) => o.written));
  });
});
