import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'a least-recently-used cache simulated by each invocation: ages in a private array, while with compound conditions',
  source: /* wgsl */ `
const ways = 4u;
struct Line { tag: u32, age: u32, valid: bool }
@group(0) @binding(0) var<storage, read> addresses: array<u32>;
@group(0) @binding(1) var<storage, read> starts: array<u32>;
@group(0) @binding(2) var<storage, read_write> hits: array<u32>;
var<private> lines: array<Line, ways>;

fn touch(tag: u32) -> bool {
  var oldest = 0u;
  for (var w = 0u; w < ways; w++) {
    if (lines[w].valid) { lines[w].age += 1u; }
  }
  for (var w = 0u; w < ways; w++) {
    let line = lines[w];
    if (line.valid && line.tag == tag) {
      lines[w].age = 0u;
      return true;
    }
    if (!line.valid || (lines[oldest].valid && line.age > lines[oldest].age)) {
      if (lines[oldest].valid || w == 0u) { oldest = w; }
    }
  }
  lines[oldest] = Line(tag, 0u, true);
  return false;
}

@compute @workgroup_size(5)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x + 1u >= arrayLength(&starts)) { return; }
  var k = starts[id.x];
  while k < starts[id.x + 1u] && k < arrayLength(&addresses) {
    hits[id.x] += u32(touch(addresses[k] / 4u));
    k++;
  }
}
`,
  runs: ({ uints }) => {
    const streams = 8;
    const each = 30;
    const addresses = uints(streams * each, 0, 27);
    const expected = list(streams, (s) => {
      let recent: number[] = [];
      let hits = 0;
      for (const address of addresses.subarray(s * each, (s + 1) * each)) {
        const tag = Math.floor(address / 4);
        if (recent.includes(tag)) hits++;
        recent = [tag, ...recent.filter((other) => other !== tag)].slice(0, 4);
      }
      return hits;
    });
    return [{ workgroups: [2], buffers: { addresses, starts: Uint32Array.from(list(streams + 1, (s) => s * each)), hits: new Uint32Array(streams) }, expected: { hits: expected } }];
  },
});
