// Sectors and bank passes of one warp-wide access, as accessOf (coalescing.ts) and bankAccessOf (banks.ts) define them,
// for whoever asks millions of times: no allocation, addresses in words of 4 bytes.

import { BANKS, BANK_BYTES } from './banks';
import { SECTOR_BYTES } from './coalescing';

const WORDS_PER_SECTOR_LOG2 = Math.log2(SECTOR_BYTES / BANK_BYTES);

/** Of one access by at most `lanes` lanes to at most `wordsPerLane` consecutive words each. */
export class WarpMeter {
  // A set of numbers that empties in no time: a key counts only under the present stamp.
  readonly #keys: Uint32Array;
  readonly #stamps: Uint32Array;
  #stamp = 0;
  readonly #mask: number;
  readonly #wordsOfBank = new Uint16Array(BANKS);

  constructor(lanes: number, wordsPerLane: number) {
    const size = 2 ** Math.ceil(Math.log2(2 * lanes * wordsPerLane + 2));
    this.#keys = new Uint32Array(size);
    this.#stamps = new Uint32Array(size);
    this.#mask = size - 1;
  }

  /** Different 32-byte sectors that lanes touch: each asks for `wordsEach` words from first[i], from ≤ i < to. */
  sectors(first: Int32Array, from: number, to: number, wordsEach: number): number {
    this.#clear();
    let sectors = 0;
    let highest = -1;
    for (let i = from; i < to; i++) {
      const word = first[i]!;
      const last = (word + wordsEach - 1) >>> WORDS_PER_SECTOR_LOG2;
      for (let sector = word >>> WORDS_PER_SECTOR_LOG2; sector <= last; sector++) {
        if (sector === highest) continue;
        if (!this.#add(sector)) continue;
        sectors++;
        if (sector > highest) highest = sector;
      }
    }
    return sectors;
  }

  /** Passes over 32 banks: the most different words that one bank must give. `everyLane`: lanes never share a word (atomics take turns). */
  bankPasses(first: Int32Array, from: number, to: number, wordsEach: number, everyLane: boolean): number {
    if (!everyLane && spanOf(first, from, to) + wordsEach <= BANKS) return 1;
    this.#clear();
    this.#wordsOfBank.fill(0);
    let most = 0;
    for (let i = from; i < to; i++) {
      const end = first[i]! + wordsEach;
      for (let word = first[i]!; word < end; word++) {
        if (!everyLane && !this.#add(word)) continue;
        const wanted = ++this.#wordsOfBank[word % BANKS]!;
        if (wanted > most) most = wanted;
      }
    }
    return most;
  }

  #clear(): void {
    if (++this.#stamp === 2 ** 32) {
      this.#stamps.fill(0);
      this.#stamp = 1;
    }
  }

  /** True where the number was not there. */
  #add(key: number): boolean {
    let slot = (Math.imul(key, 0x9e3779b1) >>> 16) & this.#mask;
    while (this.#stamps[slot] === this.#stamp) {
      if (this.#keys[slot] === key) return false;
      slot = (slot + 1) & this.#mask;
    }
    this.#stamps[slot] = this.#stamp;
    this.#keys[slot] = key;
    return true;
  }
}

/** From the lowest word to the highest: where all lie within 32, no two share a bank. */
function spanOf(first: Int32Array, from: number, to: number): number {
  let low = first[from]!;
  let high = low;
  for (let i = from + 1; i < to; i++) {
    const word = first[i]!;
    if (word < low) low = word;
    else if (word > high) high = word;
  }
  return high - low;
}
