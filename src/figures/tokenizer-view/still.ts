// What tokenizer-view needs of the shipped tokenizer: its tokens and its merges, in the order learned. Runs in Node at build.

import { readFile } from 'node:fs/promises';
import type { BpeModel, Merge } from '@site/src/engine/tokenizer';

const FILE = new URL('../../../static/models/storyworld-0.8m/tokenizer.json', import.meta.url);

export async function computeStill(): Promise<BpeModel> {
  const { model } = JSON.parse(await readFile(FILE, 'utf8')) as { model: { vocab: Record<string, number>; merges: Merge[] } };
  const tokens: string[] = [];
  for (const [token, id] of Object.entries(model.vocab)) tokens[id] = token;
  return { tokens, merges: model.merges };
}
