// The figure before a model is loaded: its sentence through the engine's own forward pass, at build time; and what there is to load.

import { countParameters, forward } from '@site/src/engine/llama';
import { shippedModels } from '@site/src/llm/onDisk';
import { furthestLook, packMap, SENTENCE, type AttentionMap, type Place } from './model';

const MODEL = 'storyworld-0.8m';
const LOADED = ['config.json', 'tokenizer.json', 'onnx/model.onnx', 'onnx/model.onnx_data'];

export interface Still {
  map: AttentionMap;
  /** What is shown first. */
  start: Place;
  /** Smallest first; `bytes`: the graph that is looked into and its weights. */
  models: { id: string; parameters: number; bytes: number }[];
}

export async function computeStill(): Promise<Still> {
  const shipped = shippedModels();
  const { id, tokenizer, engineModel } = shipped.find((each) => each.id === MODEL) ?? shipped[0]!;
  const model = engineModel();
  const ids = [tokenizer.endOfTextId, ...tokenizer.encode(SENTENCE)];
  const { attention } = forward(model, ids, { inspect: true });
  const map = packMap(id, SENTENCE, ids.map((each) => tokenizer.tokenText(each)), attention, model.config, 3);
  return {
    map,
    start: furthestLook(map),
    models: shipped.map(({ id: each, config, files }) => ({ id: each, parameters: countParameters(config), bytes: [...files].reduce((sum, [path, bytes]) => (LOADED.includes(path) ? sum + bytes : sum), 0) })),
  };
}
