/**
 * From logits to the next token: temperature, top-k, top-p and the draw. Pure functions on
 * Float32Array; no model, no state but the random source that the caller gives.
 */

export interface SamplingOptions {
  /** Logits are divided by it; 0 means greedy. Default 1. */
  temperature?: number;
  /** Keep only the k most likely tokens; 0 or left out keeps all. */
  topK?: number;
  /** Keep the fewest most likely tokens whose probabilities reach p (Holtzman et al. 2020); 1 or left out keeps all. */
  topP?: number;
}

export interface TokenProbability {
  id: number;
  probability: number;
}

/** Index of the largest logit; of equals, the first. */
export function argmax(logits: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < logits.length; i++) if (logits[i]! > logits[best]!) best = i;
  return best;
}

/** softmax(logits / temperature): probabilities that sum to 1. */
export function softmax(logits: ArrayLike<number>, temperature = 1): Float32Array {
  const max = logits[argmax(logits)]!;
  const probabilities = new Float32Array(logits.length);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += Math.exp((logits[i]! - max) / temperature);
  for (let i = 0; i < logits.length; i++) probabilities[i] = Math.exp((logits[i]! - max) / temperature) / sum;
  return probabilities;
}

/** The `count` most likely tokens, most likely first; of equals, the lower id first. */
export function topTokens(probabilities: ArrayLike<number>, count: number): TokenProbability[] {
  return Array.from(probabilities, (probability, id) => ({ id, probability }))
    .sort((a, b) => b.probability - a.probability || a.id - b.id)
    .slice(0, count);
}

/**
 * The tokens that may be drawn, most likely first, with probabilities that sum to 1 again.
 * Order of the filters: temperature, then top-k, then top-p of what is left.
 */
export function candidates(logits: ArrayLike<number>, { temperature = 1, topK = 0, topP = 1 }: SamplingOptions): TokenProbability[] {
  if (!(temperature >= 0)) throw new Error(`temperature must be 0 or more, not ${temperature}`);
  if (temperature === 0) return [{ id: argmax(logits), probability: 1 }];
  if (!(topP > 0 && topP <= 1)) throw new Error(`topP must be above 0 and at most 1, not ${topP}`);
  let kept = topTokens(softmax(logits, temperature), topK > 0 ? topK : logits.length);
  let total = kept.reduce((sum, { probability }) => sum + probability, 0);
  if (topP < 1) {
    let reached = 0;
    const enough = kept.findIndex(({ probability }) => (reached += probability) >= topP * total);
    if (enough >= 0) kept = kept.slice(0, enough + 1);
    total = kept.reduce((sum, { probability }) => sum + probability, 0);
  }
  return kept.map(({ id, probability }) => ({ id, probability: probability / total }));
}

/** Draws one token; `random` gives uniform numbers in [0, 1) and is not asked when greedy. */
export function sampleToken(logits: ArrayLike<number>, options: SamplingOptions, random: () => number): TokenProbability {
  const kept = candidates(logits, options);
  if (kept.length === 1) return kept[0]!;
  let rest = random();
  for (const candidate of kept) {
    rest -= candidate.probability;
    if (rest < 0) return candidate;
  }
  // Rounding can leave a sliver after the last one.
  return kept[kept.length - 1]!;
}
