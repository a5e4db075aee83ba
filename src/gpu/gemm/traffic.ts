// Words that a matrix product [m, k] × [k, n] loads, from its sizes and its tiles: naive, tiled, in register tiles, and with
// workgroups that run side by side. Not here: what caches catch by themselves.

export interface Product {
  m: number;
  n: number;
  k: number;
}

/** Rows of the output tile, and its columns. */
export interface Tile {
  rows: number;
  columns: number;
}

/** One multiply-add asks for two words. */
export function naiveLoads({ m, n, k }: Product): number {
  return 2 * m * n * k;
}

/** Each of the two operands once. */
export function operandWords({ m, n, k }: Product): number {
  return m * k + k * n;
}

/** A is read once for each column of tiles, B once for each row of tiles; what lies outside the matrices is not loaded. */
export function tiledLoads({ m, n, k }: Product, tile: Tile): number {
  return m * k * Math.ceil(n / tile.columns) + k * n * Math.ceil(m / tile.rows);
}

/** The same by walking through every workgroup, every step of `depth` along k and every element of both tiles: for tests, and for small sizes. */
export function countTiledLoads({ m, n, k }: Product, tile: Tile, depth: number): { a: number; b: number } {
  let [a, b] = [0, 0];
  for (let row = 0; row < m; row += tile.rows)
    for (let column = 0; column < n; column += tile.columns)
      for (let step = 0; step < k; step += depth) {
        for (let i = 0; i < tile.rows; i++) for (let p = 0; p < depth; p++) if (row + i < m && step + p < k) a++;
        for (let p = 0; p < depth; p++) for (let j = 0; j < tile.columns; j++) if (step + p < k && column + j < n) b++;
      }
  return { a, b };
}

/** FLOP per byte loaded by full tiles of any depth: 2 / (bytes · (1/columns + 1/rows)). */
export function tileIntensity({ rows, columns }: Tile, bytesPerElement: number): number {
  return 2 / (bytesPerElement * (1 / columns + 1 / rows));
}

export function workgroups({ m, n }: Product, tile: Tile): number {
  return Math.ceil(m / tile.rows) * Math.ceil(n / tile.columns);
}

export interface Waves {
  waves: number;
  /** Share of the cores' time in which they hold a workgroup, all workgroups taking equally long. */
  utilization: number;
}

/** Workgroups on cores that hold `perCore` of them at a time. */
export function wavesOf(count: number, cores: number, perCore = 1): Waves {
  const waves = Math.ceil(count / (cores * perCore));
  return { waves, utilization: waves === 0 ? 0 : count / (waves * cores * perCore) };
}

/** Words of workgroup memory that one multiply-add reads when each invocation keeps a tile of its own in registers. */
export function workgroupReadsPerFma({ rows, columns }: Tile): number {
  return (rows + columns) / (rows * columns);
}

/** Registers of one invocation for its accumulators and for one column and one row of operands. */
export function tileRegisters({ rows, columns }: Tile): number {
  return rows * columns + rows + columns;
}

/** Share of the lanes' peak that workgroup memory can feed: a core issues `fmaWarps` warps of multiply-adds a cycle and reads one word a lane for `readWarps`. */
export function feedLimit(readsPerFma: number, { fmaWarps, readWarps }: { fmaWarps: number; readWarps: number }): number {
  return Math.min(1, readWarps / (fmaWarps * readsPerFma));
}

/**
 * Words that must come from device memory when workgroups run in waves of `concurrent`, in row-major order within groups of `groupRows` rows of tiles,
 * and a wave reads each panel of A and B that it needs once (they meet in the cache). Nothing survives from wave to wave.
 */
export function waveLoads(product: Product, tile: Tile, concurrent: number, groupRows: number): number {
  const [rows, columns] = [Math.ceil(product.m / tile.rows), Math.ceil(product.n / tile.columns)];
  const height = (row: number) => Math.min(tile.rows, product.m - row * tile.rows);
  const width = (column: number) => Math.min(tile.columns, product.n - column * tile.columns);
  let words = 0;
  for (let first = 0; first < rows * columns; first += concurrent) {
    const order = Array.from({ length: Math.min(concurrent, rows * columns - first) }, (_, i) => tilePlace(first + i, rows, columns, groupRows));
    for (const row of new Set(order.map((p) => p.row))) words += height(row) * product.k;
    for (const column of new Set(order.map((p) => p.column))) words += width(column) * product.k;
  }
  return words;
}

/** Where the i-th workgroup works: groups of `groupRows` rows of tiles, within a group column by column. */
export function tilePlace(i: number, rows: number, columns: number, groupRows: number): { row: number; column: number } {
  const group = Math.floor(i / (groupRows * columns));
  const height = Math.min(groupRows, rows - group * groupRows);
  const within = i - group * groupRows * columns;
  return { row: group * groupRows + (within % height), column: Math.floor(within / height) };
}

/** How many sets of a cache the lines of one column fall into: words `strideBytes` apart, `rows` of them. With fewer sets than rows over ways they evict each other. */
export function columnSets(rows: number, strideBytes: number, cache: { sets: number; lineBytes: number }): number {
  return new Set(Array.from({ length: rows }, (_, row) => Math.floor((row * strideBytes) / cache.lineBytes) % cache.sets)).size;
}
