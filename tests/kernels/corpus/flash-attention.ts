import { defineKernel, list } from '../case';
import * as r from '../real';

/** One row of causal attention, as exactly as f32 may give it in any order of the sums. */
function attentionRow(q: number[], keys: number[][], values: number[][]): r.Real[] {
  const scale = Math.fround(1 / Math.sqrt(q.length));
  const scores = keys.map((k) => r.mul(r.dot(q, k), scale));
  const high = Math.max(...scores.map((s) => s.value));
  const weights = scores.map((s) => r.exp(r.sub(s, high)));
  // The running maximum rescales sums once a tile: as many more roundings.
  const once = r.exp(0);
  const sum = r.mul(r.mul(r.sum(weights), once), once);
  return q.map((_, c) => r.div(r.mul(r.mul(r.sum(weights.map((w, k) => r.mul(w, values[k]![c]!))), once), once), sum));
}

export default defineKernel({
  title: 'flash attention, causal: key and value tiles in shared memory, running maximum and sum, output never in a score matrix',
  source: /* wgsl */ `
const d = 8u;
const rows = 4u;
const columns = 4u;
@group(0) @binding(0) var<uniform> length: u32;
@group(0) @binding(1) var<storage, read> q: array<f32>;
@group(0) @binding(2) var<storage, read> k: array<f32>;
@group(0) @binding(3) var<storage, read> v: array<f32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;
var<workgroup> key_tile: array<array<f32, d>, columns>;
var<workgroup> value_tile: array<array<f32, d>, columns>;

@compute @workgroup_size(rows)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.x * rows + lane;
  let live = row < length;
  var query: array<f32, d>;
  var sums: array<f32, d>;
  for (var c = 0u; c < d; c++) { query[c] = select(0.0, q[min(row, length - 1u) * d + c], live); }
  var high = -1e30;
  var total = 0.0;
  for (var start = 0u; start < min(length, (group.x + 1u) * rows); start += columns) {
    let source = min(start + lane, length - 1u);
    for (var c = 0u; c < d; c++) {
      key_tile[lane][c] = k[source * d + c];
      value_tile[lane][c] = v[source * d + c];
    }
    workgroupBarrier();
    var scores: array<f32, columns>;
    var tile_high = high;
    for (var j = 0u; j < columns; j++) {
      var s = 0.0;
      for (var c = 0u; c < d; c++) { s += query[c] * key_tile[j][c]; }
      scores[j] = select(-1e30, s * 0.35355338, start + j <= row && start + j < length);
      tile_high = max(tile_high, scores[j]);
    }
    let rescale = exp(high - tile_high);
    total *= rescale;
    for (var c = 0u; c < d; c++) { sums[c] *= rescale; }
    for (var j = 0u; j < columns; j++) {
      if (start + j > row || start + j >= length) { continue; }
      let p = exp(scores[j] - tile_high);
      total += p;
      for (var c = 0u; c < d; c++) { sums[c] += p * value_tile[j][c]; }
    }
    high = tile_high;
    workgroupBarrier();
  }
  if (live) {
    for (var c = 0u; c < d; c++) { out[row * d + c] = sums[c] / total; }
  }
}
`,
  runs: ({ floats }) =>
    [1, 11].map((length) => {
      const d = 8;
      const [q, k, v] = [floats(length * d, -2, 2), floats(length * d, -2, 2), floats(length * d, -2, 2)];
      const row = (x: Float32Array, at: number) => Array.from(x.subarray(at * d, at * d + d));
      // Rescaling by exp(high − new high) compounds the error of exp with each tile; allow as many as there are tiles.
      const tiles = Math.ceil(length / 4);
      const loosened = (x: r.Real) => r.within(x.value, x.error * (1 + tiles));
      const expected = list(length, (at) => attentionRow(row(q, at), list(at + 1, (j) => row(k, j)), list(at + 1, (j) => row(v, j))).map(loosened));
      return { workgroups: [tiles], buffers: { length: Uint32Array.of(length), q, k, v, out: new Float32Array(q.length) }, expected: { out: expected.flat() } };
    }),
});
