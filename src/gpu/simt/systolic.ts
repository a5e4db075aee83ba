// An output-stationary systolic array, cycle by cycle: N × N cells, each multiplies what comes from the left by what
// comes from above, adds to its own sum and passes both on. Row i of A enters i cycles late, column j of B j cycles late.

export interface Cell {
  /** Index along the inner dimension that the cell works on in this cycle; undefined = idle. */
  inner: number | undefined;
  sum: number;
}

export interface SystolicRun {
  /** cells[cycle][row][column], after the cycle. */
  cells: Cell[][][];
  cycles: number;
  /** Multiply-adds done over cell-cycles passed. */
  utilization: number;
  result: number[][];
}

/** Cycles for inner length K on an N × N array: K + 2(N − 1). The last cell starts 2(N − 1) cycles late. */
export function systolicCycles(n: number, inner: number): number {
  return inner === 0 ? 0 : inner + 2 * (n - 1);
}

export function systolicUtilization(n: number, inner: number): number {
  return inner === 0 ? 0 : inner / systolicCycles(n, inner);
}

/** a is [N, K], b is [K, N]. Simulates the movement of operands; nothing is looked up that has not arrived. */
export function runSystolic(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): SystolicRun {
  const n = a.length;
  const inner = b.length;
  const cycles = systolicCycles(n, inner);
  let fromLeft = grid<Operand>(n);
  let fromAbove = grid<Operand>(n);
  let sums = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  let work = 0;
  const cells: Cell[][][] = [];
  for (let cycle = 0; cycle < cycles; cycle++) {
    const left = grid<Operand>(n);
    const above = grid<Operand>(n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        left[i]![j] = j > 0 ? fromLeft[i]![j - 1] : operand(a[i], cycle - i);
        above[i]![j] = i > 0 ? fromAbove[i - 1]![j] : operand(columnOf(b, j), cycle - j);
      }
    sums = sums.map((row, i) => row.map((sum, j) => sum + (left[i]![j] && above[i]![j] ? left[i]![j]!.value * above[i]![j]!.value : 0)));
    const frame = sums.map((row, i) => row.map((sum, j) => ({ inner: left[i]![j] && above[i]![j] ? left[i]![j]!.inner : undefined, sum })));
    work += frame.flat().filter((c) => c.inner !== undefined).length;
    cells.push(frame);
    [fromLeft, fromAbove] = [left, above];
  }
  return { cells, cycles, utilization: cycles === 0 ? 0 : work / (n * n * cycles), result: sums };
}

interface Operand {
  value: number;
  inner: number;
}

const grid = <T>(n: number) => Array.from({ length: n }, () => new Array<T | undefined>(n).fill(undefined));
const columnOf = (b: readonly (readonly number[])[], j: number) => b.map((row) => row[j]!);

function operand(line: readonly number[] | undefined, index: number): Operand | undefined {
  const value = line?.[index];
  return value === undefined ? undefined : { value, inner: index };
}
