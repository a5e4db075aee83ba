import { defineKernel } from '../case';

export default defineKernel({
  title: 'GPU puzzle: blocks in two dimensions',
  source: /* wgsl */ `
@group(0) @binding(0) var<uniform> size: vec2u;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(3, 3)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= size.x || id.y >= size.y) { return; }
  let at = id.y * size.x + id.x;
  out[at] = a[at] + f32(id.x) - f32(id.y);
}
`,
  runs: ({ ints }) => {
    const [width, height] = [5, 7];
    const a = Float32Array.from(ints(width * height, -50, 50));
    return [{ workgroups: [2, 3], buffers: { size: Uint32Array.of(width, height), a, out: new Float32Array(35) }, expected: { out: a.map((x, k) => x + (k % width) - Math.floor(k / width)) } }];
  },
});
