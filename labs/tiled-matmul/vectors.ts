// The test vectors that the Triton script in fixtures/ runs on too: small integers, so that every sum is exact.

export const integers = (count: number, seed: number): Float32Array => Float32Array.from({ length: count }, (_, i) => ((i * 37 + seed * 11) % 17) - 8);

export const recorded = { m: 21, n: 35, k: 50 } as const;
