import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'private variables: one per invocation, initialised, kept across calls and barriers',
  source: /* wgsl */ `
struct State { seed: u32, history: array<u32, 3> }
var<private> state = State(7u, array(1, 2, 3));
var<private> counter: i32 = -2;
var<private> zero: vec3u;
@group(0) @binding(0) var<storage, read_write> y: array<u32>;

fn next() -> u32 {
  counter++;
  state.history[u32(counter) % 3u] = state.seed;
  state.seed = state.seed * 1664525u + 1013904223u;
  return state.seed >> 16u;
}

@compute @workgroup_size(11)
fn main(@builtin(global_invocation_id) id: vec3u) {
  state.seed += id.x;
  var s = 0u;
  for (var k = 0u; k < 3u + id.x % 2u; k++) { s = s * 3u + next(); }
  workgroupBarrier();
  zero.y += 1u;
  s += state.history[0] ^ (state.history[2] + zero.x + zero.y);
  if (id.x < arrayLength(&y)) { y[id.x] = s + u32(counter); }
}
`,
  runs: () => {
    const expected = list(25, (id) => {
      const history = [1, 2, 3];
      let [seed, counter, s] = [7 + id, -2, 0];
      for (let k = 0; k < 3 + (id % 2); k++) {
        counter++;
        history[(counter >>> 0) % 3] = seed;
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        s = (s * 3 + (seed >>> 16)) >>> 0;
      }
      return (s + ((history[0]! ^ ((history[2]! + 1) >>> 0)) >>> 0) + counter) >>> 0;
    });
    return [{ workgroups: [3], buffers: { y: new Uint32Array(25) }, expected: { y: expected } }];
  },
});
