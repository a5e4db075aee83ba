// The roofline: the most that a kernel of a given arithmetic intensity can do on a machine with two ceilings.

/** FLOP/s. intensity in FLOP per byte of device-memory traffic. */
export function attainableFlopPerS(intensity: number, peakFlopPerS: number, memoryBytesPerS: number): number {
  return Math.min(peakFlopPerS, intensity * memoryBytesPerS);
}

/** FLOP per byte at which the two ceilings meet. */
export function ridgeIntensity(peakFlopPerS: number, memoryBytesPerS: number): number {
  return peakFlopPerS / memoryBytesPerS;
}

/** c = a + b, elementwise: one addition for three elements moved. */
export function vectorAddIntensity(elementBytes: number): number {
  return 1 / (3 * elementBytes);
}

/** [m, k] × [k, n], each matrix moved once (ideal reuse). */
export function matmulIntensity(m: number, k: number, n: number, elementBytes: number): number {
  return (2 * m * k * n) / (elementBytes * (m * k + k * n + m * n));
}

/** Seconds of a kernel by the roofline: the longer of its arithmetic and its traffic. */
export function rooflineSeconds(flop: number, bytes: number, peakFlopPerS: number, memoryBytesPerS: number): number {
  return Math.max(flop / peakFlopPerS, bytes / memoryBytesPerS);
}
