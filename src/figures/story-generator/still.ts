// Runs the shipped model in Node at build: the distribution after the default prompt, and a story drawn with the default knobs.

import { countParameters, forward } from '@site/src/engine/llama';
import { createRng } from '@site/src/engine/random';
import { shippedModels } from '@site/src/llm/onDisk';
import { sampleToken } from '@site/src/llm/sampling';
import { defaults, sampling, settingsText, storyToken, type Still, type StoryToken } from './model';

/** What `loadModel` fetches of a model. */
const LOADED = ['config.json', 'tokenizer.json', 'onnx/model.onnx', 'onnx/model.onnx_data'];
const rounded = (x: number, digits: number) => Number(x.toPrecision(digits));

export async function computeStill(): Promise<Still> {
  const shipped = shippedModels();
  const { id: modelId, tokenizer, engineModel } = shipped.find(({ id }) => id === defaults.model) ?? shipped[0]!;
  const model = engineModel();
  const { vocabularySize } = model.config;
  const nextLogits = (ids: readonly number[]) => forward(model, ids).logits.slice(-vocabularySize);

  const random = createRng(defaults.seed).uniform;
  const ids = [tokenizer.endOfTextId, ...tokenizer.encode(defaults.prompt)];
  const first = nextLogits(ids);
  const written: StoryToken[] = [];
  let stopReason: Still['story']['stopReason'] = 'maximum';
  for (let logits = first; written.length < defaults.maxTokens; logits = nextLogits(ids)) {
    const { id, probability } = sampleToken(logits, sampling(defaults), random);
    if (id === tokenizer.endOfTextId) {
      stopReason = 'end of text';
      break;
    }
    ids.push(id);
    const { text, modelProbability, drawnProbability } = storyToken(id, tokenizer.tokenText(id), probability, logits);
    written.push({ text, modelProbability: rounded(modelProbability, 4), drawnProbability: rounded(drawnProbability, 4) });
  }
  return {
    tokens: Array.from({ length: vocabularySize }, (_, id) => tokenizer.tokenText(id)),
    logits: Array.from(first, (x) => rounded(x, 6)),
    story: { modelId, prompt: defaults.prompt, settings: settingsText(defaults), tokens: written, stopReason },
    models: shipped.map(({ id, config, files }) => ({ id, parameters: countParameters(config), bytes: LOADED.reduce((sum, path) => sum + (files.get(path) ?? 0), 0) })),
  };
}
