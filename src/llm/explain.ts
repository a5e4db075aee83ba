// What a failure of the model or its runtime means to a reader. Imports nothing, so that a page may use it before any model is there.

/** One or two plain sentences with the way out. */
export function explainModelError(error: unknown): string {
  const { name = '', message = String(error) } = error instanceof Error ? error : {};
  if (name === 'ModelFileError') return `The model could not be loaded: ${message}.`;
  if (name === 'ConsentNeededError') return `Nothing was downloaded. ${message}.`;
  if (name === 'OutOfMemoryError' || (name === 'RangeError' && /allocat|array length/i.test(message))) {
    return 'This device ran out of memory for the model. Close other tabs or programs and load it again, or choose a smaller model.';
  }
  if (name === 'RuntimeLostError') return `The model stopped: ${message}. Load it again.`;
  if (name === 'ChunkLoadError' || /dynamically imported module|importing a module script/i.test(message)) return 'The program that runs the model could not be fetched. Is the page offline? Try again when it is not.';
  return `The model stopped with an error: ${message}`;
}
