import { defineKernel, list } from '../case';
import { packHalves } from '../half';

export default defineKernel({
  title: 'f16 as bits: bitcast to and from u32, pack2x16float beside it, matrices of f16, integers to f16 and back, private f16',
  features: ['shader-f16'],
  source: /* wgsl */ `
enable f16;
struct Scale { by: f16, add: vec2h }
@group(0) @binding(0) var<uniform> scale: Scale;
@group(0) @binding(1) var<storage, read> x: array<u32>;
@group(0) @binding(2) var<storage, read_write> y: array<vec4u>;
var<private> last: vec2<f16>;

fn turn(v: ptr<function, vec2h>) { *v = mat2x2h(0h, 1h, -1h, 0h) * *v; }

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&x)) { return; }
  var v = bitcast<vec2<f16>>(x[id.x]);
  last = v * scale.by + scale.add;
  turn(&v);
  let both = bitcast<vec4<f16>>(vec2u(x[id.x], bitcast<u32>(v)));
  y[id.x] = vec4u(
    bitcast<u32>(v), bitcast<u32>(last), pack2x16float(vec2f(both.xw)),
    bitcast<u32>(vec2h(f16(id.x), f16(i32(both.y)))) + u32(both.x > both.y) + u32(abs(both.x)),
  );
}
`,
  runs: ({ ints }) => {
    const n = 14;
    // Quarters below 16: every product and sum is exact.
    const values = Array.from(ints(2 * n, -60, 60), (k) => (k || 1) / 4);
    const x = packHalves(values);
    const pair = (a: number, b: number) => packHalves([a, b])[0]!;
    const expected = list(n, (k) => {
      const [a, b] = [values[2 * k]!, values[2 * k + 1]!];
      return [pair(-b, a), pair(a * 0.5 + 1, b * 0.5 - 2), pair(a, a), (pair(k, Math.trunc(b) + 0) + Number(a > b) + Math.trunc(Math.abs(a))) >>> 0];
    });
    // A zero's sign is WGSL's to ignore, so no truncated value may be one: −0 becomes 0 on its way through i32.
    return [{ workgroups: [4], buffers: { scale: Uint32Array.of(packHalves([0.5, 0])[0]!, packHalves([1, -2])[0]!), x, y: new Uint32Array(4 * n) }, expected: { y: expected.flat() } }];
  },
});
