import { defineKernel, f32, list } from '../case';
import { halfBits, packHalves } from '../half';

export default defineKernel({
  title: 'f16 in memory: structures with 2-byte members, arrays with a stride of 2, matrices, workgroup tiles',
  features: ['shader-f16'],
  source: /* wgsl */ `
enable f16;
struct Mixed { a: f16, b: f16, c: f32, d: vec3h, e: f16, m: mat2x3h }
@group(0) @binding(0) var<storage, read> x: array<f16>;
@group(0) @binding(1) var<storage, read_write> y: array<Mixed>;
var<workgroup> tile: array<f16, 6>;

@compute @workgroup_size(6)
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  tile[lane] = x[group.x * 6u + lane];
  workgroupBarrier();
  if (lane == 0u) {
    let k = group.x;
    y[k].a = tile[0] * 2.0h;
    y[k].b = -tile[1];
    y[k].c = f32(tile[2]);
    y[k].d = vec3h(tile[3], tile[4], tile[5]);
    y[k].e = dot(y[k].d, vec3h(1, 0, 1));
    y[k].m = mat2x3h(1, 2, 3, 4, 5, 6) * tile[0];
  }
}
`,
  runs: ({ ints }) => {
    const groups = 3;
    const values = Array.from(ints(6 * groups, -100, 100), (n) => n / 4);
    const expected = list(groups, (g) => {
      const t = values.slice(6 * g, 6 * g + 6) as [number, number, number, number, number, number];
      const column = (from: number) => list(3, (k) => t[0] * (from + k));
      // a, b at 0 and 2; c at 4; d at 8..14; e at 14; m at 16, columns of 8 bytes. Size 32.
      const words = [packHalves([2 * t[0], -t[1]])[0]!, f32(t[2]), ...packHalves([t[3], t[4], t[5], t[3] + t[5]])];
      const last = (value: number) => halfBits(value);
      const columns = [1, 4].flatMap((from) => [packHalves(column(from).slice(0, 2))[0]!, last(column(from)[2]!)]);
      return [...words, ...columns];
    });
    return [{ workgroups: [groups], buffers: { x: packHalves(values), y: new Uint32Array(8 * groups) }, expected: { y: expected.flat() } }];
  },
});
