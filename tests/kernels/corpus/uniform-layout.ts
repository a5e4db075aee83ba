import { defineKernel, f32, i32, list, u32 } from '../case';

export default defineKernel({
  title: 'uniform buffers: matrices, arrays with a stride of 16, nested structures at 16',
  source: /* wgsl */ `
struct Light { direction: vec3f, power: f32 }
struct Params {
  transform: mat4x4<f32>,
  tilt: mat3x3<f32>,
  lights: array<Light, 3>,
  table: array<vec4<i32>, 2>,
  count: u32,
  scale: vec2<f32>,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(1) @binding(2) var<storage, read_write> result: array<vec4<f32>>;

@compute @workgroup_size(8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let k = i32(id.x);
  let p = vec4<f32>(f32(k), 1.0, -1.0, 1.0);
  var lit = 0.0;
  for (var l = 0; l < 3; l = l + 1) {
    lit = lit + params.lights[l].power * dot(params.lights[l].direction, params.tilt * p.xyz);
  }
  result[k] = params.transform * p + vec4<f32>(lit * params.scale, f32(params.table[k % 2][k % 4]), 0.0);
}
`,
  runs: ({ ints, rng }) => {
    const [m, tilt] = [ints(16, -3, 3), ints(9, -3, 3)];
    const lights = list(3, () => [...ints(3, -2, 2), rng.integer(1, 3)]);
    const table = ints(8, -9, 9);
    const count = 11;
    const scale = [0.5, -2];
    const params = Uint32Array.of(
      ...Array.from(m, f32), ...list(3, (c) => [f32(tilt[3 * c]!), f32(tilt[3 * c + 1]!), f32(tilt[3 * c + 2]!), f32(0)]).flat(),
      ...lights.flat().map(f32), ...Array.from(table, i32), u32(count), u32(0), f32(scale[0]!), f32(scale[1]!),
    );
    const times = (a: ArrayLike<number>, n: number, v: number[]) => list(n, (row) => v.reduce((s, z, c) => s + a[n * c + row]! * z, 0));
    const expected = list(count, (k) => {
      const p = [k, 1, -1, 1];
      const q = times(tilt, 3, p.slice(0, 3));
      const lit = lights.reduce((s, [x, y, z, power]) => s + power! * (x! * q[0]! + y! * q[1]! + z! * q[2]!), 0);
      return times(m, 4, p).map((z, c) => z + [lit * scale[0]!, lit * scale[1]!, table[4 * (k % 2) + (k % 4)]!, 0][c]!);
    });
    return [{ workgroups: [2], buffers: { params, result: new Float32Array(4 * count) }, expected: { result: expected.flat() } }];
  },
});
