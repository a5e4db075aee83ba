import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'n-body accelerations, bodies staged through shared memory a tile at a time',
  source: /* wgsl */ `
const tile = 8u;
const softening = 0.0625;
@group(0) @binding(0) var<storage, read> bodies: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> acceleration: array<vec3f>;
var<workgroup> near: array<vec4f, tile>;

@compute @workgroup_size(tile)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let n = arrayLength(&bodies);
  let me = bodies[min(id.x, n - 1u)].xyz;
  var total = vec3f(0.0);
  for (var start = 0u; start < n; start += tile) {
    near[lane] = select(vec4f(0), bodies[min(start + lane, n - 1u)], start + lane < n);
    workgroupBarrier();
    for (var k = 0u; k < tile; k++) {
      let to = near[k].xyz - me;
      let inverse = inverseSqrt(dot(to, to) + softening);
      total += to * (near[k].w * inverse * inverse * inverse);
    }
    workgroupBarrier();
  }
  if (id.x < n) { acceleration[id.x] = total; }
}
`,
  runs: ({ floats }) => {
    const n = 21;
    const bodies = floats(4 * n, -1, 1).map((x, k) => (k % 4 === 3 ? Math.abs(x) : x));
    const body = (k: number) => [...bodies.subarray(4 * k, 4 * k + 4)] as [number, number, number, number];
    const expected = list(n, (k) => {
      const me = body(k);
      const pulls = list(n, (j) => {
        const other = body(j);
        const to = [0, 1, 2].map((c) => r.sub(other[c]!, me[c]!));
        const inverse = r.inverseSqrt(r.add(r.dot(to, to), 0.0625));
        const pull = r.mul(r.mul(r.mul(other[3], inverse), inverse), inverse);
        return to.map((z) => r.mul(z, pull));
      });
      return [...[0, 1, 2].map((c) => r.sum(pulls.map((p) => p[c]!))), null];
    });
    return [{ workgroups: [3], buffers: { bodies, acceleration: new Float32Array(4 * n) }, expected: { acceleration: expected.flat() } }];
  },
});
