// Bodies of a kernel on a few buffers: what students write, and what they mistype. One text a line.

import { group } from './group';

const before = `@group(0) @binding(0) var<storage, read_write> out: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>, 4>;
var<workgroup> tile: array<f32, 64>;
var<workgroup> flag: u32;
var<private> state: u32;
@compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32, @builtin(workgroup_id) w: vec3u) { `;

export const buffers = group({
  before,
  after: ' }',
  accepted: `
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
  let a = vec3f(f32(i)); let b = dot(a, a) + length(a) + max(a.x, 1); out[i] = b + smoothstep(0, 1, b) + mix(a.x, b, 0.5) + clamp(b, 0, 1);
  if i > 64 { out[0] = 1; return; }
  `,
  refused: `
  out[0] = select(0, 1, i == 0); out[1] = fma(x[0], 2, 1);
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
  `,
});
