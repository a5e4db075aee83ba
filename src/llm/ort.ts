/**
 * onnxruntime-web, fetched when first needed through the same loader as the models: our own files, one thread. The plain
 * WebAssembly build, or the larger one that also drives WebGPU.
 */
import type { RemoteFile } from './loading/file';
import { fetchFiles, type FetchOptions } from './loading/files';
import { createSharedLoads } from './loading/sharedLoad';
import versions from './onnxruntime.json';

export type Ort = typeof import('onnxruntime-web/wasm');
export type OrtSession = import('onnxruntime-web/wasm').InferenceSession;
export type OrtTensor = import('onnxruntime-web/wasm').Tensor;
export type Device = 'wasm' | 'webgpu';

// By path: the package's exports do not name them to a bundler that looks for a file.
const URLS = {
  wasm: {
    module: new URL('../../node_modules/onnxruntime-web/dist/ort.wasm.bundle.min.mjs', import.meta.url).href,
    wasm: new URL('../../node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm', import.meta.url).href,
  },
  webgpu: {
    module: new URL('../../node_modules/onnxruntime-web/dist/ort.webgpu.bundle.min.mjs', import.meta.url).href,
    wasm: new URL('../../node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm', import.meta.url).href,
  },
};

const inNode = typeof process !== 'undefined' && Boolean(process.versions?.node);

/** What has yet to be fetched for a device's runtime, besides 25 kB of script. Nothing in Node, where the package finds its own file. */
export function runtimeFile(device: Device): RemoteFile | undefined {
  if (inNode) return undefined;
  const url = URLS[device].wasm;
  return { url, name: new URL(`/onnxruntime-web/${device}`, url).href, ...versions[device] };
}

/** All that a realm needs to start a runtime: the page, or a worker that fetches nothing itself. */
export interface RuntimeCode {
  moduleUrl: string;
  /** Undefined in Node. */
  wasm: Blob | undefined;
}

const runtimes = createSharedLoads<Ort>(async () => {});
const running = new Set<Device>();
let discarded = 0;

export async function runtimeCode(device: Device, options: FetchOptions = {}): Promise<RuntimeCode> {
  const file = runtimeFile(device);
  const [bytes] = file ? await fetchFiles([file], options) : [];
  // A module is made once for each URL; another query makes another instance, with WebAssembly of its own.
  const moduleUrl = `${URLS[device].module}${discarded > 0 ? `?instance=${discarded}` : ''}`;
  return { moduleUrl, wasm: bytes && new Blob([bytes], { type: 'application/wasm' }) };
}

export async function importRuntime({ moduleUrl, wasm }: RuntimeCode): Promise<Ort> {
  const imported: Promise<Ort> = inNode ? import(/* webpackIgnore: true */ 'onnxruntime-web/wasm') : import(/* webpackIgnore: true */ /* @vite-ignore */ moduleUrl);
  const ort = await imported;
  ort.env.wasm.numThreads = 1;
  // With no path set onnxruntime-web looks beside its script, and transformers.js points it to a CDN.
  if (wasm) ort.env.wasm.wasmPaths = { wasm: URL.createObjectURL(wasm) };
  return ort;
}

async function startOrt(device: Device, options: FetchOptions): Promise<Ort> {
  const ort = await importRuntime(await runtimeCode(device, options));
  running.add(device);
  return ort;
}

/** The runtime for a device, one for all who ask. */
export async function loadOrt(device: Device = 'wasm', options: FetchOptions = {}): Promise<Ort> {
  const { loaded } = await runtimes.join(device, options, ({ signal, onProgress }) => startOrt(device, { ...options, signal, onProgress }));
  return loaded;
}

/** Whether `loadOrt` has nothing to fetch any more. */
export const isOrtLoaded = (device: Device): boolean => running.has(device);

/**
 * Forgets a runtime whose WebAssembly failed: it can never be used again, and the next `loadOrt` starts another. What runs
 * on the old one is lost.
 */
export function discardOrt(device: Device): void {
  runtimes.forget(device);
  if (running.delete(device)) discarded++;
}

// The wasm runtime does one thing at a time; who comes second waits.
let lastWork: Promise<unknown> = Promise.resolve();
export function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const result = lastWork.then(work, work);
  lastWork = result.catch(() => undefined);
  return result;
}
