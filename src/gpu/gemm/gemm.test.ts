import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { devices } from '../devices';
import { matmulIntensity } from '../simt';
import {
  columnSets, countsTo, countTiledLoads, dotProduct, feedLimit, fmaPerWord, fusedPasses, impliedClockHz, matrixPeak, naiveLoads, operandWords, roundToFormat, separatePasses, tiledLoads, tileIntensity, tilePlace,
  tileRegisters, waveLoads, wavesOf, workgroupReadsPerFma, workgroups,
} from '.';

const small = fc.integer({ min: 1, max: 20 });
const tiles = fc.integer({ min: 1, max: 7 });

describe('traffic', () => {
  it('by hand: 4 × 4 with tiles of 2 loads 64 words where the naive loop asks for 128', () => {
    const product = { m: 4, n: 4, k: 4 };
    expect(naiveLoads(product)).toBe(128);
    expect(tiledLoads(product, { rows: 2, columns: 2 })).toBe(64);
    expect(operandWords(product)).toBe(32);
  });
  it('the formula is the walk through all tiles, at any sizes and any depth', () => {
    fc.assert(
      fc.property(small, small, small, tiles, tiles, tiles, (m, n, k, rows, columns, depth) => {
        const { a, b } = countTiledLoads({ m, n, k }, { rows, columns }, depth);
        expect(a + b).toBe(tiledLoads({ m, n, k }, { rows, columns }));
      }),
    );
  });
  it('a tile of one is the naive loop, a tile as large as the output loads each operand once', () => {
    fc.assert(
      fc.property(small, small, small, (m, n, k) => {
        expect(tiledLoads({ m, n, k }, { rows: 1, columns: 1 })).toBe(naiveLoads({ m, n, k }));
        expect(tiledLoads({ m, n, k }, { rows: m, columns: n })).toBe(operandWords({ m, n, k }));
      }),
    );
  });
  it('intensity: square tiles of side T give T over the bytes of an element', () => {
    expect(tileIntensity({ rows: 16, columns: 16 }, 4)).toBe(4);
    const product = { m: 512, n: 768, k: 64 };
    const flopPerByte = (2 * 512 * 768 * 64) / (2 * tiledLoads(product, { rows: 128, columns: 256 }));
    expect(tileIntensity({ rows: 128, columns: 256 }, 2)).toBeCloseTo(flopPerByte, 10);
  });
  it('waves', () => {
    expect(workgroups({ m: 4096, n: 4096, k: 1 }, { rows: 128, columns: 256 })).toBe(512);
    expect(wavesOf(512, 132)).toEqual({ waves: 4, utilization: 512 / 528 });
    expect(wavesOf(133, 132).utilization).toBeCloseTo(133 / 264, 12);
    expect(wavesOf(0, 132)).toEqual({ waves: 0, utilization: 0 });
  });
  it('register tiles', () => {
    expect(workgroupReadsPerFma({ rows: 1, columns: 1 })).toBe(2);
    expect(workgroupReadsPerFma({ rows: 8, columns: 8 })).toBe(0.25);
    expect(tileRegisters({ rows: 8, columns: 8 })).toBe(80);
    expect([1, 2, 4, 8].map((r) => feedLimit(workgroupReadsPerFma({ rows: r, columns: r }), { fmaWarps: 4, readWarps: 1 }))).toEqual([1 / 8, 1 / 4, 1 / 2, 1]);
  });
  it('every tile has one place, and a wave of all tiles loads each operand once', () => {
    fc.assert(
      fc.property(tiles, tiles, tiles, (rows, columns, group) => {
        const places = Array.from({ length: rows * columns }, (_, i) => tilePlace(i, rows, columns, group));
        expect(new Set(places.map((p) => p.row * columns + p.column)).size).toBe(rows * columns);
        expect(places.every((p) => p.row < rows && p.column < columns)).toBe(true);
      }),
    );
    const product = { m: 50, n: 70, k: 30 };
    expect(waveLoads(product, { rows: 16, columns: 16 }, 1000, 2)).toBe(operandWords(product));
    expect(waveLoads(product, { rows: 16, columns: 16 }, 1, 2)).toBe(tiledLoads(product, { rows: 16, columns: 16 }));
  });
  it('a column of a matrix with rows of 4,096 bytes falls into one set, with 4,000 or 4,128 into many', () => {
    const l1 = { sets: 64, lineBytes: 64 };
    expect([4096, 4000, 4128, 64].map((stride) => columnSets(32, stride, l1))).toEqual([1, 32, 16, 32]);
  });
  it('passes of an epilogue', () => {
    expect(separatePasses(10, 2, 1)).toBe(70);
    expect(fusedPasses(10, 1)).toBe(10);
  });
});

describe('matrix units', () => {
  it('reproduces the stated peaks: V100 125, A100 312 TFLOP/s', () => {
    expect(matrixPeak(80, 512, 1.53e9) / 1e12).toBeCloseTo(125.3, 1);
    expect(matrixPeak(108, 1024, 1.41e9) / 1e12).toBeCloseTo(311.9, 1);
    expect(impliedClockHz(devices.h100.matrixFlopPerS, 132, 2048) / 1e9).toBeCloseTo(1.83, 2);
    expect(impliedClockHz(devices.h100.fp32FlopPerS, 132, 128) / 1e9).toBeCloseTo(1.98, 2);
  });
  it('a tile of 16 × 8 × 16 does five multiply-adds for each word, a single one half', () => {
    expect(fmaPerWord({ m: 16, n: 8, k: 16 })).toBeCloseTo(16 / 3, 12);
    expect(fmaPerWord({ m: 1, n: 1, k: 1 })).toBe(0.5);
  });
  it('rounds to fp16 and bf16 as IEEE 754 does', () => {
    expect([1 + 2 ** -11, 1 + 3 * 2 ** -11, 2049, 2051, 65_519, 65_520, 2 ** -25, 3 * 2 ** -25, -(2 ** -24)].map((x) => roundToFormat(x, 'fp16'))).toEqual([1, 1 + 2 ** -9, 2048, 2052, 65_504, Infinity, 0, 2 ** -23, -(2 ** -24)]);
    expect([257, 259, 1 + 2 ** -8].map((x) => roundToFormat(x, 'bf16'))).toEqual([256, 260, 1]);
  });
  it('fp32 is Math.fround, and a rounded number is rounded', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (x) => {
        expect(roundToFormat(x, 'fp32')).toBe(x);
        for (const format of ['fp16', 'bf16'] as const) expect(roundToFormat(roundToFormat(x, format), format)).toBe(roundToFormat(x, format));
      }),
    );
  });
  it('ones stop adding up at 2,048 in fp16 and at 256 in bf16', () => {
    const ones = new Float32Array(4096).fill(1);
    expect((['fp16', 'bf16', 'fp32'] as const).map((format) => dotProduct(ones, ones, format))).toEqual([2048, 256, 4096]);
    expect([11, 8].map(countsTo)).toEqual([2048, 256]);
  });
  it('the model of one pass agrees with the roofline of the whole', () => {
    const product = { m: 512, n: 2048, k: 1024 };
    expect((2 * 512 * 2048 * 1024) / (2 * (operandWords(product) + 512 * 2048))).toBeCloseTo(matmulIntensity(512, 1024, 2048, 2), 9);
  });
});
