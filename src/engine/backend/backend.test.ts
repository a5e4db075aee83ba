import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTypeScriptBackend, createWasmBackend, SLICE_ALIGNMENT, withArrayOperation, withOperation, WRITTEN, type Backend, type OperationName } from './index';
import { differenceOnRandomCase } from './testing';
import { createHeap } from './wasm/memory';

const wasm = await createWasmBackend();
const backends: [string, Backend][] = [createTypeScriptBackend(), wasm].map((backend) => [backend.name, backend]);

describe('wasm beside TypeScript', () => {
  it.each(Object.keys(WRITTEN) as OperationName[])('%s agrees to 1e-5 of the largest number, whatever the sizes', async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        for (const [key, difference] of Object.entries(await differenceOnRandomCase(wasm, name, seed))) expect(difference, key).toBeLessThan(1e-5);
      }),
      { numRuns: 40 },
    );
  });

  it('writes nothing outside its outputs', async () => {
    const length = 3 * SLICE_ALIGNMENT;
    const [whole, x] = [wasm.alloc(length), wasm.alloc(7)];
    wasm.write(whole, new Float32Array(length).fill(5));
    wasm.write(x, Float32Array.of(1, 2, 3, 4, 5, 6, 7));
    await wasm.add({ x, out: wasm.slice(whole, SLICE_ALIGNMENT, 7) });
    await wasm.zero({ out: wasm.slice(whole, 2 * SLICE_ALIGNMENT, 3) });
    const expected = new Float32Array(length).fill(5);
    expected.set([6, 7, 8, 9, 10, 11, 12], SLICE_ALIGNMENT);
    expected.fill(0, 2 * SLICE_ALIGNMENT, 2 * SLICE_ALIGNMENT + 3);
    expect(await wasm.read(whole)).toEqual(expected);
  });
});

describe.each(backends)('%s: buffers', (_, backend) => {
  it('begin as zeros, also where others have been', async () => {
    const first = backend.alloc(100);
    backend.write(first, new Float32Array(100).fill(1));
    backend.free(first);
    expect(await backend.read(backend.alloc(90))).toEqual(new Float32Array(90));
  });

  it('keep what is written, and slices share it; what is read is a copy', async () => {
    const whole = backend.alloc(130);
    const values = Float32Array.from({ length: 130 }, (_, i) => i);
    backend.write(whole, values);
    const slice = backend.slice(whole, 64, 5);
    expect([...(await backend.read(slice))]).toEqual([64, 65, 66, 67, 68]);
    backend.write(slice, Float32Array.of(-1, -2, -3, -4, -5));
    const read = await backend.read(whole);
    expect(read[65]).toBe(-2);
    read[65] = 9;
    expect((await backend.read(whole))[65]).toBe(-2);
    const tokens = backend.allocTokens(3);
    backend.writeTokens(tokens, Uint32Array.of(7, 8, 4_000_000_000));
    expect([...(await backend.readTokens(tokens))]).toEqual([7, 8, 4_000_000_000]);
  });

  it('refuse slices outside or off the alignment, writes of another length, and buffers of another backend', () => {
    const buffer = backend.alloc(100);
    expect(() => backend.slice(buffer, 3, 1)).toThrow('a multiple of 64, not at 3');
    expect(() => backend.slice(buffer, 64, 37)).toThrow('not inside');
    expect(() => backend.write(buffer, new Float32Array(99))).toThrow('99 numbers do not fill a buffer of 100');
    const other = createTypeScriptBackend().name === backend.name ? wasm : createTypeScriptBackend();
    expect(() => backend.add({ x: buffer, out: other.alloc(100) })).toThrow('another backend');
  });
});

describe('the heap', () => {
  it('never gives one byte twice, and has all of it again when all is free', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ free: fc.boolean(), bytes: fc.integer({ min: 0, max: 5000 }), which: fc.nat() }), { maxLength: 60 }), (actions) => {
        const memory = new WebAssembly.Memory({ initial: 1 });
        const heap = createHeap(memory, 1000);
        const used: { start: number; end: number }[] = [];
        for (const { free, bytes, which } of actions) {
          if (free && used.length > 0) {
            heap.free(used.splice(which % used.length, 1)[0]!.start);
          } else {
            const start = heap.alloc(bytes);
            expect(start % 64).toBe(0);
            expect(start).toBeGreaterThanOrEqual(1000);
            expect(start + bytes).toBeLessThanOrEqual(memory.buffer.byteLength);
            for (const other of used) expect(start + Math.max(bytes, 1) <= other.start || other.end <= start).toBe(true);
            used.push({ start, end: start + Math.max(bytes, 1) });
          }
        }
        for (const { start } of used) heap.free(start);
        const whole = memory.buffer.byteLength;
        heap.alloc(Math.max(64, used.reduce((most, { end }) => Math.max(most, end), 0) - 1024));
        expect(memory.buffer.byteLength).toBe(whole);
      }),
    );
  });

  it('says so where memory runs out, and refuses to free twice', () => {
    const heap = createHeap(new WebAssembly.Memory({ initial: 1, maximum: 2 }), 0);
    expect(() => heap.alloc(1e6)).toThrow('out of memory');
    const start = heap.alloc(10);
    heap.free(start);
    expect(() => heap.free(start)).toThrow('not in use');
  });
});

describe('an operation in another’s place', () => {
  it.each(backends)('on %s: by buffers and by arrays', async (_, backend) => {
    const [x, out] = [backend.alloc(3), backend.alloc(3)];
    backend.write(x, Float32Array.of(1, 2, 3));
    const seen: number[] = [];
    const counting = withOperation(backend, 'add', (args) => {
      seen.push(args.out.length);
      return backend.add(args);
    });
    await counting.add({ x, out });
    const doubling = withArrayOperation(backend, 'add', async (args) => {
      await Promise.resolve();
      args.x.forEach((value, i) => (args.out[i]! += 2 * value));
      args.x.fill(99);
    });
    await doubling.add({ x, out });
    expect(seen).toEqual([3]);
    expect([...(await backend.read(out))]).toEqual([3, 6, 9]);
    // What it did to its inputs stays in its own arrays.
    expect([...(await backend.read(x))]).toEqual([1, 2, 3]);
  });
});
