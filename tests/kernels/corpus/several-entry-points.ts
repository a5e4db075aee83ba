import { defineKernel, type KernelRun } from '../case';

export default defineKernel({
  title: 'several entry points in one text: each uses only its own buffers; helpers and overrides are shared',
  source: /* wgsl */ `
override factor: i32 = 2;
@group(0) @binding(0) var<storage, read> x: array<i32>;
@group(0) @binding(1) var<storage, read_write> y: array<i32>;
@group(0) @binding(2) var<storage, read_write> total: atomic<i32>;
@group(0) @binding(3) var<uniform> limit: u32;

fn scaled(k: u32) -> i32 { return factor * x[k]; }

@compute @workgroup_size(7)
fn scale(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&y)) { y[id.x] = scaled(id.x); }
}

@compute @workgroup_size(3, 2)
fn sum(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  let k = group.y * 6u + lane;
  if (k < limit) { atomicAdd(&total, scaled(k)); }
}
`,
  runs: ({ ints }): KernelRun[] => {
    const x = ints(20, -100, 100);
    const total = Array.from(x.subarray(0, 17)).reduce((s, z) => s + 3 * z, 50);
    return [
      { entry: 'scale', workgroups: [3], buffers: { x, y: new Int32Array(20) }, expected: { y: Array.from(x, (z) => 2 * z) } },
      { entry: 'sum', workgroups: [1, 3], constants: { factor: 3 }, buffers: { x, total: Int32Array.of(50), limit: Uint32Array.of(17) }, expected: { total: [total] } },
    ];
  },
});
