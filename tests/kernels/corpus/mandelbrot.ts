import { defineKernel, f32, list } from '../case';

export default defineKernel({
  title: 'Mandelbrot: iterations until escape, each pixel its own number of rounds',
  source: /* wgsl */ `
struct View { origin: vec2f, step: f32, limit: u32, width: u32, height: u32 }
@group(0) @binding(0) var<uniform> view: View;
@group(0) @binding(1) var<storage, read_write> rounds: array<u32>;

@compute @workgroup_size(8, 4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= view.width || id.y >= view.height) { return; }
  let c = view.origin + view.step * vec2f(id.xy);
  var z = vec2f();
  var k = 0u;
  while (k < view.limit && dot(z, z) <= 4.0) {
    // Snapped to a grid: sums and products stay exact, so that every machine escapes in the same round.
    z = floor((vec2f(z.x * z.x - z.y * z.y, 2.0 * z.x * z.y) + c) * 256.0) / 256.0;
    k++;
  }
  rounds[id.y * view.width + id.x] = k;
}
`,
  runs: () => {
    const [width, height, limit] = [30, 17, 40];
    const rounds = list(width * height, (at) => {
      const c = [-2 + (at % width) / 8, -1 + Math.floor(at / width) / 8] as const;
      let [x, y, k] = [0, 0, 0];
      const snap = (v: number) => Math.floor(v * 256) / 256;
      while (k < limit && x * x + y * y <= 4) {
        [x, y] = [snap(x * x - y * y + c[0]), snap(2 * x * y + c[1])];
        k++;
      }
      return k;
    });
    return [{ workgroups: [4, 5], buffers: { view: Uint32Array.of(f32(-2), f32(-1), f32(0.125), limit, width, height), rounds: new Uint32Array(rounds.length) }, expected: { rounds } }];
  },
});
