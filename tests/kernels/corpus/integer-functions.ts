import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'abs, sign, min, max, clamp and dot on i32 and u32, with the most negative number',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<vec3i>;
@group(0) @binding(1) var<storage, read_write> y: array<array<i32, 7>>;

@compute @workgroup_size(5)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&x)) { return; }
  let v = x[id.x];
  let n = bitcast<vec3u>(v);
  y[id.x] = array<i32, 7>(abs(v).x, sign(v).y, min(v.x, v.y), bitcast<i32>(max(n.x, n.y)), clamp(v, vec3i(-9), vec3i(9)).z, dot(v, v.yzx), bitcast<i32>(dot(n, vec3u(1, 2, 3)) + abs(clamp(n.x, 4u, 20u))));
}
`,
  runs: ({ ints }) => {
    const n = 18;
    const x = ints(4 * n, -(2 ** 31), 2 ** 31 - 1);
    x.set([-(2 ** 31), 0, 5, 0, -3, -3, -30, 0]);
    const expected = list(n, (k) => {
      const [a, b, c] = x.subarray(4 * k) as unknown as [number, number, number];
      const { imul, min, max } = Math;
      const weighted = (a + imul(b, 2) + imul(c, 3)) | 0;
      return [a === -(2 ** 31) ? a : Math.abs(a), Math.sign(b), min(a, b), max(a >>> 0, b >>> 0) | 0, min(9, max(-9, c)), (imul(a, b) + imul(b, c) + imul(c, a)) | 0, (weighted + min(20, max(4, a >>> 0))) | 0];
    });
    return [{ workgroups: [4], buffers: { x, y: new Int32Array(7 * n) }, expected: { y: expected.flat() } }];
  },
});
