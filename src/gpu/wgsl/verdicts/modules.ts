// Whole small modules: types, names, what students mistype. One text a line.

import { group } from './group';

export const modules = group({
  accepted: `
  const a = 1; const b: u32 = a; const c: f32 = a;
  const a = b; const b = 3;
  const huge = 4294967296; const small = huge / 65536;
  const a = 0x1p4 + 0x1.8p1f;
  const a = 1e3f + .5f + 1.f + 0f;
  const a = 2147483647i + 1i;
  const a = 0u - 1u;
  const a = vec3(1, 2, 3) * 2.0; const_assert a.y == 4.0;
  const a = array(1, 2.5, 3); const_assert a[1] == 2.5;
  const a = false && (1 / 0 == 1);
  const a = true || (vec2(1, 2)[5] == 1);
  const a = 1 << 31u; const_assert a == 2147483648;
  const a = u32(-1i); const_assert a == 4294967295u;
  const a = i32(3.7); const b = i32(-3.7f); const_assert a == 3 && b == -3;
  const a = u32(-5.5f); const_assert a == 0u;
  const a = mat2x2(1, 2, 3, 4) * vec2(1, 0); const_assert a.y == 2.0;
  const a = bitcast<f32>(0x3f800000u); const_assert a == 1.0;
  const a = clamp(5, 1, 3); const_assert a == 3;
  const a = min(1, 2.5); const b = max(1u, 2);
  const a = select(1, 2.5, true);
  const a = modf(1.5); const_assert a.whole == 1.0;
  const a = frexp(8.0); const_assert a.exp == 4;
  const a = extractBits(0xf0u, 4u, 4u); const_assert a == 15u;
  const a = pack4x8unorm(vec4f(1)); const_assert a == 0xffffffffu;
  const a = dot(vec2(1, 2), vec2(3, 4)); const_assert a == 11;
  const a = all(vec2(1, 2) == vec2(1, 2)); const_assert a;
  const a = vec2(); const_assert a.x == 0;
  const a = vec3f(vec2f(1), 2).zyx;
  const a = -1 % 3; const_assert a == -1;
  const a = -7 / 2; const_assert a == -3;
  const a = ~0u; const b = !true; const c = -vec2(1, 2);
  override n: u32; override m = n * 2; @id(5) override k: bool = true;
  override n = 4; var<workgroup> a: array<f32, n * 2>;
  override n: u32; @compute @workgroup_size(n, 2) fn main() {}
  alias F = f32; alias V = vec2<F>; var<private> v: V = V(1, 2);
  struct A { b: B, c: array<B, 2> } struct B { x: f32, } var<private> a: A;
  struct A { @align(16) x: f32, @size(32) y: f32 }
  struct A { x: vec3f, y: f32 } @group(0) @binding(0) var<uniform> a: A;
  struct A { n: u32, xs: array<f32> } @group(0) @binding(0) var<storage> a: A;
  @group(0) @binding(0) var<uniform> a: array<vec4f, 4>;
  fn f(p: ptr<function, i32>) { *p = 1; } fn g() { var x = 1; f(&x); let p = &x; f(p); }
  fn f(p: ptr<workgroup, u32>) -> u32 { return *p; } var<workgroup> a: array<u32, 4>; fn g() { _ = f(&a[2]); }
  fn f(p: ptr<storage, array<f32>, read_write>) { p[0] = 1; } @group(0) @binding(0) var<storage, read_write> a: array<f32>; fn g() { f(&a); }
  struct S { x: i32 } fn f(p: ptr<function, S>) { p.x = 1; (*p).x += 2; }
  fn max(a: i32) -> i32 { return a; } const a = min(1, 2); fn g() { _ = max(1); }
  fn f() -> i32 { if true { return 1; } else { return 2; } }
  fn f(x: i32) -> i32 { switch x { case 1: { return 1; } default: { return 2; } } }
  fn f() -> i32 { loop { return 1; } }
  fn f() -> i32 { loop { break; } return 1; }
  fn f() -> i32 { return 1; } fn g() { f(); }
  @must_use fn f() -> i32 { return 1; } fn g() { _ = f(); }
  /* a /* nested */ comment */ const a = 1; // and another
  const a = array<array<i32, 2>, 2>(array(1, 2), array(3, 4)); const_assert a[1][0] == 3;
  const ünïcode = 1; const Δ = ünïcode;
  @diagnostic(off, derivative_uniformity) fn f() {}
  diagnostic(warning, derivative_uniformity); const a = 1;
  const a = 1; const_assert a == 1 ; const_assert(a < 2);
  @compute @workgroup_size(1,) fn main() {}
  struct In { @builtin(local_invocation_index) i: u32, @builtin(workgroup_id) w: vec3u } @compute @workgroup_size(8) fn main(in: In, @builtin(num_workgroups) n: vec3u) {}
  requires unrestricted_pointer_parameters, pointer_composite_access; const a = 1;
  const a = 0x7fffffffffffffff; const b = -0x7fffffffffffffff - 1;
  ;;; const a = 1;;
  struct S { x: f32, y: i32 } const s = S(1, 2); const_assert s.y == 2;
  const a = vec4<bool>(true, vec2(false), true);
  const a = u32(true) + 1; const b = bool(2.5);
  const a = array<f32, 3>(); const_assert a[2] == 0;
  const n = 3; alias A = array<vec2<f32>, n + 1>; var<private> a: A;
  const a = 1.0 / 3; const b: f32 = a;
  const a = vec2<u32>(vec2<i32>(1, 2)); const b = vec2<f32>(vec2<bool>(true, false));
  const a = mat2x2<f32>(vec2f(1, 2), vec2f(3, 4)) * 2;
  const a = transpose(mat2x3f(1, 2, 3, 4, 5, 6))[2][1]; const_assert a == 6;
  const a = determinant(mat2x2(1, 2, 3, 4)); const_assert a == -2;
  const a = sqrt(4) + pow(2, 3) + exp2(3);
  const a = length(vec2(3, 4)); const_assert a == 5;
  const a = sign(-3) + abs(-2); const_assert a == 1;
  const a = (1 < 2) == true;
  struct A { n: f32, xs: array<f32, 4> } @group(0) @binding(0) var<uniform> a: A;
  const a = modf(1);
  `,
  refused: `
  const a = -2147483648i;
  const a = 1
  const a = 012;
  const a = 1 / 0;
  const a = 1.0 / 0.0;
  const a = 9223372036854775807 + 1;
  const a: i32 = 2147483648;
  const a: u32 = -1;
  const a: f32 = 1e40;
  const a = 1u << 32u;
  const a = 1i << 31u;
  const a = 3u << 31u;
  const a = i32(2147483648);
  const a = -2147483648i / -1i;
  const a = vec2(1, 2)[2];
  const a = array(1, 2)[-1];
  const a = sqrt(-1.0);
  const a = log(0.0);
  const a = acos(2.0);
  const a = bitcast<f32>(0x7f800000u);
  const a = clamp(1, 3, 2);
  const a = extractBits(1u, 30u, 4u);
  const a = 1u + 1i;
  const a = 1 + true;
  const a = vec2(1u, 2i);
  const a = vec2f(1, 2, 3);
  const a = vec3(1, 2);
  const a = array(1, true);
  const a = array<i32, 2>(1, 2, 3);
  const a = mat2x2(1, 2, 3);
  const a = !1;
  const a = -1u;
  const a = ~1.0;
  const a = 1 < 2 < 3;
  const a = 1 & 2 | 3;
  const a = true && false || true;
  const a = 1 + 2 << 3u;
  const a = 1 << 2 << 3;
  const a = b; const b = a;
  const a = a;
  const a = c;
  const a = 1; const a = 2;
  const a = f(); fn f() -> i32 { return 1; }
  const_assert 1 == 2;
  const_assert 1;
  const __a = 1;
  const _ = 1;
  const enum = 1;
  const var = 1;
  const NULL = 1;
  override a = vec2(1, 2);
  override a;
  @id(1) override a = 1; @id(1) override b = 2;
  @id(70000) override a = 1;
  @id(-1) override a = 1;
  let a = 1;
  var a = 1;
  var<private> a;
  var<function> a: i32;
  var<storage> a: array<f32>;
  var<workgroup> a: i32 = 1;
  var<workgroup> a: array<f32>;
  var<private> a: array<f32>;
  var<private> a: atomic<i32>;
  @group(0) @binding(0) var<storage> a: atomic<i32>;
  @group(0) @binding(0) var<storage> a: bool;
  @group(0) @binding(0) var<uniform> a: array<f32>;
  @group(0) @binding(0) var<storage, write> a: array<f32>;
  @group(0) @binding(0) var<private> a: i32;
  @group(0) var<storage> a: array<f32>;
  @group(0) @binding(-1) var<storage> a: array<f32>;
  @group(0) @group(0) @binding(0) var<storage> a: array<f32>;
  @group(0) @binding(0) var<uniform> a: i32; @group(0) @binding(0) var<uniform> b: i32; @compute @workgroup_size(1) fn main() { _ = a + b; }
  var<private> a: array<i32, 0>;
  var<private> a: array<i32, -1>;
  var<private> a: array<i32, 1.5>;
  override n = 4; var<private> a: array<f32, n>;
  struct A {}
  struct A { a: A }
  struct A { b: B } struct B { a: A }
  struct A { x: i32, x: f32 }
  struct A { xs: array<f32>, n: u32 }
  struct A { @align(3) x: f32 }
  struct A { @align(2) x: f32 }
  struct A { @size(2) x: f32 }
  struct A { @foo x: f32 }
  struct A { x: ptr<function, f32> }
  alias A = B; alias B = A;
  alias A = vec3<vec2<f32>>;
  alias A = mat2x2<i32>;
  alias A = vec3;
  alias A = array;
  alias A = atomic<f32>;
  alias A = ptr<function>;
  alias A = ptr<private, i32, read>;
  alias A = array<f32, 4, 4>;
  alias A = u8;
  fn f() { f(); }
  fn f() { g(); } fn g() { f(); }
  fn f() -> i32 { }
  fn f() -> i32 { if true { return 1; } }
  fn f() -> i32 { return 1.5; }
  fn f() -> i32 { return; }
  fn f() { return 1; }
  fn f() -> array<f32> { }
  fn f(a: i32, a: i32) { }
  fn f(a: i32) { let a = 1; }
  fn f(a: array<f32>) { }
  fn f(a: atomic<i32>) { }
  fn f() { g(); }
  fn f(a: i32) {} fn g() { f(1u); }
  fn f(a: i32) {} fn g() { f(1, 2); }
  fn f(a: i32) {} fn g() { f(); }
  fn f() {} fn g() { let a = f(); }
  fn f() {} fn g() { _ = f; }
  fn f(p: ptr<function, i32>) {} fn g() { var x: f32; f(&x); }
  fn f(p: ptr<function, i32>) {} var<private> a: i32; fn g() { f(&a); }
  fn f(p: ptr<function, i32>, q: ptr<function, i32>) { *p = *q; } fn g() { var x = 1; f(&x, &x); }
  var<private> a: i32; fn f(p: ptr<private, i32>) { *p = a; } fn g() { f(&a); }
  @must_use fn f() -> i32 { return 1; } fn g() { f(); }
  @must_use fn f() {}
  @compute fn main() {}
  @workgroup_size(1) fn main() {}
  @compute @workgroup_size() fn main() {}
  @compute @workgroup_size(0) fn main() {}
  @compute @workgroup_size(-1) fn main() {}
  @compute @workgroup_size(1, 1, 1, 1) fn main() {}
  @compute @workgroup_size(1.0) fn main() {}
  @compute @workgroup_size(1i, 1u) fn main() {}
  @compute @workgroup_size(1) fn main() -> i32 { return 1; }
  @compute @workgroup_size(1) fn main(a: i32) {}
  @compute @workgroup_size(1) fn main(@builtin(local_invocation_index) a: i32) {}
  @compute @workgroup_size(1) fn main(@builtin(position) a: vec4f) {}
  @compute @workgroup_size(1) fn main(@builtin(nothing) a: u32) {}
  @compute @workgroup_size(1) fn main(@builtin(local_invocation_index) a: u32, @builtin(local_invocation_index) b: u32) {}
  @compute @workgroup_size(1) fn main() {} fn f() { main(); }
  @compute @compute @workgroup_size(1) fn main() {}
  enable nothing;
  requires nothing;
  const a = 1; enable f16;
  const a = 1h;
  const a: f16 = 1;
  /* never closed
  const a = "text";
  const a = 0x;
  const a = 1.0e;
  const a = 0x1.0000001p0f;
  const a = arrayLength(1);
  const a = workgroupBarrier();
  const a = vec2(1, 2).z;
  const a = vec2(1, 2).xr;
  const a = vec2(1, 2).xxxxx;
  const a = min(1, 2, 3);
  const a = min(1u, 2i);
  const a = dot(1, 2);
  const a = cross(vec2f(1), vec2f(2));
  const a = select(1, 2, 3);
  const a = select(1u, 2i, true);
  const a = pack4x8unorm(vec3f());
  const a = bitcast<vec2<f32>>(1u);
  const a = all(1);
  const a = f32;
  const a = f32(1, 2);
  const a = f32(vec2f(1));
  const a = vec2<f32>(vec2<i32>(1, 2), 1);
  const a = vec3<f32>(vec2<i32>(1, 2), 1);
  const a = x.y;
  @compute const a = 1;
  fn f() { } }
  fn f( { }
  struct S { x: f32 y: f32 }
  `,
});
