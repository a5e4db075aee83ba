import { defineKernel, list } from '../case';

export default defineKernel({
  title: '& | ^ ~ on i32, u32 and vectors, and their compound assignments',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<vec2i>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4i>;

@compute @workgroup_size(4, 2)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let k = group.x * 8 + lane;
  if (k >= arrayLength(&x)) { return; }
  let a = x[k].x;
  let b = x[k].y;
  var v = vec4i(a & b, a | b, a ^ b, ~a);
  v &= vec4i(0x7fffffff);
  v |= vec4i(i32(k) + 1);
  v ^= vec4i(b, a, b, a);
  let w = bitcast<vec4u>(v) & ~vec4u(0xF0u, 0xF00, 0xF000, 0);
  y[k] = bitcast<vec4i>(w);
}
`,
  runs: ({ ints }) => {
    const x = ints(2 * 21, -(2 ** 31), 2 ** 31 - 1);
    const expected = list(21, (k) => {
      const [a, b] = [x[2 * k]!, x[2 * k + 1]!];
      const masks = [0xf0, 0xf00, 0xf000, 0];
      return [a & b, a | b, a ^ b, ~a].map((z, c) => ((((z & 0x7fffffff) | (k + 1)) ^ [b, a, b, a][c]!) & ~masks[c]!) | 0);
    });
    return [{ workgroups: [3], buffers: { x, y: new Int32Array(84) }, expected: { y: expected.flat() } }];
  },
});
