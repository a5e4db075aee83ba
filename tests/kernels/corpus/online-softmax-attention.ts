import { defineKernel, list } from '../case';
import * as r from '../real';

export default defineKernel({
  title: 'attention of one query per invocation with online softmax, no shared memory',
  source: /* wgsl */ `
struct Shape { queries: u32, keys: u32 }
@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> q: array<vec4f>;
@group(0) @binding(2) var<storage, read> k: array<vec4f>;
@group(0) @binding(3) var<storage, read> v: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> out: array<vec4f>;

struct Running { high: f32, total: f32, value: vec4f }

fn fold(state: Running, score: f32, value: vec4f) -> Running {
  let high = max(state.high, score);
  let keep = exp(state.high - high);
  let weight = exp(score - high);
  return Running(high, state.total * keep + weight, state.value * keep + weight * value);
}

@compute @workgroup_size(6)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= shape.queries) { return; }
  var state = Running(-1e9, 0, vec4f());
  for (var j = 0u; j < shape.keys; j++) {
    state = fold(state, dot(q[id.x], k[j]) * 0.5, v[j]);
  }
  out[id.x] = state.value / state.total;
}
`,
  runs: ({ floats }) => {
    const [queries, keys] = [10, 9];
    const [q, k, v] = [floats(4 * queries, -2, 2), floats(4 * keys, -2, 2), floats(4 * keys, -2, 2)];
    const row = (x: Float32Array, at: number) => Array.from(x.subarray(4 * at, 4 * at + 4));
    const expected = list(queries, (at) => {
      const scores = list(keys, (j) => r.mul(r.dot(row(q, at), row(k, j)), 0.5));
      const high = Math.max(...scores.map((s) => s.value));
      const weights = scores.map((s) => r.exp(r.sub(s, high)));
      // Each further key rescales what came before: `keys` times the error of exp.
      return [0, 1, 2, 3].map((c) => {
        const mean = r.div(r.sum(weights.map((w, j) => r.mul(w, v[4 * j + c]!))), r.sum(weights));
        return r.within(mean.value, mean.error * (1 + keys));
      });
    });
    return [{ workgroups: [2], buffers: { shape: Uint32Array.of(queries, keys), q, k, v, out: new Float32Array(q.length) }, expected: { out: expected.flat() } }];
  },
});
