// The vectors that fixtures/pytorch_reference.py runs on too: quarters of small integers, exact in every format.

export const quarters = (count: number, seed: number): Float32Array => Float32Array.from({ length: count }, (_, i) => (((i * 37 + seed * 11) % 29) - 14) / 4);

export const stored = { tokenCount: 5, headCount: 4, kvHeadCount: 2, headSize: 3 } as const;
