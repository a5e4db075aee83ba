import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'argmax of rows: value and index together through a tree, the first of equals wins',
  source: /* wgsl */ `
struct Best { value: f32, index: u32 }
@group(0) @binding(0) var<uniform> width: u32;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> winners: array<u32>;
var<workgroup> best: array<Best, 8>;

fn better(a: Best, b: Best) -> Best {
  if (b.value > a.value || (b.value == a.value && b.index < a.index)) { return b; }
  return a;
}

@compute @workgroup_size(8)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  var mine = Best(-1e30, 0xffffffffu);
  for (var k = lane; k < width; k += 8u) { mine = better(mine, Best(x[group.x * width + k], k)); }
  best[lane] = mine;
  for (var half = 4u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { best[lane] = better(best[lane], best[lane + half]); }
  }
  if (lane == 0u) { winners[group.x] = best[0].index; }
}
`,
  runs: ({ ints }) => {
    const [rows, width] = [6, 27];
    const x = Float32Array.from(ints(rows * width, 0, 12));
    const row = (k: number) => Array.from(x.subarray(k * width, (k + 1) * width));
    return [{ workgroups: [rows], buffers: { width: Uint32Array.of(width), x, winners: new Uint32Array(rows) }, expected: { winners: list(rows, (k) => row(k).indexOf(Math.max(...row(k)))) } }];
  },
});
