// Bodies of a kernel without inputs. One text a line.

import { group } from './group';

const before = `@compute @workgroup_size(1) fn main() { `;

export const bodies = group({
  before,
  after: ' }',
  accepted: `
  var a = 1; a += 2; a++; a--; a <<= 1u; a = a >> 1; a %= 3;
  var v = vec3f(1, 2, 3); v.x = 2; v[1] += 3; let w = v.zyx.xy + v.rg;
  let a = 1; { let a = 2.0; _ = a; } _ = a;
  for (var i = 0; i < 4; i++) { if i == 2 { continue; } }
  for (;;) { break; }
  var i = 0; while i < 4 { i += 1; }
  var i = 0; loop { i++; continuing { i++; break if i > 4; } }
  var i = 0; loop { if i > 3 { break; } continuing { i++; } }
  switch 3 { case 1, 2: { } case 3, default: { } }
  switch 3u { case 1: { } default { break; } }
  let p = 1; var q = p; let r = &q; *r = 3; (*r)++; *r += 1;
  var a = array<i32, 3>(1, 2, 3); let i = 2; a[i] = 4; let p = &a[1]; *p = 3;
  var m = mat2x3f(); m[1] = vec3f(1); m[1][2] = 3; m *= 2.0; let v = m * vec2f(1);
  const n = 3; var a: array<f32, n>; const_assert n == 3;
  let a = (1 | 2) ^ 3; let b = 1 + 2 * 3 - 4; let c = 5u & 3u & 1u;
  let x = 5u; let y = x << 2; let z = x << (1u + 1u); let w = 1 << x;
  if true { } else if false { } else { }
  var a: i32; var b: vec4<bool>; b.x = a > 0;
  let s = array(vec2f(1, 2), vec2f(3, 4)); let i = 1; let t = s[i].x;
  var x = 1.0; x = 3; x = -x; x = x % 2;
  let a = vec2i(3) << vec2u(1); let b = vec2f(1) * 3; let c = 3.0 / vec2f(1);
  let a = i32(3u) + i32(2.5) + i32(true);
  let f = 1.0; let r = modf(f).fract + frexp(f).fract; let e = ldexp(f, 3);
  return;
  { } ;; { ; }
  let a = select(vec2f(1), vec2f(2), vec2<bool>(true, false));
  var a = 5; let b = a / 2 + a % 3;
  let a = 2147483648u; let b = -2147483648;
  let max = 3; let f32 = max; _ = f32;
  let a = bitcast<vec2<f32>>(vec2<u32>(1, 2)); let b = bitcast<i32>(3.5);
  var a = 1; let p = &a; let q = p; *q = 2;
  let a = array<vec3f, 2>(); _ = a[1].y; let i = 1u; _ = a[i];
  loop { loop { break; } break; }
  var i = 0; loop { continue; continuing { break if i == 0; } }
  switch 1 { default: { } }
  switch 1 { case 1: { switch 2 { default: { break; } } } default: { } }
  _ = vec3(1, 2, 3); _ = 1; _ = all(vec2(true));
  let x = 1u; let y = x * 2 + 3; let z = 3 - x;
  var a = 1; if a == 1 { return; } a = 2;
  while true { break; }
  let v = vec4f(); let a = v.x; let b = (v + v).yz; let c = vec3f(v.xy, 1)[2];
  let a = u32(3000000000); let b = 3000000000u;
  var b = true; b = b && !b; b |= true; b = b != false;
  return; let a = 1;
  var a = 1; let b = --a;
  `,
  refused: `
  let a = 1; a = 2;
  const a = 1; a = 2;
  var a = 1; a = 2.5;
  var a = 1; a = 2u;
  var a = 1; a += 2.0;
  var a = 1.5; a++;
  var a = vec2i(); a++;
  let a: f32 = 1i;
  let a;
  var a;
  var a = 1; var a = 2;
  a = 1;
  1 = 2;
  1 + 2;
  vec2(1, 2);
  min(1, 2);
  var v = vec2f(); let p = &v.x;
  var v = vec2f(); let p = &v[0];
  let v = 1; let p = &v;
  let a = *1;
  if 1 { }
  if (true) return;
  while 1 { }
  for (var i = 0; i; i++) { }
  for (;;) { }
  loop { }
  loop { continuing { } }
  while true { let a = 1; } _ = a;
  break;
  continue;
  loop { break; continuing { break; } }
  loop { break; continuing { continue; } }
  loop { break; continuing { return; } }
  loop { if true { continue; } let a = 1; continuing { _ = a; break if true; } }
  switch 1 { case 1: { } }
  switch 1 { case 1: { } case 1: { } default: { } }
  switch 1 { default: { } default: { } }
  switch 1.0 { default: { } }
  switch 1u { case 1i: { } default: { } }
  var a = 1; switch 1 { case a: { } default: { } }
  switch 1 { case 1: { fallthrough; } default: { } }
  var a = 5; let b = a / 0;
  var a = 5u; let b = a % 0u;
  var a = 5; let b = a << 32u;
  var a = 5; let b = a << 1i;
  var a = array<i32, 3>(); a[3] = 1;
  var a = array<i32, 3>(); a[1.0] = 1;
  var a = array<i32, 3>(); let i = -1; const j = -1; a[j] = 1;
  let a = array(1, 2); a[0] = 1;
  var a = 1; a.x = 1;
  var a = 1; a[0] = 1;
  var a = 1; let b = a + 1u;
  var a = 1; let b: u32 = a;
  var a = true; let b = a + a;
  var a = true; let b = a && 1;
  var a = vec2f(); let b = a + vec3f();
  var a = vec2f(); let b = a == vec2i();
  var a = vec2f(); if a == a { }
  var a = mat2x2f(); let b = a / 2;
  var a = mat2x2f(); let b = a + 1;
  var a = mat2x3f(); let b = a * vec3f();
  var a = mat2x2f(); let b = a == a;
  var a = mat2x2f(); let b = -a;
  var<private> a: i32;
  var<workgroup> a: i32;
  override a = 1;
  fn f() {}
  struct S { x: i32 }
  discard;
  return 1;
  let a = b;
  let a = max;
  let a = i32;
  let p = 1; let q = p.x;
  var p = &p;
  let f = fn;
  _ = workgroupBarrier();
  let a = 1 let b = 2;
  let a = (1;
  let a = 1);
  const a = array<f32>(1, 2);
  var i = 1; const n = i;
  var i = 1; const_assert i == 1;
  var a: array<f32>;
  var a: atomic<u32>;
  let a = 4294967295;
  let a = 2147483648;
  var a = 1; clamp(a, 3, 1);
  var a = 1; let b = clamp(a, 3, 1);
  var a = 1u; let b = extractBits(a, 30, 4);
  var a = 1; let b = a--;
  var a = 1; ++a;
  let a = true ? 1 : 2;
  let a = 1; if a = 1 { }
  var a = 1, b = 2;
  let true = 1;
  let p: ptr<function, i32> = 1;
  let a = vec3(1, 2, 3)[3];
  else { }
  @foo { }
  let a: array = array(1, 2);
  `,
});
