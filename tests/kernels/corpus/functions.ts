import { defineKernel, list } from '../case';

export default defineKernel({
  title: 'functions that call functions, return structures and arrays, return early, shadow names; parameters are values',
  source: /* wgsl */ `
struct Split { quotient: i32, rest: i32, digits: array<u32, 4> }
@group(0) @binding(0) var<storage, read> x: array<i32>;
@group(0) @binding(1) var<storage, read_write> y: array<i32>;

fn main_helper(value: i32) -> i32 { return total(split(value, 7)) + late(value); }
fn total(s: Split) -> i32 {
  var t = s.quotient * 1000 + s.rest;
  for (var k = 0u; k < 4; k++) { let t2 = t; t = t2 + i32(s.digits[k]); }
  return t;
}
@must_use
fn split(value: i32, by: i32) -> Split {
  var made: Split;
  made.quotient = value / by;
  made.rest = value % by;
  var left = u32(abs(value));
  for (var k = 0; k < 4; k++) {
    made.digits[k] = left % 10u;
    left /= 10u;
  }
  return made;
}
fn late(value: i32) -> i32 {
  let value2 = value * 2;
  {
    let value2 = 5;
    if (value > 0) { return value2; }
  }
  if (value2 < -10) {
    var value2 = value2 + 1;
    value2 += 1;
    return value2;
  } else if (value2 == 0) {
    return 1;
  } else {
    nothing();
  }
  return value2;
}
fn nothing() { }

@compute @workgroup_size(3)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&x)) { return; }
  y[id.x] = main_helper(x[id.x]);
}
`,
  runs: ({ ints }) => {
    const x = Int32Array.of(0, 1, -1, -5, -6, 4321, ...ints(20, -9999, 9999));
    const digits = (v: number) => list(4, (k) => Math.floor(Math.abs(v) / 10 ** k) % 10).reduce((s, d) => s + d, 0);
    const late = (v: number) => (v > 0 ? 5 : 2 * v < -10 ? 2 * v + 2 : v === 0 ? 1 : 2 * v);
    return [{ workgroups: [9], buffers: { x, y: new Int32Array(x.length) }, expected: { y: Array.from(x, (v) => Math.trunc(v / 7) * 1000 + (v % 7) + digits(v) + late(v)) } }];
  },
});
