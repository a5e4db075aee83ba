import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'workgroupUniformLoad: a value that one invocation wrote steers a loop with barriers, scalar and structure',
  source: /* wgsl */ `
struct Plan { rounds: u32, shift: u32 }
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
var<workgroup> plan: Plan;
var<workgroup> flag: atomic<u32>;
var<workgroup> data: array<u32, 9>;

@compute @workgroup_size(9)
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  if (lane == 4u) { plan = Plan(x[group.x] % 4u, x[group.x] % 5u); }
  data[lane] = lane * lane + group.x;
  atomicAdd(&flag, lane);
  let p = workgroupUniformLoad(&plan);
  for (var k = 0u; k < p.rounds; k++) {
    let other = data[(lane + p.shift) % 9u];
    workgroupBarrier();
    data[lane] += other;
    workgroupBarrier();
  }
  if (workgroupUniformLoad(&flag) == 36u) { workgroupBarrier(); }
  y[group.x * 9u + lane] = data[lane];
}
`,
  runs: ({ uints }) => {
    const x = uints(7, 0, 100);
    const expected = Array.from(x, (n, g) => {
      let v = list(9, (k) => k * k + g);
      for (let round = 0; round < n % 4; round++) v = v.map((z, k) => z + v[(k + (n % 5)) % 9]!);
      return v;
    });
    return [{ workgroups: [7], buffers: { x, y: new Uint32Array(63) }, expected: { y: expected.flat() } }];
  },
});
