import { defineKernel } from '../case';

export default defineKernel({
  title: 'Floyd-Warshall on one workgroup: a round for each vertex, storage barriers between',
  source: /* wgsl */ `
const n = 9u;
const far = 1000000u;
@group(0) @binding(0) var<storage, read_write> distances: array<u32, n * n>;

@compute @workgroup_size(n, n)
fn main(@builtin(local_invocation_id) local: vec3u) {
  let at = local.y * n + local.x;
  for (var via = 0u; via < n; via++) {
    let candidate = min(far, distances[local.y * n + via] + distances[via * n + local.x]);
    let own = distances[at];
    storageBarrier();
    if (candidate < own) { distances[at] = candidate; }
    storageBarrier();
  }
}
`,
  runs: ({ rng }) => {
    const [n, far] = [9, 1000000];
    const distances = Uint32Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 0 : rng.uniform() < 0.3 ? rng.integer(1, 50) : far));
    const d = Array.from(distances);
    for (let via = 0; via < n; via++) for (let k = 0; k < n * n; k++) d[k] = Math.min(d[k]!, d[Math.floor(k / n) * n + via]! + d[via * n + (k % n)]!);
    return [{ workgroups: [1], buffers: { distances }, expected: { distances: d } }];
  },
});
