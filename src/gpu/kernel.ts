// What running a reader's WGSL kernel means: the interface that WebGPU (webgpu.ts) and the kernel
// microscope share, and the ways in which a kernel can fail that are the reader's to mend.

export type GpuArray = Float32Array | Int32Array | Uint32Array;

export interface Dispatch {
  /** Name of the @compute function. */
  entry: string;
  workgroups: [number, number?, number?];
  /** Contents of each storage or uniform buffer, by the name of the WGSL variable that binds it. */
  buffers: Record<string, GpuArray>;
  /** Pipeline-overridable constants. */
  constants?: Record<string, number>;
}

/** Runs the reader's WGSL. The same interface on WebGPU and (a later issue) on the kernel microscope. */
export interface Kernel {
  /** Runs one dispatch and gives back every read_write buffer after it, as the type that went in. */
  run(dispatch: Dispatch): Promise<Record<string, GpuArray>>;
  /** Declared workgroup size of an entry point, e.g. [64, 1, 1]. */
  workgroupSize(entry: string): Promise<[number, number, number]>;
  /** The source as the reader wrote it. */
  readonly source: string;
}

/** The kernel itself is at fault: it does not fit the lab's buffers, does not compile, or never ends. */
export class KernelError extends Error {
  /** 1-based line in the reader's text, where one is known. */
  readonly line: number | undefined;
  constructor(message: string, line?: number) {
    super(message);
    this.name = 'KernelError';
    this.line = line;
  }
}

/** A loop ran into its guard. */
export class EndlessLoopError extends KernelError {
  constructor(message: string, line?: number) {
    super(message, line);
    this.name = 'EndlessLoopError';
  }
}

/** This browser or machine cannot run it; the message says why and what to do. */
export class UnsupportedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnsupportedError';
  }
}
