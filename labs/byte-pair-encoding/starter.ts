// Byte-pair encoding, and the step from logits to tokens that may be drawn.

/** A distinct word of a text: its parts so far, and how often the word occurs. */
export interface Word {
  parts: string[];
  count: number;
}

export type Pair = [left: string, right: string];

export interface Candidate {
  /** Index into the logits. */
  id: number;
  probability: number;
}

/** Task 1. The neighbouring pair that occurs most often in all words; of equals, the smaller left part, then the smaller right part. Null without pairs. */
export function mostFrequentPair(words: Word[]): Pair | null {
  return null;
}

/** Task 2. `parts` with every `left`, `right` joined, from left to right. */
export function merge(parts: string[], left: string, right: string): string[] {
  return [];
}

/** Task 3. The first `mergeCount` merges, or as many as there are, in the order learned. */
export function train(words: Word[], mergeCount: number): Pair[] {
  return [];
}

/** Task 4. The tokens of one word, given as letters: the earliest learned merge that fits goes first, until none fits. */
export function encode(letters: string[], merges: Pair[]): string[] {
  return [];
}

/**
 * Task 5. The tokens that may be drawn, likeliest first, with probabilities that sum to 1. Logits are divided by
 * `temperature` (above 0); then at most `topK` tokens stay; then the fewest whose probabilities reach `topP` of what is left.
 */
export function candidates(logits: number[], temperature: number, topK: number, topP: number): Candidate[] {
  return [];
}
