/**
 * How often a token that the smallest model drafts would be kept by the largest: the sum over x of min(p(x), q(x)), averaged over every
 * place of held-out documents. Exact, nothing is drawn. Writes drafts.json. Run after the models change:
 *   npx tsx docs/01-foundations/05-transformer-workload/measure-drafts.ts
 */
import { pathToFileURL } from 'node:url';
import { writeFileSync } from 'node:fs';
import { forward, type LlamaModel } from '../../../src/engine/llama';
import { shippedModel, type ShippedModel } from '../../../src/llm/onDisk';
import { softmax } from '../../../src/llm/sampling';
import { generateDocument } from '../../../src/storyworld';

export const DRAFT = 'storyworld-0.1m';
export const TARGET = 'storyworld-3m';

function nextTokenProbabilities(model: LlamaModel, ids: readonly number[]): Float32Array[] {
  const { logits } = forward(model, ids);
  return ids.map((_, i) => softmax(logits.slice(i * model.config.vocabularySize, (i + 1) * model.config.vocabularySize)));
}

/** Mean over the places of `documentCount` held-out documents, each from its end-of-text token on. */
export function meanAcceptance(draft: ShippedModel, target: ShippedModel, documentCount: number): number {
  const [small, large] = [draft.engineModel(), target.engineModel()];
  let [kept, places] = [0, 0];
  for (let i = 0; i < documentCount; i++) {
    const ids = [0, ...target.tokenizer.encode(generateDocument(1_000_000_000 + i).text)];
    const [q, p] = [nextTokenProbabilities(small, ids), nextTokenProbabilities(large, ids)];
    q.forEach((row, place) => (kept += row.reduce((sum, value, x) => sum + Math.min(value, p[place]![x]!), 0)));
    places += ids.length;
  }
  return kept / places;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const documents = 100;
  const acceptance = meanAcceptance(shippedModel(DRAFT), shippedModel(TARGET), documents);
  writeFileSync(new URL('drafts.json', import.meta.url), `${JSON.stringify({ draft: DRAFT, target: TARGET, documents, acceptance }, null, 2)}\n`);
  console.log(acceptance);
}
