import { defineKernel } from '../case';

export default defineKernel({
  title: 'lookup tables: const arrays by dynamic index, module constants of structures, a state machine over bytes',
  source: /* wgsl */ `
struct Rule { next: array<u32, 2>, emit: i32 }
const rules = array<Rule, 3>(
  Rule(array(1u, 0u), 0),
  Rule(array(1u, 2u), 1),
  Rule(array<u32, 2>(1u, 0u), -2),
);
const sines = array<f32, 4>(0, 1, 0, -1);
@group(0) @binding(0) var<storage, read> bits: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<vec2f>;

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&bits)) { return; }
  var state = 0u;
  var sum = 0;
  for (var k = 0u; k < 32u; k++) {
    state = rules[state].next[(bits[id.x] >> k) & 1u];
    sum += rules[state].emit;
  }
  y[id.x] = vec2f(f32(sum), sines[(bits[id.x] >> 3u) % 4u] * sines[1]);
}
`,
  runs: ({ uints }) => {
    const bits = uints(11, 0, 0xffffffff);
    const next = [[1, 0], [1, 2], [1, 0]];
    const expected = Array.from(bits, (word) => {
      let [state, sum] = [0, 0];
      for (let k = 0; k < 32; k++) {
        state = next[state]![(word >>> k) & 1]!;
        sum += [0, 1, -2][state]!;
      }
      return [sum, [0, 1, 0, -1][(word >>> 3) % 4]!];
    });
    return [{ workgroups: [3], buffers: { bits, y: new Float32Array(22) }, expected: { y: expected.flat() } }];
  },
});
