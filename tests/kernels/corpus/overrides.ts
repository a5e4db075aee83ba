import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'overrides: by name and @id, defaults that depend on others, in the workgroup size, array sizes and expressions',
  source: /* wgsl */ `
override width: u32 = 4;
@id(7) override gain: f32 = 0.5;
override area = width * rows;
override rows: u32;
override negate: bool = false;
const extra = 2u;
var<workgroup> tile: array<u32, area>;
@group(0) @binding(0) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(width, rows)
fn main(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  let lane = local.y * width + local.x;
  tile[area - 1u - lane] = lane * extra;
  workgroupBarrier();
  let at = group.x * area + lane;
  if (at >= arrayLength(&y)) { return; }
  let value = gain * f32(tile[lane]);
  y[at] = select(value, -value, negate);
}
`,
  runs: () => {
    const run = (width: number, rows: number, gain: number, negate: boolean, constants: Record<string, number>, n: number) => ({
      workgroups: [Math.ceil(n / (width * rows))] as [number],
      buffers: { y: new Float32Array(n) },
      constants,
      expected: { y: list(n, (at) => (negate ? -1 : 1) * gain * 2 * (width * rows - 1 - (at % (width * rows)))) },
    });
    return [run(4, 3, 0.5, false, { rows: 3 }, 20), run(5, 2, 3, true, { rows: 2, width: 5, '7': 3, negate: 1 }, 17)];
  },
});
