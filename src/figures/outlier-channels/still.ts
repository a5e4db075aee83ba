// The figure before anything is fetched: for each recording and the book's model the layer whose values were kept, three digits each.

import { readFile } from 'node:fs/promises';
import { llamaActivations, readActivations } from '@site/src/engine/activations';
import { readLlama } from '@site/src/engine/llama';
import { fromTokenizerJson } from '@site/src/engine/tokenizer';
import { generateStory } from '@site/src/storyworld';
import { recordedIds, rounded, siteOf, type Still } from './model';

const OURS = 'storyworld-0.8m';
/** Tokens of the book's model that the still keeps, about as many as the recordings do. */
const TOKENS = 24;
const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));
const bytes = async (file: string): Promise<ArrayBuffer> => new Uint8Array(await readFile(file)).buffer;

export async function computeStill(): Promise<Still> {
  const recorded = await Promise.all(
    recordedIds.map(async (id) => {
      const { sites } = readActivations(await json(`static/activations/${id}.json`), await bytes(`static/activations/${id}.bin`));
      return { id, sites: sites.map((site) => rounded(siteOf(site, 'slice layer'))) };
    }),
  );
  const folder = `static/models/${OURS}`;
  const model = readLlama(await json(`${folder}/config.json`), await bytes(`${folder}/model.safetensors`));
  const tokenizer = fromTokenizerJson(await json(`${folder}/tokenizer.json`));
  const ids = [tokenizer.endOfTextId, ...tokenizer.encode(generateStory(1_000_000_000).text)];
  const ours = llamaActivations(model, ids).map((site) => {
    const all = rounded(siteOf(site));
    return { ...all, slice: all.slice.slice(0, TOKENS * all.channels) };
  });
  return { models: [...recorded, { id: OURS, sites: ours }] };
}
