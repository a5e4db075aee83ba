// The checks API: all that a lab's checks.ts imports (as 'grader') besides 'kit'.
// Checks run in a worker of the page's own origin; what the reader wrote runs elsewhere and is
// reached by asynchronous calls. Not here: how the calls travel (src/runtime) and who runs the checks (run-checks.ts).

import type { ShowItem } from '@site/src/formats';
import type { Rng } from '@site/src/engine/random';

/** An object that lives in the reader's realm. Release is automatic at the end of a check. */
export interface Handle {
  /** Calls a method. Plain data comes back as a copy; anything else as a Handle. */
  call<T = unknown>(method: string, ...args: unknown[]): Promise<T>;
  /** Reads a property, the same way. */
  get<T = unknown>(property: string): Promise<T>;
  /** Sets a property to plain data or to what another handle stands for. */
  set(property: string, value: unknown): Promise<void>;
}

/**
 * The reader's module. Arguments may be plain data (numbers, strings, arrays, typed arrays, plain objects,
 * nested) and Handles, anywhere inside; functions may not cross. Plain data and arrays that hold handles come back decoded.
 */
export interface Reader {
  /** Calls an exported function. */
  call<T = unknown>(name: string, ...args: unknown[]): Promise<T>;
  /** `new name(...args)` for an exported class. */
  construct(name: string, ...args: unknown[]): Promise<Handle>;
  /** Reads an export. */
  get<T = unknown>(name: string): Promise<T>;
  has(name: string): Promise<boolean>;
}

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

export interface CheckContext {
  /** TypeScript labs only. */
  reader: Reader;
  /** WGSL labs only. */
  kernel: Kernel;
  /** Seeded afresh on each Check, and the seed is in the report, so a failure can be repeated. */
  rng: Rng;
  /** A file of the book by its path under static/, e.g. "models/storyworld-0.8m/model.safetensors". */
  asset(path: string): Promise<ArrayBuffer>;
  /** Draws something in the lab's output panel. */
  show(item: ShowItem): void;
}

/** A wrong answer that a known misconception gives: matched before the plain "differs" message. */
export interface Slip {
  /** Slug of the misconception; a mistakes/*.yaml of the lab names the same one. */
  misconception: string;
  /** The value that the misconception gives for this very input. */
  value: number | ArrayLike<number>;
  /** What to tell the learner: what went wrong and where to look. */
  says: string;
}

export interface CloseOptions {
  /** What was called, as the learner would write it: "grad of a*a at a = 3". */
  called: string;
  /** Relative tolerance against max(|expected|, floor); say why in a comment beside it. */
  relative: number;
  /** Values smaller than this are compared absolutely. Default 1e-12. */
  floor?: number;
  slips?: Slip[];
  /** Shape, to report a place like [2, 5] instead of a flat index. */
  shape?: readonly number[];
}

export interface FailureDetails {
  message: string;
  misconception?: string;
  called?: string;
  returned?: string;
  expected?: string;
  where?: string;
}

/** Thrown by expectClose, expectEqual and fail; anything else that a check throws is an error of the lab itself. */
export class CheckFailure extends Error {
  readonly details: FailureDetails;
  constructor(details: FailureDetails) {
    super(details.message);
    this.name = 'CheckFailure';
    this.details = details;
  }
}

export function fail(details: FailureDetails): never {
  throw new CheckFailure(details);
}

export interface Check {
  id: string;
  title: string;
  run(context: CheckContext): Promise<void>;
}

export function check(id: string, title: string, run: (context: CheckContext) => Promise<void>): Check {
  return { id, title, run };
}

export interface LabChecks {
  /** What Run does after the reader's module has loaded: call it on an example and show what comes back. */
  demo?: (context: CheckContext) => Promise<void>;
  /** Checks by task id, in order. */
  tasks: Record<string, Check[]>;
}

export function defineChecks(checks: LabChecks): LabChecks {
  return checks;
}

export { expectClose, expectEqual, expectShape } from './expect';
