// Parameters and FLOP of a published model, part by part, and the rule 6ND beside the full count of a training step.
// One sequence at a time. Not counted: norms, rotations and activations, which are a few operations a number.

import {
  countActiveParameters,
  countMatmulParameters,
  countParameters,
  forwardGemms,
  parametersByPart,
  PUBLISHED_CONFIGS,
  softmaxFlops,
  trainingFlopsRule,
  transformerConfigFromJson,
  type Gemm,
  type Pass,
  type TransformerConfig,
} from '@site/src/engine/transformer-counts';
import shippedJson from '@site/static/models/storyworld-0.8m/config.json';

export const LENGTH_LOG2 = { min: 6, max: 17 };
/** `log2Tokens`: the sequence has 2 to this power tokens. `causal`: only scores that the mask keeps are computed. */
export const defaults = { model: 'llama-2-7b', log2Tokens: 12, causal: false };

const slugOf = (name: string) => name.toLowerCase().replaceAll(' ', '-');
const configs = [transformerConfigFromJson('Storyworld 0.8M (this book)', shippedJson), ...PUBLISHED_CONFIGS];
const bySlug = new Map(configs.map((config, i) => [i === 0 ? 'storyworld' : slugOf(config.name), config]));

/** The models to choose from, as slug and name. */
export const models = [...bySlug].map(([value, { name }]) => ({ value, label: name }));

export interface Product {
  name: string;
  /** The shapes that are multiplied and how often; "" for the softmax, which is no product. */
  shape: string;
  flops: number;
}

export interface PartRow {
  part: Gemm['part'];
  label: string;
  parameters: number;
  /** Of all parameters. */
  parameterShare: number;
  /** Empty for parts that do no counted arithmetic. */
  products: Product[];
  flops: number;
  /** Of the forward pass. */
  flopShare: number;
  /** Why a share is nothing, where that needs a word. */
  note?: string;
}

export interface Rule {
  label: string;
  flops: number;
  /** Rule over count, minus 1: negative where the rule falls short. */
  error: number;
}

export interface Counted {
  config: TransformerConfig;
  tokens: number;
  parameters: number;
  /** What one token uses; fewer than all with experts. */
  activeParameters: number;
  rows: PartRow[];
  forwardFlops: number;
  stepFlops: number;
  rules: Rule[];
  /** The length at which scores, softmax and mix cost as much as all weights together. */
  evenLength: number;
}

const labels: Record<Gemm['part'], string> = {
  embedding: 'embedding',
  attention: 'projections',
  scores: 'scores, mix',
  'feed-forward': 'feed-forward',
  norms: 'norms',
  output: 'logits',
};

const grouped = (n: number) => n.toLocaleString('en-US');
const shapeOf = ({ m, k, n, count }: Gemm) => `[${grouped(m)} × ${grouped(k)}] by [${grouped(k)} × ${grouped(n)}], ${grouped(count)} ${count === 1 ? 'time' : 'times'}`;

function noteOf(part: Gemm['part'], config: TransformerConfig): string | undefined {
  if (part === 'embedding') return 'looked up, not multiplied';
  if (part === 'norms') return 'not counted';
  if (part === 'scores') return 'no weights';
  return part === 'output' && config.tiedEmbeddings ? 'weights of the embedding' : undefined;
}

/**
 * Squares cost (4D + 3)·L·H FLOP for each score of a query, of which a dense kernel computes T and a causal one (T + 1)/2.
 * Weights cost 2 FLOP each and token. Solved for T.
 */
function evenLengthOf(config: TransformerConfig, causal: boolean): number {
  const perScore = (4 * config.headSize + 3) * config.layerCount * config.headCount;
  const scores = (2 * countMatmulParameters(config)) / perScore;
  return causal ? 2 * scores - 1 : scores;
}

/** Counts one sequence through the chosen model; an unknown model or length falls back to the nearest that there is. */
export function count(state: typeof defaults): Counted {
  const config = bySlug.get(state.model) ?? bySlug.get(defaults.model)!;
  const tokens = 2 ** Math.max(LENGTH_LOG2.min, Math.min(LENGTH_LOG2.max, Math.round(state.log2Tokens)));
  const pass: Pass = { batch: 1, newTokens: tokens, scores: state.causal ? 'causal' : 'full' };
  const gemms = forwardGemms(config, pass);
  const softmax: Product = { name: 'softmax, 3 operations a score', shape: '', flops: softmaxFlops(config, pass) };
  const forwardFlops = gemms.reduce((sum, gemm) => sum + gemm.flops, softmax.flops);
  const parameters = countParameters(config);
  const activeParameters = countActiveParameters(config);
  const weights: Partial<Record<Gemm['part'], number>> = parametersByPart(config);
  const rows = (Object.keys(labels) as Gemm['part'][]).map((part): PartRow => {
    const products: Product[] = gemms.filter((gemm) => gemm.part === part).map((gemm) => ({ name: gemm.name, shape: shapeOf(gemm), flops: gemm.flops }));
    if (part === 'scores') products.splice(1, 0, softmax);
    const flops = products.reduce((sum, product) => sum + product.flops, 0);
    const own = weights[part] ?? 0;
    return { part, label: labels[part], parameters: own, parameterShare: own / parameters, products, flops, flopShare: flops / forwardFlops, note: noteOf(part, config) };
  });
  const stepFlops = 3 * forwardFlops;
  const rule = (label: string, n: number): Rule => ({ label, flops: trainingFlopsRule(n, tokens), error: trainingFlopsRule(n, tokens) / stepFlops - 1 });
  const rules = config.experts ? [rule('6ND, all experts', parameters), rule('6ND, active', activeParameters)] : [rule('6ND', parameters)];
  return { config, tokens, parameters, activeParameters, rows, forwardFlops, stepFlops, rules, evenLength: evenLengthOf(config, state.causal) };
}
