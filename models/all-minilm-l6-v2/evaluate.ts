// Compares the shipped int8 file, run by onnxruntime-web's wasm build, with the fp32 vectors of PyTorch on all of sentences.json.
// Run after reference.py; writes evaluation.json.

import { readFileSync, writeFileSync } from 'node:fs';
import { embeddingModelHash, openEmbedder } from '../../src/plugins/book/search/embedder';

const here = 'models/all-minilm-l6-v2';
const sentences = JSON.parse(readFileSync(`${here}/sentences.json`, 'utf8')) as { source: string; text: string }[];
const reference = new Float32Array(new Uint8Array(readFileSync(`${here}/reference.bin`)).buffer);
const dimensions = reference.length / sentences.length;

const embedder = await openEmbedder();
const cosines: number[] = [];
for (const [i, { text }] of sentences.entries()) {
  const expected = reference.subarray(i * dimensions, (i + 1) * dimensions);
  cosines.push((await embedder.embed(text)).reduce((sum, value, d) => sum + value * expected[d]!, 0));
}
await embedder.dispose();

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const round = (value: number) => Number(value.toFixed(6));
const bySource = [...new Set(sentences.map((s) => s.source))].map((source) => {
  const own = cosines.filter((_, i) => sentences[i]!.source === source);
  return { source, texts: own.length, meanCosine: round(mean(own)), minimumCosine: round(Math.min(...own)) };
});
const worst = cosines.indexOf(Math.min(...cosines));
const evaluation = {
  schemaVersion: 1,
  modelSha256: embeddingModelHash(),
  texts: sentences.length,
  meanCosine: round(mean(cosines)),
  minimumCosine: round(cosines[worst]!),
  worstText: sentences[worst]!.text,
  bySource,
};
writeFileSync(`${here}/evaluation.json`, JSON.stringify(evaluation, null, 2) + '\n');
console.log(evaluation);
