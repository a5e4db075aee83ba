// Reads the book's handwritten digits (static/data/digits-14x14.bin). Not here: how they are fetched or trained on.

export interface DigitSet {
  /** [count, side · side], row by row, 0 = black to 1 = white. */
  pixels: Float32Array;
  /** 0 to 9. */
  labels: Uint8Array;
  count: number;
}

export interface Digits {
  side: number;
  training: DigitSet;
  test: DigitSet;
}

/** Throws Error when the bytes are not the digits file. */
export function readDigits(bytes: ArrayBuffer): Digits {
  const view = new DataView(bytes);
  if (bytes.byteLength < 16 || view.getUint32(0, false) !== 0x44475431) throw new Error('not a digits file: it must begin with DGT1');
  const [trainingCount, testCount, side] = [4, 8, 12].map((at) => view.getUint32(at, true)) as [number, number, number];
  const count = trainingCount + testCount;
  const size = side * side;
  if (bytes.byteLength !== 16 + count * (1 + size)) throw new Error(`the digits file should have ${16 + count * (1 + size)} bytes, not ${bytes.byteLength}`);
  const labels = new Uint8Array(bytes, 16, count);
  const pixels = Float32Array.from(new Uint8Array(bytes, 16 + count), (p) => p / 255);
  const part = (from: number, to: number): DigitSet => ({ pixels: pixels.slice(from * size, to * size), labels: labels.slice(from, to), count: to - from });
  return { side, training: part(0, trainingCount), test: part(trainingCount, count) };
}
