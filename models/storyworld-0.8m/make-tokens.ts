/**
 * Trains the tokenizer on StoryWorld and writes the token files that train.py and evaluate.py
 * read: `npx tsx models/storyworld-0.8m/make-tokens.ts`. Every story is end-of-text, then its
 * tokens; files are little-endian uint16. Also writes the entropy of the generator, estimated
 * on the held-out stories.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTokenizer, END_OF_TEXT, toTokenizerJson, trainBpe, type Tokenizer } from '../../src/engine/tokenizer';
import { generateStory } from '../../src/storyworld';

const TRAINING_STORIES = 300_000;
const HELD_OUT_STORIES = 2_000;
/** Held-out seeds start far above those of training. */
const HELD_OUT_FIRST_SEED = 1_000_000_000;
const TOKENIZER_STORIES = 20_000;
// A little short of every word being one token, so that rare words still split.
const VOCABULARY_SIZE = 896;

const here = dirname(fileURLToPath(import.meta.url));
const dataFolder = join(here, 'data');
const staticFolder = join(here, '../../static/models/storyworld-0.8m');

function* texts(firstSeed: number, count: number): Generator<string> {
  for (let i = 0; i < count; i++) yield generateStory(firstSeed + i).text;
}

function writeTokens(name: string, tokenizer: Tokenizer, firstSeed: number, count: number) {
  const ids: number[] = [];
  for (const text of texts(firstSeed, count)) ids.push(tokenizer.endOfTextId, ...tokenizer.encode(text));
  ids.push(tokenizer.endOfTextId);
  const bytes = Buffer.alloc(ids.length * 2);
  ids.forEach((id, i) => bytes.writeUInt16LE(id, i * 2));
  writeFileSync(join(dataFolder, name), bytes);
  return ids.length - 1;
}

mkdirSync(dataFolder, { recursive: true });
mkdirSync(staticFolder, { recursive: true });

const model = trainBpe(texts(0, TOKENIZER_STORIES), VOCABULARY_SIZE, [END_OF_TEXT]);
const tokenizer = createTokenizer(model);
writeFileSync(join(staticFolder, 'tokenizer.json'), JSON.stringify(toTokenizerJson(model)) + '\n');

const trainingTokens = writeTokens('train.bin', tokenizer, 0, TRAINING_STORIES);
const heldOutTokens = writeTokens('heldout.bin', tokenizer, HELD_OUT_FIRST_SEED, HELD_OUT_STORIES);
const trainingTexts = new Set(texts(0, TRAINING_STORIES));
let entropyNats = 0;
let alsoInTraining = 0;
for (let i = 0; i < HELD_OUT_STORIES; i++) {
  const story = generateStory(HELD_OUT_FIRST_SEED + i);
  entropyNats -= story.logProbabilityNats;
  if (trainingTexts.has(story.text)) alsoInTraining++;
}
const report = {
  vocabularySize: tokenizer.vocabularySize,
  trainingStories: TRAINING_STORIES,
  trainingTokens,
  heldOutStories: HELD_OUT_STORIES,
  heldOutFirstSeed: HELD_OUT_FIRST_SEED,
  heldOutTokens,
  heldOutStoriesAlsoInTraining: alsoInTraining,
  /** Mean over held-out stories of minus the log-probability of the derivation. */
  generatorNatsPerStory: entropyNats / HELD_OUT_STORIES,
  generatorNatsPerToken: entropyNats / heldOutTokens,
};
writeFileSync(join(here, 'tokens.json'), JSON.stringify(report, null, 2) + '\n');
console.log(report);
