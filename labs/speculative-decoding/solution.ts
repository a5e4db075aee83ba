// Speculative decoding: a small model proposes tokens one by one, the large one reads them all in one step and keeps some.
// p are the large model's probabilities, q the small one's, each by token id.

export interface Round {
  /** How many drafted tokens are kept, from the first. */
  kept: number;
  /** The token of the large model's that follows them. */
  next: number;
}

/** Given: the token whose share of [0, 1) holds u. */
export function draw(probabilities: readonly number[], u: number): number {
  let reached = 0;
  for (const [id, probability] of probabilities.entries()) {
    reached += probability;
    if (u < reached) return id;
  }
  return probabilities.findLastIndex((probability) => probability > 0);
}

/** Task 1. The probability that a token drafted by q is kept. */
export function acceptance(p: number[], q: number[]): number {
  return p.reduce((sum, value, id) => sum + Math.min(value, q[id]!), 0);
}

/** Task 1. What p has over q, as a distribution; p and q differ. */
export function residual(p: number[], q: number[]): number[] {
  const rest = p.map((value, id) => Math.max(0, value - q[id]!));
  const total = rest.reduce((sum, value) => sum + value, 0);
  return rest.map((value) => value / total);
}

/**
 * Task 2. q[i] and p[i] are the distributions at the place of drafted[i]; p has one more, for the place after the last.
 * Token i is judged by acceptDraws[i], the next token is drawn by nextDraw; all are uniform in [0, 1).
 */
export function verify(drafted: number[], q: number[][], p: number[][], acceptDraws: number[], nextDraw: number): Round {
  for (const [i, x] of drafted.entries()) {
    if (acceptDraws[i]! * q[i]![x]! < p[i]![x]!) continue;
    return { kept: i, next: draw(residual(p[i]!, q[i]!), nextDraw) };
  }
  return { kept: drafted.length, next: draw(p[drafted.length]!, nextDraw) };
}

/** Task 3. Mean tokens of a round with `gamma` drafted tokens, each kept with probability `alpha` if those before it are. */
export function tokensPerRound(alpha: number, gamma: number): number {
  return alpha === 1 ? gamma + 1 : (1 - alpha ** (gamma + 1)) / (1 - alpha);
}

/** Task 3. How many times as fast as the large model alone, if a step of the small one costs `cost` steps of the large. */
export function speedup(alpha: number, gamma: number, cost: number): number {
  return tokensPerRound(alpha, gamma) / (gamma * cost + 1);
}

/** Task 3. The draft length from 0 to `most` with the largest speedup; of equals the shortest. */
export function bestDraftLength(alpha: number, cost: number, most: number): number {
  let best = 0;
  for (let gamma = 1; gamma <= most; gamma++) if (speedup(alpha, gamma, cost) > speedup(alpha, best, cost)) best = gamma;
  return best;
}
