import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'components of vectors, columns and elements of matrices by an index known only at run time',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> m: array<mat4x3f>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(6)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  if (k >= arrayLength(&m)) { return; }
  var local = m[k];
  let column = k % 4u;
  let row = i32(k) % 3;
  local[column][row] += 100.0;
  local[(column + 1u) & 3u] = local[column];
  m[k][column][row] = -1.0;
  m[k][3 - column].z = 0.5;
  let value = local;
  var v = vec4f(value[0].x, value[1].y, value[2].z, value[3][row]);
  v[row] *= 2.0;
  var flags = vec3<bool>();
  flags[row] = true;
  y[k] = v[0] + v[1] * 2.0 + v.z * 4.0 + v.w * 8.0 + select(0.0, 0.25, flags.y);
}
`,
  runs: ({ ints }) => {
    const n = 14;
    const m = Float32Array.from(ints(16 * n, -20, 20));
    const after = Array.from(m) as (number | null)[];
    const y = list(n, (k) => {
      const local = list(4, (c) => [...m.subarray(16 * k + 4 * c, 16 * k + 4 * c + 3)]);
      const [column, row] = [k % 4, k % 3];
      local[column]![row]! += 100;
      local[(column + 1) & 3] = [...local[column]!];
      after[16 * k + 4 * column + row] = -1;
      after[16 * k + 4 * (3 - column) + 2] = 0.5;
      const v = [local[0]![0]!, local[1]![1]!, local[2]![2]!, local[3]![row]!];
      v[row]! *= 2;
      return v[0]! + 2 * v[1]! + 4 * v[2]! + 8 * v[3]! + (row === 1 ? 0.25 : 0);
    });
    return [{ workgroups: [3], buffers: { m, y: new Float32Array(n) }, expected: { m: after, y } }];
  },
});
