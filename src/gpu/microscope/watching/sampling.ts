// Which workgroups are followed warp by warp: all, until that would take more steps than there is time for, then some.

/** Accesses and branches whose warps are followed exactly. */
export const FOLLOWED_STEPS = 1 << 24;

export class Sampling {
  /** Workgroups followed so far. */
  followed = 0;
  readonly #budget: number;
  readonly #workgroups: number;
  #next = 0;
  #random = 1;

  constructor(budget: number, workgroups: number) {
    this.#budget = budget;
    this.#workgroups = workgroups;
  }

  /** `begun`: workgroups that began before this one. */
  follows(begun: number): boolean {
    return begun >= this.#next;
  }

  /** No more of the present workgroup should be followed. */
  isSpent(steps: number): boolean {
    return steps > this.#budget;
  }

  /** A followed workgroup has ended, `steps` taken in all. As many more follow as the steps left allow, at uneven distances so that no regular pattern is missed. */
  ended(steps: number, begun: number): void {
    this.followed++;
    const affordable = (this.#budget - steps) / (steps / this.followed);
    const distance = Math.max(1, Math.ceil((this.#workgroups - begun) / affordable));
    this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) >>> 0;
    this.#next = affordable <= 0 ? Infinity : begun + Math.floor((this.#random / 2 ** 32) * (2 * distance - 1));
  }
}
