// Damage of quantized weights to a shipped model: its loss on a few held-out documents with every matrix rounded through the
// chosen codes, less its loss as it is. The same code fills the table (make-table.ts) and answers the button in the page.

import type { LlamaModel } from '@site/src/engine/llama';
import { bitsPerElement, bitsPerValue, blockFormats, dequantizeBlocks, formats, meanLoss, quantizeBlocks, throughCodes, withDamage, type BlockFormatId, type Clip, type Damage, type Quantizer } from '@site/src/engine/numerics';
import type { Tokenizer } from '@site/src/engine/tokenizer';
import { generateDocument } from '@site/src/storyworld';

export interface State {
  model: string;
  codes: string;
  bits: number;
  granularity: string;
  clip: string;
  [key: string]: string | number | boolean;
}
export const defaults: State = { model: 'storyworld-0.8m', codes: 'symmetric', bits: 4, granularity: 'row', clip: 'absmax' };
export const modelIds = ['storyworld-0.1m', 'storyworld-0.8m', 'storyworld-3m'] as const;
export const granularities = [
  { value: 'tensor', label: 'tensor' },
  { value: 'row', label: 'row' },
  { value: 'group', label: '32 of a row' },
] as const;
export const codeKinds = ['symmetric', 'affine', 'mxfp8', 'mxfp6', 'mxfp4', 'nvfp4'] as const;
const GROUP = 32;

/** Seeds of held-out documents: training counts up from 0 and ends far below. */
const FIRST_SEED = 1_000_000_000;
export const DOCUMENTS = 12;

export function heldOutIds(tokenizer: Tokenizer, contextLength: number, count = DOCUMENTS): number[][] {
  return Array.from({ length: count }, (_, i) => [tokenizer.endOfTextId, ...tokenizer.encode(generateDocument(FIRST_SEED + i).text)].slice(0, contextLength + 1));
}

const isBlock = (codes: string): codes is BlockFormatId => codes in blockFormats;

function quantizerOf({ codes, bits, granularity, clip }: State): Quantizer {
  return {
    bits,
    scheme: codes === 'affine' ? 'affine' : 'symmetric',
    granularity: granularity === 'tensor' ? 'tensor' : granularity === 'row' ? 'row' : { group: GROUP },
    clip: clip as Clip,
    scaleFormat: formats.fp16,
  };
}

/** What the setting does to a matrix. */
export function damageOf(state: State): Damage {
  if (isBlock(state.codes)) {
    const format = blockFormats[state.codes];
    return (matrix) => dequantizeBlocks(quantizeBlocks(matrix, format));
  }
  const quantizer = quantizerOf(state);
  return (matrix, rows, columns) => throughCodes(matrix, rows, columns, quantizer);
}

/** Bits of a weight with its share of the scales, over all matrices. */
export function bitsPerWeight(model: LlamaModel, state: State): number {
  let [bits, weights] = [0, 0];
  withDamage(
    model,
    (matrix, rows, columns) => {
      bits += matrix.length * (isBlock(state.codes) ? bitsPerElement(blockFormats[state.codes]) : bitsPerValue(rows, columns, quantizerOf(state)));
      weights += matrix.length;
      return matrix;
    },
    { embedding: true },
  );
  return bits / weights;
}

/** Mean loss over all tokens of the documents. `between` lets the page breathe. */
export async function lossOf(model: LlamaModel, documents: readonly (readonly number[])[], between: (done: number) => Promise<void> | void = () => {}): Promise<number> {
  let [sum, tokens] = [0, 0];
  for (const [i, ids] of documents.entries()) {
    sum += meanLoss(model, ids) * (ids.length - 1);
    tokens += ids.length - 1;
    await between(i + 1);
  }
  return sum / tokens;
}

export const damaged = (model: LlamaModel, state: State): LlamaModel => withDamage(model, damageOf(state), { embedding: true });

export interface Cell {
  codes: string;
  bits: number;
  granularity: string;
  bitsPerWeight: number;
  /** Loss less the loss of the model as it is, nats a token. Negative values are luck. */
  damageNats: number;
}
export interface ModelTable {
  id: string;
  parameters: number;
  tokens: number;
  lossNats: number;
  cells: Cell[];
}
export interface Table {
  models: ModelTable[];
}

/** The settings of the table: symmetric codes of 2 to 8 bits in three granularities, and the block formats. */
export const tabulated: State[] = [
  ...[8, 6, 5, 4, 3, 2].flatMap((bits) => granularities.map(({ value }) => ({ ...defaults, bits, granularity: value }))),
  ...(Object.keys(blockFormats) as BlockFormatId[]).map((codes) => ({ ...defaults, codes, bits: 0, granularity: 'block' })),
];

export const cellOf = (table: ModelTable, state: Pick<State, 'codes' | 'bits' | 'granularity'>): Cell | undefined =>
  table.cells.find((c) => c.codes === state.codes && (isBlock(state.codes) || (c.bits === state.bits && c.granularity === state.granularity)));

export const tableOf = (table: Table, id: string): ModelTable => table.models.find((m) => m.id === id) ?? table.models[0]!;
