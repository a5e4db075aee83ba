/**
 * Has StoryWorld's checker judge the samples that evaluate.py drew, and writes results/<size>/evaluation.json:
 * the measured losses, what share of the samples is grammatical, consistent and exactly derivable, and how many questions are answered.
 *   npx tsx models/storyworld/evaluate.ts 0.1m 0.8m 3m
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forward } from '../../src/engine/llama';
import { shippedModel } from '../../src/llm/onDisk';
import { argmax } from '../../src/llm/sampling';
import { checkDocument, heldOutQuestions, isDerivable, passages, questionWithNote, type Finding } from '../../src/storyworld';

interface Sample {
  text: string;
  /** End-of-text came within the context. */
  finished: boolean;
}

interface Judged extends Sample {
  isStory: boolean;
  grammatical: boolean;
  consistent: boolean;
  derivable: boolean;
  findings: readonly Finding[];
}

const KEPT_SAMPLES = 20;
const here = dirname(fileURLToPath(import.meta.url));

/** A text that breaks off is none that StoryWorld tells, whatever the checker says of its sentences. */
function judge(sample: Sample): Judged {
  const { findings, grammatical, consistent } = checkDocument(sample.text);
  return {
    ...sample,
    isStory: !/^(About|Note|Question)\b/.test(sample.text),
    grammatical: sample.finished && grammatical,
    consistent: sample.finished && consistent,
    derivable: sample.finished && isDerivable(sample.text),
    findings,
  };
}

/** Shares of `samples`; both: grammatical and consistent at once. */
function tally(samples: readonly Judged[]) {
  const share = (holds: (sample: Judged) => boolean) => samples.filter(holds).length / samples.length;
  return {
    drawn: samples.length,
    finished: share((sample) => sample.finished),
    grammatical: share((sample) => sample.grammatical),
    consistent: share((sample) => sample.consistent),
    both: share((sample) => sample.grammatical && sample.consistent),
    derivable: share((sample) => sample.derivable),
  };
}

/** Notes beside the right one, so that there is something to choose from. */
const OTHER_NOTES = 2;
const LONGEST_ANSWER = 12;

/** Share of the questions after held-out facts that the model answers in exactly the right words: alone, with the fact's note, and with others around it. */
function answering(size: string) {
  const { tokenizer, engineModel } = shippedModel(`storyworld-${size}`);
  const model = engineModel();
  const notes = passages();
  const answerTo = (prompt: string) => {
    const ids = [0, ...tokenizer.encode(prompt)];
    const from = ids.length;
    while (ids.length < from + LONGEST_ANSWER) {
      const { logits } = forward(model, ids);
      const id = argmax(logits.subarray(-model.config.vocabularySize));
      if (id === 0) break;
      ids.push(id);
    }
    return tokenizer.decode(ids.slice(from)).trim();
  };
  const questions = heldOutQuestions();
  const share = (notesFor: (at: number) => number[]) =>
    questions.filter(({ passageId, question, answer }) => {
      const at = notes.findIndex(({ id }) => id === passageId);
      return answerTo(questionWithNote(notesFor(at).map((i) => notes[i]!.text), question)) === answer;
    }).length / questions.length;
  return {
    questions: questions.length,
    alone: share(() => []),
    withNote: share((at) => [at]),
    // The right one in the middle.
    withOtherNotes: share((at) => Array.from({ length: OTHER_NOTES + 1 }, (_, i) => (at + (i - OTHER_NOTES / 2) * 7 + notes.length) % notes.length)),
  };
}

for (const size of process.argv.slice(2)) {
  const { samples, sampleSeed, ...heldOut } = JSON.parse(readFileSync(join(here, 'data', `measured-${size}.json`), 'utf8')) as {
    samples: { temperature: number; texts: Sample[] }[];
    sampleSeed: number;
  };
  const report = {
    heldOut,
    sampleSeed,
    answering: answering(size),
    samples: samples.map(({ temperature, texts }) => {
      const judged = texts.map(judge);
      return { temperature, all: tally(judged), stories: tally(judged.filter((sample) => sample.isStory)), kept: judged.slice(0, KEPT_SAMPLES) };
    }),
  };
  writeFileSync(join(here, 'results', size, 'evaluation.json'), JSON.stringify(report, null, 1) + '\n');
  console.log(size, heldOut, report.answering, ...report.samples.map(({ temperature, all, stories }) => ({ temperature, all, stories })));
}
