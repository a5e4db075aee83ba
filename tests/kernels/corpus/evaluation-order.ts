import { defineKernel } from '../case';

export default defineKernel({
  title: 'order of evaluation: operands, arguments and indices from left to right, the reference of += once',
  source: /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> y: array<i32>;
var<private> at: i32;
var<private> trace: i32;

fn step(digit: i32) -> i32 {
  trace = trace * 10 + digit;
  return digit;
}
fn slot() -> i32 {
  at++;
  return at;
}
fn three(a: i32, b: i32, c: i32) -> i32 { return a * 100 + b * 10 + c; }

@compute @workgroup_size(1)
fn main() {
  y[0] = step(1) - step(2) * step(3);
  y[1] = three(step(4), step(5), step(6));
  y[2] = trace;
  trace = 0;
  var a = array<i32, 6>(0, 10, 20, 30, 40, 50);
  a[slot()] += 5;
  a[slot()]++;
  a[slot()] = slot();
  y[3] = a[1] + a[2] + a[3] * 1000;
  y[4] = at;
  let v = vec3i(step(7), step(8), step(9));
  y[5] = v.x * v.y + trace;
  trace = 0;
  let b = (step(1) == 2 && step(2) == 2) || step(3) == 3;
  y[6] = select(step(4), step(5), b) * 1000 + trace;
  var c = 3;
  c -= c - 1;
  y[7] = c;
}
`,
  runs: () => [{ workgroups: [1], buffers: { y: new Int32Array(8) }, expected: { y: [-5, 456, 123456, 15 + 21 + 4000, 4, 56 + 789, 5000 + 1345, 1] } }],
});
