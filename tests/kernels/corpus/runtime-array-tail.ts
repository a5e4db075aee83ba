import { defineKernel, f32, list, u32 } from '../case';

export default defineKernel({
  title: 'a structure that ends in a runtime-sized array of structures; arrayLength from the buffer',
  source: /* wgsl */ `
struct Item { key: u32, weight: f32, at: vec2f }
struct Items { total: u32, gain: f32, items: array<Item> }
@group(0) @binding(0) var<storage, read_write> store: Items;

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let n = arrayLength(&store.items);
  if (id.x == 0u) { store.total = n; }
  if (id.x >= n) { return; }
  let item = &store.items[id.x];
  (*item).weight *= store.gain;
  item.at = item.at.yx;
  (*item).key = (*item).key ^ id.x;
}
`,
  runs: ({ ints }) => {
    const n = 7;
    const values = ints(4 * n, 0, 50);
    const parts = list(n, (k) => [values[4 * k]!, values[4 * k + 1]!, values[4 * k + 2]!, values[4 * k + 3]!] as const);
    const store = Uint32Array.of(u32(99), f32(1.5), ...parts.flatMap(([key, w, x, y]) => [u32(key), f32(w), f32(x), f32(y)]));
    const expected = Uint32Array.of(u32(n), f32(1.5), ...parts.flatMap(([key, w, x, y], k) => [u32(key ^ k), f32(1.5 * w), f32(y), f32(x)]));
    return [{ workgroups: [2], buffers: { store }, expected: { store: expected } }];
  },
});
