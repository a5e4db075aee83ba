/**
 * Products of float32 matrices with any strides. B is packed into panels of 8 columns (Goto & van de Geijn 2008); a tile of
 * 4 × 8 results stays in eight registers while one row of a panel after the other goes by. A is read in place.
 */

// Larger tiles (6 × 8, 4 × 12) and unrolled loops were slower in V8, which then spills registers.
const TILE_ROWS: i32 = 4;
const TILE_COLUMNS: i32 = 8;
/** Depth of a panel: 256 rows of 8 columns are 8 KB, which stay in the first cache. */
const PANEL_DEPTH: i32 = 256;
/** Columns of B that are packed at once: 256 × 512 numbers are half a megabyte. */
const PACKED_COLUMNS: i32 = 512;

/** Bytes of the scratch memory that gemm() needs: the packed panels, then one tile for the edges. */
export const GEMM_SCRATCH_BYTES: usize = ((PANEL_DEPTH * PACKED_COLUMNS + TILE_ROWS * TILE_COLUMNS) as usize) << 2;
const EDGE_TILE: usize = ((PANEL_DEPTH * PACKED_COLUMNS) as usize) << 2;

/** Packs `depth` rows and `columns` columns of B, `rowBytes` and `columnBytes` apart, into panels; missing columns of the last are 0. */
function pack(b: usize, rowBytes: usize, columnBytes: usize, depth: i32, columns: i32, to: usize): void {
  for (let column = 0; column < columns; column += TILE_COLUMNS) {
    const from = b + (column as usize) * columnBytes;
    const width = min(TILE_COLUMNS, columns - column);
    if (width == TILE_COLUMNS && columnBytes == 4) {
      packRows(from, rowBytes, depth, to);
    } else if (width == TILE_COLUMNS && rowBytes == 4) {
      packTransposed(from, columnBytes, depth, to);
    } else {
      for (let row = 0; row < depth; row++) {
        for (let i = 0; i < TILE_COLUMNS; i++) {
          const value = i < width ? load<f32>(from + (row as usize) * rowBytes + (i as usize) * columnBytes) : 0;
          store<f32>(to + (((row * TILE_COLUMNS + i) as usize) << 2), value);
        }
      }
    }
    to += ((depth * TILE_COLUMNS) as usize) << 2;
  }
}

/** A panel whose rows lie together in B. */
function packRows(from: usize, rowBytes: usize, depth: i32, to: usize): void {
  for (let row = 0; row < depth; row++) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += rowBytes;
    to += 32;
  }
}

/** A panel whose columns lie together in B: 4 × 4 blocks are turned in registers. */
function packTransposed(from: usize, columnBytes: usize, depth: i32, to: usize): void {
  let row = 0;
  for (; row + 4 <= depth; row += 4) {
    turn(from, columnBytes, to);
    turn(from + 4 * columnBytes, columnBytes, to + 16);
    from += 16;
    to += 128;
  }
  for (; row < depth; row++) {
    for (let i = 0; i < TILE_COLUMNS; i++) store<f32>(to + ((i as usize) << 2), load<f32>(from + (i as usize) * columnBytes));
    from += 4;
    to += 32;
  }
}

/** Four columns of four rows each become four rows, 32 bytes apart. */
function turn(from: usize, columnBytes: usize, to: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + columnBytes);
  const c = v128.load(from + 2 * columnBytes);
  const d = v128.load(from + 3 * columnBytes);
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab0, cd0, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(ab0, cd0, 2, 3, 6, 7), 32);
  v128.store(to, v128.shuffle<f32>(ab2, cd2, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(ab2, cd2, 2, 3, 6, 7), 96);
}

/** Adds to a row of 8 results, or replaces it. */
function putRow(c: usize, left: v128, right: v128, accumulate: bool): void {
  if (accumulate) {
    left = f32x4.add(left, v128.load(c));
    right = f32x4.add(right, v128.load(c, 16));
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}

/** C's 4 × 8 tile at `c` = (or +=) 4 rows of A times a panel. */
function tile(a: usize, aRow: usize, aColumn: usize, panel: usize, depth: i32, c: usize, cRow: usize, accumulate: bool): void {
  let a0 = a;
  let a1 = a0 + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const end = panel + ((depth as usize) << 5);
  while (panel < end) {
    const left = v128.load(panel);
    const right = v128.load(panel, 16);
    let x = v128.load32_splat(a0);
    c00 = f32x4.add(c00, f32x4.mul(x, left));
    c01 = f32x4.add(c01, f32x4.mul(x, right));
    x = v128.load32_splat(a1);
    c10 = f32x4.add(c10, f32x4.mul(x, left));
    c11 = f32x4.add(c11, f32x4.mul(x, right));
    x = v128.load32_splat(a2);
    c20 = f32x4.add(c20, f32x4.mul(x, left));
    c21 = f32x4.add(c21, f32x4.mul(x, right));
    x = v128.load32_splat(a3);
    c30 = f32x4.add(c30, f32x4.mul(x, left));
    c31 = f32x4.add(c31, f32x4.mul(x, right));
    a0 += aColumn;
    a1 += aColumn;
    a2 += aColumn;
    a3 += aColumn;
    panel += 32;
  }
  putRow(c, c00, c01, accumulate);
  putRow((c += cRow), c10, c11, accumulate);
  putRow((c += cRow), c20, c21, accumulate);
  putRow((c += cRow), c30, c31, accumulate);
}

/** A tile of which C has only `rows` × `columns`, through the edge tile. */
function edgeTile(a: usize, aRow: usize, aColumn: usize, panel: usize, depth: i32, c: usize, cRow: usize, rows: i32, columns: i32, accumulate: bool, scratch: usize): void {
  const whole = scratch + EDGE_TILE;
  if (rows == TILE_ROWS) {
    tile(a, aRow, aColumn, panel, depth, whole, 32, false);
  } else {
    // A has no four rows here: each is taken four times, and lands on itself.
    for (let row = 0; row < rows; row++) tile(a + (row as usize) * aRow, 0, aColumn, panel, depth, whole + ((row as usize) << 5), 0, false);
  }
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = c + (row as usize) * cRow + ((column as usize) << 2);
      const value = load<f32>(whole + (((row * TILE_COLUMNS + column) as usize) << 2));
      store<f32>(at, accumulate ? value + load<f32>(at) : value);
    }
  }
}

/** c [m, n] = (or +=) a [m, k] · b [k, n]; strides in bytes, c's columns lie together. */
export function gemm(
  a: usize, aRow: usize, aColumn: usize,
  b: usize, bRow: usize, bColumn: usize,
  c: usize, cRow: usize,
  m: i32, n: i32, k: i32, accumulate: bool, scratch: usize,
): void {
  for (let column = 0; column < n; column += PACKED_COLUMNS) {
    const columns = min(PACKED_COLUMNS, n - column);
    for (let start = 0; start < k; start += PANEL_DEPTH) {
      const depth = min(PANEL_DEPTH, k - start);
      pack(b + (start as usize) * bRow + (column as usize) * bColumn, bRow, bColumn, depth, columns, scratch);
      const aStart = a + (start as usize) * aColumn;
      const cStart = c + ((column as usize) << 2);
      const add = accumulate || start > 0;
      for (let row = 0; row < m; row += TILE_ROWS) {
        const rows = min(TILE_ROWS, m - row);
        for (let j = 0; j < columns; j += TILE_COLUMNS) {
          const width = min(TILE_COLUMNS, columns - j);
          const panel = scratch + (((j * depth) as usize) << 2);
          const from = aStart + (row as usize) * aRow;
          const to = cStart + (row as usize) * cRow + ((j as usize) << 2);
          if (rows == TILE_ROWS && width == TILE_COLUMNS) tile(from, aRow, aColumn, panel, depth, to, cRow, add);
          else edgeTile(from, aRow, aColumn, panel, depth, to, cRow, rows, width, add, scratch);
        }
      }
    }
  }
}
