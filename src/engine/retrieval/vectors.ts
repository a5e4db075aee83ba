/**
 * Unit vectors in one byte a number. A vector's largest value becomes 127 and the others follow; since its length is
 * known to be 1, no scale need be kept.
 */

/** Codes -127…127 of a vector. */
export function codesOfUnit(vector: Float32Array): Int8Array {
  const largest = vector.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  return Int8Array.from(vector, (value) => Math.round((value / (largest || 1)) * 127));
}

/** The vector again, of length 1 (zero stays zero). */
export function unitOfCodes(codes: Int8Array): Float32Array {
  const length = Math.hypot(...codes) || 1;
  return Float32Array.from(codes, (code) => code / length);
}

/** Dot product of two unit vectors. */
export function cosine(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) throw new Error(`vectors of ${a.length} and ${b.length} numbers have no cosine`);
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
