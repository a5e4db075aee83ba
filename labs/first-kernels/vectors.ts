// The test vectors that the Triton script in fixtures/ runs on too: quarters of small integers, so that every sum is exact.

export const quarters = (count: number, seed: number): Float32Array => Float32Array.from({ length: count }, (_, i) => (((i * 37 + seed * 11) % 1009) - 504) / 4);

export const shapes = {
  add: { n: 300 },
  biasRelu: { rows: 7, columns: 19, stride: 24 },
  blockSum: { n: 700 },
  rowMax: { rows: 3, columns: 300, stride: 320 },
} as const;
