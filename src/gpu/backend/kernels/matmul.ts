// The matrix product, in tiles.

import type { MatmulArguments } from '../../../engine/backend';
import { defineKernel, type PlanStep } from '../plan';

const TILE = 32;
const DEPTH = 16;
const SIDE = 8;

// A workgroup of 8 × 8 lanes makes a tile of 32 × 32; each lane has 4 × 4 numbers of it, 8 apart, so that neighbouring lanes
// touch neighbouring addresses. Tiles of a and b stand in workgroup memory depth by depth, whichever way they are stored.
const matmulKernel = defineKernel({
  reads: { a: 'f32', b: 'f32' },
  writes: { product: 'f32' },
  text: `
override m: u32;
override n: u32;
override k: u32;
override transposeA: bool;
override transposeB: bool;
override accumulate: bool;

var<workgroup> tileA: array<f32, ${DEPTH * TILE}>;
var<workgroup> tileB: array<f32, ${DEPTH * TILE}>;

@compute @workgroup_size(${SIDE * SIDE})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row0 = group.y * ${TILE}u;
  let column0 = group.x * ${TILE}u;
  let laneRow = lane / ${SIDE}u;
  let laneColumn = lane % ${SIDE}u;
  var sums = array<vec4f, 4>();
  for (var depth0 = 0u; depth0 < k; depth0 += ${DEPTH}u) {
    for (var i = lane; i < ${DEPTH * TILE}u; i += ${SIDE * SIDE}u) {
      let depthA = select(i % ${DEPTH}u, i / ${TILE}u, transposeA);
      let row = select(i / ${DEPTH}u, i % ${TILE}u, transposeA);
      var valueA = 0.0;
      if (row0 + row < m && depth0 + depthA < k) {
        valueA = a[select((row0 + row) * k + depth0 + depthA, (depth0 + depthA) * m + row0 + row, transposeA)];
      }
      tileA[depthA * ${TILE}u + row] = valueA;
      let depthB = select(i / ${TILE}u, i % ${DEPTH}u, transposeB);
      let column = select(i % ${TILE}u, i / ${DEPTH}u, transposeB);
      var valueB = 0.0;
      if (column0 + column < n && depth0 + depthB < k) {
        valueB = b[select((depth0 + depthB) * n + column0 + column, (column0 + column) * k + depth0 + depthB, transposeB)];
      }
      tileB[depthB * ${TILE}u + column] = valueB;
    }
    workgroupBarrier();
    for (var depth = 0u; depth < ${DEPTH}u; depth++) {
      let atA = depth * ${TILE}u + laneRow;
      let atB = depth * ${TILE}u + laneColumn;
      let fourB = vec4f(tileB[atB], tileB[atB + ${SIDE}u], tileB[atB + ${2 * SIDE}u], tileB[atB + ${3 * SIDE}u]);
      for (var i = 0u; i < 4u; i++) { sums[i] += tileA[atA + i * ${SIDE}u] * fourB; }
    }
    workgroupBarrier();
  }
  for (var i = 0u; i < 4u; i++) {
    let row = row0 + laneRow + i * ${SIDE}u;
    for (var j = 0u; j < 4u; j++) {
      let column = column0 + laneColumn + j * ${SIDE}u;
      if (row < m && column < n) {
        let at = row * n + column;
        product[at] = sums[i][j] + select(0.0, product[at], accumulate);
      }
    }
  }
}`,
});

export function matmul<F>({ a, b, out, m, n, k, transposeA = false, transposeB = false, accumulate = false }: MatmulArguments<F>): PlanStep<F>[] {
  return [
    {
      kernel: matmulKernel,
      constants: { m, n, k, transposeA: Number(transposeA), transposeB: Number(transposeB), accumulate: Number(accumulate) },
      buffers: { a, b, product: out },
      workgroups: [Math.ceil(n / TILE), Math.ceil(m / TILE), 1],
    },
  ];
}
