/**
 * Whether WebGPU is faster than WebAssembly for a model on this device: measured once, with a few tokens, and kept for this
 * version of the browser. Small models lose more by the GPU's way of being asked than they gain by its speed, so that way is
 * measured first; only where it leaves room is the larger runtime fetched and the model itself timed on both.
 */
import type { LlamaConfig } from '../../engine/llama';
import type { Device } from '../ort';
import type { CausalGraph } from '../runtime';

const STEPS = 8;
/** Fewer kernels than a layer of any Llama needs, however well they are fused: products 7, attention, norms 2. */
const DISPATCHES_PER_LAYER = 10;
/** The longest that a browser may take to say whether it has a GPU. */
const ADAPTER_MS = 4000;

interface Remembered {
  browser: string;
  device: Device;
}

const keyOf = (model: string) => `faster-device ${model}`;
let gpuFailed = false;

/** After a failure of the GPU the page uses it no more. */
export function distrustGpu(): void {
  gpuFailed = true;
}

/** What was measured in this browser before. */
export function rememberedDevice(model: string): Device | undefined {
  if (gpuFailed || !globalThis.navigator?.gpu) return 'wasm';
  try {
    const known = JSON.parse(localStorage.getItem(keyOf(model)) ?? 'null') as Remembered | null;
    return known?.browser === navigator.userAgent ? known.device : undefined;
  } catch {
    return undefined;
  }
}

function remember(model: string, device: Device): void {
  try {
    localStorage.setItem(keyOf(model), JSON.stringify({ browser: navigator.userAgent, device } satisfies Remembered));
  } catch {
    // Storage is full or forbidden: it is measured again next time.
  }
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function times(work: () => Promise<void>): Promise<number[]> {
  const durationsMs: number[] = [];
  for (let i = 0; i < STEPS; i++) {
    const start = performance.now();
    await work();
    durationsMs.push(performance.now() - start);
  }
  return durationsMs;
}

/** Median time in ms of a decoding step. */
export async function stepMs(graph: CausalGraph): Promise<number> {
  let cache = graph.emptyCache();
  const step = async () => {
    const before = cache;
    cache = (await graph.run([[0]], before)).cache;
    graph.freeCache(before);
  };
  // The first runs compile and allocate.
  await step();
  await step();
  const result = median(await times(step));
  graph.freeCache(cache);
  return result;
}

const findAdapter = async (): Promise<GPUAdapter | null> =>
  Promise.race([navigator.gpu?.requestAdapter() ?? null, new Promise<null>((resolve) => setTimeout(resolve, ADAPTER_MS, null))]);

function problemOf(adapter: GPUAdapter | null): string | undefined {
  if (!adapter) return 'this browser offers no GPU through WebGPU';
  // The weights are float16, which onnxruntime's kernels read as such.
  return adapter.features.has('shader-f16') ? undefined : 'this GPU cannot compute with float16 numbers (WebGPU’s shader-f16), which the model’s weights are';
}

/** Why a model cannot run on this device's GPU, or undefined. Fetches nothing. */
export async function gpuProblem(): Promise<string | undefined> {
  return problemOf(await findAdapter().catch(() => null));
}

/** Median time in ms of as many empty kernels as a step has at least, and of reading one number back; undefined without a GPU that is one. */
async function dispatchFloorMs(dispatches: number): Promise<number | undefined> {
  const adapter = await findAdapter();
  if (!adapter || adapter.info.isFallbackAdapter || problemOf(adapter)) return undefined;
  const device = await adapter.requestDevice();
  try {
    const module = device.createShaderModule({ code: '@group(0) @binding(0) var<storage, read_write> x: array<u32>; @compute @workgroup_size(1) fn add() { x[0] += 1u; }' });
    const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'add' } });
    const counter = device.createBuffer({ size: 4, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
    const readback = device.createBuffer({ size: 4, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
    const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: { buffer: counter } }] });
    const run = async () => {
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      for (let i = 0; i < dispatches; i++) pass.dispatchWorkgroups(1);
      pass.end();
      encoder.copyBufferToBuffer(counter, 0, readback, 0, 4);
      device.queue.submit([encoder.finish()]);
      await readback.mapAsync(GPUMapMode.READ);
      readback.unmap();
    };
    await run();
    return median(await times(run));
  } finally {
    device.destroy();
  }
}

/**
 * The model opened on WebGPU, if that is faster than `onWasm`. `openOnGpu` may fetch the larger runtime; it is called only
 * where the GPU can win.
 */
export async function fasterOnGpu(model: string, { layerCount }: LlamaConfig, onWasm: CausalGraph, openOnGpu: () => Promise<CausalGraph>): Promise<CausalGraph | undefined> {
  const wasmMs = await stepMs(onWasm);
  try {
    const floorMs = await dispatchFloorMs(DISPATCHES_PER_LAYER * layerCount);
    if (floorMs !== undefined && floorMs < wasmMs) {
      const onGpu = await openOnGpu();
      if ((await stepMs(onGpu)) < wasmMs) {
        remember(model, 'webgpu');
        return onGpu;
      }
      await onGpu.dispose();
    }
  } catch {
    distrustGpu();
  }
  remember(model, 'wasm');
  return undefined;
}
