// Shared (workgroup) memory: 32 banks, each 4 bytes wide, each serving one word a cycle. Lanes that want the same
// word share one read; lanes that want different words of one bank wait for each other.

export const BANKS = 32;
export const BANK_BYTES = 4;

export interface BankAccess {
  /** Bank of each lane's word. */
  bankOfLane: number[];
  /** For each bank, how many different words are wanted of it. */
  wordsOfBank: number[];
  /** Passes that the access needs: the largest of wordsOfBank; 1 = no conflict, 0 = no lane active. */
  passes: number;
}

/** One access of a warp to 4-byte words, by word index. */
export function bankAccessOf(words: readonly number[]): BankAccess {
  const wanted = Array.from({ length: BANKS }, () => new Set<number>());
  for (const word of words) wanted[mod(word, BANKS)]!.add(word);
  const wordsOfBank = wanted.map((w) => w.size);
  return { bankOfLane: words.map((w) => mod(w, BANKS)), wordsOfBank, passes: Math.max(...wordsOfBank) };
}

const mod = (a: number, b: number) => ((a % b) + b) % b;
