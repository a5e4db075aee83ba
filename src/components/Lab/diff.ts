// The difference of two texts, line by line: the longest common subsequence, for texts of a lab's size.

export interface DiffRow {
  /** 1-based line number and text on each side; absent where the side has no such line. */
  left?: { line: number; text: string };
  right?: { line: number; text: string };
  same: boolean;
}

/** Lengths of the longest common subsequences of all suffixes, row by row. */
function suffixLengths(a: readonly string[], b: readonly string[]): Uint32Array[] {
  const rows = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      rows[i]![j] = a[i] === b[j] ? rows[i + 1]![j + 1]! + 1 : Math.max(rows[i + 1]![j]!, rows[i]![j + 1]!);
  return rows;
}

/** Rows in order; a changed block lines its two sides up. Cost grows with the product of the line counts (1,000 × 1,000 is 4 MB). */
export function diffLines(left: string, right: string): DiffRow[] {
  const a = left.split('\n');
  const b = right.split('\n');
  const lengths = suffixLengths(a, b);
  const rows: DiffRow[] = [];
  const block: { left: DiffRow['left'][]; right: DiffRow['right'][] } = { left: [], right: [] };
  const flush = () => {
    for (let k = 0; k < Math.max(block.left.length, block.right.length); k++) rows.push({ left: block.left[k], right: block.right[k], same: false });
    block.left = [];
    block.right = [];
  };
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      flush();
      rows.push({ left: { line: i + 1, text: a[i]! }, right: { line: j + 1, text: b[j]! }, same: true });
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      block.left.push({ line: i + 1, text: a[i]! });
      i++;
    } else {
      block.right.push({ line: j + 1, text: b[j]! });
      j++;
    }
  }
  flush();
  return rows;
}
