import { defineKernel } from '../case';

export default defineKernel({
  title: 'bool: short circuits that skip side effects, & | without them, vectors of bool, select, any, all',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<i32>;
@group(0) @binding(1) var<storage, read_write> result: array<u32>;
var<private> calls: u32;

fn seen(value: bool) -> bool {
  calls += 1u;
  return value;
}

@compute @workgroup_size(5)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&x)) { return; }
  let v = x[id.x];
  let a = v > 0 && seen(v < 10);
  let b = v > 0 || seen(v < -10);
  let c = (v > 0) & seen(v < 10);
  let d = (v > 0) | seen(!(v < -10));
  let e = vec3<bool>(a, b, c) == vec3<bool>(b, b, d);
  let g = select(vec3u(1, 2, 4), vec3u(8, 16, 32), e);
  var bits = g.x + g.y + g.z;
  if (any(e)) { bits |= 64u; }
  if (all(vec2<bool>(a, d))) { bits |= 128u; }
  bits |= u32(a != b) << 8;
  bits |= select(0u, 512u, !c);
  var flag: bool;
  flag = !flag && true;
  bits |= u32(flag) << 10;
  result[2 * id.x] = bits;
  result[2 * id.x + 1] = calls;
}
`,
  runs: ({ ints }) => {
    const x = Int32Array.of(0, 1, 9, 10, 11, -1, -10, -11, ...ints(15, -20, 20));
    const expected = Array.from(x, (v) => {
      let calls = 2;
      if (v > 0) calls++;
      else calls++;
      const a = v > 0 && v < 10;
      const b = v > 0 || v < -10;
      const c = a;
      const d = v > 0 || !(v < -10);
      const e = [a === b, true, c === d];
      let bits = (e[0] ? 8 : 1) + 16 + (e[2] ? 32 : 4);
      bits |= 64 | (a && d ? 128 : 0) | (a !== b ? 256 : 0) | (c ? 0 : 512) | 1024;
      return [bits, calls];
    });
    return [{ workgroups: [5], buffers: { x, result: new Uint32Array(2 * x.length) }, expected: { result: expected.flat() } }];
  },
});
