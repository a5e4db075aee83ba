import { describe, expect, it } from 'vitest';
import { KernelError, type GpuArray } from '../kernel';
import { openMicroscope } from './index';

const source = `@group(0) @binding(0) var<storage> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;
@compute @workgroup_size(1) fn e() { y[0] = x[0]; }`;
const floats = (n: number) => new Float32Array(n);

describe('a dispatch', () => {
  const dispatch = (buffers: Record<string, unknown>, workgroups: [number, number?] = [1]) => () =>
    openMicroscope(source).run({ entry: 'e', workgroups, buffers: buffers as Record<string, GpuArray> }, { watch: 'none' });
  it.each([
    [{ x: floats(1), y: floats(1), z: floats(1) }, 'a buffer "z", which your code does not declare'],
    [{ x: Int32Array.of(1), y: floats(1) }, 'fills "x" with i32 numbers, but your code declares it as array<f32>'],
    [{ y: floats(1) }, 'uses the buffer "x"'],
  ])('that does not fit the text is the text’s fault: %o', (buffers, message) => {
    expect(dispatch(buffers)).toThrow(KernelError);
    expect(dispatch(buffers)).toThrow(message);
  });
  it('with empty buffers, other types and impossible counts is the lab’s fault', () => {
    const good = { x: floats(1), y: floats(1) };
    expect(dispatch({ ...good, x: floats(0) })).toThrow('buffer "x" is empty');
    expect(dispatch({ ...good, x: [] })).toThrow('must be a Float32Array');
    expect(dispatch(good, [1, 1.5])).toThrow('whole numbers');
    expect(dispatch(good, [0])).not.toThrow();
  });
});
