// How often search finds the right section: the questions of questions.json, by meaning and by words. Run it after a build (it reads
// build/search-vectors.json): npx tsx tests/search/evaluate.ts. Writes results.json.

import { readFileSync, writeFileSync } from 'node:fs';
import { rankByMeaning, rankByWords, readBookPassages, sectionsOf, type FoundSection } from '@site/src/engine/retrieval';
import { openEmbedder } from '@site/src/plugins/book/search/embedder';

const json = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown;
const questions = json('tests/search/questions.json') as { question: string; section: string }[];
const passages = readBookPassages(json('build/search-vectors.json'));

/** `chapter#anchor` of a section. */
const nameOf = ({ url }: { url: string }) => url.replace(/^.*\/([^/]+)\/(#.*)?$/, '$1$2');
const names = new Set(passages.sections.map(nameOf));
for (const { section } of questions) if (!names.has(section)) throw new Error(`questions.json: there is no section "${section}"`);

/** 1 for the first place; undefined where it was not found. */
function rankOf(section: string, found: FoundSection[]): number | undefined {
  const index = found.findIndex((entry) => nameOf(entry.section) === section);
  return index < 0 ? undefined : index + 1;
}

const embedder = await openEmbedder();
const ranks: { question: string; section: string; meaning?: number; words?: number; bestCosine: number }[] = [];
for (const { question, section } of questions) {
  const byMeaning = sectionsOf(rankByMeaning(passages, await embedder.embed(question)));
  const byWords = sectionsOf(rankByWords(passages, question));
  ranks.push({ question, section, meaning: rankOf(section, byMeaning), words: rankOf(section, byWords), bestCosine: Number(byMeaning[0]!.score.toFixed(3)) });
}
await embedder.dispose();

function summary(places: (number | undefined)[]) {
  const share = (test: (rank: number) => boolean) => Number((places.filter((rank) => rank !== undefined && test(rank)).length / places.length).toFixed(3));
  const reciprocal = places.reduce<number>((sum, rank) => sum + (rank === undefined ? 0 : 1 / rank), 0);
  return { recallAt1: share((rank) => rank === 1), recallAt5: share((rank) => rank <= 5), meanReciprocalRank: Number((reciprocal / places.length).toFixed(3)) };
}

const results = {
  schemaVersion: 1,
  questions: questions.length,
  sections: passages.sections.length,
  passages: passages.passages.length,
  byMeaning: summary(ranks.map((r) => r.meaning)),
  byWords: summary(ranks.map((r) => r.words)),
  ranks,
};
writeFileSync('tests/search/results.json', JSON.stringify(results, null, 1) + '\n');
console.log({ ...results, ranks: undefined });
for (const { question, section, meaning, words } of ranks) if (meaning !== 1) console.log(`meaning ${meaning ?? '-'}, words ${words ?? '-'}: ${question} (${section})`);
