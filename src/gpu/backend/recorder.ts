// Records the dispatches of a plan into one command encoder and submits them together when somebody reads. Keeps compiled pipelines
// and scratch buffers, and turns what goes wrong on a device into one clear error. Not here: what the kernels compute.

import type { Gpu } from '../webgpu';
import type { PlanStep } from './plan';

/** Numbers or tokens on the device: a whole GPU buffer or part of one. */
export interface DeviceBuffer {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly length: number;
}

/** The device is gone, out of memory, or refused what was sent: nothing that it holds can be trusted. */
export class GpuFailure extends Error {
  override name = 'GpuFailure';
}

/** Numbers that plans bring along are copied into one buffer of this size before each submission. */
const ARENA_BYTES = 1 << 20;
/** A binding begins at a multiple of this. */
const ALIGNMENT_BYTES = 256;

export class Recorder {
  readonly #gpu: Gpu;
  readonly #pipelines = new Map<string, GPUComputePipeline>();
  readonly #scratch = new Map<string, DeviceBuffer>();
  readonly #arena: GPUBuffer;
  readonly #arenaOffsets = new Map<Float32Array | Uint32Array, number>();
  #arenaBytes = 0;
  #encoder: GPUCommandEncoder | undefined;
  #pass: GPUComputePassEncoder | undefined;
  #failure: GpuFailure | undefined;
  #disposed = false;

  constructor(gpu: Gpu) {
    this.#gpu = gpu;
    const { device } = gpu;
    device.addEventListener('uncapturederror', ({ error }) => {
      const what = error.message.split('\n')[0]!;
      this.#failure ??= new GpuFailure(error.constructor.name === 'GPUOutOfMemoryError' ? `The GPU is out of memory (${what}).` : `The GPU refused a step (${what}).`);
    });
    this.#arena = device.createBuffer({ size: ARENA_BYTES, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
  }

  /** Zeros. Throws RangeError where the device allows no buffer so large. */
  alloc(length: number): DeviceBuffer {
    const { limits } = this.#gpu.device;
    const bytes = Math.max(4, 4 * length);
    const most = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
    if (!(bytes <= most)) throw new RangeError(`this GPU allows buffers of at most ${most} bytes, not ${bytes}`);
    const buffer = this.#gpu.device.createBuffer({ size: bytes, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST });
    return { buffer, offset: 0, length };
  }

  /** One buffer for each name, grown where it is too short. */
  scratch(name: string, length: number): DeviceBuffer {
    let found = this.#scratch.get(name);
    if (!found || found.length < length) {
      if (found) this.free(found);
      found = this.alloc(length);
      this.#scratch.set(name, found);
    }
    return { ...found, length };
  }

  free({ buffer }: DeviceBuffer): void {
    this.#submit();
    buffer.destroy();
  }

  write({ buffer, offset }: DeviceBuffer, values: Float32Array | Uint32Array): void {
    // A write overtakes what is recorded and not yet submitted.
    this.#submit();
    this.#gpu.device.queue.writeBuffer(buffer, offset, values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
  }

  record(steps: readonly PlanStep<DeviceBuffer>[]): void {
    for (const { kernel, constants, buffers, workgroups } of steps) {
      const most = this.#gpu.device.limits.maxComputeWorkgroupsPerDimension;
      if (workgroups.some((count) => count > most)) throw new RangeError(`this GPU allows at most ${most} workgroups along an axis, not ${Math.max(...workgroups)}`);
      const pipeline = this.#pipeline(kernel.source, constants);
      const entries = kernel.buffers.map((name, binding) => ({ binding, resource: this.#resource(buffers[name]!) }));
      const group = this.#gpu.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
      this.#encoder ??= this.#gpu.device.createCommandEncoder();
      this.#pass ??= this.#encoder.beginComputePass();
      this.#pass.setPipeline(pipeline);
      this.#pass.setBindGroup(0, group);
      this.#pass.dispatchWorkgroups(...workgroups);
    }
  }

  /** A copy of the bytes after everything recorded so far. Rejects with GpuFailure. */
  async read({ buffer, offset, length }: DeviceBuffer): Promise<ArrayBuffer> {
    if (this.#disposed) throw new GpuFailure('This backend has been disposed of.');
    const { device } = this.#gpu;
    const bytes = 4 * length;
    const copy = device.createBuffer({ size: Math.max(4, bytes), usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    this.#endPass();
    this.#encoder ??= device.createCommandEncoder();
    this.#encoder.copyBufferToBuffer(buffer, offset, copy, 0, bytes);
    this.#submit();
    const lost = device.lost.then(({ message }) => {
      throw new GpuFailure(`The browser lost the GPU (${message || 'no reason was given'}).`);
    });
    try {
      await Promise.race([copy.mapAsync(GPUMapMode.READ), lost]).catch((error: unknown) => {
        if (this.#failure) throw this.#failure;
        // Nobody else destroys the copy: its mapping is aborted only with the device, which may say so a moment later.
        if (error instanceof DOMException && error.name === 'AbortError') return lost;
        throw error;
      });
      if (this.#failure) throw this.#failure;
      return copy.getMappedRange().slice(0, bytes);
    } finally {
      copy.destroy();
    }
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#gpu.device.destroy();
  }

  #pipeline(code: string, constants: Record<string, number>): GPUComputePipeline {
    const key = `${JSON.stringify(constants)}${code}`;
    let pipeline = this.#pipelines.get(key);
    if (!pipeline) {
      const { device } = this.#gpu;
      pipeline = device.createComputePipeline({ layout: 'auto', compute: { module: device.createShaderModule({ code }), entryPoint: 'main', constants } });
      this.#pipelines.set(key, pipeline);
    }
    return pipeline;
  }

  #resource(given: DeviceBuffer | Float32Array | Uint32Array): GPUBufferBinding {
    if (!ArrayBuffer.isView(given)) return { buffer: given.buffer, offset: given.offset, size: 4 * given.length };
    let offset = this.#arenaOffsets.get(given);
    if (offset === undefined) {
      if (given.byteLength > ARENA_BYTES) throw new RangeError(`a step brings ${given.byteLength} bytes along; at most ${ARENA_BYTES} fit`);
      if (this.#arenaBytes + given.byteLength > ARENA_BYTES) this.#submit();
      offset = this.#arenaBytes;
      this.#gpu.device.queue.writeBuffer(this.#arena, offset, given.buffer as ArrayBuffer, given.byteOffset, given.byteLength);
      this.#arenaOffsets.set(given, offset);
      this.#arenaBytes = Math.ceil((offset + given.byteLength) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    }
    return { buffer: this.#arena, offset, size: given.byteLength };
  }

  #endPass(): void {
    this.#pass?.end();
    this.#pass = undefined;
  }

  #submit(): void {
    this.#endPass();
    if (this.#encoder) this.#gpu.device.queue.submit([this.#encoder.finish()]);
    this.#encoder = undefined;
    this.#arenaOffsets.clear();
    this.#arenaBytes = 0;
  }
}
