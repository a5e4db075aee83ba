/**
 * Writes the model's card (card.json and README.md beside the weights) from what was measured:
 * tokens.json, curve.csv, evaluation.json, config.json, manifest.json. No number is typed here.
 *   npx tsx models/storyworld/make-card.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configFromJson, countParameters } from '../../src/engine/llama';
import { CHARACTERS } from '../../src/storyworld';

const SHOWN_SAMPLES = 5;

const here = dirname(fileURLToPath(import.meta.url));
const staticFolder = join(here, '../../static/models/storyworld-0.8m');
const readJson = <T>(path: string) => JSON.parse(readFileSync(path, 'utf8')) as T;

const tokens = readJson<{
  vocabularySize: number;
  trainingStories: number;
  trainingTokens: number;
  heldOutStories: number;
  heldOutTokens: number;
  heldOutStoriesAlsoInTraining: number;
  generatorNatsPerStory: number;
  generatorNatsPerToken: number;
}>(join(here, 'tokens.json'));
const evaluation = readJson<{
  heldOutNatsPerToken: number;
  heldOutNatsPerTokenStandardError: number;
  heldOutNatsPerStory: number;
  heldOutPerplexity: number;
  samples: string[];
  samplesFinished: number;
}>(join(here, 'evaluation.json'));
const manifest = readJson<{ id: string; files: Record<string, { bytes: number }> }>(join(staticFolder, 'manifest.json'));
const config = configFromJson(readJson(join(staticFolder, 'config.json')));
const curve = readFileSync(join(here, 'curve.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(',').map(Number));
const [steps, tokensSeen, , , seconds] = curve.at(-1)!;

// A true story has two characters; a third name in a sample is a slip that needs no checker.
const namesIn = (text: string) => CHARACTERS.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(text)).length;
const samplesWithTooManyNames = evaluation.samples.filter((text) => namesIn(text) > 2).length;
const bytesOf = (...paths: string[]) => paths.reduce((sum, path) => sum + manifest.files[path]!.bytes, 0);

const card = {
  schemaVersion: 1,
  id: manifest.id,
  license: 'MIT',
  architecture: 'Llama: RMSNorm, RoPE, SwiGLU, grouped-query attention, tied embeddings',
  parameters: countParameters(config),
  config,
  weights: 'float16, computed in float32',
  bytesToGenerate: bytesOf('config.json', 'tokenizer.json', 'onnx/model.onnx', 'onnx/model.onnx_data'),
  bytesByFile: Object.fromEntries(Object.entries(manifest.files).map(([path, { bytes }]) => [path, bytes])),
  training: {
    data: 'StoryWorld (src/storyworld), stories made from consecutive seeds',
    storiesAvailable: tokens.trainingStories,
    tokensAvailable: tokens.trainingTokens,
    steps,
    tokensSeen,
    hoursOnTwoSharedCpuCores: Number((seconds! / 3600).toFixed(2)),
  },
  heldOut: {
    stories: tokens.heldOutStories,
    tokens: tokens.heldOutTokens,
    storiesAlsoInTraining: tokens.heldOutStoriesAlsoInTraining,
    natsPerToken: evaluation.heldOutNatsPerToken,
    natsPerTokenStandardError: evaluation.heldOutNatsPerTokenStandardError,
    natsPerStory: evaluation.heldOutNatsPerStory,
    perplexity: evaluation.heldOutPerplexity,
    /** Monte Carlo, same stories; an upper bound on the entropy of the text, see README. */
    generatorNatsPerToken: tokens.generatorNatsPerToken,
    generatorNatsPerStory: tokens.generatorNatsPerStory,
  },
  samples: {
    temperature: 1,
    drawn: evaluation.samples.length,
    finished: evaluation.samplesFinished,
    withMoreThanTwoCharacters: samplesWithTooManyNames,
    shown: evaluation.samples.slice(0, SHOWN_SAMPLES),
  },
};
writeFileSync(join(staticFolder, 'card.json'), JSON.stringify(card, null, 2) + '\n');

const count = (n: number | undefined) => (n ?? NaN).toLocaleString('en-US');
const { heldOut, training, samples } = card;
const readme = `# ${card.id}

A small language model that was made for *Scalars to Clusters* and is its running example. It
tells short stories about StoryWorld, a small invented world, and nothing else. Licence: ${card.license}.
This card is written by \`models/${card.id}/make-card.ts\` from measured files.

| | |
| --- | --- |
| Architecture | ${card.architecture} |
| Parameters | ${count(card.parameters)} |
| Layers, width, SwiGLU width | ${config.layerCount}, ${config.hiddenSize}, ${config.intermediateSize} |
| Query heads, key/value heads, head size | ${config.headCount}, ${config.kvHeadCount}, ${config.headSize} |
| Vocabulary, context | ${config.vocabularySize} tokens (byte-level BPE), ${config.contextLength} tokens |
| Weights | ${card.weights} |
| Download to generate | ${count(card.bytesToGenerate)} bytes |

## Data and training

${count(training.storiesAvailable)} stories (${count(training.tokensAvailable)} tokens) made by \`src/storyworld\` from seeds. The model saw
${count(training.tokensSeen)} tokens in ${count(training.steps)} steps, ${training.hoursOnTwoSharedCpuCores} hours on two shared CPU cores. The curve is in
\`models/${card.id}/curve.csv\`.

## Held-out loss

On ${count(heldOut.stories)} stories from other seeds (${count(heldOut.tokens)} tokens, of these stories ${heldOut.storiesAlsoInTraining} occur in
training too), each alone: **${heldOut.natsPerToken.toFixed(4)} nats a token** (standard error ${heldOut.natsPerTokenStandardError.toFixed(4)}, perplexity
${heldOut.perplexity.toFixed(3)}), ${heldOut.natsPerStory.toFixed(2)} nats a story.

The generator's own choices for these stories cost ${heldOut.generatorNatsPerToken.toFixed(4)} nats a token (${heldOut.generatorNatsPerStory.toFixed(2)} a story). No model can
do better than the entropy of the text on average, which is this number less the little that is lost where two series of choices
give one text. The model is ${(heldOut.natsPerToken - heldOut.generatorNatsPerToken).toFixed(4)} nats a token above it: there is that much left to learn.

## What it can not do

It knows no facts about our world, follows no instructions, answers no questions but those inside its
stories, and has no use for words outside them. It slips: of ${samples.drawn} stories drawn at temperature ${samples.temperature},
${samples.withMoreThanTwoCharacters} name more than the two characters that a true story has, and a thing may be in the wrong place or hand.
${samples.finished} of ${samples.drawn} came to an end within the context.

## Samples

The first ${SHOWN_SAMPLES} drawn, not chosen:

${samples.shown.map((text) => `> ${text}`).join('\n\n')}
`;
writeFileSync(join(staticFolder, 'README.md'), readme);
