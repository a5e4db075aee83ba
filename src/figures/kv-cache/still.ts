// The text whose cache is shown: a prompt and what the default model writes on greedily, with the keys of its tokens.

import { argmax } from '@site/src/llm/sampling';
import { shippedModels, type ShippedModel } from '@site/src/llm/onDisk';
import { forward, linear, rmsNorm, rope, type LlamaModel } from '@site/src/engine/llama';
import { defaults, type Still } from './model';

const PROMPT = 'Once there was a kind';
const TOKENS = 16;
const SHOWN_NUMBERS = 4;

/** Keys of head 0 of a layer, as the cache holds them: normed, projected, turned. `[T][SHOWN_NUMBERS]` */
export function keysOfLayer({ config, layers }: LlamaModel, layer: number, hidden: Float32Array): number[][] {
  const { hiddenSize, kvHeadCount, headSize, rmsNormEpsilon, ropeTheta } = config;
  const { inputNorm, k } = layers[layer]!;
  const width = kvHeadCount * headSize;
  const keys = rope(linear(rmsNorm(hidden, inputNorm, rmsNormEpsilon), k, hiddenSize, width), kvHeadCount, headSize, ropeTheta);
  return Array.from({ length: keys.length / width }, (_, t) => Array.from(keys.slice(t * width, t * width + SHOWN_NUMBERS), (x) => Math.round(x * 1000) / 1000));
}

/** The text in tokens, its prompt first, and the model that wrote it. */
export function writeText(): { model: LlamaModel; chosen: ShippedModel; ids: number[]; promptLength: number } {
  const shipped = shippedModels();
  const chosen = shipped.find(({ id }) => id === defaults.model) ?? shipped[0]!;
  const model = chosen.engineModel();
  const ids = [chosen.tokenizer.endOfTextId, ...chosen.tokenizer.encode(PROMPT)];
  const promptLength = ids.length;
  while (ids.length < TOKENS) ids.push(argmax(forward(model, ids).logits.subarray(-model.config.vocabularySize)));
  return { model, chosen, ids, promptLength };
}

export async function computeStill(): Promise<Still> {
  const { model, chosen, ids, promptLength } = writeText();
  const { hidden } = forward(model, ids, { inspect: true });
  return {
    tokens: ids.map((id) => chosen.tokenizer.tokenText(id)),
    promptLength,
    models: shippedModels().map(({ id, config: { layerCount, headCount, kvHeadCount, headSize, contextLength } }) => ({ name: id, layerCount, headCount, kvHeadCount, headSize, contextLength })),
    keysOf: chosen.id,
    keys: model.layers.map((_, layer) => keysOfLayer(model, layer, hidden[layer]!)),
  };
}
