// What the reader's own device can do, measured through WebGPU: bytes a second of a plain copy, and floating-point operations
// a second of multiply-adds in registers. The two roofs of its roofline. Not a benchmark of the browser, and no promise: a laptop that
// grows warm gives less. On a software adapter (SwiftShader) it measures a CPU, and says so.

import type { Gpu } from '../webgpu';
import { Stopwatch, type GpuTime } from './stopwatch';

export { timeDispatch, type TimeDispatchOptions } from './dispatch';
export type { GpuTime } from './stopwatch';

export interface DeviceMeasurement {
  name: string;
  software: boolean;
  bandwidthBytesPerS: number;
  /** Slowest and fastest run. */
  bandwidthSpread: [number, number];
  flopPerS: number;
  flopSpread: [number, number];
  clock: GpuTime['clock'];
  /** What the copy moved each time: read and written together. */
  copyBytes: number;
  runs: number;
}

/** Far beyond any cache of a GPU; a CPU that plays GPU would take seconds for it. */
const copyBytesOf = ({ software, device }: Gpu): number => Math.min(software ? 2 ** 24 : 2 ** 26, device.limits.maxStorageBufferBindingSize);

const copyKernel = `
@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> target_: array<vec4f>;
@compute @workgroup_size(256)
fn copy(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let step = groups.x * 256u;
  for (var i = id.x; i < arrayLength(&source); i += step) { target_[i] = source[i]; }
}`;

const accumulators = 8;
const lanesOfVector = 4;
const fmaKernel = `
override rounds: u32;
@group(0) @binding(0) var<storage, read_write> data: array<vec4f>;
@compute @workgroup_size(256)
fn multiply_add(@builtin(global_invocation_id) id: vec3u) {
  let m = data[0];
  let c = data[1];
${Array.from({ length: accumulators }, (_, i) => `  var a${i} = data[2 + (id.x + ${i}u) % 64u];`).join('\n')}
  for (var i = 0u; i < rounds; i++) {
${Array.from({ length: accumulators }, (_, i) => `    a${i} = fma(a${i}, m, c);`).join('\n')}
  }
  data[66u + id.x % 64u] = ${Array.from({ length: accumulators }, (_, i) => `a${i}`).join(' + ')};
}`;

interface Prepared {
  pipeline: GPUComputePipeline;
  group: GPUBindGroup;
  workgroups: number;
}

function timePasses(watch: Stopwatch, { pipeline, group, workgroups }: Prepared): Promise<GpuTime> {
  return watch.time((encoder, repetitions, stamps) => {
    const pass = encoder.beginComputePass(stamps ? { timestampWrites: stamps.both } : {});
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    for (let i = 0; i < repetitions; i++) pass.dispatchWorkgroups(workgroups);
    pass.end();
  });
}

async function measureCopy(device: GPUDevice, watch: Stopwatch, bytes: number): Promise<GpuTime> {
  const buffers = [0, 1].map(() => device.createBuffer({ size: bytes, usage: GPUBufferUsage.STORAGE }));
  try {
    const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module: device.createShaderModule({ code: copyKernel }) } });
    const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })) });
    return await timePasses(watch, { pipeline, group, workgroups: Math.min(65_535, bytes / 16 / 256) });
  } finally {
    for (const buffer of buffers) buffer.destroy();
  }
}

/** Seconds of one dispatch, and the operations that it did. */
async function measureFma(device: GPUDevice, watch: Stopwatch, software: boolean): Promise<{ time: GpuTime; flop: number }> {
  const data = device.createBuffer({ size: 130 * 16, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
  try {
    // Values that stay finite: x → 0.5 x + 0.5 goes to 1.
    device.queue.writeBuffer(data, 0, new Float32Array(66 * 4).fill(0.5));
    const [rounds, workgroups] = software ? [64, 16] : [512, 2048];
    const module = device.createShaderModule({ code: fmaKernel });
    const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module, constants: { rounds } } });
    const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: { buffer: data } }] });
    const time = await timePasses(watch, { pipeline, group, workgroups });
    return { time, flop: 2 * lanesOfVector * accumulators * rounds * workgroups * 256 };
  } finally {
    data.destroy();
  }
}

/** About half a second on a GPU. Rejects when the signal is aborted or the device is lost. */
export async function measureDevice(gpu: Gpu, signal?: AbortSignal): Promise<DeviceMeasurement> {
  const { device, name, software } = gpu;
  const copyBytes = copyBytesOf(gpu);
  const watch = new Stopwatch(device, { signal });
  const lost = device.lost.then(({ message }) => {
    throw new Error(`The browser lost the GPU (${message || 'no reason was given'}).`);
  });
  try {
    const copy = await Promise.race([measureCopy(device, watch, copyBytes), lost]);
    const { time, flop } = await Promise.race([measureFma(device, watch, software), lost]);
    const moved = 2 * copyBytes;
    return {
      name,
      software,
      bandwidthBytesPerS: moved / copy.seconds,
      bandwidthSpread: [moved / copy.spread[1], moved / copy.spread[0]],
      flopPerS: flop / time.seconds,
      flopSpread: [flop / time.spread[1], flop / time.spread[0]],
      clock: copy.clock,
      copyBytes: moved,
      runs: copy.runs,
    };
  } finally {
    watch.dispose();
  }
}
