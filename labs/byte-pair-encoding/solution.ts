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

/** One string for a pair, whatever the parts contain. */
const keyOf = (left: string, right: string) => JSON.stringify([left, right]);

/** The neighbouring pair that occurs most often in all words; of equals, the smaller left part, then the smaller right part. Null without pairs. */
export function mostFrequentPair(words: Word[]): Pair | null {
  const counts = new Map<string, { pair: Pair; count: number }>();
  for (const { parts, count } of words) {
    for (let i = 0; i + 1 < parts.length; i++) {
      const pair: Pair = [parts[i]!, parts[i + 1]!];
      const known = counts.get(keyOf(...pair));
      if (known) known.count += count;
      else counts.set(keyOf(...pair), { pair, count });
    }
  }
  const before = (a: Pair, b: Pair) => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
  let best: { pair: Pair; count: number } | null = null;
  for (const each of counts.values()) {
    if (!best || each.count > best.count || (each.count === best.count && before(each.pair, best.pair))) best = each;
  }
  return best && best.pair;
}

/** `parts` with every `left`, `right` joined, from left to right. */
export function merge(parts: string[], left: string, right: string): string[] {
  const merged: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    if (parts[i] === left && parts[i + 1] === right) {
      merged.push(left + right);
      i++;
    } else merged.push(parts[i]!);
  }
  return merged;
}

/** The first `mergeCount` merges, or as many as there are, in the order learned. */
export function train(words: Word[], mergeCount: number): Pair[] {
  const merges: Pair[] = [];
  let current = words;
  while (merges.length < mergeCount) {
    const pair = mostFrequentPair(current);
    if (!pair) break;
    merges.push(pair);
    current = current.map((word) => ({ ...word, parts: merge(word.parts, ...pair) }));
  }
  return merges;
}

/** The tokens of one word, given as letters: the earliest learned merge that fits goes first, until none fits. */
export function encode(letters: string[], merges: Pair[]): string[] {
  const ranks = new Map(merges.map((pair, rank) => [keyOf(...pair), rank]));
  let parts = letters;
  for (;;) {
    let best: Pair | null = null;
    let bestRank = Infinity;
    for (let i = 0; i + 1 < parts.length; i++) {
      const rank = ranks.get(keyOf(parts[i]!, parts[i + 1]!)) ?? Infinity;
      if (rank < bestRank) [best, bestRank] = [[parts[i]!, parts[i + 1]!], rank];
    }
    if (!best) return parts;
    parts = merge(parts, ...best);
  }
}

/**
 * The tokens that may be drawn, likeliest first, with probabilities that sum to 1. Logits are divided by
 * `temperature` (above 0); then at most `topK` tokens stay; then the fewest whose probabilities reach `topP` of what is left.
 */
export function candidates(logits: number[], temperature: number, topK: number, topP: number): Candidate[] {
  const largest = Math.max(...logits);
  const powers = logits.map((logit, id) => ({ id, probability: Math.exp((logit - largest) / temperature) }));
  let kept = powers.sort((a, b) => b.probability - a.probability || a.id - b.id).slice(0, topK);
  const total = kept.reduce((sum, { probability }) => sum + probability, 0);
  let reached = 0;
  const last = kept.findIndex(({ probability }) => (reached += probability) >= topP * total);
  if (last >= 0) kept = kept.slice(0, last + 1);
  const rest = kept.reduce((sum, { probability }) => sum + probability, 0);
  return kept.map(({ id, probability }) => ({ id, probability: probability / rest }));
}
