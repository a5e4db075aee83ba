// The figure before a model is loaded: its sentence through the default model, at build time; and what there is to choose from.

import { countParameters } from '@site/src/engine/llama';
import { shippedModels } from '@site/src/llm/onDisk';
import { defaults, lensOf, SENTENCE, type Lens } from './model';

export interface Still {
  lens: Lens;
  models: { id: string; parameters: number; weightBytes: number }[];
}

export async function computeStill(): Promise<Still> {
  const shipped = shippedModels();
  const chosen = shipped.find(({ id }) => id === defaults.model) ?? shipped[0]!;
  return {
    lens: lensOf(chosen.engineModel(), chosen.tokenizer, chosen.id, SENTENCE),
    models: shipped.map(({ id, config, files }) => ({ id, parameters: countParameters(config), weightBytes: files.get('model.safetensors')! })),
  };
}
