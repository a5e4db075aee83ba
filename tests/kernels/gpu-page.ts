// The page's side: runs plain compute dispatches on this browser's WebGPU. Bundled and injected by chromium.ts.

export interface GpuJob {
  source: string;
  entry: string;
  workgroups: [number, number?, number?];
  constants: Record<string, number>;
  /** `words` are the bits. */
  buffers: { name: string; group: number; binding: number; uniform: boolean; writable: boolean; words: number[] }[];
}

/** Bits of every writable buffer after the run, or why there are none. */
export type GpuAnswer = { buffers: Record<string, number[]> } | { error: string };

export interface GpuOnPage {
  open(): Promise<{ features: string[]; subgroupSize: number } | { error: string }>;
  run(jobs: GpuJob[]): Promise<GpuAnswer[]>;
  /** The first error of each text, null where it is accepted. */
  compile(sources: string[]): Promise<(string | null)[]>;
}

declare global {
  interface Window {
    gpuOnPage: GpuOnPage;
  }
}

let device: GPUDevice;

async function open(): Promise<{ features: string[]; subgroupSize: number } | { error: string }> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) return { error: navigator.gpu ? 'this browser gives no WebGPU adapter' : 'this browser has no WebGPU' };
  const wanted = ['shader-f16', 'subgroups'] as GPUFeatureName[];
  const features = wanted.filter((feature) => adapter.features.has(feature));
  device = await adapter.requestDevice({ requiredFeatures: features });
  return { features: [...features, ...navigator.gpu.wgslLanguageFeatures], subgroupSize: adapter.info.subgroupMaxSize ?? 4 };
}

/** A layout that holds what the job gives, used by the kernel or not. */
function layoutOf(buffers: GpuJob['buffers']): GPUPipelineLayout {
  const groups = Math.max(0, ...buffers.map(({ group }) => group + 1));
  const typeOf = ({ uniform, writable }: GpuJob['buffers'][number]): GPUBufferBindingType => (uniform ? 'uniform' : writable ? 'storage' : 'read-only-storage');
  const bindGroupLayouts = Array.from({ length: groups }, (_, group) => {
    const entries = buffers.filter((b) => b.group === group).map((b) => ({ binding: b.binding, visibility: GPUShaderStage.COMPUTE, buffer: { type: typeOf(b) } }));
    return device.createBindGroupLayout({ entries });
  });
  return device.createPipelineLayout({ bindGroupLayouts });
}

async function pipelineOf({ source, entry, constants, buffers }: GpuJob): Promise<GPUComputePipeline> {
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ code: source });
  const rejected = device.popErrorScope();
  const { messages } = await module.getCompilationInfo();
  const error = messages.find(({ type }) => type === 'error');
  if (error) throw new Error(`line ${error.lineNum}: ${error.message}`);
  if (await rejected) throw new Error((await rejected)!.message);
  return device.createComputePipelineAsync({ layout: layoutOf(buffers), compute: { module, entryPoint: entry, constants } });
}

async function dispatch(pipeline: GPUComputePipeline, { workgroups, buffers }: GpuJob): Promise<GpuAnswer> {
  device.pushErrorScope('validation');
  const made = buffers.map((given) => {
    const buffer = device.createBuffer({ size: 4 * given.words.length, usage: (given.uniform ? GPUBufferUsage.UNIFORM : GPUBufferUsage.STORAGE) | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC });
    device.queue.writeBuffer(buffer, 0, Uint32Array.from(given.words));
    return { ...given, buffer };
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  for (const group of new Set(buffers.map((b) => b.group))) {
    const entries = made.filter((b) => b.group === group).map(({ binding, buffer }) => ({ binding, resource: { buffer } }));
    pass.setBindGroup(group, device.createBindGroup({ layout: pipeline.getBindGroupLayout(group), entries }));
  }
  pass.dispatchWorkgroups(...workgroups);
  pass.end();
  const copies = made
    .filter(({ writable }) => writable)
    .map(({ name, buffer }) => {
      const copy = device.createBuffer({ size: buffer.size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
      encoder.copyBufferToBuffer(buffer, 0, copy, 0, buffer.size);
      return { name, copy };
    });
  device.queue.submit([encoder.finish()]);
  const rejected = await device.popErrorScope();
  if (rejected) return { error: rejected.message };
  await Promise.all(copies.map(({ copy }) => copy.mapAsync(GPUMapMode.READ)));
  const answer = { buffers: Object.fromEntries(copies.map(({ name, copy }) => [name, [...new Uint32Array(copy.getMappedRange())]])) };
  for (const { copy } of copies) copy.destroy();
  for (const { buffer } of made) buffer.destroy();
  return answer;
}

async function run(jobs: GpuJob[]): Promise<GpuAnswer[]> {
  const pipelines = await Promise.all(jobs.map((job) => pipelineOf(job).catch((error: Error) => error.message)));
  const answers: GpuAnswer[] = [];
  for (const [i, job] of jobs.entries()) {
    const pipeline = pipelines[i]!;
    answers.push(typeof pipeline === 'string' ? { error: pipeline } : await dispatch(pipeline, job));
  }
  return answers;
}

async function compile(sources: string[]): Promise<(string | null)[]> {
  return Promise.all(
    sources.map(async (code) => {
      device.pushErrorScope('validation');
      const module = device.createShaderModule({ code });
      const rejected = device.popErrorScope();
      const { messages } = await module.getCompilationInfo();
      const error = messages.find(({ type }) => type === 'error');
      return error ? `line ${error.lineNum}: ${error.message}` : ((await rejected)?.message ?? null);
    }),
  );
}

window.gpuOnPage = { open, run, compile };
