// What a failure of the model or its runtime means to a reader. Imports nothing, so that a page may use it before any model is there.

/** One or two plain sentences with the way out. */
export function explainModelError(error: unknown): string {
  const { name = '', message = String(error) } = error instanceof Error ? error : {};
  if (name === 'ModelFileError') return `The model could not be loaded: ${message}.`;
  if (name === 'ChunkLoadError') return 'The program that runs the model could not be fetched. Is the page offline?';
  if (/wasm|webassembly|backend/i.test(message)) return `WebAssembly, which the model runs in, did not start (${message}). Reload the page to try once more.`;
  return `The model stopped with an error: ${message}`;
}
