// Next-token logits of the default model after a few prompts, surest first.

import { forward } from '@site/src/engine/llama';
import { shippedModels } from '@site/src/llm/onDisk';
import { entropyBits, type Still } from './model';

const MODEL = 'storyworld-0.8m';
const PROMPTS = ['', 'Once there was a kind', 'Bo saw Tilly. "', 'Tilly had a red kite. She gave the'];

export async function computeStill(): Promise<Still> {
  const shipped = shippedModels();
  const { id, tokenizer, config, engineModel } = shipped.find((each) => each.id === MODEL) ?? shipped[0]!;
  const model = engineModel();
  const logitsAfter = (text: string) => Array.from(forward(model, [tokenizer.endOfTextId, ...tokenizer.encode(text)]).logits.slice(-config.vocabularySize), (x) => Number(x.toPrecision(4)));
  return {
    modelId: id,
    tokens: Array.from({ length: config.vocabularySize }, (_, token) => tokenizer.tokenText(token)),
    prompts: PROMPTS.map((text) => ({ text, logits: logitsAfter(text) })).sort((a, b) => entropyBits(a.logits) - entropyBits(b.logits)),
  };
}
