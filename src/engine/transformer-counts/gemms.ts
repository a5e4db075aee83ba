/**
 * Every matrix multiplication of a forward pass with its shape, and the FLOPs that follow.
 * A multiply and an add are two FLOPs. Norms, rotations and activations are not counted: they
 * are a few operations a number, and no matrix multiplication. Softmax stands by itself.
 */
import type { TransformerConfig } from './config';
import type { Part } from './parameters';

export interface Pass {
  /** Sequences b. */
  batch: number;
  /** Tokens of each sequence that go through the model now. */
  newTokens: number;
  /** Tokens before them whose keys and values are kept. 0 in training and in a prefill. */
  cachedTokens?: number;
  /** `full`: every score of the square, as a dense kernel computes it. `causal`: only the scores that the mask keeps. */
  scores?: 'full' | 'causal';
  /** `all`: logits at each new position (training). `last`: at the last one alone (generation). */
  logits?: 'all' | 'last';
}

export interface Gemm {
  name: string;
  part: Part | 'scores';
  /** [m, k] times [k, n]. */
  m: number;
  k: number;
  n: number;
  /** How many such products the pass has: layers, and for scores also sequences and heads. */
  count: number;
  /** What the right-hand side is: a weight, read for every token, or an activation of one sequence. */
  operand: 'weight' | 'activation';
  flops: number;
}

/** Scores that the causal mask keeps: each new token sees what is cached, the new ones before it and itself. */
export function causalPairs(newTokens: number, cachedTokens = 0): number {
  return newTokens * cachedTokens + (newTokens * (newTokens + 1)) / 2;
}

/** Every matrix multiplication of one forward pass. Experts: each token visits `active` of them, evenly spread. */
export function forwardGemms(config: TransformerConfig, pass: Pass): Gemm[] {
  const { layerCount: L, width: d, innerWidth: i, headCount: H, kvHeadCount: G, headSize: D, vocabularySize: V, experts } = config;
  const { batch: b, newTokens: s, cachedTokens = 0, scores = 'full', logits = 'all' } = pass;
  const tokens = b * s;
  const context = cachedTokens + s;
  const gemms: Gemm[] = [];
  const weight = (part: Part, name: string, k: number, n: number, m = tokens, count = L) =>
    gemms.push({ name, part, m, k, n, count, operand: 'weight', flops: 2 * m * k * n * count });
  const kept = scores === 'causal' ? causalPairs(s, cachedTokens) : s * context;
  const activation = (name: string, k: number, n: number, summed: number) =>
    gemms.push({ name, part: 'scores', m: s, k, n, count: L * b * H, operand: 'activation', flops: 2 * kept * summed * L * b * H });

  weight('attention', 'query', d, H * D);
  weight('attention', 'key', d, G * D);
  weight('attention', 'value', d, G * D);
  activation('scores QKᵀ', D, context, D);
  activation('mix of values', context, D, D);
  weight('attention', 'output projection', H * D, d);
  if (experts) weight('feed-forward', 'router', d, experts.count);
  // Each expert sees its share of the tokens; all experts together see every token `active` times.
  const [m, count] = experts ? [(tokens * experts.active) / experts.count, L * experts.count] : [tokens, L];
  if (config.feedForward === 'swiglu') weight('feed-forward', 'gate', d, i, m, count);
  weight('feed-forward', 'up', d, i, m, count);
  weight('feed-forward', 'down', i, d, m, count);
  weight('output', 'logits', d, V, logits === 'last' ? b : tokens, 1);
  return gemms;
}

/** FLOPs of one forward pass. */
export function forwardFlops(config: TransformerConfig, pass: Pass): number {
  return forwardGemms(config, pass).reduce((sum, gemm) => sum + gemm.flops, 0);
}

/** Softmax at three operations a score (subtract, exponential, divide), as some published counts include it. */
export function softmaxFlops({ layerCount, headCount }: TransformerConfig, { batch, newTokens, cachedTokens = 0, scores }: Pass): number {
  const kept = scores === 'causal' ? causalPairs(newTokens, cachedTokens) : newTokens * (cachedTokens + newTokens);
  return 3 * kept * layerCount * headCount * batch;
}

/** FLOPs by part; `scores` is what grows with the square of the sequence. */
export function flopsByPart(config: TransformerConfig, pass: Pass): Record<Gemm['part'], number> {
  const sums: Record<Gemm['part'], number> = { embedding: 0, attention: 0, scores: 0, 'feed-forward': 0, norms: 0, output: 0 };
  for (const gemm of forwardGemms(config, pass)) sums[gemm.part] += gemm.flops;
  return sums;
}

/** Forward plus backward: each product C = AB costs two more of its size, one for the gradient of A and one for that of B. */
export function trainingStepFlops(config: TransformerConfig, pass: Pass): number {
  return 3 * forwardFlops(config, pass);
}

/** The rule C ≈ 6·N·D for N parameters and D tokens of training. */
export function trainingFlopsRule(parameters: number, tokens: number): number {
  return 6 * parameters * tokens;
}

/** FLOPs as days of one petaFLOP/s. */
export function petaflopDays(flops: number): number {
  return flops / (1e15 * 86_400);
}

/** Wall-clock days for `flops` on `deviceCount` devices of `peakFlopsPerS` at a model FLOP utilization between 0 and 1. */
export function trainingDays(flops: number, deviceCount: number, peakFlopsPerS: number, utilization: number): number {
  return flops / (deviceCount * peakFlopsPerS * utilization) / 86_400;
}
