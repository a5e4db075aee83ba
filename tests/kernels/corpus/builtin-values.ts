import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'every compute builtin value, as parameters and as members of a structure, in a 3-D dispatch',
  source: /* wgsl */ `
struct Where {
  @builtin(local_invocation_id) local: vec3u,
  @builtin(num_workgroups) groups: vec3u,
}
@group(0) @binding(0) var<storage, read_write> y: array<array<u32, 8>>;

@compute @workgroup_size(3, 2, 4)
fn main(at: Where, @builtin(global_invocation_id) id: vec3u, @builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let groups = at.groups;
  let g = (group.z * groups.y + group.y) * groups.x + group.x;
  let k = g * 24u + lane;
  y[k] = array(at.local.x, at.local.y, at.local.z, id.x, id.y, id.z, groups.x * 100u + groups.y * 10u + groups.z, lane);
}
`,
  runs: () => {
    const [gx, gy, gz] = [2, 3, 2] as const;
    const expected = list(gx * gy * gz * 24, (k) => {
      const [g, lane] = [Math.floor(k / 24), k % 24];
      const [wx, wy, wz] = [g % gx, Math.floor(g / gx) % gy, Math.floor(g / (gx * gy))];
      const [x, y, z] = [lane % 3, Math.floor(lane / 3) % 2, Math.floor(lane / 6)];
      return [x, y, z, wx * 3 + x, wy * 2 + y, wz * 4 + z, gx * 100 + gy * 10 + gz, lane];
    });
    return [{ workgroups: [gx, gy, gz], buffers: { y: new Uint32Array(8 * expected.length) }, expected: { y: expected.flat() } }];
  },
});
