// The reader's own GPU through WebGPU: runs a dispatch that the kernel microscope has finished, to be shown beside it (beside.ts),
// and times it. It grades nothing. Loops are guarded all the same, since no browser stops a shader that never ends. WGSL is data.

import { EndlessLoopError, KernelError, type Dispatch, type GpuArray } from './kernel';
import { guardLoops, loopCap, type GuardedSource } from './wgsl/guard';
import { reflect, type Binding, type Reflection } from './wgsl/reflect';

export interface Gpu {
  readonly device: GPUDevice;
  /** As the browser names it, e.g. "nvidia, ampere"; browsers tell little. */
  readonly name: string;
  /** A CPU that plays GPU, such as SwiftShader: right, but slow. */
  readonly software: boolean;
  /** Set once the device is gone: nothing more can run on it. */
  readonly lost: string | undefined;
}

/** The longest that a browser may take to say whether it has a GPU. */
const openMs = 4_000;

async function within<T>(ms: number, promise: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), ms)));
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

const wantedFeatures: GPUFeatureName[] = ['shader-f16', 'subgroups', 'timestamp-query'];
const wantedLimits = ['maxComputeWorkgroupStorageSize', 'maxComputeInvocationsPerWorkgroup', 'maxComputeWorkgroupSizeX', 'maxComputeWorkgroupSizeY', 'maxStorageBuffersPerShaderStage', 'maxStorageBufferBindingSize', 'maxBufferSize'] as const;

async function openDevice(): Promise<Gpu | null> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) return null;
  const device = await adapter.requestDevice({
    requiredFeatures: wantedFeatures.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(wantedLimits.map((limit) => [limit, adapter.limits[limit]])),
  });
  const { vendor, architecture, description } = adapter.info;
  const name = [vendor, architecture, description].filter(Boolean).join(', ') || 'a GPU that the browser does not name';
  const gpu = { device, name, software: adapter.info.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe|software|basic render/i.test(name), lost: undefined as string | undefined };
  void device.lost.then(({ message }) => (gpu.lost = message || 'no reason was given'));
  return gpu;
}

/** The GPU that this browser offers; null where there is none, or none that answers. Never rejects. */
export function openGpu(): Promise<Gpu | null> {
  return within(openMs, openDevice().catch(() => null));
}

export interface RunOnGpu {
  dispatch: Dispatch;
  /** All invocations of the dispatch. */
  invocations: number;
  /** The longest to wait for it. */
  ms: number;
}

/** One WGSL text on one device. */
export class GpuProgram {
  readonly #gpu: Gpu;
  readonly #source: string;
  readonly #reflection: Reflection;
  readonly #guarded: GuardedSource | null;
  #module: GPUShaderModule | undefined;

  constructor(gpu: Gpu, source: string) {
    this.#gpu = gpu;
    this.#source = source;
    this.#reflection = reflect(source);
    this.#guarded = guardLoops(source, this.#reflection);
  }

  /** Why this browser's own compiler refuses the text; null where it does not. */
  async refusal(): Promise<string | null> {
    const { device } = this.#gpu;
    device.pushErrorScope('validation');
    const info = await device.createShaderModule({ code: this.#source }).getCompilationInfo();
    const rejected = await device.popErrorScope();
    const error = info.messages.find(({ type }) => type === 'error');
    if (error) return error.lineNum > 0 ? `line ${error.lineNum}: ${firstLine(error.message)}` : firstLine(error.message);
    return rejected ? firstLine(rejected.message) : null;
  }

  /** Every read_write buffer after one dispatch. Rejects with KernelError or EndlessLoopError; then the device may be lost. */
  async run({ dispatch, invocations, ms }: RunOnGpu): Promise<Record<string, GpuArray>> {
    const { device } = this.#gpu;
    const resources: GPUBuffer[] = [];
    device.pushErrorScope('out-of-memory');
    device.pushErrorScope('validation');
    try {
      const read = this.#submit(dispatch, invocations, resources);
      const [invalid, outOfMemory] = [device.popErrorScope(), device.popErrorScope()];
      return await this.#inTime(ms, (async () => {
        const problem = (await invalid) ?? (await outOfMemory);
        if (problem) throw new KernelError(firstLine(problem.message));
        return read();
      })());
    } finally {
      for (const buffer of resources) buffer.destroy();
    }
  }

  async #inTime<T>(ms: number, promise: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    promise.catch(() => {});
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new EndlessLoopError(`it did not finish within ${ms / 1000} seconds`)), ms);
    });
    const lost = this.#gpu.device.lost.then(({ message }) => {
      throw new EndlessLoopError(`the browser lost the GPU (${message || 'no reason was given'})`);
    });
    try {
      return await Promise.race([promise, late, lost]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Encodes and submits; the function that it gives reads the results. Validation errors go to the open scopes. */
  #submit(dispatch: Dispatch, invocations: number, resources: GPUBuffer[]): () => Promise<Record<string, GpuArray>> {
    const { device } = this.#gpu;
    const { bindings } = this.#reflection;
    const guarded = this.#guarded;
    this.#module ??= device.createShaderModule({ code: guarded?.code ?? this.#source });
    const make = (bytes: number, usage: number) => {
      const buffer = device.createBuffer({ size: bytes, usage });
      resources.push(buffer);
      return buffer;
    };
    const slots = boundBuffers(device, bindings, dispatch, make);
    const guardBuffer = guarded && make(4, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);
    const guardSlot = guarded && { group: guarded.group, binding: guarded.binding, space: 'storage' as const, writable: true, buffer: guardBuffer! };
    const groups = bindGroups(device, guardSlot ? [...slots, guardSlot] : slots);
    const pipeline = device.createComputePipeline({
      layout: device.createPipelineLayout({ bindGroupLayouts: groups.map(({ layout }) => layout) }),
      compute: { module: this.#module, entryPoint: dispatch.entry, constants: this.#constants(dispatch, invocations) },
    });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    groups.forEach(({ group }, i) => pass.setBindGroup(i, group));
    pass.dispatchWorkgroups(dispatch.workgroups[0], dispatch.workgroups[1] ?? 1, dispatch.workgroups[2] ?? 1);
    pass.end();

    const reads = slots.filter(({ writable }) => writable).map(({ name, buffer }) => ({ name, buffer, copy: make(buffer.size, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST) }));
    const guardCopy = guardBuffer && make(4, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
    for (const { buffer, copy } of reads) encoder.copyBufferToBuffer(buffer, 0, copy, 0, buffer.size);
    if (guardBuffer && guardCopy) encoder.copyBufferToBuffer(guardBuffer, 0, guardCopy, 0, 4);
    device.queue.submit([encoder.finish()]);

    return async () => {
      if (guardCopy) {
        await guardCopy.mapAsync(GPUMapMode.READ);
        const line = new Uint32Array(guardCopy.getMappedRange())[0]!;
        if (line > 0) throw new EndlessLoopError(`its loop at line ${line} was stopped after ${loopCap(this.#reflection, dispatch.entry, invocations)} rounds, so that the browser’s GPU process cannot hang`, line);
      }
      const results: Record<string, GpuArray> = {};
      for (const { name, copy } of reads) {
        await copy.mapAsync(GPUMapMode.READ);
        results[name] = sameType(dispatch.buffers[name]!, copy.getMappedRange().slice(0));
      }
      return results;
    };
  }

  #constants(dispatch: Dispatch, invocations: number): Record<string, number> {
    const constants = overrideKeys(this.#reflection, dispatch);
    if (this.#guarded) constants[this.#guarded.capConstant] = loopCap(this.#reflection, dispatch.entry, invocations);
    return constants;
  }
}

/** A dispatch's constants by the names that the API knows ("3" for @id(3)). */
export function overrideKeys({ overrides }: Reflection, { constants }: Dispatch): Record<string, number> {
  return Object.fromEntries(Object.entries(constants ?? {}).map(([name, value]) => [overrides.get(name) ?? name, value]));
}

export type Slot = Pick<Binding, 'group' | 'binding' | 'space' | 'writable'> & { buffer: GPUBuffer };

/** A buffer for each binding that the dispatch fills, of exactly the size of its contents. */
export function boundBuffers(device: GPUDevice, bindings: readonly Binding[], dispatch: Dispatch, make: (bytes: number, usage: number) => GPUBuffer): (Slot & { name: string })[] {
  return bindings
    .filter(({ name }) => name in dispatch.buffers)
    .map((binding) => {
      const data = dispatch.buffers[binding.name]!;
      const usage = binding.space === 'uniform' ? GPUBufferUsage.UNIFORM : GPUBufferUsage.STORAGE;
      const buffer = make(data.byteLength, usage | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC);
      device.queue.writeBuffer(buffer, 0, data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
      return { ...binding, buffer };
    });
}

/** Layouts and groups from the declarations, not `layout: "auto"`, which drops what an entry point does not use. */
export function bindGroups(device: GPUDevice, slots: readonly Slot[]): { layout: GPUBindGroupLayout; group: GPUBindGroup }[] {
  const count = 1 + Math.max(-1, ...slots.map(({ group }) => group));
  return Array.from({ length: count }, (_, index) => {
    const own = slots.filter(({ group }) => group === index);
    const layout = device.createBindGroupLayout({
      entries: own.map(({ binding, space, writable }) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type: space === 'uniform' ? ('uniform' as const) : writable ? ('storage' as const) : ('read-only-storage' as const) },
      })),
    });
    return { layout, group: device.createBindGroup({ layout, entries: own.map(({ binding, buffer }) => ({ binding, resource: { buffer } })) }) };
  });
}

function sameType(like: GpuArray, bytes: ArrayBuffer): GpuArray {
  if (like instanceof Float32Array) return new Float32Array(bytes);
  return like instanceof Int32Array ? new Int32Array(bytes) : new Uint32Array(bytes);
}

const firstLine = (text: string): string => text.split('\n')[0]!.trim();
