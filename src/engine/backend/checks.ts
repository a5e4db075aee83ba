/** What every backend refuses. */
import { SLICE_ALIGNMENT } from './types';

/** Throws RangeError for a slice that is not inside `buffer` or does not begin at a multiple of SLICE_ALIGNMENT. */
export function checkSlice(buffer: { length: number }, start: number, length: number): void {
  if (start % SLICE_ALIGNMENT !== 0) throw new RangeError(`a slice begins at a multiple of ${SLICE_ALIGNMENT}, not at ${start}`);
  if (start < 0 || length < 0 || start + length > buffer.length) throw new RangeError(`a slice of ${length} from ${start} is not inside a buffer of ${buffer.length}`);
}

/** Throws RangeError where `values` are not as many as the buffer holds. */
export function checkWrite(buffer: { length: number }, values: { length: number }): void {
  if (values.length !== buffer.length) throw new RangeError(`${values.length} numbers do not fill a buffer of ${buffer.length}`);
}
