import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'vectors: swizzles in both spellings, writing lanes and dynamic components, mixed constructors, comparisons',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4f>;

@compute @workgroup_size(6)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  if (k >= arrayLength(&x)) { return; }
  let a = x[k];
  var v = a.wzyx;
  v.x = a.rgba.g;
  v[k % 4u] = 8.0;
  v[3] += a[k & 3u];
  y[4 * k] = v;
  y[4 * k + 1] = vec4f(a.xy, vec2f(a.zz)) * 2.0 - vec4f(a.bgr, 1);
  let p = vec3(a.xy, 3f);
  y[4 * k + 2] = vec4f(p.zx, vec2f(p.yy.xy));
  let less = a.xyz < a.yzw;
  var m = vec4f();
  m.w = select(-1.0, 1.0, less.y);
  m.y = f32(all(less));
  m.z -= 4;
  y[4 * k + 3] = m;
  y[4 * k + 3].x = -a.a;
}
`,
  runs: ({ ints }) => {
    const n = 17;
    const x = Float32Array.from(ints(4 * n, -99, 99));
    const expected = list(n, (k) => {
      const [a, b, c, d] = x.subarray(4 * k) as unknown as [number, number, number, number];
      const v = [b, c, b, a];
      v[k % 4] = 8;
      v[3]! += [a, b, c, d][k & 3]!;
      const less = [a < b, b < c, c < d];
      return [...v, 2 * a - c, 2 * b - b, 2 * c - a, 2 * c - 1, 3, a, b, b, -d, Number(less.every(Boolean)), -4, less[1] ? 1 : -1];
    });
    return [{ workgroups: [3], buffers: { x, y: new Float32Array(16 * n) }, expected: { y: expected.flat() } }];
  },
});
