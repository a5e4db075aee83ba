import { defineKernel } from '../case';

const choose = (v: number): number => {
  if (v === 1 || v === 2) return 12;
  if (v === -3) return 30;
  if (v === 9) return 94;
  if (v === 40) return 400;
  return v > 1000 ? 8 : 7;
};

export default defineKernel({
  title: 'switch: several selectors, default among them, break, continue of the loop around, return, nested, constants',
  source: /* wgsl */ `
const nine = 3 * 3;
@group(0) @binding(0) var<storage, read> x: array<i32>;
@group(0) @binding(1) var<storage, read_write> y: array<i32>;

fn choose(v: i32) -> i32 {
  switch v {
    case 1, 2: { return 12; }
    case -3 { return 30; }
    case default, 5 {
      if (v > 1000) { return 8; }
      break;
    }
    case nine: {
      switch (bitcast<u32>(v) & 1u) {
        case 0u: { return 90; }
        case 1u, 0xffffffffu: { return 94; }
        default: {}
      }
    }
    case 40: {
      var s = 0;
      for (var k = 0; k < 10; k++) {
        switch k {
          case 3, 7: { continue; }
          case 9: { break; }
          default: { s += 50; }
        }
      }
      return s + 50;
    }
  }
  return 7;
}

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&x)) { y[id.x] = choose(x[id.x]); }
}
`,
  runs: ({ ints }) => {
    const x = Int32Array.of(1, 2, -3, 5, 9, 40, 0, 1001, -1, ...ints(10, -5, 12));
    return [{ workgroups: [5], buffers: { x, y: new Int32Array(x.length) }, expected: { y: Array.from(x, choose) } }];
  },
});
