import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'dot, cross, length, distance, normalize, reflect, refract, faceForward',
  source: /* wgsl */ `
struct Out { cross: vec3f, dot: f32, unit: vec3f, length: f32, mirrored: vec3f, distance: f32, bent: vec3f, scalar: f32, facing: vec3f, none: f32 }
@group(0) @binding(0) var<storage, read> x: array<vec3f>;
@group(0) @binding(1) var<storage, read_write> y: array<Out>;

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  if (k + 1 >= arrayLength(&x)) { return; }
  let a = x[k];
  let b = x[k + 1];
  let up = vec3f(0, 1, 0);
  y[k] = Out(cross(a, b), dot(a, b), normalize(a), length(b), reflect(a, up), distance(a, b), refract(vec3f(0.6, -0.8, 0), up, 0.75), length(a.x), faceForward(up, a, up), length(refract(vec3f(0.8, -0.6, 0.0), up, 2.0)));
}
`,
  runs: ({ ints }) => {
    const n = 13;
    const x = Float32Array.from(ints(4 * n, -24, 24), (k) => (k || 5) / 8);
    const expected = list(n - 1, (k) => {
      const a = [...x.subarray(4 * k, 4 * k + 3)] as [number, number, number];
      const b = [...x.subarray(4 * k + 4, 4 * k + 7)] as [number, number, number];
      const minor = (i: number, j: number) => r.sub(r.mul(a[i]!, b[j]!), r.mul(a[j]!, b[i]!));
      const [sx, sy] = [Math.fround(0.6), Math.fround(-0.8)];
      // refract: eta 0.75, cosine of the ray with the normal sy.
      const root = r.sqrt(r.sub(1, r.mul(0.5625, r.sub(1, r.mul(sy, sy)))));
      return [
        minor(1, 2), minor(2, 0), minor(0, 1), r.dot(a, b), ...a.map((z) => r.div(z, r.length(a))), r.length(b),
        a[0], -a[1], a[2], r.length(a.map((z, c) => z - b[c]!)), r.mul(0.75, sx), r.sub(r.mul(0.75, sy), r.add(r.mul(0.75, sy), root)), 0, r.sqrt(r.mul(a[0], a[0])),
        0, a[1] < 0 ? 1 : -1, 0, 0,
      ];
    });
    return [{ workgroups: [3], buffers: { x, y: new Float32Array(20 * (n - 1)) }, expected: { y: expected.flat() } }];
  },
});
