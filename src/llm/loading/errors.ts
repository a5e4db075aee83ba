/** What can go wrong on the way to a running model. `explain.ts` tells a reader what each means, by its name. */

/** A file is missing, cut short, altered or unreadable; the message names it. */
export class ModelFileError extends Error {
  override name = 'ModelFileError';
}

/** More is to be downloaded than the connection should carry unasked, and nobody said yes. */
export class ConsentNeededError extends Error {
  override name = 'ConsentNeededError';
  constructor(
    readonly bytes: number,
    readonly reason: string,
  ) {
    super(`${(bytes / 1e6).toFixed(1)} MB are to be downloaded: ${reason}`);
  }
}

/** The WebAssembly or GPU that runs the model is gone; only loading anew helps. */
export class RuntimeLostError extends Error {
  override name = 'RuntimeLostError';
}

/** Memory did not suffice. */
export class OutOfMemoryError extends Error {
  override name = 'OutOfMemoryError';
}
