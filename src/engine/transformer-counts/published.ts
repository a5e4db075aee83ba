/** Published configurations and tables, as data: the GPT-3 family as printed, Llama 2 and 3, Mixtral. */
import { gpt, llama, type TransformerConfig } from './config';

export const GPT3_VOCABULARY = 50_257;
export const GPT3_CONTEXT = 2_048;

/** A row of Table 2.1 of Brown et al. (2020), as printed. */
export interface Gpt3Row {
  name: string;
  /** Parameters as printed, in billions. */
  printedBillions: number;
  layerCount: number;
  width: number;
  headCount: number;
  headSize: number;
}

const row = (name: string, printedBillions: number, layerCount: number, width: number, headCount: number, headSize: number): Gpt3Row => ({
  name,
  printedBillions,
  layerCount,
  width,
  headCount,
  headSize,
});

export const GPT3_TABLE: readonly Gpt3Row[] = [
  row('GPT-3 Small', 0.125, 12, 768, 12, 64),
  row('GPT-3 Medium', 0.35, 24, 1024, 16, 64),
  row('GPT-3 Large', 0.76, 24, 1536, 16, 96),
  row('GPT-3 XL', 1.3, 24, 2048, 24, 128),
  row('GPT-3 2.7B', 2.7, 32, 2560, 32, 80),
  row('GPT-3 6.7B', 6.7, 32, 4096, 32, 128),
  row('GPT-3 13B', 13, 40, 5140, 40, 128),
  row('GPT-3 175B', 175, 96, 12288, 96, 128),
];

/** The width of a row against what its heads add up to; they agree in a table with no slip. */
export function headWidths(gpt3: Gpt3Row): { width: number; fromHeads: number; consistent: boolean } {
  const fromHeads = gpt3.headCount * gpt3.headSize;
  return { width: gpt3.width, fromHeads, consistent: fromHeads === gpt3.width };
}

/** A row of the training mix of GPT-3, as printed (Brown et al. 2020, Table 2.2). */
export interface MixRow {
  name: string;
  /** Billions of tokens in the data set. */
  sizeBillions: number;
  /** Share of the training examples, percent. */
  weightPercent: number;
  /** Epochs over 300 billion tokens, as printed. */
  printedEpochs: number;
}

export const GPT3_TRAINING_TOKENS = 300e9;
export const GPT3_MIX: readonly MixRow[] = [
  { name: 'Common Crawl (filtered)', sizeBillions: 410, weightPercent: 60, printedEpochs: 0.44 },
  { name: 'WebText2', sizeBillions: 19, weightPercent: 22, printedEpochs: 2.9 },
  { name: 'Books1', sizeBillions: 12, weightPercent: 8, printedEpochs: 1.9 },
  { name: 'Books2', sizeBillions: 55, weightPercent: 8, printedEpochs: 0.43 },
  { name: 'Wikipedia', sizeBillions: 3, weightPercent: 3, printedEpochs: 3.4 },
];

/** How often a data set is gone through: share of the training tokens over its size. */
export function epochs(trainingTokens: number, weightPercent: number, sizeBillions: number): number {
  return (trainingTokens * weightPercent) / 100 / (sizeBillions * 1e9);
}

/** The share of the training tokens, percent, that a number of epochs amounts to. */
export function impliedWeightPercent(trainingTokens: number, epochCount: number, sizeBillions: number): number {
  return (100 * epochCount * sizeBillions * 1e9) / trainingTokens;
}

/** The GPT-3 rows whose heads fit their width, as configurations; 13B with the width 5,120 that its heads give. */
const gpt3Configs: TransformerConfig[] = GPT3_TABLE.filter((r) => r.name !== 'GPT-3 XL').map((r) =>
  gpt({
    name: r.name,
    layerCount: r.layerCount,
    width: r.headCount * r.headSize,
    headCount: r.headCount,
    vocabularySize: GPT3_VOCABULARY,
    contextLength: GPT3_CONTEXT,
  }),
);

export const PUBLISHED_CONFIGS: readonly TransformerConfig[] = [
  gpt({ name: 'GPT-2 small', layerCount: 12, width: 768, headCount: 12, vocabularySize: 50_257, contextLength: 1_024 }),
  ...gpt3Configs,
  llama({ name: 'Llama 2 7B', layerCount: 32, width: 4096, headCount: 32, innerWidth: 11_008, vocabularySize: 32_000 }),
  llama({ name: 'Llama 2 13B', layerCount: 40, width: 5120, headCount: 40, innerWidth: 13_824, vocabularySize: 32_000 }),
  llama({ name: 'Llama 2 70B', layerCount: 80, width: 8192, headCount: 64, kvHeadCount: 8, innerWidth: 28_672, vocabularySize: 32_000 }),
  llama({ name: 'Llama 3 8B', layerCount: 32, width: 4096, headCount: 32, kvHeadCount: 8, innerWidth: 14_336, vocabularySize: 128_256 }),
  llama({ name: 'Llama 3 70B', layerCount: 80, width: 8192, headCount: 64, kvHeadCount: 8, innerWidth: 28_672, vocabularySize: 128_256 }),
  llama({ name: 'Llama 3 405B', layerCount: 126, width: 16_384, headCount: 128, kvHeadCount: 8, innerWidth: 53_248, vocabularySize: 128_256 }),
  llama({
    name: 'Mixtral 8x7B',
    layerCount: 32,
    width: 4096,
    headCount: 32,
    kvHeadCount: 8,
    innerWidth: 14_336,
    vocabularySize: 32_000,
    experts: { count: 8, active: 2 },
  }),
];

/** A published configuration by name; throws where there is none. */
export function published(name: string): TransformerConfig {
  const found = PUBLISHED_CONFIGS.find((config) => config.name === name);
  if (!found) throw new Error(`no published configuration "${name}"; there are ${PUBLISHED_CONFIGS.map((c) => c.name).join(', ')}`);
  return found;
}
