/**
 * Writes each model's card (card.json and README.md beside its weights) from what was measured: tokens.json,
 * results/<size>/curve.csv and evaluation.json, config.json, manifest.json. No measured number is typed here.
 *   npx tsx models/storyworld/make-cards.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configFromJson, countParameters } from '../../src/engine/llama';

const SHOWN_SAMPLES = 5;
const DTYPES = ['fp16', 'q8', 'q4'] as const;
type Dtype = (typeof DTYPES)[number];

interface Shares {
  drawn: number;
  finished: number;
  grammatical: number;
  consistent: number;
  both: number;
  derivable: number;
}

interface Loss {
  natsPerToken: number;
  natsPerTokenStandardError: number;
  aboveGenerator: number;
  aboveGeneratorStandardError: number;
  aboveFp16: number;
  aboveFp16StandardError: number;
  subsetNatsPerToken: number;
}

interface Evaluation {
  heldOut: {
    documents: number;
    tokens: number;
    generatorNatsPerToken: number;
    byDtype: Record<Dtype, Loss>;
    byKind: Record<string, { documents: number; natsPerToken: number; generatorNatsPerToken: number }>;
    subsetDocuments: number;
  };
  sampleSeed: number;
  /** Shares of the questions after held-out facts that are answered in exactly the right words. */
  answering: { questions: number; alone: number; withNote: number; withOtherNotes: number };
  /** At temperature 1, and at a lower one. */
  samples: { temperature: number; all: Shares; stories: Shares; kept: { text: string; findings: { kind: string; sentence: string; why: string }[] }[] }[];
}

interface Tokens {
  trainingDocuments: number;
  trainingTokens: number;
  heldOutFirstSeed: number;
  heldOutDocumentsAlsoInTraining: number;
}

const here = dirname(fileURLToPath(import.meta.url));
const readJson = <T>(...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8')) as T;
const sizes = Object.keys(readJson<object>(here, 'sizes.json'));
const tokens = readJson<Tokens>(here, 'tokens.json');

/** Files that have to be fetched to generate with each kind of weights. */
const FILES: Record<Dtype, string[]> = {
  fp16: ['onnx/model.onnx', 'onnx/model.onnx_data'],
  q8: ['onnx/model_quantized.onnx'],
  q4: ['onnx/model_q4.onnx'],
};

function cardOf(size: string) {
  const folder = join(here, `../../static/models/storyworld-${size}`);
  const evaluation = readJson<Evaluation>(here, 'results', size, 'evaluation.json');
  const manifest = readJson<{ id: string; files: Record<string, { bytes: number }> }>(folder, 'manifest.json');
  const config = configFromJson(readJson(folder, 'config.json'));
  const curve = readFileSync(join(here, 'results', size, 'curve.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(',').map(Number));
  const [steps, tokensSeen, , , seconds] = curve.at(-1)!;
  const bytesToGenerate = (dtype: Dtype) => ['config.json', 'tokenizer.json', ...FILES[dtype]].reduce((sum, path) => sum + manifest.files[path]!.bytes, 0);
  const { heldOut, sampleSeed } = evaluation;
  const [samples, cooler] = evaluation.samples as [Evaluation['samples'][number], Evaluation['samples'][number]];
  const { documents, tokens: heldOutTokens, generatorNatsPerToken, byDtype, byKind, subsetDocuments } = heldOut;
  const tokensPerDocument = heldOutTokens / documents;
  return {
    schemaVersion: 2,
    id: manifest.id,
    license: 'MIT',
    architecture: 'Llama: RMSNorm, RoPE, SwiGLU, grouped-query attention, tied embeddings',
    parameters: countParameters(config),
    config,
    weights: 'float16, computed in float32',
    bytesToGenerate: bytesToGenerate('fp16'),
    bytesToGenerateByDtype: Object.fromEntries(DTYPES.map((dtype) => [dtype, bytesToGenerate(dtype)])) as Record<Dtype, number>,
    bytesByFile: Object.fromEntries(Object.entries(manifest.files).map(([path, { bytes }]) => [path, bytes])),
    bytesOfAllFiles: Object.values(manifest.files).reduce((sum, { bytes }) => sum + bytes, 0),
    training: {
      data: 'StoryWorld (src/storyworld), documents made from consecutive seeds',
      documentsAvailable: tokens.trainingDocuments,
      tokensAvailable: tokens.trainingTokens,
      steps: steps!,
      tokensSeen: tokensSeen!,
      minutesOnOneSharedCpuCore: Math.round(seconds! / 60),
    },
    heldOut: {
      firstSeed: tokens.heldOutFirstSeed,
      documents,
      tokens: heldOutTokens,
      documentsAlsoInTraining: tokens.heldOutDocumentsAlsoInTraining,
      natsPerToken: byDtype.fp16.natsPerToken,
      natsPerTokenStandardError: byDtype.fp16.natsPerTokenStandardError,
      natsPerDocument: byDtype.fp16.natsPerToken * tokensPerDocument,
      perplexity: Math.exp(byDtype.fp16.natsPerToken),
      /** Exact for each document. */
      generatorNatsPerToken,
      generatorNatsPerDocument: generatorNatsPerToken * tokensPerDocument,
      byDtype,
      byKind,
      /** The first documents alone; the book's tests measure them again. */
      subsetDocuments,
    },
    answering: evaluation.answering,
    samples: {
      temperature: samples.temperature,
      seed: sampleSeed,
      all: samples.all,
      stories: samples.stories,
      shown: samples.kept.slice(0, SHOWN_SAMPLES),
      /** The same, drawn at a lower temperature. */
      cooler: { temperature: cooler.temperature, all: cooler.all, stories: cooler.stories },
    },
  };
}

type Card = ReturnType<typeof cardOf>;

const count = (n: number) => n.toLocaleString('en-US');
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const nats = (value: number) => value.toFixed(4);
const DTYPE_TEXT: Record<Dtype, string> = {
  fp16: 'fp16 (`onnx/model.onnx` over `onnx/model.onnx_data`)',
  q8: 'q8 (`onnx/model_quantized.onnx`)',
  q4: 'q4 (`onnx/model_q4.onnx`)',
};

function quoted(text: string): string {
  return text.split('\n').map((line) => `> ${line}`).join('  \n');
}

function shown({ text, findings }: Card['samples']['shown'][number]): string {
  const remarks = findings.map(({ kind, sentence, why }) => `The checker: “${sentence.replaceAll('\n', ' ')}” (${kind}: ${why})`);
  return [quoted(text), ...(remarks.length > 0 ? remarks : ['The checker finds nothing.'])].join('\n\n');
}

const SHARES: [string, (shares: Shares) => string][] = [
  ['Drawn', ({ drawn }) => count(drawn)],
  ['Came to an end within the context', ({ finished }) => percent(finished)],
  ['Grammatical: every sentence is one that StoryWorld says', ({ grammatical }) => percent(grammatical)],
  ['Consistent: no sentence contradicts another or what is always so', ({ consistent }) => percent(consistent)],
  ['Both', ({ both }) => percent(both)],
  ['StoryWorld itself could have told exactly this text', ({ derivable }) => percent(derivable)],
];

function readmeOf({ id, parameters, config, training, heldOut, answering, samples, ...card }: Card): string {
  const gap = heldOut.byDtype.fp16;
  return `# ${id}

A small language model that was made for *Scalars to Clusters*, one of the three that run through the book (${sizes.map((size) => `storyworld-${size}`).join(', ')}).
It tells short texts about StoryWorld, a small invented world, and nothing else. Licence: ${card.license}; the data are the book's own too.
This card is written by \`models/storyworld/make-cards.ts\` from measured files.

| | |
| --- | --- |
| Architecture | ${card.architecture} |
| Parameters | ${count(parameters)} |
| Layers, width, SwiGLU width | ${config.layerCount}, ${config.hiddenSize}, ${config.intermediateSize} |
| Query heads, key/value heads, head size | ${config.headCount}, ${config.kvHeadCount}, ${config.headSize} |
| Vocabulary, context | ${config.vocabularySize} tokens (byte-level BPE, one tokenizer for all three), ${config.contextLength} tokens |
| All files | ${count(card.bytesOfAllFiles)} bytes |

## What it is for

To be looked into: tokens, attention, logits, sampling, caches, quantization, training. Nobody should ask it for anything else.

## Data and training

${count(training.documentsAvailable)} documents (${count(training.tokensAvailable)} tokens) made by \`src/storyworld\` from seeds: stories, stories with a question, short
descriptions, questions, and notes with a question. The model saw ${count(training.tokensSeen)} tokens in ${count(training.steps)} steps${training.tokensSeen > training.tokensAvailable ? '' : ', each document at most once'},
in ${training.minutesOnOneSharedCpuCore} minutes on one shared CPU core (bfloat16 matrix products, float32 weights; Muon for the layers' matrices, AdamW for the rest).
The curve is in \`models/storyworld/results/\`.

## Held-out loss

On ${count(heldOut.documents)} documents from other seeds (${count(heldOut.tokens)} tokens; ${heldOut.documentsAlsoInTraining} of them, short questions above all, occur in training too), each alone.
The generator knows the exact probability of each: these documents cost it ${nats(heldOut.generatorNatsPerToken)} nats a token, and no model can do better on average.
“Above” is the difference by document, so that their differing lengths and entropies do not blur it; ± is one standard error.

| Weights | Bytes to fetch | Nats a token | Above the generator | Above fp16 |
| --- | --- | --- | --- | --- |
${DTYPES.map((dtype) => {
  const loss = heldOut.byDtype[dtype];
  const damage = dtype === 'fp16' ? '' : `${loss.aboveFp16.toFixed(5)} ± ${loss.aboveFp16StandardError.toFixed(5)}`;
  return `| ${DTYPE_TEXT[dtype]} | ${count(card.bytesToGenerateByDtype[dtype])} | ${nats(loss.natsPerToken)} ± ${nats(loss.natsPerTokenStandardError)} | ${nats(loss.aboveGenerator)} ± ${nats(loss.aboveGeneratorStandardError)} | ${damage} |`;
}).join('\n')}

By kind of document, fp16:

| Kind | Documents | Nats a token | Generator |
| --- | --- | --- | --- |
${Object.entries(heldOut.byKind).map(([kind, each]) => `| ${kind} | ${count(each.documents)} | ${nats(each.natsPerToken)} | ${nats(each.generatorNatsPerToken)} |`).join('\n')}

## What it writes

${count(samples.all.drawn)} texts drawn at temperature ${samples.temperature} from the fp16 weights, nothing cut off, judged by StoryWorld's checker; beside them as many at ${samples.cooler.temperature}:

| | All | Stories alone | All at ${samples.cooler.temperature} | Stories at ${samples.cooler.temperature} |
| --- | --- | --- | --- | --- |
${SHARES.map(([name, share]) => `| ${name} | ${[samples.all, samples.stories, samples.cooler.all, samples.cooler.stories].map(share).join(' | ')} |`).join('\n')}

The first ${samples.shown.length} drawn, not chosen:

${samples.shown.map(shown).join('\n\n')}

## What it can look up

A quarter of StoryWorld's facts about its characters is in no training document. ${count(answering.questions)} questions ask after them; the likeliest answer is right in ${percent(answering.alone)}
when the model is asked alone (a guess among the answers that fit), in ${percent(answering.withNote)} with a note of the fact before the question, and in ${percent(answering.withOtherNotes)} with that note between two others.

## What it can not do

It knows no facts about our world, follows no instructions, answers no questions but those of its own few forms, and has no use for words outside
StoryWorld's. It is ${nats(gap.aboveGenerator)} nats a token above what is possible, about ${(gap.aboveGenerator * (heldOut.tokens / heldOut.documents)).toFixed(1)} nats a document: somewhere in a text it may lose
track of who has what.

## Files

\`model.safetensors\` holds the fp16 weights; \`onnx/model.onnx_data\` is the same file, byte for byte, under the name that transformers.js fetches: the
offsets in \`onnx/model.onnx\` and \`onnx/model_inspect.onnx\` (which also returns attention weights and hidden states) point past its header.

q8 and q4 quantize every matrix, the tied embedding too: symmetric codes of 8 or 4 bits with one fp16 scale for 32 neighbours along the input, the scale chosen
for the smallest squared error; the norms' gains stay fp16. Weight = scale × (code − 128 or 8). Activations are never quantized: the codes are unpacked to
fp32 when the runtime loads the graph, so a step costs what it costs with fp16 weights and a batch gives what its rows give alone. What is saved is the download.
`;
}

for (const size of sizes) {
  const folder = join(here, `../../static/models/storyworld-${size}`);
  const card = cardOf(size);
  writeFileSync(join(folder, 'card.json'), JSON.stringify(card, null, 2) + '\n');
  writeFileSync(join(folder, 'README.md'), readmeOf(card));
  console.log(card.id, card.parameters, 'parameters', card.bytesOfAllFiles, 'bytes');
}
