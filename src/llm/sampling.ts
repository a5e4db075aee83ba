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

/** Throws on what makes no sense, naming it; for a caller that wants to know before any work is done. */
export function checkSampling({ temperature = 1, topK = 0, topP = 1 }: SamplingOptions): void {
  if (!(temperature >= 0 && temperature < Infinity)) throw new Error(`temperature must be a finite number of 0 or more, not ${temperature}`);
  if (!(Number.isInteger(topK) && topK >= 0)) throw new Error(`topK must be a whole number of 0 (keep all) or more, not ${topK}`);
  if (!(topP > 0 && topP <= 1)) throw new Error(`topP must be above 0 and at most 1, not ${topP}`);
}

/** Index of the largest logit; of equals, the first. */
export function argmax(logits: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < logits.length; i++) if (logits[i]! > logits[best]!) best = i;
  return best;
}

/** softmax(logits / temperature): probabilities that sum to 1. A logit of -∞ gets 0; NaN and +∞ are refused, as nothing can be drawn from them. */
export function softmax(logits: ArrayLike<number>, temperature = 1): Float32Array {
  const max = logits[argmax(logits)]!;
  const probabilities = new Float32Array(logits.length);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += Math.exp((logits[i]! - max) / temperature);
  if (!(sum >= 1)) throw new Error('the logits hold NaN or an infinity: no probabilities follow from them');
  for (let i = 0; i < logits.length; i++) probabilities[i] = Math.exp((logits[i]! - max) / temperature) / sum;
  return probabilities;
}

/** The `count` most likely tokens, most likely first; of equals, the lower id first. */
export function topTokens(probabilities: ArrayLike<number>, count: number): TokenProbability[] {
  // Numbers alone sort much faster than what carries them: the smallest that gets in is found first.
  const least = count < probabilities.length ? Float64Array.from(probabilities).sort()[probabilities.length - count]! : 0;
  return inOrder(probabilities, least).slice(0, count);
}

/** The tokens of probability `least` or more, most likely first. */
function inOrder(probabilities: ArrayLike<number>, least: number): TokenProbability[] {
  const kept: TokenProbability[] = [];
  for (let id = 0; id < probabilities.length; id++) if (probabilities[id]! >= least) kept.push({ id, probability: probabilities[id]! });
  return kept.sort((a, b) => b.probability - a.probability || a.id - b.id);
}

const sumOf = (kept: readonly TokenProbability[]) => kept.reduce((sum, { probability }) => sum + probability, 0);

/**
 * The tokens that may be drawn, most likely first, with probabilities that sum to 1 again.
 * Order of the filters: temperature, then top-k, then top-p of what is left.
 */
export function candidates(logits: ArrayLike<number>, options: SamplingOptions): TokenProbability[] {
  checkSampling(options);
  const { temperature = 1, topK = 0, topP = 1 } = options;
  if (temperature === 0) return [{ id: argmax(logits), probability: 1 }];
  const probabilities = softmax(logits, temperature);
  // Those below (1 - p)/V have less than 1 - p together: the fewest that reach p are among the others.
  let kept = topK > 0 ? topTokens(probabilities, topK) : inOrder(probabilities, (1 - topP) / logits.length);
  if (topP < 1) {
    const enoughProbability = topP * (topK > 0 ? sumOf(kept) : 1);
    let reached = 0;
    const enough = kept.findIndex(({ probability }) => (reached += probability) >= enoughProbability);
    if (enough >= 0) kept = kept.slice(0, enough + 1);
  }
  const total = sumOf(kept);
  return kept.map(({ id, probability }) => ({ id, probability: probability / total }));
}

/** Draws one token; `random` gives uniform numbers in [0, 1) and is not asked when only one can be drawn. */
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
