// Entry points and their inputs, attributes, aliases among arguments. One text a line.

import { group } from './group';

export const functions = group({
  accepted: `
  struct In { @builtin(num_workgroups) i: vec3u, @builtin(workgroup_id) w: vec3u } @compute @workgroup_size(64) fn main(in: In) { if in.w.x > 1 { workgroupBarrier(); } }
  enable subgroups; @compute @workgroup_size(64) fn main(@builtin(subgroup_id) i: u32, @builtin(num_subgroups) n: u32) { if n > 1 { workgroupBarrier(); } }
  enable subgroups; @compute @workgroup_size(64) fn main(@builtin(subgroup_id) i: u32, @builtin(num_subgroups) n: u32) { if i > 1 { _ = subgroupAdd(1); } }
  struct In { @builtin(local_invocation_index) i: u32 } fn f(i: In) {} @compute @workgroup_size(64) fn main(i: In) { f(i); }
  struct In { @builtin(local_invocation_index) i: u32 } var<private> p: In;
  struct In { @builtin(local_invocation_index) i: u32 } @group(0) @binding(0) var<storage> p: In;
  struct In { @builtin(local_invocation_index) i: u32, @builtin(local_invocation_index) j: u32 }
  @compute @workgroup_size(64u, 2) fn main() { }
  @compute @workgroup_size(65536) fn main() { }
  @compute @workgroup_size(1024, 1024, 1024) fn main() { }
  fn f(a: i32,) {}
  fn f(p: ptr<function, i32>, q: ptr<function, i32>) { *p = *q; } fn g() { var x = 1; var y = 1; f(&x, &y); }
  fn f(p: ptr<function, i32>, q: ptr<function, i32>) { _ = *p + *q; } fn g() { var x = 1; f(&x, &x); }
  fn f(p: ptr<function, i32>, q: ptr<function, i32>) { *p = 1; } fn g() { var x = 1; f(&x, &x); }
  var<private> v: i32; fn f(p: ptr<private, i32>) { *p = 1; } fn g() { f(&v); _ = v; }
  var<private> v: i32; fn f(p: ptr<private, i32>) { _ = *p + v; } fn g() { f(&v); }
  var<private> v: i32; fn f(p: ptr<private, i32>) { v = 1; } fn g() { f(&v); }
  @group(0) @binding(0) var<storage, read_write> v: array<i32>; fn f(p: ptr<storage, array<i32>, read_write>) { p[0] = i32(arrayLength(&v)); } fn g() { f(&v); }
  @compute @workgroup_size(64) fn main(@builtin(global_invocation_index) i: u32) { }
  @compute @workgroup_size(64) fn main(@builtin(workgroup_index) i: u32) { }
  enable subgroups; var<workgroup> t: u32; @compute @workgroup_size(64) fn main(@builtin(subgroup_id) i: u32) { var x = i; x += 1; if x > 1 { _ = subgroupAdd(1); } }
  enable subgroups; var<workgroup> t: u32; @compute @workgroup_size(64) fn main(@builtin(subgroup_id) i: u32) { if i > 1 { _ = subgroupShuffleUp(1, i); } }
  enable subgroups; var<workgroup> t: u32; @compute @workgroup_size(64) fn main(@builtin(subgroup_id) i: u32) { if i > 1 { let k = subgroupAdd(1); if k > 1 { _ = subgroupAdd(1); } } }
  enable subgroups; fn f(i: u32) -> u32 { if i > 2 { return subgroupAdd(i); } return i; } @compute @workgroup_size(64) fn main(@builtin(subgroup_id) i: u32) { if f(i) > 1 { _ = subgroupAdd(1); } }
  enable subgroups; fn f(i: u32) { if i > 2 { _ = subgroupAdd(i); } } @compute @workgroup_size(64) fn main(@builtin(subgroup_id) i: u32) { f(i); }
  enable subgroups; fn f(i: u32) { if i > 2 { _ = subgroupAdd(i); } } @compute @workgroup_size(64) fn main(@builtin(subgroup_id) i: u32) { f(subgroupAdd(i)); }
  enable subgroups; struct In { @builtin(subgroup_id) i: u32, @builtin(workgroup_id) w: vec3u } @compute @workgroup_size(64) fn main(in: In) { if in.i > 1 { _ = subgroupAdd(1); } }
  enable subgroups; var<workgroup> t: u32; @compute @workgroup_size(64) fn main(@builtin(subgroup_id) i: u32) { var x = 0; if i > 1 { x = 1; } if x > 0 { _ = subgroupAdd(1); } }
  enable subgroups; var<workgroup> t: u32; @compute @workgroup_size(64) fn main(@builtin(subgroup_id) i: u32) { if i > 1 { return; } _ = subgroupAdd(1); }
  enable subgroups; @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) { if i > 1 { @diagnostic(off, subgroup_uniformity) if subgroupAdd(1u) > 1 { _ = subgroupAdd(2u); } } }
  enable subgroups; @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) { @diagnostic(off, subgroup_uniformity) if i > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; @diagnostic(off, subgroup_uniformity) @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) { if i > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; diagnostic(off, subgroup_uniformity); @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) { if i > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; diagnostic(warning, subgroup_uniformity); @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) { if i > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; diagnostic(off, subgroup_uniformity); fn f(i: u32) { if i > 2 { _ = subgroupAdd(i); } } @diagnostic(error, subgroup_uniformity) @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) { f(i); }
  enable subgroups; @compute @workgroup_size(64) fn main() { if subgroupMin(1u) > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; @compute @workgroup_size(64) fn main() { if subgroupMax(1u) > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; @compute @workgroup_size(64) fn main() { if subgroupMul(1u) > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; @compute @workgroup_size(64) fn main() { if subgroupAnd(1u) > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; @compute @workgroup_size(64) fn main() { if subgroupOr(1u) > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; @compute @workgroup_size(64) fn main() { if subgroupXor(1u) > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; @compute @workgroup_size(64) fn main() { if subgroupAny(true) { _ = subgroupAdd(1u); } }
  enable subgroups; @compute @workgroup_size(64) fn main() { if subgroupBroadcastFirst(1u) > 1 { _ = subgroupAdd(1u); } }
  `,
  refused: `
  struct In { @builtin(local_invocation_index) i: u32, @builtin(workgroup_id) w: vec3u } @compute @workgroup_size(64) fn main(in: In) { if in.w.x > 1 { workgroupBarrier(); } }
  struct In { @builtin(local_invocation_index) i: u32, @builtin(workgroup_id) w: vec3u } @compute @workgroup_size(64) fn main(in: In) { if in.i > 1 { workgroupBarrier(); } }
  struct In { @builtin(local_invocation_index) i: u32, @builtin(workgroup_id) w: vec3u } @compute @workgroup_size(64) fn main(in: In) { let c = in; if c.w.x > 1 { workgroupBarrier(); } }
  struct In { @builtin(local_invocation_index) i: u32, @builtin(workgroup_id) w: vec3u } fn f(in: In) { if in.w.x > 1 { workgroupBarrier(); } } @compute @workgroup_size(64) fn main(in: In) { f(in); }
  enable subgroups; @compute @workgroup_size(64) fn main(@builtin(subgroup_id) i: u32, @builtin(num_subgroups) n: u32) { if i > 1 { workgroupBarrier(); } }
  @compute @workgroup_size(64) fn main(@builtin(subgroup_id) i: u32) { }
  @compute @workgroup_size(64) fn main(@builtin(subgroup_size) i: u32) { }
  @compute @workgroup_size(64) fn main(@builtin(global_invocation_index) i: u32, @builtin(workgroup_index) w: u32) { if w > 1 { workgroupBarrier(); } }
  @compute @workgroup_size(64) fn main(@builtin(global_invocation_index) i: u32) { if i > 1 { workgroupBarrier(); } }
  @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: i32) { }
  @compute @workgroup_size(64) fn main(@builtin(local_invocation_id) i: vec3<i32>) { }
  @compute @workgroup_size(64) fn main(@builtin(local_invocation_id) i: vec3<u32>, @location(0) x: f32) { }
  @compute @workgroup_size(64) fn main(@builtin(local_invocation_id) @builtin(workgroup_id) i: vec3<u32>) { }
  @compute @workgroup_size(64) fn main(i: vec3<u32>) { }
  struct In { i: u32 } @compute @workgroup_size(64) fn main(i: In) { }
  struct In { @builtin(local_invocation_index) i: u32, x: f32 } @compute @workgroup_size(64) fn main(i: In) { }
  struct In { @builtin(local_invocation_index) i: u32 } struct O { in: In } @compute @workgroup_size(64) fn main(i: O) { }
  struct In { @builtin(local_invocation_index) i: u32 } @compute @workgroup_size(64) fn main(i: In, @builtin(local_invocation_index) j: u32) { }
  fn f(@builtin(local_invocation_index) i: u32) {}
  fn f() -> @builtin(position) vec4f { return vec4f(); }
  @compute @workgroup_size(64) @must_use fn main() { }
  @compute() @workgroup_size(64) fn main() { }
  @compute @workgroup_size 64 fn main() { }
  @compute @workgroup_size(64u, 2i) fn main() { }
  @compute @workgroup_size(4294967295) fn main() { }
  @compute @workgroup_size(true) fn main() { }
  @compute @workgroup_size(x) fn main() { }
  var<private> x = 1; @compute @workgroup_size(x) fn main() { }
  @workgroup_size(1) @compute @must_use fn main() { }
  @compute @workgroup_size(1) @workgroup_size(1) fn main() { }
  @compute @fragment @workgroup_size(1) fn main() { }
  @compute @workgroup_size(1) fn main() { } @compute @workgroup_size(1) fn main() { }
  @const fn f() {}
  @id(1) fn f() {}
  @align(4) fn f() {}
  @must_use() fn f() -> i32 { return 1; }
  @must_use @must_use fn f() -> i32 { return 1; }
  fn f(,) {}
  fn f(a) {}
  fn f() -> {}
  fn f() -> void {}
  fn f(p: ptr<function, i32>, q: ptr<function, i32>) { *p = 1; _ = *q; } fn g() { var x = array<i32,2>(); f(&x[0], &x[1]); }
  fn h(p: ptr<function, i32>, q: ptr<function, i32>) { *p = *q; } fn f(p: ptr<function, i32>, q: ptr<function, i32>) { h(p, q); } fn g() { var x = 1; f(&x, &x); }
  fn h(p: ptr<function, i32>, q: ptr<function, i32>) { *p = *q; } fn f(p: ptr<function, i32>) { h(p, p); }
  fn h(p: ptr<function, i32>, q: ptr<function, i32>) { *p = *q; } fn f(p: ptr<function, i32>) { var x = 1; let q = &x; h(q, &x); }
  var<private> v: i32; fn f(p: ptr<private, i32>) { _ = *p; v = 1; } fn g() { f(&v); }
  var<private> v: i32; fn h() { v = 1; } fn f(p: ptr<private, i32>) { _ = *p; h(); } fn g() { f(&v); }
  var<workgroup> v: atomic<i32>; fn f(p: ptr<workgroup, atomic<i32>>) { atomicAdd(p, 1); _ = atomicLoad(&v); } fn g() { f(&v); }
  @group(0) @binding(0) var<storage, read_write> v: array<i32>; fn f(p: ptr<storage, array<i32>, read_write>) { p[0] = v[1]; } fn g() { f(&v); }
  @group(0) @binding(0) var<storage, read_write> v: array<i32>; fn f(p: ptr<storage, array<i32>, read_write>, q: ptr<storage, array<i32>, read_write>) { p[0] = q[1]; } fn g() { f(&v, &v); }
  @group(0) @binding(0) var<storage, read_write> v: array<i32>; fn f(p: ptr<storage, array<i32>>) { } fn g() { f(&v); }
  requires linear_indexing; @compute @workgroup_size(64) fn main(@builtin(workgroup_index) i: u32) { if i > 1 { workgroupBarrier(); } }
  enable subgroups; var<workgroup> t: u32; @compute @workgroup_size(64) fn main(@builtin(subgroup_id) i: u32) { if i + t > 1 { _ = subgroupAdd(1); } }
  enable subgroups; fn f(i: u32) { if i > 2 { workgroupBarrier(); } } @compute @workgroup_size(64) fn main(@builtin(subgroup_id) i: u32) { f(i); }
  enable subgroups; struct In { @builtin(subgroup_id) i: u32, @builtin(local_invocation_index) w: u32 } @compute @workgroup_size(64) fn main(in: In) { if in.i > 1 { _ = subgroupAdd(1); } }
  enable subgroups; @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) { if subgroupAdd(i) > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) { if subgroupMax(i) > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) { if subgroupBroadcast(i, 1) > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) { if subgroupAll(i > 1) { _ = subgroupAdd(1u); } }
  enable subgroups; @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) { if subgroupBallot(i > 1).x > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; fn f(i: u32) { if i > 2 { _ = subgroupAdd(i); } } @diagnostic(off, subgroup_uniformity) @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) { f(i); }
  enable subgroups; fn f(i: u32) { _ = quadSwapX(i); } @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) { if i > 1 { f(i); } }
  enable subgroups; @compute @workgroup_size(64) fn main() { if subgroupExclusiveMul(1u) > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; @compute @workgroup_size(64) fn main() { if subgroupShuffleUp(1u, 1) > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; @compute @workgroup_size(64) fn main() { if quadBroadcast(1u, 1) > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; @compute @workgroup_size(64) fn main() { if quadSwapY(1u) > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; @compute @workgroup_size(64) fn main() { if subgroupElect() { _ = subgroupAdd(1u); } }
  enable subgroups; @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) { if subgroupBroadcastFirst(i) > 1 { _ = subgroupAdd(1u); } }
  enable subgroups; @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) { @diagnostic(off, subgroup_uniformity) if i > 1 { if subgroupAdd(1u) > 1 { @diagnostic(error, subgroup_uniformity) { _ = subgroupAdd(1u); } } } }
  `,
});
