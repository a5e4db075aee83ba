import { defineKernel } from '../case';

export default defineKernel({
  title: 'GPU puzzle: blocks, an array longer than a workgroup',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
const block = 4u;

@compute @workgroup_size(block)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let i = group.x * block + local.x;
  if (i < arrayLength(&a)) { out[i] = a[i] + 10.0; }
}
`,
  runs: ({ ints }) => {
    const a = Float32Array.from(ints(9, -50, 50));
    return [{ workgroups: [3], buffers: { a, out: new Float32Array(9) }, expected: { out: a.map((x) => x + 10) } }];
  },
});
