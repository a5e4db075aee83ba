// What the figure can be set to, the kernels that it runs, and what it shows of a run. The run itself is run.ts, which brings the microscope along.

import { naiveLoads, tiledLoads } from '@site/src/gpu/gemm';

export interface State {
  kernel: string;
  m: number;
  n: number;
  k: number;
  tile: string;
  workgroup: number;
  [key: string]: string | number | boolean;
}
export const defaults: State = { kernel: 'tiled', m: 7, n: 10, k: 9, tile: '4', workgroup: 0 };

export const kernels = [
  { value: 'naive', label: 'naive' },
  { value: 'exchanged', label: 'naive, rows along x' },
  { value: 'tiled', label: 'tiled' },
  { value: 'unguarded', label: 'tiled, one barrier missing' },
] as const;

const bindings = (tile: number) => `struct Shape { m: u32, n: u32, k: u32 }
@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;
const T = ${tile}u;`;

const naive = (row: 'x' | 'y', column: 'x' | 'y') => `
@compute @workgroup_size(T, T)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.${row};
  let column = id.${column};
  if (row < shape.m && column < shape.n) {
    var sum = 0.0;
    for (var p = 0u; p < shape.k; p++) {
      sum += a[row * shape.k + p] * b[p * shape.n + column];
    }
    result[row * shape.n + column] = sum;
  }
}`;

const tiled = (secondBarrier: boolean) => `
var<workgroup> tileA: array<array<f32, T>, T>;
var<workgroup> tileB: array<array<f32, T>, T>;
@compute @workgroup_size(T, T)
fn main(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  let row = group.y * T + local.y;
  let column = group.x * T + local.x;
  var sum = 0.0;
  for (var first = 0u; first < shape.k; first += T) {
    tileA[local.y][local.x] = 0.0;
    tileB[local.y][local.x] = 0.0;
    if (row < shape.m && first + local.x < shape.k) {
      tileA[local.y][local.x] = a[row * shape.k + first + local.x];
    }
    if (first + local.y < shape.k && column < shape.n) {
      tileB[local.y][local.x] = b[(first + local.y) * shape.n + column];
    }
    workgroupBarrier();
    for (var p = 0u; p < T; p++) {
      sum += tileA[local.y][p] * tileB[p][local.x];
    }${secondBarrier ? '\n    workgroupBarrier();' : ''}
  }
  if (row < shape.m && column < shape.n) {
    result[row * shape.n + column] = sum;
  }
}`;

export function sourceOf({ kernel, tile }: Pick<State, 'kernel' | 'tile'>): string {
  const body = { naive: naive('y', 'x'), exchanged: naive('x', 'y'), tiled: tiled(true), unguarded: tiled(false) }[kernel];
  return `${bindings(Number(tile))}\n${body ?? tiled(true)}\n`;
}

/** Workgroups along x and y. Rows run along x in the exchanged kernel. */
export function gridOf({ kernel, m, n, tile }: State): [x: number, y: number] {
  const [columns, rows] = [Math.ceil(n / Number(tile)), Math.ceil(m / Number(tile))];
  return kernel === 'exchanged' ? [rows, columns] : [columns, rows];
}

/** The workgroup that is shown, and the corner of its tile of the result. */
export function placeOf(state: State): { index: number; group: [number, number, number]; row: number; column: number } {
  const [x, y] = gridOf(state);
  const index = Math.min(state.workgroup, x * y - 1);
  const group: [number, number, number] = [index % x, Math.floor(index / x), 0];
  const tile = Number(state.tile);
  const [row, column] = state.kernel === 'exchanged' ? [group[0], group[1]] : [group[1], group[0]];
  return { index, group, row: row * tile, column: column * tile };
}

/** Loads of A and B by the formula. */
export function predictedLoads({ kernel, m, n, k, tile }: State): number {
  const side = Number(tile);
  return kernel === 'tiled' || kernel === 'unguarded' ? tiledLoads({ m, n, k }, { rows: side, columns: side }) : naiveLoads({ m, n, k });
}

export interface Seen {
  /** How often the shown workgroup loads each element. */
  loadsOfA: number[];
  loadsOfB: number[];
  /** By all workgroups. */
  loads: number;
  stores: number;
  sectors: number;
  requests: number;
  workgroupReads: number;
  bankPasses: number;
  barriers: number;
  right: boolean;
  finding: string | null;
}
