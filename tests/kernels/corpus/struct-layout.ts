import { bitsOf, defineKernel, list } from '../case';

export default defineKernel({
  title: 'storage layout: padding after vec3, a scalar that fills it, @align, @size, nested structures, array strides',
  source: /* wgsl */ `
struct Inner { p: vec3f, mass: f32, tag: u32 }
struct Outer {
  head: u32,
  inner: Inner,
  @size(20) wide: i32,
  @align(32) far: vec2f,
  list: array<vec3u, 2>,
  @align(8) tail: u32,
}
@group(0) @binding(0) var<storage, read_write> data: array<Outer>;
@group(0) @binding(1) var<storage, read_write> sizes: array<u32>;

@compute @workgroup_size(3)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  if (k >= arrayLength(&data)) { return; }
  sizes[k] = arrayLength(&data);
  data[k].head = 1u + k;
  data[k].inner.p = vec3f(2, 3, 4);
  data[k].inner.mass = 5.0;
  data[k].inner.tag += 6u;
  data[k].wide = -7;
  data[k].far = vec2f(8.0, 9.0);
  data[k].list[1] = vec3u(10, 11, 12);
  data[k].list[k % 2u].y = 13u;
  data[k].tail = data[k].inner.tag;
}
`,
  // head 0; inner 16..48 (p 16, mass 28, tag 32); wide 48, 20 bytes; far at 96; list at 112, stride 16; tail 144; size 160.
  runs: () => {
    const n = 4;
    const stride = 40;
    const data = Uint32Array.from({ length: n * stride }, (_, at) => 1000 + at);
    const expected = Array.from(data) as (number | null)[];
    for (let k = 0; k < n; k++) {
      const at = (byte: number) => k * stride + byte / 4;
      const set = (byte: number, ...values: number[]) => values.forEach((value, j) => (expected[at(byte) + j] = value));
      const tag = data[at(32)]! + 6;
      set(0, 1 + k);
      set(16, bitsOf(2), bitsOf(3), bitsOf(4), bitsOf(5), tag);
      set(48, -7 >>> 0);
      set(96, bitsOf(8), bitsOf(9));
      set(128, 10, 11, 12);
      set(k % 2 === 0 ? 116 : 132, 13);
      set(144, tag);
    }
    return [{ workgroups: [2], buffers: { data, sizes: new Uint32Array(n) }, expected: { data: expected, sizes: list(n, () => n) } }];
  },
});
