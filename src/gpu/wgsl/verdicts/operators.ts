// Operators: which mix without parentheses, and template lists beside comparisons. One text a line.

import { group } from './group';

export const operators = group({
  accepted: `
  const a = (true || true) | true;
  const a = 1 + 2 < 3 * 4 && 5 < 6 + 7;
  const a = 1u << 2u < 3u;
  const a = 1u < 2u << 1u;
  const a = 1u << 2u == 4u && true;
  const a = -1 & 2;
  const a = 1 & -2;
  const a = (1 < 2) == true && true;
  const a = 1 | 2 | 3 | 4;
  const a = 1 ^ 2 ^ 3;
  const a = 1 & 2 & 3;
  const a = 1 + 2 - 3 * 4 / 5 % 6;
  const a = 1 - -1;
  const a = 1--1;
  const a = 1 - - 1;
  const a = 2 * -1;
  const a = 2*-1;
  const a = !!true;
  const a = ~~1;
  const a = -(-(1));
  fn f() { var x = 1; x = x--1; }
  fn f() { var x = 1; x -= -1; x --; }
  fn f() { var x = 1; x >>= 1u; x = x >> 1u; }
  fn f() { let a = 1; let b = 2; let c = a<b; let d = a > b; let e = a<b && b>a; }
  fn f() { let a = 1; let b = 2; let e = (a<b) || (b>(a)); }
  fn f() { let a = 1; if a<2 {} while a>2 {} for (var i = a; i<4; i++) {} }
  fn f() { let a = 1; let b = a<1; let c = a>=1; let d: array<i32,2>=array<i32,2>(1,2); }
  fn f() { let d: array<vec2<f32>,2>=array<vec2<f32>,2>(); let e = vec2<f32>(1)*2; }
  var<private> a: array<i32, (4>>1)>;
  const n = 2; var<private> a: array<i32, n+1>; var<private> b: array<i32, select(2,3,n>1)>;
  const n = 2; var<private> a: array<i32, n<<1>;
  const n = 2; var<private> a: array<i32, (n<<1)>;
  const n = 2; var<private> a: array<i32, n>;const m=n>1;
  fn f() { let a = vec3<f32>(1).x>0; }
  fn f() { let a = array<i32,3>(1,2,3)[0]<2; }
  fn f() { let a = i32(1)<i32(2); let i = 1; let b = i<i32(2)&&i>i32(1); }
  fn f() { let x = 1; let y = x<x; let z = (x<x)==(x>x); }
  fn f() { var x = 1; let y = x---1; }
  fn f() { var x = 1; let y = x-- -1; }
  fn f() { var x = 1; let y = x * 2--1 * 3; }
  const a = true && (true & true);
  `,
  refused: `
  const a = true && true & true;
  const a = true & true && true;
  const a = true | true || true;
  const a = true || true | true;
  const a = 1 < 2 ^ 3;
  const a = 1 ^ 2 < 3;
  const a = 1 & 2 == 2;
  const a = 1 == 2 & 2;
  const a = 1u << 2u & 3u;
  const a = 1u & 2u << 3u;
  const a = 1u + 2u & 3u;
  const a = 1u & 2u + 3u;
  const a = !true && !false || true;
  const a = 1u >> 1u << 1u;
  const a = 1u << 1u + 1u;
  const a = 1u * 2u << 1u;
  const a = 1 < 2 == true;
  const a = 1 & 2 ^ 3;
  const a = 1 == 1 == true;
  fn f() { var x = 1; x- = 1; }
  fn f() { var x = 1; x + = 1; }
  fn f() { var x = 1; x > >= 1u; }
  fn f() { let a = 1; let b = 2; let e = vec2(a<b, b>a); }
  fn f() { let a = 1; let b = 2; let e = vec2(a<b, b>(a)); }
  fn f() { let a = 1; let b = array(1, 2); let e = b[a<2]; }
  var<private> a: array<vec2<i32>, (2>1u) >;
  var<private> a: array<i32, 4>>1>;
  fn f() { let x = 1; let z = x<x==x>x; }
  fn f() { var x = 1; let y = x--; }
  fn f() { var x = 1; let y = x++; }
  fn f() { var x = 1; x--1; }
  const a = true && 1 < 2 & 3;
  const a = 1 < 2 & 3 && true;
  `,
});
