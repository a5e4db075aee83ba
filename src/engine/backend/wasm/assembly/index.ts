/**
 * The wasm SIMD backend's operations, in AssemblyScript: TypeScript's syntax over the machine's own numbers (usize is an
 * address). scripts/build-wasm.ts compiles it; ../index.ts allocates memory and calls it. Sizes are not checked here.
 */
import { attentionScratchBytes } from './attention';
import { gemm, GEMM_SCRATCH_BYTES } from './gemm';

export { attention, attentionBackward } from './attention';
export { adamW, add, crossEntropy, embed, embedBackward, rmsNorm, rmsNormBackward, rope, sumOfSquares, swiglu, swigluBackward } from './rows';

/** Where memory is free from. */
export function heapBase(): usize {
  return __heap_base;
}

/** Bytes of scratch memory that matmul needs, and attention on `tokenCount` tokens. */
export function scratchBytes(tokenCount: i32): usize {
  return max(GEMM_SCRATCH_BYTES, attentionScratchBytes(tokenCount));
}

export function matmul(a: usize, b: usize, out: usize, m: i32, n: i32, k: i32, transposeA: bool, transposeB: bool, accumulate: bool, scratch: usize): void {
  const aRow: usize = transposeA ? 4 : (k as usize) << 2;
  const aColumn: usize = transposeA ? (m as usize) << 2 : 4;
  const bRow: usize = transposeB ? 4 : (n as usize) << 2;
  const bColumn: usize = transposeB ? (k as usize) << 2 : 4;
  gemm(a, aRow, aColumn, b, bRow, bColumn, out, (n as usize) << 2, m, n, k, accumulate, scratch);
}

export function zero(out: usize, length: i32): void {
  memory.fill(out, 0, (length as usize) << 2);
}
