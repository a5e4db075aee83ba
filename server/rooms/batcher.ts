// Many small writes as few large ones: whatever arrives while one batch is being written makes the next. The more there is to do, the
// larger the batches, and with little to do nothing waits.

interface Waiting<In, Out> {
  input: In;
  done: (output: Out) => void;
  fail: (error: unknown) => void;
}

export class Batcher<In, Out> {
  private queue: Waiting<In, Out>[] = [];
  private writing: Promise<void> | undefined;

  /** `write` gives one result an input, in their order; when it throws, all of its batch fail. */
  constructor(
    private readonly write: (batch: In[]) => Promise<Out[]>,
    private readonly largest = 1000,
  ) {}

  /** Inputs that wait. */
  get length(): number {
    return this.queue.length;
  }

  add(input: In): Promise<Out> {
    return new Promise((done, fail) => {
      this.queue.push({ input, done, fail });
      this.writing ??= this.run().finally(() => (this.writing = undefined));
    });
  }

  /** Resolves when nothing is left to write. */
  async idle(): Promise<void> {
    while (this.writing) await this.writing;
  }

  private async run(): Promise<void> {
    // What else came in this turn of the event loop goes along.
    await new Promise((next) => setImmediate(next));
    while (this.queue.length > 0) {
      const batch = this.queue.splice(0, this.largest);
      try {
        const outputs = await this.write(batch.map(({ input }) => input));
        batch.forEach(({ done }, i) => done(outputs[i]!));
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
  }
}
