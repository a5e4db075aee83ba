/** Hands out parts of a wasm module's memory: first fit, and neighbours that are free join again. */

/** Every part begins at a multiple of this many bytes: a cache line. */
const ALIGNMENT = 64;
const PAGE_BYTES = 65_536;

interface Block {
  start: number;
  bytes: number;
}

export interface Heap {
  /** Address of `bytes` bytes of zeros. Throws RangeError where the browser gives no more memory. */
  alloc(bytes: number): number;
  free(address: number): void;
}

const roundUp = (bytes: number, unit: number): number => Math.ceil(bytes / unit) * unit;

/** A heap from `base` on; `memory` grows as needed and never shrinks. */
export function createHeap(memory: WebAssembly.Memory, base: number): Heap {
  let end = roundUp(base, ALIGNMENT);
  /** By address, and no two of them touch. */
  const unused: Block[] = [];
  const sizes = new Map<number, number>();

  /** Takes from the end of what is in use; `memory` is made to reach as far. */
  const extend = (bytes: number): number => {
    const missing = end + bytes - memory.buffer.byteLength;
    if (missing > 0) {
      try {
        memory.grow(Math.ceil(missing / PAGE_BYTES));
      } catch {
        throw new RangeError(`out of memory: the browser gives this module no more than ${Math.round(memory.buffer.byteLength / 2 ** 20)} MB, and ${Math.ceil(bytes / 2 ** 20)} MB more are needed; a smaller batch or model may fit`);
      }
    }
    end += bytes;
    return end - bytes;
  };

  return {
    alloc(wanted) {
      const bytes = Math.max(ALIGNMENT, roundUp(wanted, ALIGNMENT));
      const found = unused.findIndex((block) => block.bytes >= bytes);
      let start: number;
      if (found < 0) {
        start = extend(bytes);
      } else {
        const block = unused[found]!;
        start = block.start;
        if (block.bytes === bytes) unused.splice(found, 1);
        else unused[found] = { start: block.start + bytes, bytes: block.bytes - bytes };
      }
      sizes.set(start, bytes);
      new Uint8Array(memory.buffer, start, bytes).fill(0);
      return start;
    },
    free(start) {
      const bytes = sizes.get(start);
      if (bytes === undefined) throw new Error('this part of memory is not in use');
      sizes.delete(start);
      let at = unused.findIndex((block) => block.start > start);
      if (at < 0) at = unused.length;
      unused.splice(at, 0, { start, bytes });
      const joins = (left: Block | undefined, right: Block | undefined) => left && right && left.start + left.bytes === right.start;
      if (joins(unused[at], unused[at + 1])) unused.splice(at, 2, { start, bytes: bytes + unused[at + 1]!.bytes });
      if (joins(unused[at - 1], unused[at])) unused.splice(at - 1, 2, { start: unused[at - 1]!.start, bytes: unused[at - 1]!.bytes + unused[at]!.bytes });
    },
  };
}
