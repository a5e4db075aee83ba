// The order in which workgroups and invocations run. WGSL promises none: a seed gives another legal one, so that a test
// can show that a result hangs on it.

/** A permutation of 0 … count - 1 by seed: k to (step · k + start) mod count. Seed 0, or more than 2^26 things: as they come. */
export class Permutation {
  readonly #count: number;
  readonly #step: number;
  readonly #start: number;

  constructor(count: number, seed: number) {
    this.#count = count;
    const mixed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) >>> 0;
    const shuffled = seed !== 0 && count > 1 && count <= 2 ** 26;
    let step = shuffled ? 1 + (mixed % (count - 1)) : 1;
    while (greatestDivisor(step, count) !== 1) step = step + 1;
    this.#step = step;
    this.#start = shuffled ? (mixed >>> 7) % count : 0;
  }

  at(k: number): number {
    return this.#step === 1 && this.#start === 0 ? k : (this.#step * k + this.#start) % this.#count;
  }
}

function greatestDivisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}

/** Invocations of a workgroup in the order that they run in: the lanes of a warp stay together. */
export function invocationOrder(invocations: number, warpSize: number, seed: number): Int32Array {
  const warps = Math.ceil(invocations / warpSize);
  const warpOrder = new Permutation(warps, seed);
  const order: number[] = [];
  for (let w = 0; w < warps; w++) {
    const first = warpOrder.at(w) * warpSize;
    const lanes = Math.min(warpSize, invocations - first);
    const laneOrder = new Permutation(lanes, seed);
    for (let lane = 0; lane < lanes; lane++) order.push(first + laneOrder.at(lane));
  }
  return Int32Array.from(order);
}
