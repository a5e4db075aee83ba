/** Tells what onnxruntime's failures mean. Its own errors are texts, and some are bare numbers: addresses of C++ exceptions. */
import { ModelFileError, OutOfMemoryError, RuntimeLostError } from './errors';

const MEMORY = /out of memory|bad_alloc|cannot enlarge memory|could not allocate|failed to allocate|allocation failed|invalid typed array length|memory allocation/i;
const DEVICE_LOST = /device (is |was )?lost|lost device|external Instance reference|GPUDevice.*(lost|destroyed)|mapAsync.*(lost|abort)/i;
/** WebAssembly that stopped in the middle: nothing in its memory can be trusted any more. */
const STOPPED = /^aborted\b|unreachable|out of bounds|null function|table index|no available backend|previous call to|indirect call/i;
const BAD_FILE = /protobuf|deserialize|invalid model|load model|no graph|external data|Unsupported model IR|opset/i;

/** The error to show and to act upon: whether the runtime can go on is said by its class. */
export function explainRuntimeError(error: unknown): Error {
  if (error instanceof Error && /^(AbortError|ModelFileError|ConsentNeededError|RuntimeLostError|OutOfMemoryError)$/.test(error.name)) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (MEMORY.test(message)) return new OutOfMemoryError(message, { cause: error });
  if (DEVICE_LOST.test(message)) return new RuntimeLostError(`the GPU was lost (${message})`, { cause: error });
  const isCppException = typeof error === 'number' || /^\d+$/.test(message);
  if (isCppException || STOPPED.test(message) || (error instanceof Error && error.name === 'RuntimeError')) {
    return new RuntimeLostError(`the program that runs the model stopped (${message})`, { cause: error });
  }
  if (BAD_FILE.test(message)) return new ModelFileError(`the model's graph cannot be read (${message})`, { cause: error });
  return error instanceof Error ? error : new Error(message);
}

/** Whether the WebAssembly instance should be given up: it ran out of memory, which never shrinks, or stopped. */
export const endsRuntime = ({ name }: Error): boolean => name === 'RuntimeLostError' || name === 'OutOfMemoryError';
