/** Exact parameter counts, itemised, and the short formulas that approximate them. */
import type { TransformerConfig } from './config';

export type Part = 'embedding' | 'attention' | 'feed-forward' | 'norms' | 'output';

export interface ParameterItem {
  name: string;
  part: Part;
  /** `[out, in]` of a matrix, `[n]` of a vector. */
  shape: readonly number[];
  /** How many such tensors the model holds. */
  copies: number;
  /** How many of them one token's forward pass reads: fewer than `copies` for experts. */
  activeCopies: number;
}

const product = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Every parameter tensor of the model, in the order of the forward pass. */
export function parameterItems(config: TransformerConfig): ParameterItem[] {
  const { layerCount: L, width: d, innerWidth: i, vocabularySize: V, headCount, kvHeadCount, headSize, experts, biases } = config;
  const items: ParameterItem[] = [];
  const add = (part: Part, name: string, shape: number[], copies = 1, activeCopies = copies) =>
    items.push({ name, part, shape, copies, activeCopies });
  /** A matrix and, where the family has them, its bias. */
  const linear = (part: Part, name: string, out: number, into: number, copies: number, activeCopies = copies) => {
    add(part, name, [out, into], copies, activeCopies);
    if (biases) add(part, `${name} bias`, [out], copies, activeCopies);
  };
  const norm = (name: string, copies: number) => {
    add('norms', `${name} gain`, [d], copies);
    if (config.norm === 'layernorm') add('norms', `${name} shift`, [d], copies);
  };

  add('embedding', 'token embedding', [V, d]);
  if (config.positionRows > 0) add('embedding', 'position embedding', [config.positionRows, d]);
  norm('norm before attention', L);
  linear('attention', 'query', headCount * headSize, d, L);
  linear('attention', 'key', kvHeadCount * headSize, d, L);
  linear('attention', 'value', kvHeadCount * headSize, d, L);
  linear('attention', 'output projection', d, headCount * headSize, L);
  norm('norm before feed-forward', L);
  if (experts) add('feed-forward', 'router', [experts.count, d], L);
  const copies = L * (experts?.count ?? 1);
  const active = L * (experts?.active ?? 1);
  if (config.feedForward === 'swiglu') linear('feed-forward', 'gate', i, d, copies, active);
  linear('feed-forward', 'up', i, d, copies, active);
  linear('feed-forward', 'down', d, i, copies, active);
  norm('final norm', 1);
  if (!config.tiedEmbeddings) add('output', 'output matrix', [V, d]);
  return items;
}

/** All parameters; a tied matrix counts once. */
export function countParameters(config: TransformerConfig): number {
  return parameterItems(config).reduce((sum, item) => sum + item.copies * product(item.shape), 0);
}

/** Parameters that take part in one token's forward pass: for a mixture of experts, fewer than all. */
export function countActiveParameters(config: TransformerConfig): number {
  return parameterItems(config).reduce((sum, item) => sum + item.activeCopies * product(item.shape), 0);
}

/** Parameters by part, in the order of the forward pass. */
export function parametersByPart(config: TransformerConfig): Record<Part, number> {
  const sums: Record<Part, number> = { embedding: 0, attention: 0, 'feed-forward': 0, norms: 0, output: 0 };
  for (const item of parameterItems(config)) sums[item.part] += item.copies * product(item.shape);
  return sums;
}

/** Matrices that every token is multiplied by: all but embeddings, positions, norms and biases; the output matrix included, tied or not. */
export function countMatmulParameters(config: TransformerConfig): number {
  const { vocabularySize: V, width: d } = config;
  const inBlocks = parameterItems(config)
    .filter((item) => (item.part === 'attention' || item.part === 'feed-forward') && item.shape.length === 2)
    .reduce((sum, item) => sum + item.activeCopies * product(item.shape), 0);
  return inBlocks + V * d;
}

/** The GPT shorthand 12·L·d² + (V + n)·d: no biases, no norms, inner width 4d. */
export function gptParameterFormula(layerCount: number, width: number, vocabularySize: number, positionRows: number): number {
  return 12 * layerCount * width ** 2 + (vocabularySize + positionRows) * width;
}

/** Bytes of keys and values that one token leaves behind in every layer: 2·L·G·D·bytes. */
export function kvBytesPerToken(config: Pick<TransformerConfig, 'layerCount' | 'kvHeadCount' | 'headSize'>, bytesPerNumber: number): number {
  return 2 * config.layerCount * config.kvHeadCount * config.headSize * bytesPerNumber;
}
