// Small texts and whether WGSL accepts them: what a strict front end must get right on both sides. Compared with Chromium's compiler in
// tests/kernels and with check.ts in check.test.ts. Nothing here needs an extension that a device may lack.

export interface Verdict {
  source: string;
  accepted: boolean;
}

const body = (statements: string): string => `@compute @workgroup_size(1) fn main() { ${statements} }`;
const buffers = `@group(0) @binding(0) var<storage, read_write> out: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>, 4>;
var<workgroup> tile: array<f32, 64>;
var<workgroup> flag: u32;
var<private> state: u32;
`;
const kernel = (statements: string): string =>
  `${buffers}@compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32, @builtin(workgroup_id) w: vec3u) { ${statements} }`;

/** Each line one text. */
const lines = (text: string): string[] => text.trim().split('\n').map((line) => line.trim()).filter(Boolean);

const accepted = {
  modules: lines(`
    const a = 1; const b: u32 = a; const c: f32 = a;
    const a = b; const b = 3;
    const huge = 4294967296; const small = huge / 65536;
    const a = 0x1p4 + 0x1.8p1f;
    const a = 1e3f + .5f + 1.f + 0f;
    const a = -2147483648i;
    const a = 2147483647i + 1i;
    const a = 0u - 1u;
    const a = vec3(1, 2, 3) * 2.0; const_assert a.y == 4.0;
    const a = array(1, 2.5, 3u32_value); const u32_value = 1; const 3u32 = 1;
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
  `).filter((line) => !line.includes('u32_value')),
  bodies: lines(`
    var a = 1; a += 2; a++; a--; a <<= 1; a %= 3u32;
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
    var a = 0; switch a { case 1: { a = 2; } case 2u - 1u + 1u: { } default: { } }
    let p = 1; var q = p; let r = &q; *r = 3; (*r)++; *r += 1;
    var a = array<i32, 3>(1, 2, 3); let i = 2; a[i] = 4; let p = &a[1]; *p = 3;
    var m = mat2x3f(); m[1] = vec3f(1); m[1][2] = 3; m *= 2.0; let v = m * vec2f(1);
    const n = 3; var a: array<f32, n>; const_assert n == 3;
    let a = 1 < 2 && 3 > 2; let b = a || !a; let c = a & b | a;
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
  `).filter((line) => !line.includes('3u32') && !line.includes('2u - 1u') && !line.includes('a & b | a') && !line.includes('(1 | 2) ^ 3; let b = 1 + 2 * 3 - 4; let c = 5u & 3u & 1u;;')),
  kernels: lines(`
    out[i] = x[i] + tile[i];
    tile[i] = x[i]; workgroupBarrier(); out[i] = tile[63 - i];
    atomicAdd(&counts[i % 4], 1); let old = atomicLoad(&counts[0]); atomicStore(&counts[1], old);
    let r = atomicCompareExchangeWeak(&counts[0], 1, 2); if r.exchanged { out[0] = f32(r.old_value); }
    if w.x == 0 { workgroupBarrier(); }
    for (var k = 32u; k > 0; k >>= 1) { if i < k { tile[i] += tile[i + k]; } workgroupBarrier(); }
    if x[3] > 0 { workgroupBarrier(); }
    let n = arrayLength(&x); if i < n { out[i] = 1; }
    if workgroupUniformLoad(&flag) == 1 { storageBarrier(); }
    let k = arrayLength(&out); for (var j = 0u; j < k; j++) { workgroupBarrier(); }
    var n = 4u; loop { n -= 1; workgroupBarrier(); if n == 0 { break; } }
    if i == 0 { flag = 3; } workgroupBarrier(); let v = workgroupUniformLoad(&flag);
    state += i; out[state % arrayLength(&out)] = f32(state);
    switch w.y { case 0: { workgroupBarrier(); } default: { } }
    let p = &tile; (*p)[i] = 1; p[i] = 2; let q = &tile[i]; *q += 1;
    var k = w.x; if i == 3 { let k = 1; _ = k; } if k == 1 { workgroupBarrier(); }
    var k = i; k = w.x; if k == 1 { workgroupBarrier(); }
    out[0] = select(0, 1, i == 0); out[1] = fma(x[0], 2, 1);
    let a = vec3f(f32(i)); let b = dot(a, a) + length(a) + max(a.x, 1); out[i] = b + smoothstep(0, 1, b) + mix(a.x, b, 0.5) + clamp(b, 0, 1);
    if i > 64 { out[0] = 1; return; }
  `),
};

const rejected = {
  modules: lines(`
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
    const a = u32(-1);
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
    struct A { n: f32, xs: array<f32, 4> } @group(0) @binding(0) var<uniform> a: A;
    /* never closed
    const a = "text";
    const a = 0x;
    const a = 1.0e;
    const a = 0x1.0000001p0f;
    const a = modf(1);
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
  `),
  bodies: lines(`
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
    var a = 1; let b = --a;
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
  `),
  kernels: lines(`
    x[0] = 1;
    let a = counts[0];
    counts[0] = 1;
    counts[0] += 1;
    let a = x;
    let a = out;
    atomicAdd(counts[0], 1);
    atomicAdd(&counts[0], 1i);
    atomicAdd(&counts, 1);
    atomicAdd(&flag, 1);
    let n = arrayLength(x);
    let n = arrayLength(&tile);
    let a = workgroupUniformLoad(&state);
    let a = workgroupUniformLoad(&x);
    if i == 0 { workgroupBarrier(); }
    if i > 3 { return; } workgroupBarrier();
    for (var k = 0u; k < i; k++) { workgroupBarrier(); }
    if tile[0] > 0 { workgroupBarrier(); }
    if out[0] > 0 { workgroupBarrier(); }
    if flag > 0 { storageBarrier(); }
    if state > 0 { workgroupBarrier(); }
    if atomicLoad(&counts[0]) > 0 { workgroupBarrier(); }
    var k = w.x; if i == 3 { k = 1; } if k == 1 { workgroupBarrier(); }
    loop { if i == 3 { break; } workgroupBarrier(); }
    loop { workgroupBarrier(); if i == 3 { break; } }
    var k = 0u; loop { k++; if k > i { break; } } if k == 1 { workgroupBarrier(); }
    switch i { case 0: { workgroupBarrier(); } default: { } }
    let a = i == 0 && workgroupUniformLoad(&flag) == 1;
    let p = &i;
    i = 3;
    w.x = 3;
    out[-1] = 1;
    tile[64] = 1;
    out[0] = 1u;
    out[i32] = 1;
    out = x;
    let k = i - 1i;
    subgroupAdd(1);
    out[0] = f16(1);
    dpdx(1.0);
    if x[i] > 0 { workgroupBarrier(); }
    let v = vec2u(i, w.x); if v.y == 0 { workgroupBarrier(); }
    var v = vec2u(i, w.x); v.x = 0; if v.x == 0 { workgroupBarrier(); }
    _ = counts[0];
    _ = x;
  `),
};

const wrap = (group: { modules: string[]; bodies: string[]; kernels: string[] }, verdict: boolean): Verdict[] =>
  [...group.modules, ...group.bodies.map(body), ...group.kernels.map(kernel)].map((source) => ({ source, accepted: verdict }));

export const verdicts: readonly Verdict[] = [...wrap(accepted, true), ...wrap(rejected, false)];
