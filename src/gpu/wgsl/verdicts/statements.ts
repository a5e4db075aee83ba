// Declarations and their scopes, statements, behaviours, diagnostics. One text a line.

import { group } from './group';

export const statements = group({
  accepted: `
  fn f(p: ptr<workgroup, bool>) {}
  fn f(p: ptr<uniform, array<f32, 4>>) {}
  var<workgroup> x: bool;
  var<workgroup> x: array<bool, 4>;
  struct S { b: bool } var<private> x: S; var<workgroup> y: S;
  @group(0) @binding(0) var<storage> x: array<array<f32, 2>>;
  @group(0) @binding(0) var<storage, read_write> x: array<f32>; fn f() { let y = &x; _ = (*y)[0]; y[1] = 2; }
  @group(0) @binding(0) var<storage, read_write> x: array<f32>; fn f() { let y = &x; _ = arrayLength(y); }
  struct S { n: u32, x: array<f32> } @group(0) @binding(0) var<storage, read_write> x: S; fn f() { _ = arrayLength(&x.x); let y = &x.x; _ = arrayLength(y); x.x[2] = f32(x.n); }
  var<private> x = 1; var<private> y = vec2(1.0, 2); fn f() { let a: i32 = x; let b: vec2f = y; }
  var<private> x = 1u + 2; const y = 3; var<private> z = y;
  var<private> x = array(1, 2); fn f() { x[0] = 3; }
  @group(0) @binding(0) var<storage, read,> x: i32;
  var<private,> x: i32;
  struct f32 { x: i32 } var<private> y: f32;
  alias i32 = f32; var<private> y: i32 = 1.5;
  fn vec3(a: i32) -> i32 { return a; } const b = 2; fn g() { let x: i32 = vec3(b); }
  fn vec3f() {} fn g() { let x = vec3(1, 2, 3); }
  fn f() { let f = 1; let g = f; }
  fn f(f: i32) {}
  fn f() { var f = 1; f = 2; }
  fn f() { let vec3 = 1; let y = vec3; }
  fn f() { let i32 = 1; let y = i32; }
  const x = 2; fn f() { const x = x + 1; const_assert x == 3; }
  fn f() { if true { let x = 1; } let x = 2; }
  fn f() { for (let i = 0; i < 1; ) { let i = 2; break; } }
  fn f() { for (const i = 0; i < 1; ) { break; } }
  fn f() { for (var i = 0; i < 1; i++) { var i = 2; } let i = 1; }
  fn f(a: i32) { { let a = 2; } }
  fn f(a: i32) { for (var a = 0; a < 1; a++) {} }
  fn f() { loop { let x = 1; continuing { let y = x; let x = 2; break if x > y; } } }
  fn f() { loop { let x = 1; continuing { break if x == 1; } } }
  fn f() { loop { let y = 1; if true { continue; } var x = 1; continuing { _ = y; break if true; } } }
  fn f() { loop { { if true { continue; } var x = 1; } let y = 1; continuing { break if true; } } }
  fn f() { loop { let x = 1; loop { if true { continue; } break; } let y = 2; continuing { _ = y; break if true; } } }
  fn f() { loop { continuing { loop { break; } break if true; } } }
  fn f() { loop { continuing { switch 1 { default: { break; } } break if true; } } }
  fn f() { loop { continuing { while true { continue; } break if true; } } }
  fn f() { loop { continuing { break if true; } } }
  fn f() { loop { return; } }
  fn f() { loop { if true { return; } } }
  fn f() { for (;;) { return; } }
  fn f() { for (;;) { if true { break; } continue; } }
  fn f() { while true { return; } }
  fn f() { while false { } }
  fn f() -> i32 { for (;;) { return 1; } }
  fn f() -> i32 { switch 1 { case 1: { return 1; } default: { } } return 2; }
  fn f() -> i32 { { return 1; } }
  fn f() -> i32 { if true { return 1; } else if false { return 2; } else { return 3; } }
  fn f() -> i32 { loop { loop { break; } return 1; } }
  fn f() -> i32 { loop { loop { return 1; } } }
  fn f() -> i32 { return 1; return 2; }
  fn f() -> i32 { return 1; let x = 1; }
  fn f() -> f32 { return 1; }
  fn f() -> vec2f { return vec2(1, 2); }
  fn f() -> array<f32, 2> { return array(1, 2); }
  fn f() { loop { break; break; } }
  fn f() { while true { break; continue; } }
  fn f() { ; }
  fn f() { {}; }
  fn f() { const_assert true; }
  fn f() { const_assert(true); const x = 1; const_assert x == 1 && true; }
  fn f() { switch 1 { case 1 { } default { } } }
  fn f() { switch 1 { case 1, 2, { } default: { } } }
  fn f() { switch 1 { case (1): { } default: { } } }
  fn f() { switch (1) { case 1 + 1: { } case vec2(3, 4).x: { } default: { } } }
  fn f() { switch 1 { case 1, default { } } }
  fn f() { switch 1 { case default, 1 { } } }
  fn f() { switch 1 { case default { } } }
  fn f() { switch 1u { case 1: { } case 2u: { } default: { } } }
  fn f() { switch 1 { case 1i: { } case 2: { } default: { } } }
  fn f() { switch 1 { case 1u: { } case 2: { } default: { } } }
  fn f() { switch 1 { case -1: { } case 1: { } default: { } } }
  fn f() { var x = 1u; switch x { case 4000000000: { } default: { } } }
  fn f() { switch 1 { case 1: { let x = 1; } default: { let x = 2; } } }
  fn f() { var<function> a: i32 = 1; }
  fn f() { @diagnostic(off, derivative_uniformity) if true { } }
  fn f() { @diagnostic(off, derivative_uniformity) { } @diagnostic(off, derivative_uniformity) for (;;) { break; } @diagnostic(off, derivative_uniformity) while true @diagnostic(off, derivative_uniformity) { break; } }
  fn f() { @diagnostic(off, derivative_uniformity) switch 1 @diagnostic(off, derivative_uniformity) { default @diagnostic(off, derivative_uniformity) { } } }
  fn f() { @diagnostic(off, derivative_uniformity) loop @diagnostic(off, derivative_uniformity) { break; continuing @diagnostic(off, derivative_uniformity) { } } }
  fn f() { @diagnostic(off, nothing) { } }
  fn f() { @diagnostic(off, a.b) { } }
  fn f() @diagnostic(off, derivative_uniformity) { }
  diagnostic(off, derivative_uniformity); diagnostic(off, derivative_uniformity);
  enable subgroups;
  enable subgroups,;
  enable subgroups, subgroups;
  requires packed_4x8_integer_dot_product;
  requires readonly_and_readwrite_storage_textures;
  `,
  refused: `
  fn f(p: ptr<uniform, bool>) {}
  fn f(p: ptr<storage, bool>) {}
  fn f(p: ptr<uniform, atomic<i32>>) {}
  alias P = ptr<private, atomic<i32>>;
  struct S { b: bool } @group(0) @binding(0) var<storage> x: S;
  struct S { x: array<f32> } var<private> x: S;
  struct S { x: array<f32> } fn f() { var x: S; }
  struct S { x: array<f32> } fn f(s: S) {}
  struct S { x: array<f32> } fn f() -> S {}
  struct S { x: array<f32> } struct T { s: S }
  struct S { x: array<f32> } @group(0) @binding(0) var<storage> x: array<S>;
  struct S { x: array<f32> } @group(0) @binding(0) var<storage> x: array<S, 2>;
  struct S { x: array<f32> } @group(0) @binding(0) var<uniform> x: S;
  @group(0) @binding(0) var<storage> x: array<array<f32>>;
  @group(0) @binding(0) var<storage> x: array<array<f32>, 2>;
  @group(0) @binding(0) var<storage> x: vec3<bool>;
  @group(0) @binding(0) var<storage> x: i32 = 3;
  @group(0) @binding(0) var<storage, read_write> x: array<f32>; fn f() { let y = x; }
  struct S { n: u32, x: array<f32> } @group(0) @binding(0) var<storage, read_write> x: S; fn f() { _ = arrayLength(&x); }
  var<private> x: i32 = y; var<private> y: i32 = 1;
  var<private, read_write> x: i32;
  var<workgroup, read> x: i32;
  @group(0) @binding(0) var<uniform, read> x: i32;
  @foo var<private> x: i32;
  const private = 1; var<private> x: i32;
  alias read = f32; @group(0) @binding(0) var<storage, read> x: i32;
  const x = 1; alias x = i32;
  const array = 1; var<private> x: array<i32, 2>;
  fn f() { let i32 = 1; let y: i32 = 1; }
  fn f() { const x = x; }
  fn f() { let x = x; }
  fn f() { { let x = 1; } let y = x; }
  fn f() { loop { if true { continue; } const x = 1; continuing { _ = x; break if true; } } }
  fn f() { loop { if true { continue; } var x = 1; continuing { x = 1; break if true; } } }
  fn f() { loop { { let z = 1; if true { continue; } } let x = 1; continuing { _ = x; break if true; } } }
  fn f() { loop { switch 1 { case 1: { continue; } default: { } } let y = 2; continuing { _ = y; break if true; } } }
  fn f() { loop { continuing { for (;;) { continue; } break if true; } } }
  fn f() { loop { continuing { if true { return; } break if true; } } }
  fn f() { loop { continuing { while true { return; } break if true; } } }
  fn f() { loop { continuing { break if 1; } } }
  fn f() { loop { break if true; } }
  fn f() { loop { continuing { break if true; let x = 1; } } }
  fn f() { loop { continuing { } break; } }
  fn f() { loop { continuing { let x = 1; break if x == 1; } let y = 1; } }
  fn f() { loop { continue; } }
  fn f() -> i32 { while true { return 1; } }
  fn f() -> i32 { for (var i = 0; i < 1; i++) { return 1; } }
  fn f() -> i32 { loop { if true { break; } return 1; } }
  fn f() -> i32 { switch 1 { case 1: { return 1; } default: { break; } } }
  fn f() -> i32 { if true { return 1; } else if false { return 2; } }
  fn f() -> i32 { return 1; return 2.5; }
  fn f() { return f32(); }
  fn f() -> i32 { loop {} }
  fn f() -> i32 { continue; }
  fn f() { break; }
  fn f() { if true { break; } }
  fn f() { switch 1 { default: { continue; } } }
  fn f() { return return; }
  fn f() { const_assert false; }
  fn f() { const_assert 1 < 2, "text"; }
  fn f() { let x = 1; const_assert x == 1; }
  fn f() { switch 1 { } }
  fn f() { switch 1 { default, 1: { } } }
  fn f() { switch 1 { case 1u: { } case 2i: { } default: { } } }
  fn f() { switch 1i { case 1u: { } default: { } } }
  fn f() { switch true { case true: { } default: { } } }
  fn f() { switch 1 { case 1: { } case 0 + 1: { } default: { } } }
  fn f() { switch 1u { case -1: { } default: { } } }
  fn f() { switch 1 { case 4000000000: { } default: { } } }
  fn f() { if 1 == 1 { } else { } else { } }
  fn f() { if (true) { } else (true) { } }
  fn f() { if true {} elseif true {} }
  fn f() { let x = if true { 1 } else { 2 }; }
  fn f() { a: i32 = 1; }
  fn f() { var a: i32 = 1, b: i32 = 2; }
  fn f() { var<function, read_write> a: i32 = 1; }
  fn f() { let<function> a: i32 = 1; }
  fn f() { @diagnostic(off, derivative_uniformity) let x = 1; }
  fn f() { @diagnostic(off, derivative_uniformity) @diagnostic(error, derivative_uniformity) { } }
  fn f() { @diagnostic(off, derivative_uniformity) @diagnostic(off, derivative_uniformity) { } }
  fn f() { @diagnostic(nothing, derivative_uniformity) { } }
  fn f() { @diagnostic(off, a.b.c) { } }
  fn f() { @diagnostic(off) { } }
  diagnostic(off, derivative_uniformity); diagnostic(error, derivative_uniformity);
  diagnostic(off, derivative_uniformity)
  diagnostic off, derivative_uniformity;
  enable f16, subgroups
  requires;
  const a = 1; requires packed_4x8_integer_dot_product;
  const a = 1; diagnostic(off, derivative_uniformity);
  `,
});
