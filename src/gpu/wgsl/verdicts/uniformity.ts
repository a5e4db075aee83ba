// Bodies of a kernel with all inputs: barriers, subgroup functions, atomics, and what control flow they stand in. One text a line.

import { group } from './group';

const before = `enable subgroups; @group(0) @binding(0) var<storage, read_write> out: array<u32>; @group(0) @binding(1) var<storage, read> x: array<u32>; @group(0) @binding(2) var<uniform> u: vec4u; @group(0) @binding(3) var<storage, read_write> at: array<atomic<u32>, 4>; var<workgroup> tile: array<u32, 64>; var<workgroup> flag: u32; var<workgroup> wat: atomic<u32>; var<private> pr: u32; override ov: u32 = 1; const c = 3; fn sync() { workgroupBarrier(); } fn syncIf(b: bool) { if b { workgroupBarrier(); } } fn id(x: u32) -> u32 { return x; } fn one(x: u32) -> u32 { return 1; } fn fromTile() -> u32 { return tile[0]; } fn put(p: ptr<function, u32>, v: u32) { *p = v; } fn setOne(p: ptr<function, u32>) { *p = 1; } fn same(p: ptr<function, u32>) -> u32 { return *p; } fn early(x: u32) -> u32 { if x > 2 { return 1; } return 2; } fn syncPtr(p: ptr<function, u32>) { if *p > 1 { workgroupBarrier(); } } fn wp(p: ptr<workgroup, u32>) -> u32 { return workgroupUniformLoad(p); } fn rp(p: ptr<workgroup, u32>) -> u32 { return *p; } fn cond(p: ptr<function, u32>, v: u32) { if v > 1 { *p = 3; } } fn swap(p: ptr<function, u32>, q: ptr<function, u32>) { let t = *p; *p = *q; *q = t; } @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32, @builtin(workgroup_id) w: vec3u, @builtin(num_workgroups) nw: vec3u, @builtin(subgroup_size) ss: u32, @builtin(subgroup_invocation_id) si: u32, @builtin(global_invocation_id) g: vec3u, @builtin(local_invocation_id) l: vec3u) { `;

export const uniformity = group({
  before,
  after: ' }',
  accepted: `
  if ov > 1 { workgroupBarrier(); }
  if u.x > 1 { workgroupBarrier(); }
  if x[w.x] > 1 { workgroupBarrier(); }
  if nw.x > 1 { workgroupBarrier(); }
  if ss > 1 { workgroupBarrier(); }
  if arrayLength(&out) > 1 { workgroupBarrier(); }
  if workgroupUniformLoad(&flag) > 1 { workgroupBarrier(); }
  if workgroupUniformLoad(&tile[w.x]) > 1 { }
  if workgroupUniformLoad(&tile[3]) > 1 { workgroupBarrier(); }
  if workgroupUniformLoad(&wat) > 1 { workgroupBarrier(); }
  if workgroupUniformLoad(&tile)[2] > 1 { workgroupBarrier(); }
  let p = &flag; _ = workgroupUniformLoad(p);
  if i > 1 { } workgroupBarrier();
  if i > 1 { out[0] = 1; } else { out[1] = 1; } workgroupBarrier();
  if i > 1 { return; } else { return; } workgroupBarrier();
  return; workgroupBarrier();
  if w.x > 1 { return; } workgroupBarrier();
  for (var k = 0; k < 4; k++) { workgroupBarrier(); }
  for (var k = 0u; k < u.x; k++) { workgroupBarrier(); }
  for (var k = 0u; k < 4; k++) { if i > 3 { break; } } workgroupBarrier();
  for (var k = 0u; k < 4; k++) { if i > 3 { continue; } } workgroupBarrier();
  for (var k = 0u; k < 4; k++) { if w.x > 3 { return; } } workgroupBarrier();
  var k = 0u; for (; k < 4; k++) { if w.x > 3 { break; } } if k == 2 { workgroupBarrier(); }
  var k = 0u; while k < 4 { k += 1; } if k == 2 { workgroupBarrier(); }
  var k = 0u; var s = 0u; while k < i { k += 1; } if s == 2 { workgroupBarrier(); }
  var k = 0u; var s = 0u; while k < 4 { k += 1; s = 1; if s == 2 { workgroupBarrier(); } s = i; }
  var k = 0u; loop { k++; if k > 3 { break; } continuing { workgroupBarrier(); } }
  var k = 0u; loop { k++; continuing { break if i > 3; } } workgroupBarrier();
  var k = 0u; loop { workgroupBarrier(); k++; continuing { break if k > 3; } }
  loop { loop { if i > 3 { break; } } workgroupBarrier(); break; }
  loop { loop { if i > 3 { break; } break; } workgroupBarrier(); break; }
  switch w.x { case 1: { workgroupBarrier(); } default: { } }
  switch i { case 1: { break; } default: { } } workgroupBarrier();
  switch w.x { case 1: { if i > 1 { break; } } default: { workgroupBarrier(); } }
  var k = 1u; switch w.x { case 1: { k = 2; } default: { } } if k == 1 { workgroupBarrier(); }
  var k = i; k = 1; if k == 1 { workgroupBarrier(); }
  var v = vec2u(i); v = vec2u(); if v.y == 1 { workgroupBarrier(); }
  var v = array<u32, 4>(); v[w.x] = u.x; if v[0] == 1 { workgroupBarrier(); }
  var k = 1u; let p = &k; *p = 2; if k == 1 { workgroupBarrier(); }
  var k = i; let p = &k; *p = 2; if k == 1 { workgroupBarrier(); }
  var k = i; let p = &k; *p = 2; if *p == 1 { workgroupBarrier(); }
  var k = vec2u(i); let p = &k; *p = vec2u(2); if k.x == 1 { workgroupBarrier(); }
  var k = i; put(&k, 1); if k == 1 { workgroupBarrier(); }
  var k = i; setOne(&k); if k == 1 { workgroupBarrier(); }
  var k = vec2u(i); let p = &k; k = vec2u(1); if (*p).x == 1 { workgroupBarrier(); }
  var k = array<u32, 2>(); setOne(&k[0]); if k[1] == 1 { workgroupBarrier(); }
  var k = u.x; if same(&k) == 1 { workgroupBarrier(); }
  var k = u.x; cond(&k, 1); if k == 1 { workgroupBarrier(); }
  var k = 1u; var j = i; swap(&k, &j); if j == 1 { workgroupBarrier(); }
  sync();
  if w.x > 1 { sync(); }
  syncIf(w.x > 1);
  if id(w.x) > 1 { workgroupBarrier(); }
  if one(i) > 1 { workgroupBarrier(); }
  if early(w.x) > 1 { workgroupBarrier(); }
  var k = 1u; syncPtr(&k);
  _ = wp(&flag);
  if wp(&flag) > 1 { workgroupBarrier(); }
  let b = i > 1 && w.x > 1; workgroupBarrier();
  let b = w.x > 1 || workgroupUniformLoad(&flag) > 1;
  let b = workgroupUniformLoad(&flag) > 1 || i > 1;
  var a = 1u; if i > 1 { a = 2; return; } if a > 1 { }
  var a = 1u; if w.x > 1 { a = i; return; } if a > 1 { workgroupBarrier(); }
  var a = 1u; loop { if w.x > 1 { a = i; break; } if a > 1 { workgroupBarrier(); } }
  var a = 1u; loop { a = i; if w.x > 1 { a = 1; break; } } if a > 1 { workgroupBarrier(); }
  _ = subgroupAdd(1);
  if w.x > 1 { _ = subgroupAdd(1u); }
  if subgroupAdd(1u) > 1 { _ = subgroupAdd(1u); }
  if subgroupAdd(w.x) > 1 { _ = subgroupAdd(1u); }
  if subgroupBroadcast(1u, 1) > 1 { _ = subgroupAdd(1u); }
  if subgroupBallot(true).x > 1 { _ = subgroupAdd(1u); }
  if subgroupAll(true) { _ = subgroupAdd(1u); }
  _ = subgroupShuffle(1u, i);
  _ = subgroupShuffleUp(1u, w.x);
  _ = subgroupShuffleXor(i, 1);
  _ = subgroupShuffleXor(i, 127);
  _ = subgroupShuffle(i, 1i);
  _ = subgroupBroadcast(i, 1);
  _ = subgroupBroadcast(i, 1i);
  _ = subgroupBroadcast(i, 127);
  _ = subgroupBroadcast(vec3f(), 2u);
  _ = quadBroadcast(i, 3);
  _ = quadSwapX(vec2f());
  _ = subgroupMin(vec2i());
  _ = subgroupAnd(vec2u());
  _ = subgroupMul(2.5) + subgroupMax(3.5);
  let a: i32 = subgroupAdd(1);
  let a: vec4u = subgroupBallot(true);
  _ = atomicAdd(&at[i % 4], 1); atomicSub(&wat, 1); atomicXor(&wat, 1u); let o: u32 = atomicExchange(&wat, 2);
  let a = atomicCompareExchangeWeak(&wat, 1, 2).old_value;
  atomicCompareExchangeWeak(&wat, 1, 2);
  atomicLoad(&wat);
  @diagnostic(off, subgroup_uniformity) if i > 1 { _ = subgroupAdd(1u); }
  if i > 1 { @diagnostic(off, subgroup_uniformity) { _ = subgroupAdd(1u); } }
  if i > 1 { @diagnostic(warning, subgroup_uniformity) { _ = subgroupAdd(1u); } }
  `,
  refused: `
  if u[i % 4] > 1 { workgroupBarrier(); }
  if si > 1 { workgroupBarrier(); }
  if g.x > 1 { workgroupBarrier(); }
  if l.x > 1 { workgroupBarrier(); }
  if g.x / 64 == w.x { workgroupBarrier(); }
  if pr > 1 { workgroupBarrier(); }
  pr = 1; if pr > 1 { workgroupBarrier(); }
  if atomicLoad(&wat) > 1 { workgroupBarrier(); }
  if out[0] > 1 { workgroupBarrier(); }
  if workgroupUniformLoad(&tile[i]) > 1 { }
  if workgroupUniformLoad(&tile)[i] > 1 { workgroupBarrier(); }
  let p = &tile[i]; _ = workgroupUniformLoad(p);
  if i > 1 { return; } storageBarrier();
  if i > 1 { if true { return; } } workgroupBarrier();
  if w.x > 1 { if i > 1 { return; } } workgroupBarrier();
  for (var k = i; k < 4; k++) { workgroupBarrier(); }
  for (var k = 0u; k < 4; k++) { if i > 3 { continue; } workgroupBarrier(); }
  for (var k = 0u; k < 4; k++) { workgroupBarrier(); if i > 3 { continue; } }
  for (var k = 0u; k < 4; k++) { workgroupBarrier(); if i > 3 { break; } }
  for (var k = 0u; k < 4; k++) { if i > 3 { return; } } workgroupBarrier();
  var k = 0u; for (; k < 4; k++) { if i > 3 { break; } } if k == 2 { workgroupBarrier(); }
  var k = 0u; for (; k < 4; k++) { if i > 3 { continue; } } if k == 2 { workgroupBarrier(); }
  var k = 0u; while k < i { k += 1; } if k == 2 { workgroupBarrier(); }
  var k = 0u; var s = 0u; while k < i { k += 1; s = 3; } if s == 2 { workgroupBarrier(); }
  var k = 0u; var s = 0u; while k < 4 { k += 1; s = i; } if s == 2 { workgroupBarrier(); }
  var k = 0u; var s = 0u; while k < 4 { k += 1; if s == 2 { workgroupBarrier(); } s = i; }
  var k = 0u; loop { k++; if i > 3 { continue; } if k > 3 { break; } continuing { workgroupBarrier(); } }
  var k = 0u; loop { workgroupBarrier(); k++; continuing { break if i > 3; } }
  var k = 0u; loop { k++; continuing { workgroupBarrier(); break if i > 3; } }
  loop { loop { break; } if i > 3 { break; } workgroupBarrier(); }
  switch i { case 1: { return; } default: { } } workgroupBarrier();
  switch w.x { case 1: { if i > 1 { break; } workgroupBarrier(); } default: { } }
  var k = 1u; switch i { case 1: { k = 2; } default: { } } if k == 1 { workgroupBarrier(); }
  var k = 1u; switch w.x { case 1: { if i > 1 { k = 2; break; } } default: { } } if k == 1 { workgroupBarrier(); }
  var k = i; if k == 1 { workgroupBarrier(); }
  var k = 1u; k += i; if k == 1 { workgroupBarrier(); }
  var v = vec2u(1); v.x = i; if v.y == 1 { workgroupBarrier(); }
  var v = vec2u(i); v.x = 1; v.y = 1; if v.y == 1 { workgroupBarrier(); }
  var v = array<u32, 4>(); v[i] = 1; if v[0] == 1 { workgroupBarrier(); }
  var v = array<u32, 4>(); if v[i] == 1 { workgroupBarrier(); }
  let v = array<u32, 4>(); if v[i] == 1 { workgroupBarrier(); }
  var k = 1u; let p = &k; *p = i; if k == 1 { workgroupBarrier(); }
  var k = vec2u(i); let p = &k; p.x = 2; if k.x == 1 { workgroupBarrier(); }
  var k = array<u32,2>(i, i); let p = &k[0]; *p = 1; if k[0] == 1 { workgroupBarrier(); }
  var k = 1u; put(&k, i); if k == 1 { workgroupBarrier(); }
  var k = 1u; if i > 1 { setOne(&k); } if k == 1 { workgroupBarrier(); }
  var k = 1u; if i > 1 { _ = same(&k); } if k == 1 { workgroupBarrier(); }
  var k = array<u32, 2>(); setOne(&k[i]); if k[1] == 1 { workgroupBarrier(); }
  var k = array<u32, 2>(); put(&k[0], i); if k[1] == 1 { workgroupBarrier(); }
  var k = i; if same(&k) == 1 { workgroupBarrier(); }
  var k = u.x; cond(&k, i); if k == 1 { workgroupBarrier(); }
  var k = 1u; var j = i; swap(&k, &j); if k == 1 { workgroupBarrier(); }
  if i > 1 { sync(); }
  syncIf(i > 1);
  if i > 1 { syncIf(true); }
  if id(i) > 1 { workgroupBarrier(); }
  if early(i) > 1 { workgroupBarrier(); }
  if fromTile() > 1 { workgroupBarrier(); }
  var k = i; syncPtr(&k);
  _ = wp(&tile[i]);
  if rp(&flag) > 1 { workgroupBarrier(); }
  if i > 1 { _ = wp(&flag); }
  let b = w.x > 1 && i > 1; if b { workgroupBarrier(); }
  let b = i > 1 || workgroupUniformLoad(&flag) > 1;
  let b = select(1u, 2u, i > 1); if b > 1 { workgroupBarrier(); }
  let b = true || i > 1; if b { workgroupBarrier(); }
  let b = false && i > 1; if b { workgroupBarrier(); }
  if i > 1 { let z = 1; if z > 1 { workgroupBarrier(); } }
  if i * 0 > 1 { workgroupBarrier(); }
  var a = 1u; { a = i; } if a > 1 { workgroupBarrier(); }
  var a = 1u; if i > 1 { a = 1; } else { a = 1; } if a > 1 { workgroupBarrier(); }
  var a = 1u; loop { if w.x > 1 { a = i; continue; } if a > 1 { workgroupBarrier(); } break; }
  var a = 1u; loop { if w.x > 1 { a = i; break; } } if a > 1 { workgroupBarrier(); }
  if i > 1 { _ = subgroupAdd(1u); }
  if si > 1 { _ = subgroupAdd(1u); }
  if subgroupAdd(i) > 1 { _ = subgroupAdd(1u); }
  if subgroupAdd(i) > 1 { workgroupBarrier(); }
  if subgroupBroadcastFirst(i) > 1 { _ = subgroupAdd(1u); }
  if subgroupShuffle(i, 1) > 1 { _ = subgroupAdd(1u); }
  if subgroupInclusiveAdd(i) > 1 { _ = subgroupAdd(1u); }
  if subgroupAny(i > 1) { _ = subgroupAdd(1u); }
  if subgroupElect() { _ = subgroupAdd(1u); }
  if subgroupAdd(1u) > 1 { workgroupBarrier(); }
  if subgroupBroadcastFirst(w.x) > 1 { workgroupBarrier(); }
  if subgroupBallot(true).x > 1 { workgroupBarrier(); }
  if subgroupAll(true) { workgroupBarrier(); }
  if subgroupElect() { workgroupBarrier(); }
  if subgroupInclusiveAdd(1u) > 1 { _ = subgroupAdd(1u); }
  if subgroupInclusiveAdd(1u) > 1 { workgroupBarrier(); }
  if subgroupShuffle(1u, 1) > 1 { _ = subgroupAdd(1u); }
  if subgroupShuffleXor(1u, 1) > 1 { _ = subgroupAdd(1u); }
  if quadSwapX(1u) > 1 { _ = subgroupAdd(1u); }
  if quadBroadcast(1u, 1) > 1 { workgroupBarrier(); }
  if subgroupShuffle(w.x, i) > 1 { _ = subgroupAdd(1u); }
  if subgroupMin(w.x) > 1 { workgroupBarrier(); }
  if subgroupBallot(i > 1).x > 1 { _ = subgroupAdd(1u); }
  if tile[0] > 1 { _ = subgroupAdd(1u); }
  _ = subgroupShuffleUp(1u, i);
  _ = subgroupShuffleXor(1u, i);
  _ = subgroupShuffleXor(i, 128);
  _ = subgroupShuffleDown(i, 1i);
  _ = subgroupShuffle(i, 128);
  _ = subgroupShuffle(i, -1);
  _ = subgroupBroadcast(i, -1);
  _ = subgroupBroadcast(i, 128);
  _ = subgroupBroadcast(i, w.x);
  _ = subgroupBroadcast(i, ov);
  _ = subgroupBroadcast(true, 2u);
  _ = quadBroadcast(i, 4);
  _ = quadSwapDiagonal(true);
  _ = subgroupAnd(1.0);
  _ = subgroupAll(1);
  _ = subgroupAll(vec2(true));
  let a: f32 = subgroupAdd(1);
  subgroupAdd(1);
  subgroupElect();
  const a = subgroupAdd(1);
  _ = atomicStore(&wat, 1);
  let a: i32 = atomicLoad(&wat);
  atomicAdd(&wat, -1);
  atomicAdd(&wat, 1.0);
  let a = atomicAdd(&wat);
  atomicAdd(wat, 1);
  arrayLength(&x);
  workgroupUniformLoad(&flag);
  workgroupBarrier(1);
  let b = workgroupBarrier();
  workgroupBarrier;
  if i > 1 { textureBarrier(); }
  @diagnostic(off, subgroup_uniformity) { if i > 1 { @diagnostic(error, subgroup_uniformity) { _ = subgroupAdd(1u); } } }
  @diagnostic(off, subgroup_uniformity) if i > 1 { workgroupBarrier(); }
  dpdx(1.0);
  _ = dpdx(1.0);
  discard;
  `,
});
