// What tokenizer-view needs of the shipped tokenizer: its tokens and its merges, in the order learned. Runs in Node at build.

import type { BpeModel, Merge } from '@site/src/engine/tokenizer';
import { shippedModels } from '@site/src/llm/onDisk';

export async function computeStill(): Promise<BpeModel> {
  // All of the book's models share one tokenizer.
  const { model } = JSON.parse(new TextDecoder().decode(shippedModels()[0]!.read('tokenizer.json'))) as { model: { vocab: Record<string, number>; merges: Merge[] } };
  const tokens: string[] = [];
  for (const [token, id] of Object.entries(model.vocab)) tokens[id] = token;
  return { tokens, merges: model.merges };
}
