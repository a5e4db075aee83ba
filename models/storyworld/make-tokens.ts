/**
 * Trains the tokenizer on StoryWorld and writes the token files that train.py and evaluate.py
 * read: `npx tsx models/storyworld/make-tokens.ts`. Every document is end-of-text, then its
 * tokens; files are little-endian uint16 and end with end-of-text. Of the held-out documents it
 * also writes kind and exact log-probability: the floor that no model can go below on average.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTokenizer, END_OF_TEXT, toTokenizerJson, trainBpe } from '../../src/engine/tokenizer';
import { generateDocument } from '../../src/storyworld';

const TRAINING_DOCUMENTS = 500_000;
const HELD_OUT_DOCUMENTS = 2_000;
/** Held-out seeds start far above those of training. */
const HELD_OUT_FIRST_SEED = 1_000_000_000;
const TOKENIZER_DOCUMENTS = 20_000;
// A little short of every word being one token, so that rare words still split.
const VOCABULARY_SIZE = 896;
const CONTEXT_LENGTH = 256;

const here = dirname(fileURLToPath(import.meta.url));
const dataFolder = join(here, 'data');

function* texts(firstSeed: number, count: number): Generator<string> {
  for (let i = 0; i < count; i++) yield generateDocument(firstSeed + i).text;
}

/** A growing list of 16-bit numbers. */
function createIdList() {
  let ids = new Uint16Array(1 << 20);
  let length = 0;
  return {
    push(values: readonly number[]) {
      if (length + values.length > ids.length) {
        const larger = new Uint16Array(ids.length * 2);
        larger.set(ids);
        ids = larger;
      }
      ids.set(values, length);
      length += values.length;
    },
    write(name: string) {
      const bytes = Buffer.alloc(length * 2);
      for (let i = 0; i < length; i++) bytes.writeUInt16LE(ids[i]!, i * 2);
      writeFileSync(join(dataFolder, name), bytes);
    },
    get length() {
      return length;
    },
  };
}

mkdirSync(dataFolder, { recursive: true });
const model = trainBpe(texts(0, TOKENIZER_DOCUMENTS), VOCABULARY_SIZE, [END_OF_TEXT]);
const tokenizer = createTokenizer(model);
writeFileSync(join(here, 'tokenizer.json'), JSON.stringify(toTokenizerJson(model)) + '\n');

let longerThanContext = 0;
function encodeDocument(text: string): number[] {
  const ids = [tokenizer.endOfTextId, ...tokenizer.encode(text)];
  if (ids.length > CONTEXT_LENGTH) longerThanContext++;
  return ids;
}

const heldOut = createIdList();
const heldOutTexts = new Set<string>();
const heldOutList: { kind: string; generatorNats: number }[] = [];
let entropyNats = 0;
for (let i = 0; i < HELD_OUT_DOCUMENTS; i++) {
  const { text, kind, logProbabilityNats } = generateDocument(HELD_OUT_FIRST_SEED + i);
  entropyNats -= logProbabilityNats;
  heldOutList.push({ kind, generatorNats: -logProbabilityNats });
  heldOutTexts.add(text);
  heldOut.push(encodeDocument(text));
}
const heldOutTokens = heldOut.length;
heldOut.push([tokenizer.endOfTextId]);
heldOut.write('heldout.bin');
writeFileSync(join(dataFolder, 'heldout.json'), JSON.stringify(heldOutList) + '\n');
if (longerThanContext > 0) throw new Error(`${longerThanContext} held-out documents have more than ${CONTEXT_LENGTH} tokens: no loss of the whole can be had`);

const training = createIdList();
const seenInTraining = new Set<string>();
for (const text of texts(0, TRAINING_DOCUMENTS)) {
  if (heldOutTexts.has(text)) seenInTraining.add(text);
  training.push(encodeDocument(text));
}
const trainingTokens = training.length;
training.push([tokenizer.endOfTextId]);
training.write('train.bin');

const report = {
  vocabularySize: tokenizer.vocabularySize,
  trainingDocuments: TRAINING_DOCUMENTS,
  trainingTokens,
  /** train.py leaves these out. */
  trainingDocumentsLongerThanContext: longerThanContext,
  heldOutDocuments: HELD_OUT_DOCUMENTS,
  heldOutFirstSeed: HELD_OUT_FIRST_SEED,
  heldOutTokens,
  heldOutDocumentsAlsoInTraining: seenInTraining.size,
  /** Mean over held-out documents of minus the log-probability of the text. */
  generatorNatsPerDocument: entropyNats / HELD_OUT_DOCUMENTS,
  generatorNatsPerToken: entropyNats / heldOutTokens,
};
writeFileSync(join(here, 'tokens.json'), JSON.stringify(report, null, 2) + '\n');
console.log(report);
