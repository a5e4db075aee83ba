// How long one dispatch of the reader's takes on their GPU. Only for a dispatch that the microscope has finished without an error and that the
// GPU has then finished under guard (GpuProgram.run): on the same inputs it ends again, so the loops are not guarded here, and cost nothing extra.
// Every repetition sees the same inputs: buffers that the kernel reads and writes are restored before it, and the time of that is taken off.

import type { Dispatch } from '../kernel';
import { reflect } from '../wgsl/reflect';
import { bindGroups, boundBuffers, overrideKeys, type Gpu } from '../webgpu';
import { Stopwatch, type GpuTime } from './stopwatch';

export interface TimeDispatchOptions {
  /** Names of read_write buffers that the kernel also reads: restored before each repetition. */
  restore: readonly string[];
  signal?: AbortSignal;
  runs?: number;
}

/** Median time of one dispatch. Rejects when the signal is aborted, or the GPU refuses. */
export async function timeDispatch(gpu: Gpu, source: string, dispatch: Dispatch, { restore, signal, runs }: TimeDispatchOptions): Promise<GpuTime> {
  const { device } = gpu;
  const resources: GPUBuffer[] = [];
  const make = (size: number, usage: number) => {
    const buffer = device.createBuffer({ size, usage });
    resources.push(buffer);
    return buffer;
  };
  const watch = new Stopwatch(device, { signal, runs, mostRepetitions: 1024 });
  try {
    const reflection = reflect(source);
    const slots = boundBuffers(device, reflection.bindings, dispatch, make);
    const groups = bindGroups(device, slots);
    const pipeline = await device.createComputePipelineAsync({
      layout: device.createPipelineLayout({ bindGroupLayouts: groups.map(({ layout }) => layout) }),
      compute: { module: device.createShaderModule({ code: source }), entryPoint: dispatch.entry, constants: overrideKeys(reflection, dispatch) },
    });
    const [x, y = 1, z = 1] = dispatch.workgroups;
    const inPass = (pass: GPUComputePassEncoder, times: number) => {
      pass.setPipeline(pipeline);
      groups.forEach(({ group }, i) => pass.setBindGroup(i, group));
      for (let i = 0; i < times; i++) pass.dispatchWorkgroups(x, y, z);
      pass.end();
    };
    const restored = slots.filter(({ name, writable }) => writable && restore.includes(name));
    if (restored.length === 0) return await watch.time((encoder, repetitions, stamps) => inPass(encoder.beginComputePass(stamps ? { timestampWrites: stamps.both } : {}), repetitions));

    const pristine = restored.map(({ buffer }) => ({ buffer, copy: make(buffer.size, GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST) }));
    const keep = device.createCommandEncoder();
    for (const { buffer, copy } of pristine) keep.copyBufferToBuffer(buffer, 0, copy, 0, buffer.size);
    device.queue.submit([keep.finish()]);
    const batch = (times: number) => (encoder: GPUCommandEncoder, repetitions: number, stamps: { first: GPUComputePassTimestampWrites; last: GPUComputePassTimestampWrites } | null) => {
      encoder.beginComputePass(stamps ? { timestampWrites: stamps.first } : {}).end();
      for (let i = 0; i < repetitions; i++) {
        for (const { buffer, copy } of pristine) encoder.copyBufferToBuffer(copy, 0, buffer, 0, buffer.size);
        inPass(encoder.beginComputePass(), times);
      }
      encoder.beginComputePass(stamps ? { timestampWrites: stamps.last } : {}).end();
    };
    const [both, alone] = [await watch.time(batch(1)), await watch.time(batch(0))];
    const less = (seconds: number) => Math.max(0, seconds - alone.seconds);
    return { ...both, seconds: less(both.seconds), spread: [less(both.spread[0]), less(both.spread[1])] };
  } finally {
    watch.dispose();
    for (const buffer of resources) buffer.destroy();
  }
}
