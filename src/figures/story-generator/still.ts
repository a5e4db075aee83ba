// Runs the shipped model in Node at build: the distribution after the default prompt, and a story drawn with the default knobs.

import { readFile } from 'node:fs/promises';
import { forward, readLlama } from '@site/src/engine/llama';
import { createRng } from '@site/src/engine/random';
import { fromTokenizerJson } from '@site/src/engine/tokenizer';
import { sampleToken } from '@site/src/llm/sampling';
import { defaults, sampling, settingsText, storyToken, type Still, type StoryToken } from './model';

const FOLDER = new URL('../../../static/models/storyworld-0.8m/', import.meta.url);
const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(new URL(path, FOLDER), 'utf8'));
const rounded = (x: number, digits: number) => Number(x.toPrecision(digits));

export async function computeStill(): Promise<Still> {
  const tokenizer = fromTokenizerJson(await readJson('tokenizer.json'));
  const model = readLlama(await readJson('config.json'), new Uint8Array(await readFile(new URL('model.safetensors', FOLDER))).buffer);
  const { bytesToGenerate } = (await readJson('card.json')) as { bytesToGenerate: number };
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
    story: { prompt: defaults.prompt, settings: settingsText(defaults), tokens: written, stopReason },
    modelBytes: bytesToGenerate,
  };
}
