/**
 * Speculative decoding (Leviathan, Kalman and Matias 2023, algorithm 1): a small model drafts some tokens one by one, the large one
 * reads them all in one step and keeps those that it could have drawn itself, in such a way that what comes out is distributed exactly
 * as if the large model had written alone. Counts steps; what they cost is for `serving`.
 */
import { createRng } from '../engine/random';
import type { Llm, Prompt } from './llm';
import { softmax } from './sampling';

export interface SpeculativeRound {
  /** What the small model proposed. */
  drafted: readonly number[];
  /** How many of them, from the first, were kept. */
  acceptedCount: number;
  /** The token of the large model's that follows them; undefined where an accepted token ended the text. */
  next?: number;
}

export interface SpeculativeOptions {
  prompt: Prompt;
  /** Tokens that the small model drafts a round (γ). */
  draftLength: number;
  maxNewTokens?: number;
  /** Above 0; of both models. Default 1. */
  temperature?: number;
  seed?: number;
  signal?: AbortSignal;
  onRound?: (round: SpeculativeRound) => void;
}

export interface SpeculativeGeneration {
  /** Without the prompt and without end-of-text. */
  ids: number[];
  text: string;
  rounds: SpeculativeRound[];
  /** Steps of each model; alone, the large one would take a step for each token. */
  targetSteps: number;
  draftSteps: number;
  stopReason: 'end of text' | 'maximum' | 'context full' | 'aborted';
}

function draw(weights: ArrayLike<number>, random: () => number): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i]!;
  let rest = random() * total;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i]! <= 0) continue;
    last = i;
    rest -= weights[i]!;
    if (rest < 0) return i;
  }
  // Rounding can leave a sliver after the last one that can be drawn.
  return last;
}

/**
 * Keeps a drafted token x with probability min(1, p(x) / q(x)); the first that is not kept is replaced by one drawn from
 * max(0, p - q), and where all are kept the large model adds one of its own. `draft[i]` is q, `target[i]` is p at the place of
 * the i-th drafted token, each `[V]`; `target` has one more, for the place after the last.
 */
export function verifyDraft(
  drafted: readonly number[],
  draft: readonly ArrayLike<number>[],
  target: readonly ArrayLike<number>[],
  random: () => number,
): { acceptedCount: number; next: number } {
  for (let i = 0; i < drafted.length; i++) {
    const [p, q, x] = [target[i]!, draft[i]!, drafted[i]!];
    if (random() * q[x]! < p[x]!) continue;
    const rest = Float64Array.from(p, (value, id) => Math.max(0, value - q[id]!));
    return { acceptedCount: i, next: draw(rest, random) };
  }
  return { acceptedCount: drafted.length, next: draw(target[drafted.length]!, random) };
}

/**
 * Tokens that a round gives on average where each drafted token is kept with probability α, independently: (1 - α^(γ+1)) / (1 - α)
 * (ibid., equation 1).
 */
export function expectedTokensPerRound(acceptance: number, draftLength: number): number {
  return acceptance === 1 ? draftLength + 1 : (1 - acceptance ** (draftLength + 1)) / (1 - acceptance);
}

/** Both models must have the same tokenizer; throws where their vocabularies differ, or on a draft length that is no whole number above 0. */
export async function generateSpeculatively(target: Llm, draft: Llm, options: SpeculativeOptions): Promise<SpeculativeGeneration> {
  const { draftLength, maxNewTokens = Infinity, temperature = 1, seed = 0, signal, onRound } = options;
  const V = target.config.vocabularySize;
  if (draft.config.vocabularySize !== V) throw new Error(`"${draft.id}" and "${target.id}" have different vocabularies`);
  if (!(Number.isInteger(draftLength) && draftLength > 0)) throw new Error(`draftLength must be a whole number above 0, not ${draftLength}`);
  if (!(temperature > 0)) throw new Error(`temperature must be above 0, not ${temperature}`);
  const { uniform } = createRng(seed);
  const ids: number[] = [];
  const rounds: SpeculativeRound[] = [];
  const steps = { target: 0, draft: 0 };
  const [large, small] = [target.startSequence(), draft.startSequence()];
  // What has been decided, of which each sequence may have read less.
  let decided = target.promptIds(options.prompt);
  const contextLength = Math.min(target.config.contextLength, draft.config.contextLength);
  const distribution = (logits: Float32Array, row: number) => softmax(logits.subarray(row * V, (row + 1) * V), temperature);

  async function oneRound(count: number): Promise<SpeculativeRound> {
    const drafted: number[] = [];
    const q: Float32Array[] = [];
    while (drafted.length < count) {
      const unread = [...decided, ...drafted].slice(small.ids.length);
      const logits = await small.step(unread);
      steps.draft++;
      const last = distribution(logits, unread.length - 1);
      q.push(last);
      drafted.push(draw(last, uniform));
    }
    const unread = [...decided, ...drafted].slice(large.ids.length);
    const logits = await large.step(unread);
    steps.target++;
    const first = unread.length - drafted.length - 1;
    const p = Array.from({ length: drafted.length + 1 }, (_, i) => distribution(logits, first + i));
    const { acceptedCount, next } = verifyDraft(drafted, q, p, uniform);
    const end = drafted.slice(0, acceptedCount).indexOf(target.endOfTextId);
    return end >= 0 ? { drafted, acceptedCount: end + 1 } : { drafted, acceptedCount, next };
  }

  async function write(): Promise<SpeculativeGeneration['stopReason']> {
    while (ids.length < maxNewTokens) {
      if (signal?.aborted) return 'aborted';
      // The large model must be able to read all that is drafted.
      const room = contextLength - decided.length;
      if (room < 0) return 'context full';
      const round = await oneRound(Math.min(draftLength, room, maxNewTokens - ids.length));
      rounds.push(round);
      onRound?.(round);
      const kept = round.drafted.slice(0, round.acceptedCount);
      if (round.next !== undefined) kept.push(round.next);
      const end = kept.indexOf(target.endOfTextId);
      ids.push(...(end >= 0 ? kept.slice(0, end) : kept));
      if (ids.length > maxNewTokens) ids.length = maxNewTokens;
      if (end >= 0) return 'end of text';
      decided = [...decided, ...kept];
      // What was drafted and not kept must be forgotten, and the last token decided is still to be read.
      for (const sequence of [large, small]) await sequence.trim(Math.min(sequence.ids.length, decided.length - 1));
    }
    return 'maximum';
  }

  try {
    const stopReason = await write();
    return { ids, text: target.decode(ids), rounds, targetSteps: steps.target, draftSteps: steps.draft, stopReason };
  } finally {
    large.dispose();
    small.dispose();
  }
}
