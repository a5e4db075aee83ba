// Codes of a few bits packed without gaps, lowest bits first: what a quantized tensor occupies in memory.

/** Bytes that `count` codes of `bits` bits fill; the last byte may be part empty. */
export const packedBytes = (count: number, bits: number): number => Math.ceil((count * bits) / 8);

function checkBits(bits: number): void {
  if (!Number.isInteger(bits) || bits < 1 || bits > 16) throw new RangeError(`a code of ${bits} bits cannot be packed; 1 to 16 can`);
}

/** Code i occupies bits i·bits … of the whole, counted from the lowest bit of byte 0. Throws RangeError on a code that does not fit. */
export function pack(codes: ArrayLike<number>, bits: number): Uint8Array {
  checkBits(bits);
  const bytes = new Uint8Array(packedBytes(codes.length, bits));
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (!Number.isInteger(code) || code < 0 || code >= 2 ** bits) throw new RangeError(`code ${i} is ${code}, which is no unsigned number of ${bits} bits`);
    const at = i * bits;
    // At most 7 + 16 bits: three bytes.
    const spread = code << (at % 8);
    for (let k = 0; k < 3 && (spread >>> (8 * k)) !== 0; k++) bytes[(at >> 3) + k]! |= (spread >>> (8 * k)) & 0xff;
  }
  return bytes;
}

/** The first `count` codes. Throws RangeError when there are not that many. */
export function unpack(bytes: Uint8Array, bits: number, count: number): Uint16Array {
  checkBits(bits);
  if (packedBytes(count, bits) > bytes.length) throw new RangeError(`${bytes.length} bytes do not hold ${count} codes of ${bits} bits`);
  const byte = (i: number) => bytes[i] ?? 0;
  return Uint16Array.from({ length: count }, (_, i) => {
    const at = i * bits;
    const from = at >> 3;
    return ((byte(from) | (byte(from + 1) << 8) | (byte(from + 2) << 16)) >>> (at % 8)) & (2 ** bits - 1);
  });
}
