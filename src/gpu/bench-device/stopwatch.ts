// Times work on a GPU: how long one repetition takes, from batches long enough to be told from the clock's own grain.
// The batch is found by doubling; the answer is a median over several, with their spread. Not here: what is timed.

export interface GpuTime {
  /** Seconds a repetition, the median of the runs. */
  seconds: number;
  /** The fastest and the slowest run. */
  spread: [number, number];
  runs: number;
  repetitions: number;
  /** `timestamp-query`: the GPU's own clock. `submit`: from submitting to done on the page's clock, less an empty submit. */
  clock: 'timestamp-query' | 'submit';
}

export interface StopwatchOptions {
  signal?: AbortSignal;
  runs?: number;
  /** A batch is long enough from here on. Browsers round the GPU's clock to 0.1 ms. */
  batchMs?: number;
  /** More of one batch is not asked for: a device that is busy for long looks hung. */
  mostRepetitions?: number;
}

/** Encodes `repetitions` times the work, between the two stamps that it is given. */
export type Encode = (encoder: GPUCommandEncoder, repetitions: number, stamps: Stamps | null) => void;

/** Hand to the first and to the last pass of a batch; `both` where there is one pass. */
export interface Stamps {
  first: GPUComputePassTimestampWrites;
  last: GPUComputePassTimestampWrites;
  both: GPUComputePassTimestampWrites;
}

export const medianOf = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

export class Stopwatch {
  readonly #device: GPUDevice;
  readonly #signal: AbortSignal | undefined;
  readonly #runs: number;
  readonly #batchMs: number;
  readonly #most: number;
  readonly #query: { set: GPUQuerySet; resolved: GPUBuffer; readable: GPUBuffer } | null;
  #emptyMs = 0;

  constructor(device: GPUDevice, { signal, runs = 7, batchMs = 20, mostRepetitions = 4096 }: StopwatchOptions = {}) {
    this.#device = device;
    this.#signal = signal;
    this.#runs = runs;
    this.#batchMs = batchMs;
    this.#most = mostRepetitions;
    this.#query = device.features.has('timestamp-query')
      ? {
          set: device.createQuerySet({ type: 'timestamp', count: 2 }),
          resolved: device.createBuffer({ size: 16, usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC }),
          readable: device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST }),
        }
      : null;
  }

  /** Rejects with the signal's reason when it is aborted between two batches. */
  async time(encode: Encode): Promise<GpuTime> {
    await this.#batch(encode, 1);
    if (!this.#query) this.#emptyMs = medianOf(await this.#several(5, () => this.#batch(() => {}, 0)));
    let repetitions = 1;
    let ms = await this.#batch(encode, repetitions);
    while (ms < this.#batchMs && repetitions < this.#most) {
      const wanted = ms > 0 ? Math.ceil((1.2 * this.#batchMs * repetitions) / ms) : 8 * repetitions;
      repetitions = Math.min(this.#most, Math.max(2 * repetitions, Math.min(wanted, 8 * repetitions)));
      ms = await this.#batch(encode, repetitions);
    }
    const seconds = (await this.#several(this.#runs, () => this.#batch(encode, repetitions))).map((run) => run / 1000 / repetitions);
    return { seconds: medianOf(seconds), spread: [Math.min(...seconds), Math.max(...seconds)], runs: this.#runs, repetitions, clock: this.#query ? 'timestamp-query' : 'submit' };
  }

  async #several(count: number, run: () => Promise<number>): Promise<number[]> {
    const results: number[] = [];
    for (let i = 0; i < count; i++) results.push(await run());
    return results;
  }

  /** Milliseconds of one batch. */
  async #batch(encode: Encode, repetitions: number): Promise<number> {
    this.#signal?.throwIfAborted();
    const query = repetitions > 0 ? this.#query : null;
    const encoder = this.#device.createCommandEncoder();
    encode(encoder, repetitions, query && stampsOf(query.set));
    if (query) {
      encoder.resolveQuerySet(query.set, 0, 2, query.resolved, 0);
      encoder.copyBufferToBuffer(query.resolved, 0, query.readable, 0, 16);
    }
    const start = performance.now();
    this.#device.queue.submit([encoder.finish()]);
    await this.#device.queue.onSubmittedWorkDone();
    const elapsed = performance.now() - start;
    if (!query) return Math.max(0, elapsed - (repetitions > 0 ? this.#emptyMs : 0));
    await query.readable.mapAsync(GPUMapMode.READ);
    const [from, to] = new BigUint64Array(query.readable.getMappedRange());
    const ms = Number(to! - from!) / 1e6;
    query.readable.unmap();
    // Some drivers reset their clock: then the page's clock has to do.
    return ms > 0 && ms <= elapsed + 1 ? ms : elapsed;
  }

  dispose(): void {
    this.#query?.set.destroy();
    this.#query?.resolved.destroy();
    this.#query?.readable.destroy();
  }
}

function stampsOf(querySet: GPUQuerySet): Stamps {
  return {
    first: { querySet, beginningOfPassWriteIndex: 0 },
    last: { querySet, endOfPassWriteIndex: 1 },
    both: { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 },
  };
}
