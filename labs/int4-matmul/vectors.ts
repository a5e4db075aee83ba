// Packing, and the test vectors that the Triton script in fixtures/ runs on too: whole numbers and powers of two, so that every sum is exact.

export interface Weights {
  rows: number;
  columns: number;
  groupSize: number;
  /** [rows, columns], 0 to 15. */
  codes: Uint8Array;
  /** [rows, groups of a row]. */
  scales: Float32Array;
  zeros: Float32Array;
}

export const groupsOf = ({ columns, groupSize }: Pick<Weights, 'columns' | 'groupSize'>) => Math.ceil(columns / groupSize);
export const wordsOf = ({ columns }: Pick<Weights, 'columns'>) => Math.ceil(columns / 8);

/** The buffers of the kernels; bits of the last word past the end of a row are what `spare` gives. */
export function pack(weights: Weights, spare: () => number): { codes: Uint32Array; scales: Float32Array } {
  const { rows, columns } = weights;
  const codes = new Uint32Array(wordsOf(weights) * rows);
  for (let w = 0; w < wordsOf(weights); w++)
    for (let row = 0; row < rows; row++)
      for (let j = 0; j < 8; j++) {
        const k = 8 * w + j;
        codes[w * rows + row]! |= (k < columns ? weights.codes[row * columns + k]! : spare()) << (4 * j);
      }
  const scales = new Float32Array(2 * groupsOf(weights) * rows);
  for (let g = 0; g < groupsOf(weights); g++)
    for (let row = 0; row < rows; row++) scales.set([weights.scales[row * groupsOf(weights) + g]!, weights.zeros[row * groupsOf(weights) + g]!], 2 * (g * rows + row));
  return { codes, scales };
}

const sizes = { rows: 21, columns: 52, groupSize: 16 } as const;

export const recorded: Weights & { x: Float32Array } = {
  ...sizes,
  codes: Uint8Array.from({ length: sizes.rows * sizes.columns }, (_, i) => ((i * i + 5 * i + 11) % 61) % 16),
  scales: Float32Array.from({ length: sizes.rows * groupsOf(sizes) }, (_, i) => 2 ** ((i % 4) - 3)),
  zeros: Float32Array.from({ length: sizes.rows * groupsOf(sizes) }, (_, i) => (i * 5) % 16),
  x: Float32Array.from({ length: sizes.columns }, (_, i) => ((i * 37 + 22) % 17) - 8),
};
