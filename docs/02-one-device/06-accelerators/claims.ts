// The numbers of chapter 6, computed by the model in src/gpu/simt from the data in src/gpu/devices.ts, or counted on the kernel microscope.

import { sumsOf } from '@site/src/figures/race-report/measure';
import { claim, defineClaims } from '@site/src/formats';
import { countsOfLines } from '@site/src/gpu/microscope/lines';
import { runOnce } from '@site/src/gpu/microscope/once';
import { devices } from '@site/src/gpu/devices';
import {
  achievedBandwidth, attainableFlopPerS, bytesInFlightNeeded, matmulIntensity, movementRatio, picojoules, ridgeIntensity, systolicCycles, systolicUtilization, vectorAddIntensity,
} from '@site/src/gpu/simt';
import measured from './measure/measured.json';

const { h100, h200, a100x40, a100x80, m1 } = devices;
const peak = (device: { matrixFlopPerS: number; memoryBytesPerS: number }) => ({ matrixFlopPerS: device.matrixFlopPerS, memoryBytesPerS: device.memoryBytesPerS });
const ridge = (device: { matrixFlopPerS: number; memoryBytesPerS: number }, value: number) =>
  claim({
    inputs: peak(device),
    compute: (i) => ridgeIntensity(i.matrixFlopPerS, i.memoryBytesPerS),
    unit: 'FLOP/byte',
    format: { digits: 1, style: 'fixed' },
    expected: { value, relativeTolerance: 0.01, source: 'dense bf16 peak over memory bandwidth, worked by hand from the data sheets' },
  });
const { summary } = measured;

/** Sectors that one warp, a workgroup of `blockWidth` by 32/blockWidth, loads of a row-major matrix: counted on the microscope. */
function sectorsOfBlock(columns: number, blockWidth: number): number {
  const rows = 32 / blockWidth;
  const source = `@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(${blockWidth}, ${rows})
fn block(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let x = a[id.y * ${columns}u + id.x];
  result[lane] = x;
}
`;
  const buffers = { a: new Float32Array(columns * rows), result: new Float32Array(32) };
  return countsOfLines(runOnce({ source, dispatch: { entry: 'block', workgroups: [1], buffers } }), source, 'let x').sectors;
}

export default defineClaims({
  'add-transfer-ms': claim({
    inputs: { elements: 1e9, bytesPerElement: 4, memoryBytesPerS: h100.memoryBytesPerS },
    compute: (i) => ((3 * i.elements * i.bytesPerElement) / i.memoryBytesPerS) * 1e3,
    unit: 'ms',
    format: { digits: 2, style: 'fixed' },
    expected: { value: 12 / 3.352, relativeTolerance: 1e-3, source: '12 GB over 3,352 GB/s (NVIDIA, H100 white paper)' },
  }),
  'add-arithmetic-us': claim({
    inputs: { elements: 1e9, fp32FlopPerS: h100.fp32FlopPerS },
    compute: (i) => (i.elements / i.fp32FlopPerS) * 1e6,
    unit: 'µs',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 14.95, relativeTolerance: 1e-2, source: 'one billion additions over 66.9 TFLOP/s (NVIDIA, H100 white paper)' },
    note: 'The stated peak counts a fused multiply-add as two operations; a kernel of additions alone reaches half of it at best.',
  }),
  'add-fraction': claim({
    inputs: { bytesPerElement: 4, fp32FlopPerS: h100.fp32FlopPerS, memoryBytesPerS: h100.memoryBytesPerS },
    compute: (i) => attainableFlopPerS(vectorAddIntensity(i.bytesPerElement), i.fp32FlopPerS, i.memoryBytesPerS) / i.fp32FlopPerS,
    unit: '',
    format: { digits: 2, style: 'percent' },
    expected: { value: 3.352 / 12 / 66.9, relativeTolerance: 1e-3, source: '(1/12 FLOP per byte × 3.352 TB/s) / 66.9 TFLOP/s' },
  }),
  'add-gflops': claim({
    inputs: { bytesPerElement: 4, memoryBytesPerS: h100.memoryBytesPerS },
    compute: (i) => attainableFlopPerS(vectorAddIntensity(i.bytesPerElement), h100.fp32FlopPerS, i.memoryBytesPerS) / 1e9,
    unit: 'GFLOP/s',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 279.3, relativeTolerance: 1e-3, source: '3,352 GB/s / 12 bytes an addition' },
  }),
  'host-link-ms': claim({
    inputs: { elements: 1e9, bytesPerElement: 4, linkBytesPerS: 64e9 },
    compute: (i) => ((3 * i.elements * i.bytesPerElement) / i.linkBytesPerS) * 1e3,
    unit: 'ms',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 187.5, relativeTolerance: 1e-3, source: '12 GB over 64 GB/s, one direction of PCIe 5.0 × 16 (NVIDIA prints 128 GB/s for both)' },
    note: 'The two inputs and the result go in opposite directions; one after the other is assumed.',
  }),
  'dram-over-add': claim({
    inputs: { dramPicojoules: picojoules.dram32, addPicojoules: picojoules.fp32Add },
    compute: (i) => i.dramPicojoules / i.addPicojoules,
    unit: '',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 711.1, relativeTolerance: 1e-3, source: 'Horowitz 2014: 640 pJ / 0.9 pJ' },
  }),
  'add-energy-ratio': claim({
    inputs: { wordsMovedPerAdd: 3, dramPicojoules: picojoules.dram32, addPicojoules: picojoules.fp32Add },
    compute: (i) => movementRatio(i.wordsMovedPerAdd, i.dramPicojoules, i.addPicojoules),
    unit: '',
    format: { digits: 0, style: 'integer' },
    expected: { value: 2134.3, relativeTolerance: 1e-3, source: '(3 × 640 + 0.9) / 0.9' },
  }),
  'h100-threads': claim({
    inputs: { cores: h100.cores, warpsPerCore: h100.core.maxWarps, lanesPerWarp: h100.core.warpSize },
    compute: (i) => i.cores * i.warpsPerCore * i.lanesPerWarp,
    unit: '',
    format: { digits: 0, style: 'integer' },
    expected: { value: 270_336, relativeTolerance: 0, source: '132 SMs × 2,048 threads (NVIDIA, CUDA programming guide, compute capability 9.0)' },
  }),
  'h100-registers-mb': claim({
    inputs: { cores: h100.cores, registersPerCore: h100.core.registers, bytesPerRegister: 4 },
    compute: (i) => (i.cores * i.registersPerCore * i.bytesPerRegister) / 1e6,
    unit: 'MB',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 33_792 * 1.024e-3, relativeTolerance: 1e-4, source: 'NVIDIA, H100 white paper: 33,792 KB of registers in the SXM part' },
  }),
  'inflight-h100-kb': claim({
    inputs: { memoryBytesPerS: h100.memoryBytesPerS, loadLatencyNs: h100.loadLatencyNs },
    compute: (i) => bytesInFlightNeeded(i.memoryBytesPerS, i.loadLatencyNs) / 1e3,
    unit: 'kB',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 3352 * 0.27282, relativeTolerance: 1e-3, source: '3.352 TB/s × 272.8 ns (478.8 cycles at 1,755 MHz, Luo et al. 2024)' },
    note: 'The latency was measured on a Hopper PCIe card and at a low load; under load it is longer, so this is a lower bound.',
  }),
  'inflight-a100-kb': claim({
    inputs: { memoryBytesPerS: a100x80.memoryBytesPerS, loadLatencyNs: a100x80.loadLatencyNs },
    compute: (i) => bytesInFlightNeeded(i.memoryBytesPerS, i.loadLatencyNs) / 1e3,
    unit: 'kB',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 2039 * 0.33071, relativeTolerance: 1e-3, source: '2.039 TB/s × 330.7 ns (466.3 cycles at 1,410 MHz, Luo et al. 2024)' },
  }),
  'inflight-m1-kb': claim({
    inputs: { memoryBytesPerS: m1.memoryBytesPerS, loadLatencyNs: m1.loadLatencyNs },
    compute: (i) => bytesInFlightNeeded(i.memoryBytesPerS, i.loadLatencyNs) / 1e3,
    unit: 'kB',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 21.24, relativeTolerance: 1e-3, source: '68.3 GB/s × 311 ns (Chips and Cheese 2022)' },
  }),
  'warps-needed-h100': claim({
    inputs: { memoryBytesPerS: h100.memoryBytesPerS, loadLatencyNs: h100.loadLatencyNs, cores: h100.cores, bytesPerWarp: 128 },
    compute: (i) => bytesInFlightNeeded(i.memoryBytesPerS, i.loadLatencyNs) / (i.cores * i.bytesPerWarp),
    unit: 'warps',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 54.12, relativeTolerance: 1e-3, source: '914 kB / (132 SMs × 128 bytes), by hand' },
  }),
  'warps-needed-m1': claim({
    inputs: { memoryBytesPerS: m1.memoryBytesPerS, loadLatencyNs: m1.loadLatencyNs, cores: m1.cores, bytesPerWarp: 128 },
    compute: (i) => bytesInFlightNeeded(i.memoryBytesPerS, i.loadLatencyNs) / (i.cores * i.bytesPerWarp),
    unit: 'warps',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 20.74, relativeTolerance: 1e-3, source: '21.2 kB / (8 cores × 128 bytes), by hand' },
  }),
  'one-warp-gbs': claim({
    inputs: { warpsPerCore: 1, bytesPerLoad: 4 },
    compute: (i) => achievedBandwidth(h100, { ...i, loadsPerLane: 1 }).bytesPerS / 1e9,
    unit: 'GB/s',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 61.93, relativeTolerance: 1e-3, source: '132 × 128 bytes every 272.8 ns' },
  }),
  'half-occupancy-tbs': claim({
    inputs: { warpsPerCore: 32, bytesPerLoad: 4 },
    compute: (i) => achievedBandwidth(h100, { ...i, loadsPerLane: 1 }).bytesPerS / 1e12,
    unit: 'TB/s',
    format: { digits: 2, style: 'fixed' },
    expected: { value: 1.982, relativeTolerance: 1e-3, source: '132 × 32 × 128 bytes every 272.8 ns' },
  }),
  'strided-tbs': claim({
    inputs: { usefulBytesPerSector: 4, bytesPerSector: 32, memoryBytesPerS: h100.memoryBytesPerS },
    compute: (i) => ((i.usefulBytesPerSector / i.bytesPerSector) * i.memoryBytesPerS) / 1e12,
    unit: 'TB/s',
    format: { digits: 2, style: 'fixed' },
    expected: { value: 0.419, relativeTolerance: 1e-3, source: 'an eighth of 3.352 TB/s' },
  }),
  'block-sectors': claim({
    inputs: { columns: 1004, blockWidth: 16 },
    compute: (i) => sectorsOfBlock(i.columns, i.blockWidth),
    unit: 'sectors',
    format: { digits: 0, style: 'integer' },
    expected: { value: 5, relativeTolerance: 0, source: 'row 0: bytes 0 to 63, 2 sectors; row 1: bytes 4,016 to 4,079, in sectors 125, 126 and 127' },
    note: 'Counted on the kernel microscope.',
  }),
  'lucky-orders': claim({
    inputs: { orders: 16, lanes: 64 },
    compute: (i) => sumsOf(runOnce, 'load', i.orders, i.lanes).filter((sum) => sum === (i.lanes * (i.lanes + 1)) / 2).length,
    unit: '',
    format: { digits: 0, style: 'integer' },
    expected: { value: 8, relativeTolerance: 0, source: 'two warps: the sum is right where warp 1 runs first, which it does in half of the orders' },
    note: 'Counted on the kernel microscope, which runs the invocations one after the other, up to the next barrier each.',
  }),
  'sum-transfer-ms': claim({
    inputs: { elements: 1e9, bytesPerElement: 4, memoryBytesPerS: h100.memoryBytesPerS },
    compute: (i) => ((i.elements * i.bytesPerElement) / i.memoryBytesPerS) * 1e3,
    unit: 'ms',
    format: { digits: 2, style: 'fixed' },
    expected: { value: 1.193, relativeTolerance: 1e-3, source: '4 GB over 3,352 GB/s' },
  }),
  'ridge-a100-40': ridge(a100x40, 200.6),
  'ridge-a100-80': ridge(a100x80, 153.0),
  'ridge-v100': ridge({ matrixFlopPerS: 125e12, memoryBytesPerS: 0.9e12 }, 138.9),
  'ridge-h100': ridge(h100, 295.2),
  'ridge-h200': ridge(h200, 206.1),
  'fp32-ridge-h100': claim({
    inputs: { fp32FlopPerS: h100.fp32FlopPerS, memoryBytesPerS: h100.memoryBytesPerS },
    compute: (i) => ridgeIntensity(i.fp32FlopPerS, i.memoryBytesPerS),
    unit: 'FLOP/byte',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 19.96, relativeTolerance: 1e-3, source: '66.9 / 3.352' },
  }),
  'linear-intensity': claim({
    inputs: { batch: 512, inputFeatures: 1024, outputFeatures: 2048, bytesPerElement: 2 },
    compute: (i) => matmulIntensity(i.batch, i.inputFeatures, i.outputFeatures, i.bytesPerElement),
    unit: 'FLOP/byte',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 292.57, relativeTolerance: 1e-3, source: '2·512·1024·2048 / (2·(512·1024 + 1024·2048 + 512·2048))' },
  }),
  'decode-7b-ms': claim({
    inputs: { parameters: 6_738_415_616, bytesPerParameter: 2, memoryBytesPerS: h100.memoryBytesPerS },
    compute: (i) => ((i.parameters * i.bytesPerParameter) / i.memoryBytesPerS) * 1e3,
    unit: 'ms',
    format: { digits: 2, style: 'fixed' },
    expected: { value: 4.02, relativeTolerance: 2e-3, source: 'Llama-2-7B, 6,738,415,616 parameters in 16 bits, over 3,352 GB/s' },
  }),
  'tpu-tops': claim({
    inputs: { rows: 256, columns: 256, clockMHz: 700 },
    compute: (i) => (2 * i.rows * i.columns * i.clockMHz * 1e6) / 1e12,
    unit: 'TOP/s',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 92, relativeTolerance: 0.005, source: 'Jouppi et al. 2017: 65,536 multiply-adds, 700 MHz, 92 TOP/s' },
  }),
  'systolic-square-cycles': claim({
    inputs: { arraySide: 128, innerLength: 128 },
    compute: (i) => systolicCycles(i.arraySide, i.innerLength),
    unit: 'cycles',
    format: { digits: 0, style: 'integer' },
    expected: { value: 382, relativeTolerance: 0, source: '128 + 2 · 127' },
  }),
  'systolic-square-use': claim({
    inputs: { arraySide: 128, innerLength: 128 },
    compute: (i) => systolicUtilization(i.arraySide, i.innerLength),
    unit: '',
    format: { digits: 0, style: 'percent' },
    expected: { value: 128 / 382, relativeTolerance: 1e-9, source: '128 / 382' },
  }),
  'systolic-long-use': claim({
    inputs: { arraySide: 128, innerLength: 4096 },
    compute: (i) => systolicUtilization(i.arraySide, i.innerLength),
    unit: '',
    format: { digits: 0, style: 'percent' },
    expected: { value: 4096 / 4350, relativeTolerance: 1e-9, source: '4096 / (4096 + 254)' },
  }),
  'miss-predicted': claim({
    inputs: { treeDepth: 8, serialDepth: 255 },
    compute: (i) => i.treeDepth / i.serialDepth,
    unit: '',
    format: { digits: 3, style: 'fixed' },
    expected: { value: 0.03137, relativeTolerance: 1e-3, source: 'additions on the longest path: log₂ 256 against 256 − 1' },
  }),
  'miss-tree-ms': claim({
    inputs: { treeMedianMs: summary.tree.medianMs },
    compute: (i) => i.treeMedianMs,
    unit: 'ms',
    format: { digits: 0, style: 'integer' },
    expected: { value: 982, relativeTolerance: 0, source: 'measure/measured.json, median of 15 runs on SwiftShader' },
  }),
  'miss-serial-ms': claim({
    inputs: { serialMedianMs: summary.serial.medianMs },
    compute: (i) => i.serialMedianMs,
    unit: 'ms',
    format: { digits: 0, style: 'integer' },
    expected: { value: 575, relativeTolerance: 0, source: 'measure/measured.json, median of 15 runs on SwiftShader' },
  }),
  'miss-measured': claim({
    inputs: { treeMedianMs: summary.tree.medianMs, serialMedianMs: summary.serial.medianMs },
    compute: (i) => i.treeMedianMs / i.serialMedianMs,
    unit: '',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 1.708, relativeTolerance: 1e-3, source: 'measure/measured.json: 982 ms / 575 ms' },
  }),
  'miss-factor': claim({
    inputs: { treeMedianMs: summary.tree.medianMs, serialMedianMs: summary.serial.medianMs, treeDepth: 8, serialDepth: 255 },
    compute: (i) => i.treeMedianMs / i.serialMedianMs / (i.treeDepth / i.serialDepth),
    unit: '',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 54.4, relativeTolerance: 1e-2, source: '1.71 / 0.0314' },
  }),
  'miss-nine-ms': claim({
    inputs: { nineBarriersMedianMs: summary.nineBarriers.medianMs },
    compute: (i) => i.nineBarriersMedianMs,
    unit: 'ms',
    format: { digits: 0, style: 'integer' },
    expected: { value: 1070, relativeTolerance: 0, source: 'measure/measured.json, median of 15 runs on SwiftShader' },
  }),
  'miss-one-ms': claim({
    inputs: { oneBarrierMedianMs: summary.oneBarrier.medianMs },
    compute: (i) => i.oneBarrierMedianMs,
    unit: 'ms',
    format: { digits: 0, style: 'integer' },
    expected: { value: 629, relativeTolerance: 0, source: 'measure/measured.json, median of 15 runs on SwiftShader' },
  }),
  'miss-barrier-us': claim({
    inputs: { nineBarriersMedianMs: summary.nineBarriers.medianMs, oneBarrierMedianMs: summary.oneBarrier.medianMs, workgroups: measured.elements / measured.block, extraBarriers: 8 },
    compute: (i) => ((i.nineBarriersMedianMs - i.oneBarrierMedianMs) / i.workgroups / i.extraBarriers) * 1e3,
    unit: 'µs',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 13.46, relativeTolerance: 1e-2, source: '(1,070 − 629) ms / 4,096 workgroups / 8 barriers' },
  }),
  'miss-copy-ratio': claim({
    inputs: { stridedMedianMs: summary.copyStride1024.medianMs, contiguousMedianMs: summary.copyStride1.medianMs },
    compute: (i) => i.stridedMedianMs / i.contiguousMedianMs,
    unit: '',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 1.375, relativeTolerance: 1e-2, source: 'measure/measured.json: 16.5 ms / 12.0 ms' },
  }),
  'bridge-copy-gbs': claim({
    inputs: { elements: measured.elements, bytesPerElement: 4, contiguousMedianMs: summary.copyStride1.medianMs },
    compute: (i) => (2 * i.elements * i.bytesPerElement) / (i.contiguousMedianMs * 1e-3) / 1e9,
    unit: 'GB/s',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 0.699, relativeTolerance: 1e-2, source: '8.39 MB in 12.0 ms, measure/measured.json' },
  }),
  'bridge-tiles': claim({
    inputs: { hidden: 128, intermediate: 320, tileSide: 64 },
    compute: (i) => (i.hidden / i.tileSide) * (i.intermediate / i.tileSide),
    unit: '',
    format: { digits: 0, style: 'integer' },
    expected: { value: 10, relativeTolerance: 0, source: '(128 / 64) · (320 / 64)' },
  }),
  'bridge-tiles-7b': claim({
    inputs: { hidden: 4096, intermediate: 11_008, tileSide: 64 },
    compute: (i) => (i.hidden / i.tileSide) * (i.intermediate / i.tileSide),
    unit: '',
    format: { digits: 0, style: 'integer' },
    expected: { value: 11_008, relativeTolerance: 0, source: '(4096 / 64) · (11008 / 64)' },
  }),
});
