import { bitsOf, defineKernel } from '../case';

export default defineKernel({
  title: 'bitcast between f32, i32, u32, their vectors and vec2<f16>-sized words; sortable keys of floats',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> keys: array<u32>;
@group(0) @binding(2) var<storage, read_write> back: array<f32>;

fn sortable(value: f32) -> u32 {
  let bits = bitcast<u32>(value);
  let mask = bitcast<u32>(-bitcast<i32>(bits >> 31u)) | 0x80000000u;
  return bits ^ mask;
}

fn unsortable(key: u32) -> f32 {
  let mask = ((key >> 31u) - 1u) | 0x80000000u;
  return bitcast<f32>(key ^ mask);
}

@compute @workgroup_size(3)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&x)) { return; }
  let key = sortable(x[id.x]);
  keys[id.x] = key;
  let four = bitcast<vec4i>(vec4f(unsortable(key)));
  back[id.x] = bitcast<vec4f>(four).w;
}
`,
  runs: ({ floats }) => {
    const x = Float32Array.of(0, 1, -1, 3.4028234663852886e38, -3.4028234663852886e38, ...floats(24, -1000, 1000));
    const key = (value: number) => (value < 0 ? ~bitsOf(value) >>> 0 : (bitsOf(value) | 0x80000000) >>> 0);
    return [{ workgroups: [10], buffers: { x, keys: new Uint32Array(x.length), back: new Float32Array(x.length) }, expected: { keys: Array.from(x, key), back: x } }];
  },
});
