/**
 * Reads and decodes `safetensors` files (https://huggingface.co/docs/safetensors): 8 bytes of
 * header length, a JSON header with type, shape and byte range of each tensor, then the bytes.
 * F32 and F16 only, which is what the book ships; everything becomes a Float32Array.
 */

export interface NamedTensor {
  shape: readonly number[];
  /** Row-major. */
  data: Float32Array;
}

/** IEEE 754 half precision (16 bits) to a number, exactly. */
export function decodeFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

interface HeaderEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

const BYTES_PER_ELEMENT: Readonly<Record<string, number>> = { F32: 4, F16: 2 };

/** All tensors of the file by name; throws on a file that is cut short or of another type. */
export function readSafetensors(buffer: ArrayBuffer): Map<string, NamedTensor> {
  if (buffer.byteLength < 8) throw new Error('safetensors: the file is too short to hold a header');
  const view = new DataView(buffer);
  const headerBytes = Number(view.getBigUint64(0, true));
  const dataStart = 8 + headerBytes;
  if (dataStart > buffer.byteLength) throw new Error('safetensors: the file ends inside its header');
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, headerBytes))) as Record<string, HeaderEntry>;
  const tensors = new Map<string, NamedTensor>();
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const elementBytes = BYTES_PER_ELEMENT[entry.dtype];
    if (elementBytes === undefined) throw new Error(`safetensors: "${name}" is ${entry.dtype}; only F32 and F16 are read`);
    const count = entry.shape.reduce((product, size) => product * size, 1);
    const [from, to] = entry.data_offsets;
    if (to - from !== count * elementBytes) throw new Error(`safetensors: "${name}" has a byte range that does not fit its shape`);
    if (dataStart + to > buffer.byteLength) throw new Error(`safetensors: the file ends inside "${name}"`);
    const data = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const at = dataStart + from + i * elementBytes;
      data[i] = elementBytes === 4 ? view.getFloat32(at, true) : decodeFloat16(view.getUint16(at, true));
    }
    tensors.set(name, { shape: entry.shape, data });
  }
  return tensors;
}
