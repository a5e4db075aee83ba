/**
 * Calls from the page to a worker of ours, and their answers. A worker is for what would freeze the page, or whose memory
 * must be given back whole: WebAssembly's never shrinks, a terminated worker's is gone.
 */
import { RuntimeLostError } from '../loading/errors';
import { endsRuntime, explainRuntimeError } from '../loading/failures';

interface Call {
  key: number;
  method: string;
  argument: unknown;
}

interface Answer {
  key: number;
  result?: unknown;
  error?: { name: string; message: string };
}

/** What travels without being copied. */
export interface Moved<T> {
  result: T;
  transfer: Transferable[];
}

/** What a worker can be asked to do. */
export type Methods = Record<string, (argument: never) => Promise<Moved<unknown>>>;

export interface Caller<M extends Methods> {
  call<K extends keyof M & string>(method: K, argument: Parameters<M[K]>[0], transfer?: Transferable[]): Promise<Awaited<ReturnType<M[K]>>['result']>;
  /** Ends the worker; calls under way reject. */
  end(): void;
}

/** What of a worker's global scope is used. */
export interface WorkerPort {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<Call>) => void) | null;
}

/** The worker's side: answers one call after another. */
export function answerCalls(methods: Methods, port: WorkerPort): void {
  let last: Promise<unknown> = Promise.resolve();
  port.onmessage = ({ data: { key, method, argument } }) => {
    last = last.then(async () => {
      try {
        const { result, transfer } = await methods[method]!(argument as never);
        port.postMessage({ key, result } satisfies Answer, transfer);
      } catch (error) {
        const { name, message } = explainRuntimeError(error);
        port.postMessage({ key, error: { name, message } } satisfies Answer);
      }
    });
  };
}

/** The page's side. `onLost` is told once, when the worker can no longer be used; it has been ended then. */
export function callWorker<M extends Methods>(worker: Worker, onLost: (error: Error) => void = () => {}): Caller<M> {
  const waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  let nextKey = 0;
  let ended: Error | undefined;

  function end(error: Error): void {
    if (ended) return;
    ended = error;
    worker.terminate();
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }
  function lose(error: Error): void {
    if (ended) return;
    end(error);
    onLost(error);
  }

  worker.onmessage = ({ data: { key, result, error } }: MessageEvent<Answer>) => {
    const call = waiting.get(key);
    waiting.delete(key);
    if (!error) return call?.resolve(result as never);
    // The class is lost on the way, the words are not.
    const clear = explainRuntimeError(Object.assign(new Error(error.message), { name: error.name }));
    call?.reject(clear);
    if (endsRuntime(clear)) lose(clear);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    lose(new RuntimeLostError(`the worker that runs the model stopped (${event.message || 'its program could not be fetched'})`));
  };

  return {
    call: (method, argument, transfer = []) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        const key = nextKey++;
        waiting.set(key, { resolve, reject });
        worker.postMessage({ key, method, argument } satisfies Call, transfer);
      }),
    end: () => end(new Error('the model has been disposed of')),
  };
}
