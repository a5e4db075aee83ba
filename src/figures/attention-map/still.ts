// The figure before the model is loaded: its sentence through the engine's own forward pass, at build time.

import { readFile } from 'node:fs/promises';
import { forward, readLlama } from '@site/src/engine/llama';
import { fromTokenizerJson } from '@site/src/engine/tokenizer';
import { packMap, SENTENCE, type AttentionMap } from './model';

const FOLDER = 'static/models/storyworld-0.8m';

export async function computeStill(): Promise<AttentionMap> {
  const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(`${FOLDER}/${file}`, 'utf8'));
  const weights = await readFile(`${FOLDER}/model.safetensors`);
  const model = readLlama(await json('config.json'), new Uint8Array(weights).buffer);
  const tokenizer = fromTokenizerJson(await json('tokenizer.json'));
  const ids = [tokenizer.endOfTextId, ...tokenizer.encode(SENTENCE)];
  const { attention } = forward(model, ids, { inspect: true });
  return packMap(SENTENCE, ids.map((id) => tokenizer.tokenText(id)), attention, model.config, 3);
}
