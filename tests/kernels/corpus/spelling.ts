import { defineKernel } from '../case';

export default defineKernel({
  title: 'spelling: nested comments, templates in both forms, trailing commas, names that JavaScript or Unicode might mind',
  source: /* wgsl */ `
/* a comment /* inside a comment */ still outside: fn main() {} */
diagnostic(off, derivative_uniformity);
requires pointer_composite_access;
@group(0) @binding(0) var<storage,read_write>result:array<u32,>;;
struct Δτ { läng: u32, π2: f32, }
const function_ = 1; const prototype = 2; const constructor = 3; const _proto_ = 4; const arguments = 5; const eval = 6; const this_ = 7;
fn toString(hasOwnProperty: u32) -> u32 { return hasOwnProperty * 2; } // a comment to the end of the line
fn Math(x: u32,) -> u32 { let length = x; return length+/* between */1; }
fn less(a: u32, b: u32, c: bool) -> u32 { return select(1u, 2u, a<b && c); }

@compute @workgroup_size(1,1,1,)
fn main() {
  let NaN = 8u; let Infinity = 9u; let undefined = 10u;
  var Array = array<u32, 4>(1u,2,3u,0x4,);
  let v = vec2<u32>(Array[0],Array[1]);
  let shifted = vec2<u32>(8)>>vec2<u32>(1);
  let delta = Δτ(11, 1.5e0f);
  result[0] = function_+prototype+constructor+_proto_+arguments+eval+this_;
  result[1] = toString(NaN)+Math(Infinity)*undefined;
  result[2] = u32(delta.läng)*u32(delta.π2*2f)+shifted.x;
  result[3] = less(v.x,v.y,v.y>v.x);
  result[4] = u32(-(-3)) + u32(!(!true)) + ~(~5u) + u32(- -2);
  result[5] = 0x1fu - 0XAu;
  { { ; } }
}
`,
  runs: () => [{ workgroups: [1], buffers: { result: new Uint32Array(6) }, expected: { result: [28, 16 + 100, 11 * 3 + 4, 2, 3 + 1 + 5 + 2, 31 - 10 + 0] } }],
});
