// The numbers of chapter 7, computed by the models in src/gpu/gemm, src/engine/convolution and src/gpu/simt from the data in src/gpu/devices.ts.

import { claim, defineClaims } from '@site/src/formats';
import { convElements, fuseEpilogues, gemmFlops, gemmOf, lenet5, operationMix, operationSeconds, resnet18, type ConvShape, type Operation, type OperationKind } from '@site/src/engine/convolution';
import { devices } from '@site/src/gpu/devices';
import {
  columnSets, countsTo, feedLimit, fmaPerWord, fusedPasses, impliedClockHz, matrixPeak, naiveLoads, separatePasses, tiledLoads, tileIntensity, tileRegisters, waveLoads, wavesOf, workgroupReadsPerFma, workgroups,
} from '@site/src/gpu/gemm';
import { accessOf, matmulIntensity, stridedAddresses } from '@site/src/gpu/simt';
import measured from './measure/measured.json';

const { h100, a100x80 } = devices;
const side = (n: number) => ({ m: n, n, k: n });
const flops = (n: number) => 2 * n ** 3;
const { summary } = measured;

/** The layer of ResNet-18's first stage, as often as there are pictures. */
const firstStage = (batch: number): ConvShape => ({ batch, inChannels: 64, height: 56, width: 56, outChannels: 64, kernelHeight: 3, kernelWidth: 3, stride: 1, padding: 1 });

const products = (operations: readonly Operation[]) => operations.filter(({ kind }) => kind === 'convolution' || kind === 'linear');
const multiplyAdds = (operations: readonly Operation[], biasAdds: number) => (products(operations).reduce((sum, o) => sum + o.flops, 0) - biasAdds) / 2;
const machine = (i: { matrixFlopPerS: number; memoryBytesPerS: number }) => ({ matrixFlopPerS: i.matrixFlopPerS, laneFlopPerS: h100.fp32FlopPerS, memoryBytesPerS: i.memoryBytesPerS });
// The lanes' own rate is no input: no operation here is bound by it.
interface ResnetInputs {
  batch: number;
  bytesPerElement: number;
  matrixFlopPerS: number;
  memoryBytesPerS: number;
}
const resnetInputs: Record<keyof ResnetInputs, number> = { batch: 32, bytesPerElement: 2, matrixFlopPerS: h100.matrixFlopPerS, memoryBytesPerS: h100.memoryBytesPerS };
const seconds = (operations: readonly Operation[], i: ResnetInputs) => operations.reduce((sum, o) => sum + operationSeconds(o, i.bytesPerElement, machine(i)), 0);
const timeShare = (i: ResnetInputs, kinds: readonly OperationKind[]) => {
  const mix = operationMix(resnet18(i.batch), i.bytesPerElement, machine(i));
  return mix.filter(({ kind }) => kinds.includes(kind)).reduce((sum, m) => sum + m.seconds, 0) / mix.reduce((sum, m) => sum + m.seconds, 0);
};
/** Share of the arithmetic; the batch cancels, so the picture's side is the input. */
const flopShare = (imageSide: number, kinds: readonly OperationKind[]) => {
  const operations = resnet18(1, imageSide);
  const sum = (list: readonly Operation[]) => list.reduce((total, o) => total + o.flops, 0);
  return sum(operations.filter(({ kind }) => kinds.includes(kind))) / sum(operations);
};
const elementwise: readonly OperationKind[] = ['batch norm', 'activation', 'addition'];

const measuredIn = 'measure/measured.json, median of five runs';
const measurement = (medianMs: number, unit: string, value: number) =>
  claim({ inputs: { medianMs }, compute: (i) => i.medianMs, unit, format: { digits: 0, style: 'integer' }, expected: { value, relativeTolerance: 0, source: measuredIn } });
const quotient = (slowerMs: number, fasterMs: number, value: number) =>
  claim({ inputs: { slowerMs, fasterMs }, compute: (i) => i.slowerMs / i.fasterMs, unit: '', format: { digits: 2, style: 'fixed' }, expected: { value, relativeTolerance: 5e-3, source: measuredIn } });
const rate = (medianMs: number, value: number) =>
  claim({
    inputs: { size: 1024, medianMs },
    compute: (i) => flops(i.size) / (i.medianMs * 1e-3) / 1e9,
    unit: 'GFLOP/s',
    format: { digits: 1, style: 'fixed' },
    expected: { value, relativeTolerance: 5e-3, source: `2.147 GFLOP; ${measuredIn}` },
  });
const { l1 } = measured.environment;
/** Sets of the measured core's first cache that the rows of a tile fall into. */
const sets = (rows: number, rowLength: number) => columnSets(rows, 4 * rowLength, l1);

export default defineClaims({
  'product-ms': claim({
    inputs: { size: 4096, matrixFlopPerS: h100.matrixFlopPerS },
    compute: (i) => (flops(i.size) / i.matrixFlopPerS) * 1e3,
    unit: 'ms',
    format: { digits: 3, style: 'fixed' },
    expected: { value: 0.13891, relativeTolerance: 1e-3, source: '137,438,953,472 FLOP over 989.4 TFLOP/s' },
  }),
  'once-us': claim({
    inputs: { size: 4096, bytesPerElement: 2, memoryBytesPerS: h100.memoryBytesPerS },
    compute: (i) => ((3 * i.size ** 2 * i.bytesPerElement) / i.memoryBytesPerS) * 1e6,
    unit: 'µs',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 30.03, relativeTolerance: 1e-3, source: '3 · 33,554,432 bytes over 3,352 GB/s' },
  }),
  'naive-ms': claim({
    inputs: { size: 4096, bytesPerElement: 2, memoryBytesPerS: h100.memoryBytesPerS },
    compute: (i) => ((naiveLoads(side(i.size)) * i.bytesPerElement) / i.memoryBytesPerS) * 1e3,
    unit: 'ms',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 82.0, relativeTolerance: 1e-3, source: '2 · 4096³ words of 2 bytes, 274.9 GB, over 3,352 GB/s' },
    note: 'As if each load went to device memory; caches catch some.',
  }),
  'naive-ratio': claim({
    inputs: { bytesPerElement: 2, memoryBytesPerS: h100.memoryBytesPerS, matrixFlopPerS: h100.matrixFlopPerS },
    compute: (i) => (naiveLoads(side(4096)) * i.bytesPerElement) / i.memoryBytesPerS / (flops(4096) / i.matrixFlopPerS),
    unit: '',
    format: { digits: 0, style: 'integer' },
    expected: { value: 590.3, relativeTolerance: 1e-3, source: '82.0 ms / 0.1389 ms; also bytes an element × 989.4 / 3.352' },
  }),
  'matrix-mb': claim({
    inputs: { size: 4096, bytesPerElement: 2 },
    compute: (i) => (i.size ** 2 * i.bytesPerElement) / 1e6,
    unit: 'MB',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 33.554432, relativeTolerance: 0, source: '2²⁵ bytes' },
  }),
  'copy-us': claim({
    inputs: { size: 4096, bytesPerElement: 2, memoryBytesPerS: h100.memoryBytesPerS },
    compute: (i) => ((2 * i.size ** 2 * i.bytesPerElement) / i.memoryBytesPerS) * 1e6,
    unit: 'µs',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 20.02, relativeTolerance: 1e-3, source: 'read and write 33.55 MB at 3,352 GB/s' },
  }),
  'copy-share': claim({
    inputs: { size: 4096, bytesPerElement: 2, memoryBytesPerS: h100.memoryBytesPerS, matrixFlopPerS: h100.matrixFlopPerS },
    compute: (i) => (2 * i.size ** 2 * i.bytesPerElement) / i.memoryBytesPerS / (flops(i.size) / i.matrixFlopPerS),
    unit: '',
    format: { digits: 0, style: 'percent' },
    expected: { value: 0.1441, relativeTolerance: 1e-3, source: '20.02 µs / 138.9 µs' },
  }),
  'warp-bytes-per-fma': claim({
    inputs: { lanes: 32, bytesPerElement: 4 },
    compute: (i) => {
      const load = (strideElements: number) => accessOf(stridedAddresses({ lanes: i.lanes, strideElements, firstElement: 0, elementBytes: i.bytesPerElement }), i.bytesPerElement).movedBytes;
      return (load(0) + load(1)) / i.lanes;
    },
    unit: 'bytes',
    format: { digits: 0, style: 'integer' },
    expected: { value: 5, relativeTolerance: 0, source: 'one sector for the shared word of A, four for the 32 words of B: 160 bytes for 32 multiply-adds' },
  }),
  'tile16-intensity': claim({
    inputs: { tileSide: 16, bytesPerElement: 4 },
    compute: (i) => tileIntensity({ rows: i.tileSide, columns: i.tileSide }, i.bytesPerElement),
    unit: 'FLOP/byte',
    format: { digits: 0, style: 'integer' },
    expected: { value: 4, relativeTolerance: 0, source: 'T / bytes an element' },
  }),
  'tile-needed-fp32': claim({
    inputs: { fp32FlopPerS: h100.fp32FlopPerS, memoryBytesPerS: h100.memoryBytesPerS, bytesPerElement: 4 },
    compute: (i) => (i.fp32FlopPerS / i.memoryBytesPerS) * i.bytesPerElement,
    unit: '',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 79.83, relativeTolerance: 1e-3, source: '4 · 66.9 / 3.352' },
  }),
  'tile-needed-bf16': claim({
    inputs: { matrixFlopPerS: h100.matrixFlopPerS, memoryBytesPerS: h100.memoryBytesPerS, bytesPerElement: 2 },
    compute: (i) => (i.matrixFlopPerS / i.memoryBytesPerS) * i.bytesPerElement,
    unit: '',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 590.3, relativeTolerance: 1e-3, source: '2 · 989.4 / 3.352' },
  }),
  'tile-library-intensity': claim({
    inputs: { rows: 128, columns: 256, bytesPerElement: 2 },
    compute: (i) => tileIntensity({ rows: i.rows, columns: i.columns }, i.bytesPerElement),
    unit: 'FLOP/byte',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 85.33, relativeTolerance: 1e-3, source: '2 / (2 · (1/128 + 1/256)) = 256/3' },
  }),
  'cache-rate': claim({
    inputs: { rows: 128, columns: 256, bytesPerElement: 2, matrixFlopPerS: h100.matrixFlopPerS },
    compute: (i) => i.matrixFlopPerS / tileIntensity({ rows: i.rows, columns: i.columns }, i.bytesPerElement) / 1e12,
    unit: 'TB/s',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 11.59, relativeTolerance: 1e-3, source: '989.4 / 85.33' },
  }),
  'cache-rate-pair': claim({
    inputs: { rows: 256, columns: 256, bytesPerElement: 2, matrixFlopPerS: h100.matrixFlopPerS },
    compute: (i) => i.matrixFlopPerS / tileIntensity({ rows: i.rows, columns: i.columns }, i.bytesPerElement) / 1e12,
    unit: 'TB/s',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 7.73, relativeTolerance: 1e-3, source: '989.4 / 128: two workgroups with tiles of 128 × 256 that share their panel of B' },
  }),
  'wave-mb': claim({
    inputs: { size: 4096, rows: 128, columns: 256, cores: h100.cores, bytesPerElement: 2 },
    compute: (i) => (waveLoads(side(i.size), { rows: i.rows, columns: i.columns }, i.cores, 1) * i.bytesPerElement) / 1e6,
    unit: 'MB',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 170.92, relativeTolerance: 1e-3, source: 'four waves by hand: (9 + 9 + 9 + 8) panels of A of 128 rows and 4 · 16 panels of B of 256 columns, each 4,096 long, 2 bytes' },
    note: 'Nothing survives from wave to wave, and each wave reads each panel once.',
  }),
  'wave-us': claim({
    inputs: { size: 4096, rows: 128, columns: 256, cores: h100.cores, bytesPerElement: 2, memoryBytesPerS: h100.memoryBytesPerS },
    compute: (i) => ((waveLoads(side(i.size), { rows: i.rows, columns: i.columns }, i.cores, 1) * i.bytesPerElement) / i.memoryBytesPerS) * 1e6,
    unit: 'µs',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 50.99, relativeTolerance: 1e-3, source: '170.9 MB over 3,352 GB/s' },
  }),
  'rounds-4096': claim({
    inputs: { size: 4096, rows: 128, columns: 256, cores: h100.cores },
    compute: (i) => workgroups(side(i.size), { rows: i.rows, columns: i.columns }) / i.cores,
    unit: 'rounds',
    format: { digits: 2, style: 'fixed' },
    expected: { value: 512 / 132, relativeTolerance: 1e-9, source: '32 · 16 = 512 workgroups over 132 cores' },
  }),
  'waves-a100-slowdown': claim({
    inputs: { size: 1792, cores: a100x80.cores },
    compute: (i) => {
      const waves = (size: number) => wavesOf(workgroups(side(size), { rows: 256, columns: 128 }), i.cores).waves;
      return waves(i.size + 1) / waves(i.size);
    },
    unit: '',
    format: { digits: 0, style: 'integer' },
    expected: { value: 2, relativeTolerance: 0, source: '7 · 14 = 98 tiles fit 108 SMs at once, 8 · 15 = 120 do not; the sizes are those of He, What Shapes Do Matrix Multiplications Like?' },
  }),
  'feed-1': claim({
    inputs: { tileSide: 1, fmaWarps: 4, readWarps: 1 },
    compute: (i) => feedLimit(workgroupReadsPerFma({ rows: i.tileSide, columns: i.tileSide }), i),
    unit: '',
    format: { digits: 1, style: 'percent' },
    expected: { value: 1 / 8, relativeTolerance: 1e-9, source: 'one warp-wide read a cycle for four warps of multiply-adds with two reads each' },
  }),
  'feed-4': claim({
    inputs: { tileSide: 4, fmaWarps: 4, readWarps: 1 },
    compute: (i) => feedLimit(workgroupReadsPerFma({ rows: i.tileSide, columns: i.tileSide }), i),
    unit: '',
    format: { digits: 0, style: 'percent' },
    expected: { value: 1 / 2, relativeTolerance: 1e-9, source: 'half a read each' },
  }),
  'registers-8': claim({
    inputs: { rows: 8, columns: 8 },
    compute: (i) => tileRegisters(i),
    unit: 'registers',
    format: { digits: 0, style: 'integer' },
    expected: { value: 80, relativeTolerance: 0, source: '64 sums and 8 + 8 operands' },
  }),
  'epilogue-separate-us': claim({
    inputs: { size: 4096, unaryPasses: 2, binaryPasses: 1, bytesPerElement: 2, memoryBytesPerS: h100.memoryBytesPerS },
    compute: (i) => ((separatePasses(i.size ** 2, i.unaryPasses, i.binaryPasses) * i.bytesPerElement) / i.memoryBytesPerS) * 1e6,
    unit: 'µs',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 70.07, relativeTolerance: 1e-3, source: '7 · 33.55 MB over 3,352 GB/s' },
  }),
  'epilogue-fused-us': claim({
    inputs: { size: 4096, binaryPasses: 1, bytesPerElement: 2, memoryBytesPerS: h100.memoryBytesPerS },
    compute: (i) => ((fusedPasses(i.size ** 2, i.binaryPasses) * i.bytesPerElement) / i.memoryBytesPerS) * 1e6,
    unit: 'µs',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 10.01, relativeTolerance: 1e-3, source: '33.55 MB over 3,352 GB/s' },
  }),
  'a100-peak': claim({
    inputs: { cores: a100x80.cores, fmaPerCyclePerCore: 1024, clockMHz: 1410 },
    compute: (i) => matrixPeak(i.cores, i.fmaPerCyclePerCore, i.clockMHz * 1e6) / 1e12,
    unit: 'TFLOP/s',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 312, relativeTolerance: 1e-3, source: 'NVIDIA, A100 data sheet: 312 TFLOP/s dense fp16' },
  }),
  'h100-clock': claim({
    inputs: { matrixFlopPerS: h100.matrixFlopPerS, cores: h100.cores, fmaPerCyclePerCore: 2048 },
    compute: (i) => impliedClockHz(i.matrixFlopPerS, i.cores, i.fmaPerCyclePerCore) / 1e9,
    unit: 'GHz',
    format: { digits: 2, style: 'fixed' },
    expected: { value: 1.83, relativeTolerance: 1e-3, source: '989.4 TFLOP/s / (132 · 4096)' },
  }),
  'h100-lane-clock': claim({
    inputs: { fp32FlopPerS: h100.fp32FlopPerS, cores: h100.cores, fmaPerCyclePerCore: 128 },
    compute: (i) => impliedClockHz(i.fp32FlopPerS, i.cores, i.fmaPerCyclePerCore) / 1e9,
    unit: 'GHz',
    format: { digits: 2, style: 'fixed' },
    expected: { value: 1.98, relativeTolerance: 1e-3, source: '66.9 TFLOP/s / (132 · 256)' },
  }),
  'mma-per-word': claim({
    // k cancels: a deeper tile does more with proportionally more words.
    inputs: { m: 16, n: 8 },
    compute: (i) => fmaPerWord({ ...i, k: 16 }),
    unit: '',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 16 / 3, relativeTolerance: 1e-9, source: '2,048 multiply-adds over 256 + 128 operands' },
  }),
  'wgmma-per-word': claim({
    inputs: { m: 64, n: 256 },
    compute: (i) => fmaPerWord({ ...i, k: 16 }),
    unit: '',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 51.2, relativeTolerance: 1e-9, source: '262,144 multiply-adds over 1,024 + 4,096 operands' },
  }),
  'ones-fp16': claim({
    inputs: { significantBits: 11 },
    compute: (i) => countsTo(i.significantBits),
    unit: '',
    format: { digits: 0, style: 'integer' },
    expected: { value: 2048, relativeTolerance: 0, source: 'fp16 has 11 significant bits; 2,049 lies halfway between 2,048 and 2,050' },
  }),
  'conv-gflop': claim({
    inputs: { batch: 32 },
    compute: (i) => gemmFlops(gemmOf(firstStage(i.batch))) / 1e9,
    unit: 'GFLOP',
    format: { digits: 2, style: 'fixed' },
    expected: { value: 7.3988, relativeTolerance: 1e-4, source: '2 · 64 · 576 · 32 · 56²' },
  }),
  'conv-arithmetic-us': claim({
    inputs: { batch: 32, matrixFlopPerS: h100.matrixFlopPerS },
    compute: (i) => (gemmFlops(gemmOf(firstStage(i.batch))) / i.matrixFlopPerS) * 1e6,
    unit: 'µs',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 7.478, relativeTolerance: 1e-3, source: '7.40 GFLOP over 989.4 TFLOP/s' },
  }),
  'conv-traffic-us': claim({
    inputs: { batch: 32, bytesPerElement: 2, memoryBytesPerS: h100.memoryBytesPerS },
    compute: (i) => {
      const e = convElements(firstStage(i.batch));
      return (((e.input + e.weights + e.output) * i.bytesPerElement) / i.memoryBytesPerS) * 1e6;
    },
    unit: 'µs',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 7.686, relativeTolerance: 1e-3, source: '12.85 MB read and 12.85 MB written, and 74 kB of weights, over 3,352 GB/s' },
  }),
  'im2col-mb': claim({
    inputs: { batch: 32, bytesPerElement: 2 },
    compute: (i) => (convElements(firstStage(i.batch)).patches * i.bytesPerElement) / 1e6,
    unit: 'MB',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 115.6, relativeTolerance: 1e-3, source: '576 · 32 · 56² · 2 bytes' },
  }),
  'im2col-us': claim({
    inputs: { batch: 32, bytesPerElement: 2, memoryBytesPerS: h100.memoryBytesPerS },
    compute: (i) => {
      const e = convElements(firstStage(i.batch));
      return (((e.input + 2 * e.patches + e.weights + e.output) * i.bytesPerElement) / i.memoryBytesPerS) * 1e6;
    },
    unit: 'µs',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 76.66, relativeTolerance: 1e-3, source: '12.8 MB read, 115.6 MB written and read again, 12.8 MB written, over 3,352 GB/s' },
  }),
  'resnet-gmac': claim({
    inputs: { imageSide: 224 },
    compute: (i) => multiplyAdds(resnet18(1, i.imageSide), 1000) / 1e9,
    unit: 'billion',
    format: { digits: 3, style: 'fixed' },
    expected: { value: 1.814073344, relativeTolerance: 1e-9, source: 'summed layer by layer by hand; commonly quoted as 1.8' },
  }),
  'resnet-conv-flops': claim({
    inputs: { imageSide: 224 },
    compute: (i) => flopShare(i.imageSide, ['convolution']),
    unit: '',
    format: { digits: 1, style: 'percent' },
    expected: { value: (2 * (1_814_073_344 - 512_000)) / 3_638_007_272, relativeTolerance: 1e-6, source: '20 convolutions of 1,813,561,344 multiply-adds, of 3.638 billion operations' },
  }),
  'resnet-conv-time': claim({
    inputs: resnetInputs,
    compute: (i) => timeShare(i, ['convolution']),
    unit: '',
    format: { digits: 0, style: 'percent' },
    expected: { value: 0.362, relativeTolerance: 2e-3, source: 'roofline time of each operation by itself, src/engine/convolution; the layer of conv-arithmetic-us above is one of them' },
  }),
  'resnet-elementwise-flops': claim({
    inputs: { imageSide: 224 },
    compute: (i) => flopShare(i.imageSide, elementwise),
    unit: '',
    format: { digits: 1, style: 'percent' },
    expected: { value: 0.0022, relativeTolerance: 0.02, source: '2 for each of 2.48 million normalized elements, 1 for each of 2.31 million ReLUs and 0.75 million additions, of 3.638 billion' },
  }),
  'resnet-elementwise-time': claim({
    inputs: resnetInputs,
    compute: (i) => timeShare(i, elementwise),
    unit: '',
    format: { digits: 0, style: 'percent' },
    expected: { value: 0.586, relativeTolerance: 2e-3, source: 'roofline time of each operation by itself, src/engine/convolution' },
  }),
  'resnet-fused-speedup': claim({
    inputs: resnetInputs,
    compute: (i) => seconds(resnet18(i.batch), i) / seconds(fuseEpilogues(resnet18(i.batch)), i),
    unit: '',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 2.26, relativeTolerance: 2e-3, source: '385.8 µs / 170.7 µs' },
  }),
  'lenet-macs': claim({
    inputs: { batch: 1 },
    compute: (i) => multiplyAdds(lenet5(i.batch), i.batch * (6 * 28 ** 2 + 16 * 10 ** 2 + 120 + 84 + 10)),
    unit: '',
    format: { digits: 0, style: 'integer' },
    expected: { value: 416_520, relativeTolerance: 0, source: '117,600 + 240,000 + 48,000 + 10,080 + 840' },
  }),
  'lenet-us': claim({
    inputs: { batch: 32, bytesPerElement: 2, memoryBytesPerS: h100.memoryBytesPerS },
    compute: (i) => seconds(lenet5(i.batch), { ...i, matrixFlopPerS: h100.matrixFlopPerS }) * 1e6,
    unit: 'µs',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 2.042 / 3.352, relativeTolerance: 2e-3, source: '2.04 MB over 3,352 GB/s: every operation is bound by memory' },
  }),
  'accumulator-kib': claim({
    inputs: { rows: 128, columns: 256, bytesPerSum: 4 },
    compute: (i) => (i.rows * i.columns * i.bytesPerSum) / 1024,
    unit: 'KiB',
    format: { digits: 0, style: 'integer' },
    expected: { value: 128, relativeTolerance: 0, source: '32,768 sums of 4 bytes' },
  }),
  'stage-kib': claim({
    inputs: { rows: 128, columns: 256, depth: 64, bytesPerElement: 2 },
    compute: (i) => ((i.rows + i.columns) * i.depth * i.bytesPerElement) / 1024,
    unit: 'KiB',
    format: { digits: 0, style: 'integer' },
    expected: { value: 48, relativeTolerance: 0, source: '(128 + 256) · 64 · 2 bytes' },
  }),
  'host-break-even': claim({
    inputs: { matrixFlopPerS: h100.matrixFlopPerS, linkBytesPerS: 64e9, bytesPerElement: 2 },
    // 3 N² bytes over the link against 2 N³ FLOP on the device.
    compute: (i) => (3 * i.bytesPerElement * i.matrixFlopPerS) / (2 * i.linkBytesPerS),
    unit: '',
    format: { digits: 0, style: 'integer' },
    expected: { value: 46_378, relativeTolerance: 1e-4, source: '6 bytes · 989.4e12 / (2 · 64e9), from 6N²/64e9 = 2N³/989.4e12' },
  }),
  'ffn-intensity': claim({
    inputs: { tokens: 2048, hidden: 4096, intermediate: 11_008, bytesPerElement: 2 },
    compute: (i) => matmulIntensity(i.tokens, i.hidden, i.intermediate, i.bytesPerElement),
    unit: 'FLOP/byte',
    format: { digits: 0, style: 'integer' },
    expected: { value: 1214.7, relativeTolerance: 1e-3, source: '2·2048·4096·11008 / (2·(2048·4096 + 4096·11008 + 2048·11008))' },
  }),
  'ffn-rounds': claim({
    inputs: { tokens: 2048, intermediate: 11_008, rows: 128, columns: 256, cores: h100.cores },
    compute: (i) => workgroups({ m: i.tokens, n: i.intermediate, k: 1 }, { rows: i.rows, columns: i.columns }) / i.cores,
    unit: 'rounds',
    format: { digits: 2, style: 'fixed' },
    expected: { value: 688 / 132, relativeTolerance: 1e-9, source: '16 · 43 = 688 workgroups over 132 cores' },
  }),
  'small-intensity': claim({
    inputs: { tokens: 64, hidden: 128, intermediate: 320, bytesPerElement: 2 },
    compute: (i) => matmulIntensity(i.tokens, i.hidden, i.intermediate, i.bytesPerElement),
    unit: 'FLOP/byte',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 37.65, relativeTolerance: 1e-3, source: '2·64·128·320 / (2·(64·128 + 128·320 + 64·320))' },
  }),
  'small-workgroups': claim({
    inputs: { intermediate: 320, columns: 256 },
    compute: (i) => workgroups({ m: 64, n: i.intermediate, k: 128 }, { rows: 128, columns: i.columns }),
    unit: '',
    format: { digits: 0, style: 'integer' },
    expected: { value: 2, relativeTolerance: 0, source: '⌈64/128⌉ · ⌈320/256⌉' },
  }),
  'miss-loads-ratio': claim({
    inputs: { tileSide: measured.tile },
    compute: (i) => naiveLoads(side(1024)) / tiledLoads(side(1024), { rows: i.tileSide, columns: i.tileSide }),
    unit: '',
    format: { digits: 0, style: 'integer' },
    expected: { value: 32, relativeTolerance: 0, source: 'the tile’s side, since 32 divides 1,024' },
  }),
  'miss-predicted': claim({
    inputs: { larger: 1024, smaller: 1000 },
    compute: (i) => (i.larger / i.smaller) ** 3,
    unit: '',
    format: { digits: 2, style: 'fixed' },
    expected: { value: 1.0737, relativeTolerance: 1e-3, source: '(1024 / 1000)³' },
  }),
  'miss-tiled-1000-ms': measurement(summary['tiled-1000'].medianMs, 'ms', 1310),
  'miss-tiled-1024-ms': measurement(summary['tiled-1024'].medianMs, 'ms', 2500),
  'miss-padded-ms': measurement(summary['tiledPadded-1024'].medianMs, 'ms', 1430),
  'miss-measured': quotient(summary['tiled-1024'].medianMs, summary['tiled-1000'].medianMs, 1.908),
  'miss-rows': quotient(summary['rows-1024'].medianMs, summary['rows-1000'].medianMs, 1.086),
  'miss-naive': quotient(summary['naive-1024'].medianMs, summary['tiled-1024'].medianMs, 1.376),
  'miss-error': claim({
    inputs: { slowerMs: summary['tiled-1024'].medianMs, fasterMs: summary['tiled-1000'].medianMs, larger: 1024, smaller: 1000 },
    compute: (i) => i.slowerMs / i.fasterMs / (i.larger / i.smaller) ** 3,
    unit: '',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 1.777, relativeTolerance: 2e-3, source: '1.908 / 1.0737' },
  }),
  'miss-lines-1024': claim({
    inputs: { rows: measured.tile },
    compute: (i) => i.rows / sets(i.rows, 1024),
    unit: 'lines',
    format: { digits: 0, style: 'integer' },
    expected: { value: 32, relativeTolerance: 0, source: 'row r begins at byte 4,096 · r, which is set 64 · r modulo 64 = 0 for all of them' },
  }),
  'miss-sets-1000': claim({
    inputs: { rows: measured.tile },
    compute: (i) => sets(i.rows, 1000),
    unit: 'sets',
    format: { digits: 0, style: 'integer' },
    expected: { value: 32, relativeTolerance: 0, source: 'row r begins in set ⌊62.5 · r⌋ modulo 64, another one for each r below 32' },
  }),
  'bridge-loops': rate(summary['naive-1024'].medianMs, 0.6243),
  'bridge-library': rate(summary['library-1024'].medianMs, 30.46),
});
