// Published data of a few GPUs: what the vendor states, and latencies that others measured, each with its source.
// Rates are dense (no sparsity) and peak; nothing here was measured by this book.

/** What one core (NVIDIA: streaming multiprocessor, SM; Apple: GPU core) can hold at a time. */
export interface CoreLimits {
  /** Lanes that execute one instruction together. */
  warpSize: number;
  maxWarps: number;
  maxBlocks: number;
  maxThreadsPerBlock: number;
  /** 32-bit registers. */
  registers: number;
  maxRegistersPerThread: number;
  /** Registers are handed to a warp in multiples of this. */
  registerAllocationUnit: number;
  /** The most shared (workgroup) memory that resident blocks may use together. */
  sharedBytes: number;
  /** The most that one block may ask for. */
  sharedBytesPerBlock: number;
  /** Shared memory is handed to a block in multiples of this, after adding what the system keeps of it. */
  sharedAllocationUnit: number;
  sharedBytesReservedPerBlock: number;
}

export interface Parts {
  /** 32-bit multiply-adds that one core starts in a clock. */
  fp32LanesPerCore: number;
  fp32ClockHz: number;
  /** Dense bf16 multiply-adds of one core in a clock, and the clock that the matrix units hold. */
  matrixLanesPerCore?: number;
  matrixClockHz?: number;
  memoryBusBits: number;
  /** Of each pin. */
  memoryBitsPerS: number;
}

export interface Device {
  id: string;
  name: string;
  year: number;
  /** Cores in the product as sold (the full H100 die has 144 SMs; the SXM module enables 132). */
  cores: number;
  core: CoreLimits;
  /** Ordinary 32-bit arithmetic, a fused multiply-add counted as two. */
  fp32FlopPerS: number;
  /** Dense bf16 with 32-bit accumulation on the matrix units; undefined where there are none to speak of. */
  matrixFlopPerS: number | undefined;
  memoryBytesPerS: number;
  memoryBytes: number;
  /** Measured time of one dependent load that misses every cache. */
  loadLatencyNs: number;
  /** What the stated rates come of, by another road: the test multiplies it out. */
  parts: Parts;
  sources: { compute: string; memory: string; limits: string; latency: string };
}

const nvidiaCore = {
  warpSize: 32,
  maxWarps: 64,
  maxBlocks: 32,
  maxThreadsPerBlock: 1024,
  registers: 65_536,
  maxRegistersPerThread: 255,
  registerAllocationUnit: 256,
  sharedAllocationUnit: 128,
  sharedBytesReservedPerBlock: 1024,
} as const;
const ampereCore: CoreLimits = { ...nvidiaCore, sharedBytes: 164 * 1024, sharedBytesPerBlock: 163 * 1024 };
const hopperCore: CoreLimits = { ...nvidiaCore, sharedBytes: 228 * 1024, sharedBytesPerBlock: 227 * 1024 };

const cudaGuide = (capability: string) => `NVIDIA, CUDA C++ Programming Guide, technical specifications per compute capability (${capability})`;
// Luo et al., Table IV, in cycles of the clocks they list: A100 466.3 at 1410 MHz, H100 PCIe/H800 478.8 at 1755 MHz.
const ampereLatencyNs = 466.3 / 1.41;
const hopperLatencyNs = 478.8 / 1.755;
const luo = 'Luo et al., Benchmarking and Dissecting the Nvidia Hopper GPU Architecture, 2024, Table IV';

export const devices = {
  a100x40: {
    id: 'a100x40',
    name: 'A100 SXM, 40 GB',
    year: 2020,
    cores: 108,
    core: ampereCore,
    fp32FlopPerS: 19.5e12,
    matrixFlopPerS: 312e12,
    memoryBytesPerS: 1.555e12,
    memoryBytes: 40e9,
    loadLatencyNs: ampereLatencyNs,
    parts: { fp32LanesPerCore: 64, fp32ClockHz: 1.41e9, matrixLanesPerCore: 1024, matrixClockHz: 1.41e9, memoryBusBits: 5120, memoryBitsPerS: 2.43e9 },
    sources: {
      compute: 'NVIDIA, A100 data sheet: 19.5 TFLOP/s fp32, 312 TFLOP/s dense bf16',
      memory: 'NVIDIA, A100 data sheet: 1,555 GB/s (HBM2)',
      limits: cudaGuide('8.0'),
      latency: `${luo} (466.3 cycles at 1410 MHz)`,
    },
  },
  a100x80: {
    id: 'a100x80',
    name: 'A100 SXM, 80 GB',
    year: 2020,
    cores: 108,
    core: ampereCore,
    fp32FlopPerS: 19.5e12,
    matrixFlopPerS: 312e12,
    memoryBytesPerS: 2.039e12,
    memoryBytes: 80e9,
    loadLatencyNs: ampereLatencyNs,
    parts: { fp32LanesPerCore: 64, fp32ClockHz: 1.41e9, matrixLanesPerCore: 1024, matrixClockHz: 1.41e9, memoryBusBits: 5120, memoryBitsPerS: 3.186e9 },
    sources: {
      compute: 'NVIDIA, A100 data sheet: 19.5 TFLOP/s fp32, 312 TFLOP/s dense bf16',
      memory: 'NVIDIA, A100 data sheet: 2,039 GB/s (HBM2e)',
      limits: cudaGuide('8.0'),
      latency: `${luo} (466.3 cycles at 1410 MHz, measured on the PCIe card)`,
    },
  },
  h100: {
    id: 'h100',
    name: 'H100 SXM, 80 GB',
    year: 2022,
    cores: 132,
    core: hopperCore,
    fp32FlopPerS: 66.9e12,
    matrixFlopPerS: 989.4e12,
    memoryBytesPerS: 3.352e12,
    memoryBytes: 80e9,
    loadLatencyNs: hopperLatencyNs,
    parts: { fp32LanesPerCore: 128, fp32ClockHz: 1.98e9, matrixLanesPerCore: 2048, matrixClockHz: 1.83e9, memoryBusBits: 5120, memoryBitsPerS: 5.238e9 },
    sources: {
      compute: 'NVIDIA, H100 architecture white paper: 66.9 TFLOP/s fp32 at 1,980 MHz, 989.4 TFLOP/s dense bf16 at 1,830 MHz (the data sheet prints 1,979 with sparsity)',
      memory: 'NVIDIA, H100 architecture white paper: 3,352 GB/s (HBM3)',
      limits: cudaGuide('9.0'),
      latency: `${luo} (478.8 cycles at 1755 MHz, measured on a Hopper PCIe card)`,
    },
  },
  h200: {
    id: 'h200',
    name: 'H200 SXM, 141 GB',
    year: 2024,
    cores: 132,
    core: hopperCore,
    fp32FlopPerS: 66.9e12,
    matrixFlopPerS: 989.4e12,
    memoryBytesPerS: 4.8e12,
    memoryBytes: 141e9,
    loadLatencyNs: hopperLatencyNs,
    parts: { fp32LanesPerCore: 128, fp32ClockHz: 1.98e9, matrixLanesPerCore: 2048, matrixClockHz: 1.83e9, memoryBusBits: 6144, memoryBitsPerS: 6.25e9 },
    sources: {
      compute: 'NVIDIA, H200 data sheet: the arithmetic of the H100',
      memory: 'NVIDIA, H200 data sheet: 4.8 TB/s (HBM3e)',
      limits: cudaGuide('9.0'),
      latency: `${luo}, for the H100; taken over here, not measured on an H200`,
    },
  },
  m1: {
    id: 'm1',
    name: 'Apple M1, integrated, 8 cores',
    year: 2020,
    cores: 8,
    // 24,576 threads over 8 cores are 96 SIMD groups of 32 a core. How registers and memory are divided among
    // workgroups is not published: the sizes are reverse-engineered, their allocation units and maxBlocks assumed.
    core: {
      warpSize: 32,
      maxWarps: 96,
      maxBlocks: 96,
      maxThreadsPerBlock: 1024,
      registers: 53_248,
      maxRegistersPerThread: 128,
      registerAllocationUnit: 32,
      sharedBytes: 60 * 1024,
      sharedBytesPerBlock: 32 * 1024,
      sharedAllocationUnit: 16,
      sharedBytesReservedPerBlock: 0,
    },
    fp32FlopPerS: 2.6e12,
    matrixFlopPerS: undefined,
    memoryBytesPerS: 68.3e9,
    memoryBytes: 8e9,
    loadLatencyNs: 311,
    parts: { fp32LanesPerCore: 128, fp32ClockHz: 1.278e9, memoryBusBits: 128, memoryBitsPerS: 4.266e9 },
    sources: {
      compute: 'Apple, press release on the M1, 2020: 2.6 TFLOP/s; 128 execution units, 24,576 threads; clock: Turner, metal-benchmarks',
      memory: '128-bit LPDDR4X at 4,266 MT/s, shared with the CPU',
      limits: 'Turner, metal-benchmarks (reverse-engineered; approximate)',
      latency: 'Chips and Cheese, measurements of integrated GPUs, 2022: 311 ns',
    },
  },
} as const satisfies Record<string, Device>;

export type DeviceId = keyof typeof devices;
export const deviceIds = Object.keys(devices) as DeviceId[];
