// The reader's module as seen from outside its realm: what checks may do with it, and how it fails.
// Not here: how the calls travel (client.ts, wire.ts).

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
 * A plain object comes back as a copy unless it has a method or accessor of its own: then as a Handle.
 * The same object comes back as the same Handle within one check.
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

/** The reader's code threw, or gave back what cannot be read. The message is for the learner. */
export class ReaderError extends Error {
  /** What was called, e.g. `softmax([1, 2])`. */
  readonly called: string | undefined;
  /** 1-based line in the reader's text, where one is known. */
  readonly line: number | undefined;
  /** Name and message of what was thrown, e.g. "RangeError" and "shape differs". */
  readonly thrown: { name: string; message: string } | undefined;
  constructor(message: string, place: { called?: string; line?: number; thrown?: { name: string; message: string } } = {}) {
    super(message);
    this.name = 'ReaderError';
    this.called = place.called;
    this.line = place.line;
    this.thrown = place.thrown;
  }
}

/** The reader's code did not come back within its limit; its realm is lost. */
export class ReaderTimeout extends Error {
  readonly called: string | undefined;
  constructor(message: string, called?: string) {
    super(message);
    this.name = 'ReaderTimeout';
    this.called = called;
  }
}
