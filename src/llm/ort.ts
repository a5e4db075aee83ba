/**
 * onnxruntime-web, imported when first needed: the plain wasm build, our own files, one thread.
 */

export type Ort = typeof import('onnxruntime-web/wasm');
export type OrtSession = import('onnxruntime-web/wasm').InferenceSession;
export type OrtTensor = import('onnxruntime-web/wasm').Tensor;

let ortPromise: Promise<Ort> | undefined;

async function importOrt(): Promise<Ort> {
  const ort = await import('onnxruntime-web/wasm');
  ort.env.wasm.numThreads = 1;
  // In Node the package finds its own files. Everywhere else the bundler names ours: with no path set
  // onnxruntime-web looks beside the script, and transformers.js, if it came first, points to a CDN.
  if (typeof process === 'undefined' || !process.versions?.node) {
    ort.env.wasm.wasmPaths = { wasm: new URL('onnxruntime-web/ort-wasm-simd-threaded.wasm', import.meta.url).href };
  }
  return ort;
}

export function loadOrt(): Promise<Ort> {
  ortPromise ??= importOrt().catch((error: unknown) => {
    // A failed download must not stay for ever.
    ortPromise = undefined;
    throw error;
  });
  return ortPromise;
}

// The wasm runtime does one thing at a time; who comes second waits.
let lastWork: Promise<unknown> = Promise.resolve();
export function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const result = lastWork.then(work, work);
  lastWork = result.catch(() => undefined);
  return result;
}
