// The figure before anything is fetched: largest values of one layer of each recording and of all layers of the book's model; token by token only what
// is shown first, and the book's model.

import { readFile } from 'node:fs/promises';
import { llamaActivations, readActivations } from '@site/src/engine/activations';
import { readLlama } from '@site/src/engine/llama';
import { fromTokenizerJson } from '@site/src/engine/tokenizer';
import { generateStory } from '@site/src/storyworld';
import { defaults, recordedIds, siteOf, storeSite, type Still } from './model';

const OURS = 'storyworld-0.8m';
/** Tokens of the book's model that the still keeps. */
const TOKENS = 12;
const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));
const bytes = async (file: string): Promise<ArrayBuffer> => new Uint8Array(await readFile(file)).buffer;

export async function computeStill(): Promise<Still> {
  const recorded = await Promise.all(
    recordedIds.map(async (id) => {
      const { sites } = readActivations(await json(`static/activations/${id}.json`), await bytes(`static/activations/${id}.bin`));
      return { id, sites: sites.map((site) => storeSite(siteOf(site, 'slice layer'), id === defaults.model && site.name === defaults.site)) };
    }),
  );
  const folder = `static/models/${OURS}`;
  const model = readLlama(await json(`${folder}/config.json`), await bytes(`${folder}/model.safetensors`));
  const tokenizer = fromTokenizerJson(await json(`${folder}/tokenizer.json`));
  const ids = [tokenizer.endOfTextId, ...tokenizer.encode(generateStory(1_000_000_000).text)];
  const ours = llamaActivations(model, ids).map((site) => {
    const all = siteOf(site);
    return storeSite({ ...all, slice: all.slice.slice(0, TOKENS * all.channels) }, true);
  });
  return { models: [...recorded, { id: OURS, sites: ours }] };
}
