import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'workgroup memory starts at zero in every workgroup: scalars, arrays, structures, atomics',
  source: /* wgsl */ `
struct Shared { total: atomic<u32>, cells: array<vec2u, 5>, m: mat2x2f }
var<workgroup> shared_state: Shared;
var<workgroup> bits: array<bool, 4>;
@group(0) @binding(0) var<storage, read_write> y: array<u32>;

@compute @workgroup_size(5)
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  var s = atomicLoad(&shared_state.total) + shared_state.cells[lane].x + shared_state.cells[lane].y;
  s += u32(bits[lane % 4u]) + u32(shared_state.m[1].x);
  workgroupBarrier();
  atomicAdd(&shared_state.total, lane + 1u);
  shared_state.cells[lane] = vec2u(100u, 200u);
  if (lane < 4u) { bits[lane] = true; }
  if (lane == 0u) { shared_state.m[1].x = 5.0; }
  workgroupBarrier();
  y[group.x * 5u + lane] = s * 1000u + atomicLoad(&shared_state.total);
}
`,
  runs: () => [{ workgroups: [4], buffers: { y: new Uint32Array(20) }, expected: { y: list(20, () => 15) } }],
});
