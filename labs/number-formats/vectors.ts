// The inputs that fixtures/pytorch_reference.py runs on too: 16 significant bits over many powers of two, exact in float32.

export const values = (count: number, seed: number, spread: number): number[] =>
  Array.from({ length: count }, (_, i) => (((i * 40503 + seed * 12345) % 65521) / 32768 - 1) * 2 ** (((i * 7) % (2 * spread + 1)) - spread));

/** Three blocks of 32 at three magnitudes. */
export function blocks(): number[][] {
  const all = values(96, 2, 4);
  return [1, 2 ** -9, 2 ** 30].map((scale, b) => all.slice(32 * b, 32 * b + 32).map((x) => x * scale));
}
