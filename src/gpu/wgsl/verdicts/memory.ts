// Overrides, address spaces, arrays, pointers, atomics. One text a line.

import { group } from './group';

export const memory = group({
  accepted: `
  const a = 3.40282346e38f * 1.00000001;
  const a = pow(0.0, 1.0);
  const a = smoothstep(2.0, 1.0, 0.5);
  const a = length(-3.0);
  fn f() { var x = 1.0; _ = smoothstep(2.0, 1.0, x); }
  fn f() { var x = 1.0; _ = ldexp(x, 128); }
  fn f() { var x = vec2f(1); _ = x / 0; }
  fn f() { var x = 1; _ = x << 31; }
  fn f() { var x = 1; _ = 1 << 40u; }
  fn f() { var x = 1u; let y: i32 = 1 << x; }
  fn f() { let a = vec3f(); let i = 3; let b = a[i]; }
  override n = 5; fn f() { var m = array<i32, 3>(); m[n] = 1; }
  override n = 0; fn f() { var m = 3; _ = m / n; }
  override n = 0; override m = 1 / n;
  override n: f32 = 1; override m: f32 = n + 1;
  override n = 1.5; var<private> x: f32 = n;
  override n = 1; var<private> x: array<i32, 2> = array(n, 2);
  override n = 4; var<workgroup> x: array<array<i32, 2>, n>;
  override n = 4; alias A = array<i32, n>; var<workgroup> x: A;
  override n = 4; var<workgroup> x: array<i32, n>; fn f() { x[3] = 1; x[5] = 1; let p = &x; let q = &x[2]; _ = x[2]; }
  override n = 4; var<workgroup> x: array<i32, n>; fn g(p: ptr<workgroup, array<i32, n>>) {} fn f() { g(&x); }
  override n = -4; var<workgroup> x: array<i32, n>;
  @id(0) override a: i32; @id(1u) override b: i32; @id(65535) override c: i32;
  const i = 3; @id(i) override a: i32;
  const g = 1; @group(g) @binding(g + 1) var<storage> x: array<i32, 2>;
  @group(1000000) @binding(100000) var<storage> x: array<i32, 2>;
  @group(0) @binding(0) var<storage> x: array<i32, 2>; @group(0) @binding(0) var<storage> y: array<i32, 2>;
  @group(0) @binding(0) var<storage> x: array<i32, 2>; @group(0) @binding(0) var<storage> y: array<i32, 2>; @compute @workgroup_size(1) fn m1() { _ = x[0]; } @compute @workgroup_size(1) fn m2() { _ = y[0]; }
  @group(0) @binding(0) var<storage, read_write> x: i32; fn f() { x = 1; x++; let p = &x; *p = 2; }
  @group(0) @binding(0) var<storage> x: array<i32, 65537>;
  var<private> x: array<i32, 65535>;
  fn f() { var x: array<i32, 65535>; }
  fn f() { let x = array<i32, 65535>(); }
  fn f() { const x = array<i32, 65535>(); }
  const x = array<i32, 65535>();
  const x = array<array<i32, 1000>, 1000>();
  @group(0) @binding(0) var<storage> x: array<i32, 1000000000>;
  @group(0) @binding(0) var<storage, read_write> x: array<atomic<i32>>; fn f() { atomicAdd(&x[0], 1); }
  var<workgroup> x: array<atomic<u32>, 4>; fn f() { let p = &x; atomicAdd(&p[0], 1); atomicStore(&(*p)[1], 2u); }
  struct S { a: atomic<u32>, b: u32 } var<workgroup> x: S; fn f() { atomicAdd(&x.a, 1); x.b = 1; let y = x.b; }
  fn f(p: ptr<workgroup, atomic<u32>>) { atomicAdd(p, 1); }
  fn f(p: ptr<storage, atomic<u32>, read_write>) { atomicAdd(p, 1); }
  fn f(p: ptr<uniform, u32>) -> u32 { return *p; }
  fn f(p: ptr<storage, array<u32>>) -> u32 { return arrayLength(p); }
  alias P = ptr<function, u32>; fn f(p: P) { *p = 1; }
  fn f(p: ptr<private, vec4f>) { (*p).x = 1; p.y = 2; p[2] = 3; *p += 1; }
  fn f(p: ptr<function, i32>) { let q = &*p; *q = 1; let r = &(*q); }
  fn f() { var x = 1; let p = &x; _ = p; }
  fn f() { var x = 1; (x) = 2; ((x)) += 1; (*&x) = 3; *&x = 4; }
  fn f() { var a = array<i32,2>(); let p = &a[0]; let i = 1; let q = &a[i]; *q = *p; }
  fn f() { var m = mat2x2f(); let p = &m[0]; *p = vec2f(1); }
  fn f() { var s = vec4f(); s.xy = vec2f(); }
  fn f() { var s = vec4f(); s.xy += vec2f(1); }
  fn f() { var s = vec4f(); s.xyzw = s; }
  fn f() { let s = vec4f().xyxy.zw.x; }
  `,
  refused: `
  const a = 3.40282350e38f;
  const a = f32(3.40282350e38);
  fn f() { var x = 1.0; _ = smoothstep(1.0, 1.0, x); }
  fn f() { var x = 1.0; _ = clamp(x, 2.0, 1.0); }
  fn f() { var x = 1.0; _ = ldexp(x, 129); }
  fn f() { var x = vec2i(1); _ = x / vec2i(1, 0); }
  fn f() { var x = vec2i(1); _ = x / 0; }
  fn f() { var x = vec2i(1); _ = x % 0; }
  fn f() { var x = 1u; x <<= 32u; }
  fn f() { var x = 1u; x /= 0u; }
  fn f() { var x = 1; x /= 0; }
  fn f() { var x = 1u; x = 1 << x; }
  fn f() { var x = 1u; let y: u32 = 1 << x; }
  fn f() { var a = array(1,2,3); let b = a[3u]; }
  fn f() { let a = array(1,2,3); let b = a[3u]; }
  fn f() { var m = mat2x2f(); let b = m[2]; }
  fn f() { var m = mat2x2f(); let b = m[1][2]; }
  fn f() { var m = mat2x2f(); m[4294967295u] = vec2f(); }
  fn f() { var m = array<i32, 3>(); m[4294967295] = 1; }
  fn f() { var m = array<i32, 3>(); m[1.5] = 1; }
  fn f() { var m = array<i32, 3>(); m[true] = 1; }
  override n = 0; const a = n;
  override n: i32; override m = n / 0;
  override n: u32 = -1;
  override n = 1; const_assert n == 1;
  override n = 1; fn f() { const x = n; }
  override n = 1; fn f() { switch 1 { case n: {} default: {} } }
  override n = 1; struct S { @size(n) x: i32 }
  override n = 4; fn f() { var x: array<i32, n>; }
  override n = 4; var<workgroup> x: array<array<i32, n>, 2>;
  override n = 4; struct S { x: array<i32, n> }
  override n = 4; var<workgroup> x: array<i32, n>; fn f() { let y = x; }
  override n = 4; var<workgroup> x: array<i32, n + 1>; fn g(p: ptr<workgroup, array<i32, n + 1>>) {} fn f() { g(&x); }
  override n = 4; var<workgroup> x: array<i32, n>; fn f() { _ = arrayLength(&x); }
  override n = 4; var<workgroup> x: array<i32, n>; fn f() { _ = workgroupUniformLoad(&x); }
  override n = 4; var<storage> x: array<i32, n>;
  override n = 4; @group(0) @binding(n) var<storage> x: array<i32, 2>;
  override n = 1.5; var<workgroup> x: array<i32, n>;
  override n = 4; @compute @workgroup_size(n * 2, n + 1u) fn f() {}
  override n = 4.0; @compute @workgroup_size(n) fn f() {}
  override n: bool = 1;
  override n: array<i32,2>;
  @id(1) const a = 1;
  @group(1.0) @binding(0) var<storage> x: array<i32, 2>;
  @group(0) @binding(0) var<storage> x: array<i32, 2>; @group(0) @binding(0) var<storage> y: array<i32, 2>; fn f() { _ = x[0]; } fn g() { _ = y[0]; } @compute @workgroup_size(1) fn main() { f(); g(); }
  var<private> x: array<i32, 65536>;
  var<private> x: array<i32, 65537>;
  var<workgroup> x: array<i32, 65536>;
  var<workgroup> x: array<i32, 100000>;
  fn f() { var x: array<i32, 65536>; }
  fn f() { let x = array<i32, 65536>(); }
  @group(0) @binding(0) var<storage> x: array<i32, 2147483647>;
  @group(0) @binding(0) var<storage> x: array<array<i32, 100000>, 100000>;
  struct S { a: atomic<u32>, b: u32 } var<workgroup> x: S; fn f() { let y = x; }
  struct S { a: atomic<u32>, b: u32 } var<private> x: S;
  struct S { a: atomic<u32>, b: u32 } fn f() { let y = S(); }
  fn f(p: ptr<function, atomic<u32>>) { }
  fn f(p: ptr<storage, atomic<u32>>) { atomicAdd(p, 1); }
  fn f(p: ptr<storage, atomic<u32>, read>) { }
  fn f(p: ptr<uniform, u32>) { *p = 1; }
  fn f(p: ptr<storage, u32>) { *p = 1; }
  fn f(p: ptr<storage, u32, write>) { *p = 1; }
  fn f(p: ptr<handle, u32>) { }
  fn f(p: ptr<function, array<u32>>) { }
  fn f(p: ptr<function, ptr<function, u32>>) { }
  fn f(p: ptr<function, u32>) -> ptr<function, u32> { return p; }
  fn f(p: ptr<function, vec4f>) { p->x = 1; }
  fn f(p: ptr<function, vec4f>) { *p.x = 1; }
  fn f(p: ptr<function, array<i32, 4>>) { *p[0] = 1; }
  fn f() { var x = 1; let p: ptr<function, i32> = &x; let q: ptr<function, i32, read_write> = &x; }
  fn f() { var x = 1; let p: ptr<private, i32> = &x; }
  fn f() { var x = 1; let p = &x; let y = p + 1; }
  fn f() { var x = 1; let p = &x; let y: i32 = p; }
  fn f() { var x = 1; let p = &x; p = &x; }
  fn f() { var x = 1; let p = &x; if p == p {} }
  fn f() { var x = 1; let p = &(x); let q = &x + 1; }
  fn f() { let x = &1; }
  fn f() { var m = mat2x2f(); let p = &m[0][1]; }
  struct S { v: vec3f } fn f() { var s: S; let p = &s.v; (*p).x = 1; let q = &s.v.x; }
  fn f() { let s = vec2f().stpq; }
  `,
});
