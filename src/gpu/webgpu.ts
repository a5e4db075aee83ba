// Runs a reader's WGSL on WebGPU. Loops are guarded, inputs are checked against what the text declares, and buffers
// have exactly the size of what goes in. Lives in a worker of the page's own origin; WGSL itself is data.

import type { SourceDiagnostic } from '@site/src/formats';
import { EndlessLoopError, KernelError, UnsupportedError, type Dispatch, type GpuArray, type Kernel } from './kernel';
import { guardLoops, loopCap, type GuardedSource } from './wgsl/guard';
import { reflect, type Binding, type Reflection, type Scalar } from './wgsl/reflect';

export interface OpenKernel {
  kernel: Kernel;
  /** From the compiler, at the place in the reader's own text. With an error among them the kernel cannot run. */
  diagnostics: SourceDiagnostic[];
}

const whereToGo =
  'Open this page in a current Chrome or Edge (Windows, macOS, ChromeOS, Android) or in Safari 26; on Linux, Chrome may ask you to turn WebGPU on at chrome://flags/#enable-unsafe-webgpu. A later edition of this book brings a simulated GPU that needs none of this. What you wrote is kept.';

async function requestDevice(): Promise<GPUDevice> {
  const gpu: GPU | undefined = navigator.gpu;
  if (!gpu) {
    const why = isSecureContext ? 'this browser has no WebGPU' : 'browsers give WebGPU only to pages served over HTTPS or from localhost, and this page is not';
    throw new UnsupportedError(`This kernel cannot run here yet: ${why}. ${whereToGo}`);
  }
  const adapter = await gpu.requestAdapter().catch(() => null);
  if (!adapter) throw new UnsupportedError(`This kernel cannot run here yet: the browser finds no GPU that it may use for WebGPU. ${whereToGo}`);
  try {
    return await adapter.requestDevice();
  } catch (error) {
    throw new UnsupportedError(`This kernel cannot run here yet: the GPU would not start (${(error as Error).message}). ${whereToGo}`);
  }
}

/** Compiles the text. Rejects with UnsupportedError where there is no WebGPU. `deadline`: in `performance.now()` time. */
export async function openKernel(source: string, deadline: number): Promise<OpenKernel> {
  const device = await requestDevice();
  const diagnostics = await compile(device, source);
  return { kernel: new WebGpuKernel(device, source, deadline), diagnostics };
}

/** Compiles the reader's own text, so that every message has its place there; what runs is the guarded text. */
async function compile(device: GPUDevice, source: string): Promise<SourceDiagnostic[]> {
  device.pushErrorScope('validation');
  const info = await device.createShaderModule({ code: source }).getCompilationInfo();
  const rejected = await device.popErrorScope();
  const messages = info.messages
    .filter(({ type }) => type !== 'info')
    .map(({ type, lineNum, linePos, length, message }): SourceDiagnostic => {
      const line = Math.max(1, lineNum);
      const column = Math.max(1, linePos);
      const end = length > 0 ? { endLine: line, endColumn: column + length } : {};
      return { severity: type === 'error' ? 'error' : 'warning', line, column, ...end, message };
    });
  if (rejected && !messages.some(({ severity }) => severity === 'error')) messages.push({ severity: 'error', line: 1, column: 1, message: rejected.message });
  return messages;
}

const scalarOfArray = (data: GpuArray): Scalar => (data instanceof Float32Array ? 'f32' : data instanceof Int32Array ? 'i32' : 'u32');
const isGpuArray = (data: unknown): data is GpuArray => data instanceof Float32Array || data instanceof Int32Array || data instanceof Uint32Array;

/** Checks a dispatch against the declarations. Throws KernelError where the text is at fault, Error where the lab is. */
export function checkDispatch({ bindings }: Reflection, { buffers, workgroups }: Dispatch, maxWorkgroups: number): void {
  for (const count of workgroups)
    if (count !== undefined && (!Number.isInteger(count) || count < 0 || count > maxWorkgroups))
      throw new Error(`workgroups must be whole numbers from 0 to ${maxWorkgroups}, not [${workgroups.join(', ')}]`);
  const declared = new Map(bindings.map((binding) => [binding.name, binding]));
  for (const [name, data] of Object.entries(buffers)) {
    if (!isGpuArray(data)) throw new Error(`buffer "${name}" must be a Float32Array, Int32Array or Uint32Array`);
    if (data.length === 0) throw new Error(`buffer "${name}" is empty: WebGPU binds no buffer of size 0`);
    const binding = declared.get(name);
    if (!binding)
      throw new KernelError(`This lab gives your kernel a buffer "${name}", which your code does not declare. It declares ${[...declared.keys()].join(', ') || 'none'}: keep the names of the starter.`);
    if (binding.scalar && binding.scalar !== scalarOfArray(data))
      throw new KernelError(`This lab fills "${name}" with ${scalarOfArray(data)} numbers, but your code declares it as ${binding.type}: keep the type of the starter.`);
  }
  for (const name of declared.keys())
    if (!(name in buffers)) throw new KernelError(`Your code declares the buffer "${name}", which this lab does not fill here: take its declaration out.`);
}

class WebGpuKernel implements Kernel {
  readonly source: string;
  readonly #device: GPUDevice;
  readonly #deadline: number;
  readonly #reflection: Reflection;
  readonly #guarded: GuardedSource | null;
  #module: GPUShaderModule | undefined;
  #lost: string | undefined;

  constructor(device: GPUDevice, source: string, deadline: number) {
    this.#device = device;
    this.source = source;
    this.#deadline = deadline;
    this.#reflection = reflect(source);
    this.#guarded = guardLoops(source, this.#reflection);
    void device.lost.then(({ message }) => (this.#lost = message || 'no reason was given'));
  }

  async workgroupSize(entry: string): Promise<[number, number, number]> {
    return this.#reflection.entry(entry).workgroupSize;
  }

  async run(dispatch: Dispatch): Promise<Record<string, GpuArray>> {
    const { workgroupSize } = this.#reflection.entry(dispatch.entry, dispatch.constants);
    checkDispatch(this.#reflection, dispatch, this.#device.limits.maxComputeWorkgroupsPerDimension);
    const groups = dispatch.workgroups.reduce<number>((product, count) => product * (count ?? 1), 1);
    const invocations = groups * workgroupSize.reduce((product, count) => product * count, 1);
    this.#device.pushErrorScope('out-of-memory');
    this.#device.pushErrorScope('validation');
    const resources: GPUBuffer[] = [];
    try {
      const work = this.#submit(dispatch, invocations, resources);
      const invalid = await this.#inTime(this.#device.popErrorScope());
      const outOfMemory = await this.#inTime(this.#device.popErrorScope());
      if (invalid) throw new KernelError(`The GPU refused your kernel: ${firstSentence(invalid.message)}`);
      if (outOfMemory) throw new KernelError('The GPU has not enough memory for this kernel and its buffers.');
      return await this.#inTime(work());
    } finally {
      for (const buffer of resources) buffer.destroy();
    }
  }

  /** Fails when the device is lost or the time for the whole check is over. */
  async #inTime<T>(promise: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new EndlessLoopError('Your kernel did not finish before the time for the whole check was over: it does too much, or a loop never ends.')), Math.max(0, this.#deadline - performance.now()));
    });
    const lost = this.#device.lost.then(() => {
      throw new EndlessLoopError(`The GPU stopped answering while your kernel ran (${this.#lost ?? 'device lost'}). The usual cause is a kernel that takes too long.`);
    });
    try {
      return await Promise.race([promise, late, lost]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Encodes and submits; the function that it gives reads the results. Validation errors go to the open scopes. */
  #submit(dispatch: Dispatch, invocations: number, resources: GPUBuffer[]): () => Promise<Record<string, GpuArray>> {
    const device = this.#device;
    const { bindings } = this.#reflection;
    const guarded = this.#guarded;
    this.#module ??= device.createShaderModule({ code: guarded?.code ?? this.source });

    const make = (bytes: number, usage: number) => {
      const buffer = device.createBuffer({ size: bytes, usage });
      resources.push(buffer);
      return buffer;
    };
    const inputs = new Map(
      bindings.map((binding) => {
        const data = dispatch.buffers[binding.name]!;
        const usage = binding.space === 'uniform' ? GPUBufferUsage.UNIFORM : GPUBufferUsage.STORAGE;
        const buffer = make(data.byteLength, usage | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC);
        device.queue.writeBuffer(buffer, 0, data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
        return [binding.name, buffer] as const;
      }),
    );
    const guardBuffer = guarded && make(4, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);

    const slots = bindings.map((binding) => ({ ...binding, buffer: inputs.get(binding.name)! }));
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
        if (line > 0) throw new EndlessLoopError(`The loop at line ${line} does not end: it was stopped after ${loopCap(this.#reflection, dispatch.entry, invocations)} rounds. Look at what should make its condition false.`, line);
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
    const constants: Record<string, number> = {};
    for (const [name, value] of Object.entries(dispatch.constants ?? {})) {
      const key = this.#reflection.overrides.get(name);
      if (key === undefined) throw new KernelError(`This lab sets the constant "${name}", which your code does not declare with "override": keep the declarations of the starter.`);
      constants[key] = value;
    }
    if (this.#guarded) constants[this.#guarded.capConstant] = loopCap(this.#reflection, dispatch.entry, invocations);
    return constants;
  }
}

type Slot = Pick<Binding, 'group' | 'binding' | 'space' | 'writable'> & { buffer: GPUBuffer };

/** Layouts and groups from the declarations, not `layout: "auto"`, which drops what an entry point does not use. */
function bindGroups(device: GPUDevice, slots: readonly Slot[]): { layout: GPUBindGroupLayout; group: GPUBindGroup }[] {
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

const firstSentence = (text: string): string => text.split('\n')[0]!.trim();
