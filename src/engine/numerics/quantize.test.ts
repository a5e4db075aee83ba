import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../random';
import { forward, readLlama } from '../llama';
import {
  bitsPerElement, bitsPerValue, blockFormats, decode, dequantize, dequantizeBlocks, formats, frobeniusError, lossesAt, meanLoss, nextScale, pack, packedBytes, quantize, quantizeBlocks, scaledRound, spansOf,
  sqnrDb, stochastic, throughCodes, unpack, withDamage, type BlockFormatId, type Granularity, type Quantizer, type ScalerState,
} from './index';
import reference from './fixtures/reference.json';

const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const symmetric = (bits: number, granularity: Granularity, more: Partial<Quantizer> = {}): Quantizer => ({ bits, scheme: 'symmetric', granularity, ...more });
const affine = (bits: number, granularity: Granularity, more: Partial<Quantizer> = {}): Quantizer => ({ bits, scheme: 'affine', granularity, ...more });
const normals = (n: number, seed: number) => {
  const rng = createRng(seed);
  return Float64Array.from({ length: n }, () => rng.normal());
};

describe('integer quantizers', () => {
  // A 4 × 4 example of lecture notes on quantization, which print 2.28 and 2.08.
  const example = [2.09, -0.98, 1.48, 0.09, 0.05, -0.14, -1.08, 2.12, -0.91, 1.92, 0, -1.03, 1.87, 0, 1.53, 1.49];

  it('lose 2.2846 of the 4 × 4 example with one scale at 2 bits, 2.0795 with one for each row', () => {
    expect(frobeniusError(example, throughCodes(example, 4, 4, symmetric(2, 'tensor')))).toBeCloseTo(2.2846, 3);
    expect(frobeniusError(example, throughCodes(example, 4, 4, symmetric(2, 'row')))).toBeCloseTo(2.0795, 3);
  });
  it('are PyTorch’s fake quantization', () => {
    const { matrix, affineTensor, symmetricRow } = reference.integers;
    throughCodes(matrix, 7, 12, affine(4, 'tensor')).forEach((x, i) => expect(x).toBeCloseTo(affineTensor[i]!, 5));
    throughCodes(matrix, 7, 12, symmetric(4, 'row')).forEach((x, i) => expect(x).toBeCloseTo(symmetricRow[i]!, 5));
  });
  const matrix = fc.integer({ min: 1, max: 5 }).chain((rows) =>
    fc.integer({ min: 1, max: 9 }).chain((columns) => fc.record({ rows: fc.constant(rows), columns: fc.constant(columns), values: fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: rows * columns, maxLength: rows * columns }) })),
  );
  const granularity = fc.oneof(fc.constant<Granularity>('tensor'), fc.constant<Granularity>('row'), fc.integer({ min: 1, max: 6 }).map((group): Granularity => ({ group })));

  it('err by at most half a step, keep 0, and keep codes in their range', () => {
    fc.assert(
      fc.property(matrix, granularity, fc.integer({ min: 2, max: 8 }), fc.constantFrom('symmetric' as const, 'affine' as const), ({ rows, columns, values }, g, bits, scheme) => {
        const q = quantize(values, rows, columns, { bits, scheme, granularity: g });
        const back = dequantize(q);
        spansOf(rows, columns, g).forEach(({ from, to }, span) => {
          for (let i = from; i < to; i++) {
            // An affine zero point is rounded too, so the ends of the range may be half a step outside of the codes.
            expect(Math.abs(back[i]! - values[i]!)).toBeLessThanOrEqual(q.scales[span]! * (scheme === 'affine' ? 1.0001 : 0.5001) + 1e-5);
            if (values[i] === 0) expect(back[i]! === 0).toBe(true);
            const lowest = scheme === 'affine' ? 0 : -(2 ** (bits - 1) - 1);
            expect(q.codes[i]! >= lowest && q.codes[i]! <= 2 ** (scheme === 'affine' ? bits : bits - 1) - 1).toBe(true);
          }
        });
      }),
    );
  });
  it('one scale for each row never has a coarser step than one for all; groups never than rows', () => {
    fc.assert(
      fc.property(matrix, fc.integer({ min: 2, max: 8 }), ({ rows, columns, values }, bits) => {
        const steps = (g: Granularity) => Math.max(...quantize(values, rows, columns, symmetric(bits, g)).scales.filter((s) => s !== 1), 0);
        expect(steps('row')).toBeLessThanOrEqual(steps('tensor'));
        expect(steps({ group: 3 })).toBeLessThanOrEqual(steps('row'));
      }),
    );
  });
  it('an outlier costs its own span only', () => {
    const values = normals(64, 3);
    values[5] = 60;
    const inRow = (g: Granularity, row: number) => {
      const back = throughCodes(values, 4, 16, symmetric(4, g));
      return frobeniusError(values.slice(16 * row, 16 * row + 16), back.slice(16 * row, 16 * row + 16));
    };
    expect(inRow('row', 2)).toBeLessThan(inRow('tensor', 2) / 3);
    expect(inRow('row', 0)).toBeCloseTo(inRow('tensor', 0), 5);
  });
  it('clipping by squared error beats the full range at few bits, and is it at many', () => {
    const values = normals(4096, 4);
    const error = (bits: number, clip: Quantizer['clip']) => frobeniusError(values, throughCodes(values, 1, 4096, symmetric(bits, 'tensor', { clip })));
    expect(error(3, 'mse')).toBeLessThan(0.8 * error(3, 'absmax'));
    expect(error(3, { outside: 0.02 })).toBeLessThan(error(3, 'absmax'));
    for (const bits of [2, 4, 8]) expect(error(bits, 'mse')).toBeLessThanOrEqual(error(bits, 'absmax'));
  });
  it('stochastic rounding has no bias, and more noise', () => {
    const value = new Float64Array(20_000).fill(0.3);
    value[0] = 7;
    const back = throughCodes(value, 1, value.length, symmetric(4, 'tensor', { rule: stochastic(createRng(2)) }));
    expect(back.slice(1).reduce((a, b) => a + b) / (value.length - 1)).toBeCloseTo(0.3, 1.9);
  });
  it('refuse what they cannot do', () => {
    expect(() => quantize([1], 1, 1, symmetric(1, 'tensor'))).toThrow('2 to 8 bits');
    expect(() => quantize([1, 2], 1, 1, symmetric(4, 'tensor'))).toThrow('no 1 × 1 matrix');
    expect(() => quantize([NaN], 1, 1, symmetric(4, 'tensor'))).toThrow('value 0 is NaN');
    expect(() => quantize([1], 1, 1, symmetric(4, { group: 0 }))).toThrow('whole number of values');
    expect(() => quantize([1], 1, 1, symmetric(4, 'row', { clip: { outside: 1 } }))).toThrow('share outside');
    expect([...throughCodes(new Float64Array(6), 2, 3, affine(4, 'row'))]).toEqual([0, 0, 0, 0, 0, 0]);
  });
  it('a uniform signal meets the model of uniform noise: Σx² over Δ²/12 each', () => {
    const rng = createRng(6);
    const uniform = Float64Array.from({ length: 20_000 }, () => 2 * rng.uniform() - 1);
    const power = uniform.reduce((sum, x) => sum + x * x, 0) / uniform.length;
    for (const bits of [5, 6, 7, 8]) {
      const q = quantize(uniform, 1, uniform.length, symmetric(bits, 'tensor'));
      expect(Math.abs(sqnrDb(uniform, dequantize(q)) - 10 * Math.log10((12 * power) / q.scales[0]! ** 2))).toBeLessThan(0.1);
    }
  });
});

describe('bits', () => {
  it('of groups with their scales: 4 + 16/128, with zero points 4 + 20/128; QLoRA’s 4 + 32/64', () => {
    expect(bitsPerValue(8, 256, symmetric(4, { group: 128 }, { scaleFormat: formats.fp16 }))).toBe(4.125);
    expect(bitsPerValue(8, 256, affine(4, { group: 128 }, { scaleFormat: formats.fp16 }))).toBe(4.15625);
    expect(bitsPerValue(1, 64, symmetric(4, { group: 64 }))).toBe(4.5);
    expect(bitsPerElement(blockFormats.mxfp4)).toBe(4.25);
    expect(bitsPerElement(blockFormats.nvfp4)).toBe(4.5);
    expect(bitsPerElement(blockFormats.mxfp8)).toBe(8.25);
  });
  it('are packed without gaps and come back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }).chain((bits) => fc.tuple(fc.constant(bits), fc.array(fc.integer({ min: 0, max: 2 ** bits - 1 }), { maxLength: 40 }))), ([bits, codes]) => {
        const packed = pack(codes, bits);
        expect(packed).toHaveLength(Math.ceil((codes.length * bits) / 8));
        expect([...unpack(packed, bits, codes.length)]).toEqual(codes);
      }),
    );
    expect([...pack([1, 2, 15, 0], 4)]).toEqual([0x21, 0x0f]);
    expect(packedBytes(3, 4)).toBe(2);
    expect(() => pack([16], 4)).toThrow('code 0 is 16');
    expect(() => pack([1], 17)).toThrow('17 bits');
    expect(() => unpack(new Uint8Array(1), 4, 3)).toThrow('do not hold 3 codes');
  });
});

describe('block formats', () => {
  const values = new Float32Array(bytes(reference.blocks.values).buffer);
  it.each(['mxfp8', 'mxfp6', 'mxfp4'] as const)('%s: scales and codes of the specification', (id) => {
    const blocks = quantizeBlocks(values, blockFormats[id]);
    expect(blocks.scales).toEqual(bytes(reference.blocks[id].scales));
    expect(blocks.codes).toEqual(bytes(reference.blocks[id].codes));
  });
  it('a block by hand: 5 and 0.3 with scale 1, and 7 with scale 1 is clamped to 6', () => {
    expect([...dequantizeBlocks(quantizeBlocks([5, 0.3, -1.2], blockFormats.mxfp4))]).toEqual([4, 0.5, -1]);
    expect([...dequantizeBlocks(quantizeBlocks([7], blockFormats.mxfp4))]).toEqual([6]);
    expect([...dequantizeBlocks(quantizeBlocks([10, 1], blockFormats.mxfp4))]).toEqual([8, 1]);
  });
  it('NVFP4: the largest value of the tensor comes back exactly, since its scale is 448', () => {
    const noise = Float32Array.from(normals(256, 8));
    noise[100] = 9;
    const blocks = quantizeBlocks(noise, blockFormats.nvfp4);
    expect(decode(formats.e4m3, blocks.scales[6]!)).toBe(448);
    expect(dequantizeBlocks(blocks)[100]).toBeCloseTo(9, 5);
  });
  it('each value errs by at most a step of its block, and zeros stay', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 80 }), fc.constantFrom(...(Object.keys(blockFormats) as BlockFormatId[])), (list, id) => {
        const format = blockFormats[id];
        const back = dequantizeBlocks(quantizeBlocks(list, format));
        const most = Math.max(...list.map(Math.abs));
        list.forEach((x, i) => {
          const block = list.slice(Math.floor(i / format.blockSize) * format.blockSize).slice(0, format.blockSize);
          // A quarter of the block's largest value: 7 becomes 6, 5 becomes 4. A small block of NVFP4 may lose its E4M3 scale: 2^-10 / 448 of the tensor's largest value.
          expect(Math.abs(back[i]! - x)).toBeLessThanOrEqual(Math.max(...block.map(Math.abs)) * 0.26 + most * 3e-6 + 1e-37);
        });
      }),
    );
    expect([...dequantizeBlocks(quantizeBlocks([0, 0], blockFormats.nvfp4))]).toEqual([0, 0]);
    expect([...dequantizeBlocks(quantizeBlocks([1e-44, 5e-324], blockFormats.nvfp4))]).toEqual([0, 0]);
    expect(() => quantizeBlocks([Infinity], blockFormats.mxfp8)).toThrow('finite');
  });
  it('finer scales lose less: normal values in FP4 with one scale, in MXFP4, in NVFP4', () => {
    const noise = Float32Array.from(normals(8192, 9));
    const db = (back: Float32Array) => sqnrDb(noise, back);
    const one = db(scaledRound(noise, formats.e2m1));
    const mxfp4 = db(dequantizeBlocks(quantizeBlocks(noise, blockFormats.mxfp4)));
    const nvfp4 = db(dequantizeBlocks(quantizeBlocks(noise, blockFormats.nvfp4)));
    expect(one).toBeLessThan(mxfp4);
    expect(mxfp4).toBeLessThan(nvfp4);
  });
});

describe('loss scaling', () => {
  it('counts what fp16 loses: 2^-27 is gone, times 1,024 it is a subnormal; a large scale overflows', () => {
    const gradients = [2 ** -27, 2 ** -20, 2 ** -10, 1, 0];
    expect(lossesAt(gradients, 1, formats.fp16)).toEqual({ underflow: 0.25, subnormal: 0.25, overflow: 0 });
    expect(lossesAt(gradients, 1024, formats.fp16)).toEqual({ underflow: 0, subnormal: 0.25, overflow: 0 });
    expect(lossesAt(gradients, 65536, formats.fp16)).toEqual({ underflow: 0, subnormal: 0, overflow: 0.25 });
    expect(lossesAt([0, 0], 1, formats.fp16)).toEqual({ underflow: 0, subnormal: 0, overflow: 0 });
  });
  it('halves on overflow and doubles after 2,000 clean steps', () => {
    let state: ScalerState = { scale: 65536, cleanSteps: 0 };
    state = nextScale(state, true);
    expect(state).toEqual({ scale: 32768, cleanSteps: 0 });
    for (let i = 0; i < 1999; i++) state = nextScale(state, false);
    expect(state).toEqual({ scale: 32768, cleanSteps: 1999 });
    expect(nextScale(state, false)).toEqual({ scale: 65536, cleanSteps: 0 });
    expect(nextScale(state, true)).toEqual({ scale: 16384, cleanSteps: 0 });
  });
});

describe('a model with damaged matrices', () => {
  const folder = new URL('../../../static/models/storyworld-0.8m/', import.meta.url);
  const model = readLlama(JSON.parse(readFileSync(new URL('config.json', folder), 'utf8')), new Uint8Array(readFileSync(new URL('model.safetensors', folder))).buffer);
  const ids = Array.from({ length: 24 }, (_, i) => (i * 37 + 11) % model.config.vocabularySize);

  it('is the model itself when nothing is damaged', () => {
    expect(meanLoss(withDamage(model, (m) => m, { embedding: true }), ids)).toBe(meanLoss(model, ids));
  });
  it('hands each matrix its own shape, and keeps tied matrices tied', () => {
    const shapes: number[][] = [];
    const damaged = withDamage(model, (m, rows, columns) => (shapes.push([rows, columns]), Float32Array.from(m, (x) => 2 * x)), { embedding: true });
    expect(shapes).toHaveLength(7 * model.config.layerCount + 1);
    expect(shapes.every(([rows, columns]) => Number.isInteger(rows) && columns! > 1)).toBe(true);
    expect(damaged.output).toBe(damaged.embedding);
    expect(damaged.finalNorm).toBe(model.finalNorm);
    expect(damaged.layers[0]!.down[3]).toBe(2 * model.layers[0]!.down[3]!);
  });
  it('its loss is minus the mean log of softmax, by another road', () => {
    const V = model.config.vocabularySize;
    const { logits } = forward(model, ids);
    let sum = 0;
    for (let t = 0; t + 1 < ids.length; t++) {
      const weights = Array.from(logits.subarray(t * V, (t + 1) * V), (x) => Math.exp(x));
      sum -= Math.log(weights[ids[t + 1]!]! / weights.reduce((a, b) => a + b));
    }
    expect(meanLoss(model, ids)).toBeCloseTo(sum / (ids.length - 1), 4);
    expect(() => meanLoss(model, [1])).toThrow('two tokens');
  });
});
