// Checks of byte-pair encoding and sampling: random words over small alphabets, the tokenizer that ships with the model,
// and distributions computed another way.

import { check, defineChecks, expectClose, expectEqual, fail, type CheckContext } from 'grader';
import { generateStory, tokenization, type Rng } from 'kit';

type Pair = [string, string];
interface Word {
  parts: string[];
  count: number;
}
interface Candidate {
  id: number;
  probability: number;
}

const quote = (parts: readonly string[]) => parts.join(' ');
const randomParts = (rng: Rng, letters: string, length: number) => Array.from({ length }, () => rng.pick([...letters]));
const randomWords = (rng: Rng, count: number): Word[] => Array.from({ length: count }, () => ({ parts: randomParts(rng, 'abcde', rng.integer(1, 7)), count: rng.integer(1, 30) }));

/** Counts of all pairs, each word weighing `weigh(word)`; sorted by the rule of the lab. */
function ranking(words: Word[], weigh: (word: Word) => number): { pair: Pair; count: number }[] {
  const table: { pair: Pair; count: number }[] = [];
  for (const word of words)
    word.parts.slice(1).forEach((right, i) => {
      const left = word.parts[i]!;
      const known = table.find(({ pair }) => pair[0] === left && pair[1] === right);
      if (known) known.count += weigh(word);
      else table.push({ pair: [left, right], count: weigh(word) });
    });
  const text = (pair: Pair) => pair.join('\u0000');
  return table.sort((a, b) => b.count - a.count || (text(a.pair) < text(b.pair) ? -1 : 1));
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

// ---- Task 1

const pairsWeighted = check('counts', 'Words weigh as often as they occur', async ({ reader, rng }) => {
  for (let i = 0; i < 4; i++) {
    const words = randomWords(rng, rng.integer(4, 12));
    // A rare word full of one pair, and a common word with another: who counts words once is misled.
    words.push({ parts: [...'xyxyxyxy'], count: 1 }, { parts: ['p', 'q'], count: 200 });
    const right = ranking(words, (w) => w.count)[0]!.pair;
    const returned = await reader.call<Pair | null>('mostFrequentPair', words);
    const unweighted = ranking(words, () => 1)[0]!.pair;
    const called = `mostFrequentPair of ${words.length} words`;
    const weighs = same(returned, unweighted) && !same(right, unweighted);
    const says = weighs ? 'Each distinct word was counted once. A word with count 200 brings each of its pairs 200 times.' : undefined;
    expectEqual(returned, right, { called, says, misconception: weighs ? 'counts-words-once' : undefined });
  }
});

const pairsTies = check('ties', 'Of equals, the smaller one', async ({ reader, rng }) => {
  const [a, b, c] = rng.shuffle(['k', 'm', 't']) as [string, string, string];
  const words: Word[] = [a + b, b + c, c + a].map((text) => ({ parts: [...text], count: 3 }));
  const right = ranking(words, (w) => w.count)[0]!.pair;
  expectEqual(await reader.call('mostFrequentPair', words), right, {
    called: `mostFrequentPair of ${words.map((w) => quote(w.parts)).join(', ')}, all equally often,`,
    says: 'All pairs tie here; the rule says the smaller left part, so that the result does not depend on the order of the words.',
    misconception: 'tie-by-order',
  });
  // Joined without a separator, ab + c and a + bc look alike.
  const ambiguous: Word[] = [{ parts: ['ab', 'c'], count: 2 }, { parts: ['a', 'bc'], count: 2 }, { parts: ['d', 'e'], count: 3 }];
  expectEqual(await reader.call('mostFrequentPair', ambiguous), ['d', 'e'], {
    called: 'mostFrequentPair of ab c (twice), a bc (twice), d e (three times)',
    says: 'The pairs ab + c and a + bc seem to have been counted as one: they spell the same, but they are different pairs.',
    misconception: 'pairs-by-spelling',
  });
});

const pairsNone = check('none', 'No pair in words of one part', async ({ reader }) => {
  expectEqual(await reader.call('mostFrequentPair', [{ parts: ['owl'], count: 9 }]), null, { called: 'mostFrequentPair of a word with one part' });
});

// ---- Task 2

const mergeAll = (parts: readonly string[], left: string, right: string) => tokenization.mergePair(parts, left, right);

function mergeMisconception(parts: string[], left: string, right: string, returned: unknown): { misconception: string; says: string } | undefined {
  const firstAt = parts.findIndex((p, i) => p === left && parts[i + 1] === right);
  if (same(returned, [...parts.slice(0, firstAt), left + right, ...parts.slice(firstAt + 2)])) return { misconception: 'merges-first-only', says: 'Only the first place was joined. Every place where the pair stands is.' };
  const overlapping: string[] = [];
  parts.forEach((p, i) => {
    if (p === left && parts[i + 1] === right) overlapping.push(left + right);
    else if (!(p === right && parts[i - 1] === left)) overlapping.push(p);
  });
  if (same(returned, overlapping)) return { misconception: 'overlapping-merge', says: 'A part was used twice: after a join, the next pair begins behind it.' };
  const doubled = parts.flatMap((p, i) => (p === left && parts[i + 1] === right ? [left + right] : [p]));
  if (same(returned, doubled)) return { misconception: 'second-part-kept', says: 'The second part of the pair was kept beside the joined token.' };
  return undefined;
}

const mergeRuns = check('runs', 'Runs of one letter, from left to right', async ({ reader, rng }) => {
  for (const length of [3, 4, rng.integer(5, 9)]) {
    const parts = Array.from({ length }, () => 'a');
    const returned = await reader.call('merge', parts, 'a', 'a');
    const known = mergeMisconception(parts, 'a', 'a', returned);
    const right = mergeAll(parts, 'a', 'a');
    expectEqual(returned, right, { called: `merge of ${quote(parts)} by a, a`, ...(same(returned, right) ? {} : known) });
  }
});

const mergeRandom = check('random', 'Every place in a random word', async ({ reader, rng }) => {
  for (let i = 0; i < 6; i++) {
    const parts = [...randomParts(rng, 'ab', rng.integer(4, 14)), 'a', 'b', 'c', 'a', 'b'];
    const returned = await reader.call('merge', parts, 'a', 'b');
    const right = mergeAll(parts, 'a', 'b');
    expectEqual(returned, right, { called: `merge of ${quote(parts)} by a, b`, ...(same(returned, right) ? {} : mergeMisconception(parts, 'a', 'b', returned)) });
  }
  expectEqual(await reader.call('merge', [], 'a', 'b'), [], { called: 'merge of no parts' });
});

// ---- Task 3

function trained(words: Word[], mergeCount: number): Pair[] {
  const merges: Pair[] = [];
  let current = words;
  while (merges.length < mergeCount) {
    const best = ranking(current, (w) => w.count)[0];
    if (!best) break;
    merges.push(best.pair);
    current = current.map((w) => ({ ...w, parts: mergeAll(w.parts, ...best.pair) }));
  }
  return merges;
}

const trainText = check('chapter', 'owl owl owls low', async ({ reader }) => {
  const words: Word[] = [{ parts: [...'owl'], count: 2 }, { parts: [...'owls'], count: 1 }, { parts: [...'low'], count: 1 }];
  expectEqual(await reader.call('train', words, 2), [['o', 'w'], ['ow', 'l']], { called: 'train on owl owl owls low, 2 merges' });
});

const trainRandom = check('random', 'Random words, pairs counted afresh after each merge', async ({ reader, rng }) => {
  for (let i = 0; i < 3; i++) {
    const words = [...randomWords(rng, rng.integer(5, 15)), { parts: [...'abcabc'], count: 40 }];
    const mergeCount = rng.integer(4, 9);
    const returned = await reader.call<Pair[]>('train', words, mergeCount);
    const stale = ranking(words, (w) => w.count).slice(0, mergeCount).map(({ pair }) => pair);
    const isStale = same(returned, stale);
    const says = isStale ? 'These are the most frequent pairs of the text as it was at first. Each merge changes the words: new pairs appear and others vanish, so count again.' : undefined;
    expectEqual(returned, trained(words, mergeCount), { called: `train on ${words.length} words, ${mergeCount} merges`, says, misconception: isStale ? 'counts-never-renewed' : undefined });
  }
  expectEqual(await reader.call('train', [{ parts: ['a', 'b'], count: 1 }], 10), [['a', 'b']], { called: 'train on the one word a b, 10 merges' });
});

// ---- Task 4

function leftmostFirst(letters: readonly string[], merges: readonly Pair[]): string[] {
  let parts = [...letters];
  for (;;) {
    const at = parts.findIndex((p, i) => merges.some(([l, r]) => l === p && r === parts[i + 1]));
    if (at < 0) return parts;
    parts = [...parts.slice(0, at), parts[at]! + parts[at + 1]!, ...parts.slice(at + 2)];
  }
}

function longestFirst(letters: readonly string[], merges: readonly Pair[]): string[] {
  const known = new Set(merges.map(([l, r]) => l + r));
  const tokens: string[] = [];
  for (let i = 0; i < letters.length; ) {
    let length = letters.length - i;
    while (length > 1 && !known.has(letters.slice(i, i + length).join(''))) length--;
    tokens.push(letters.slice(i, i + length).join(''));
    i += length;
  }
  return tokens;
}

const ONCE_SAYS = 'Each merge was tried in one place or once only. Go on until no neighbouring pair is in the list.';

function expectEncoded(returned: unknown, letters: readonly string[], merges: readonly Pair[], called: string): void {
  const ranks = new Map(merges.map(([l, r], rank) => [`${l} ${r}`, rank]));
  const right = tokenization.applyMerges(letters, ranks);
  if (same(returned, right)) return;
  const slips: [unknown, string, string][] = [
    [letters, 'no-merge', 'These are the letters: no merge was applied.'],
    [leftmostFirst(letters, merges), 'leftmost-first', 'The leftmost pair that fits was joined first. The order is that of learning: the earliest merge wins, wherever it stands.'],
    [longestFirst(letters, merges), 'longest-first', 'The longest known token was taken at each place. BPE replays its merges instead, and the two differ.'],
    [merges.length > 0 ? mergeAll(letters, ...firstFitting(letters, merges)) : letters, 'one-merge-only', ONCE_SAYS],
  ];
  const known = slips.find(([value]) => same(value, returned));
  expectEqual(returned, right, { called, ...(known ? { misconception: known[1], says: known[2] } : {}) });
}

const firstFitting = (letters: readonly string[], merges: readonly Pair[]): Pair => merges.find(([l, r]) => letters.some((p, i) => p === l && letters[i + 1] === r)) ?? ['', ''];

const encodeOrder = check('order', 'The earliest learned merge goes first', async ({ reader, rng }) => {
  // The token abc exists, but a word that begins with a b never reaches it: who takes the longest token goes wrong here alone.
  const unreachable: Pair[] = [['a', 'b'], ['b', 'c'], ['a', 'bc']];
  for (const word of ['abc', 'xabcx']) expectEncoded(await reader.call('encode', [...word], unreachable), [...word], unreachable, `encode of ${word} by ${unreachable.map(quote).join(', ')}`);
  const merges: Pair[] = [['b', 'c'], ['a', 'b'], ['bc', 'd'], ['d', 'a'], ['ab', 'a']];
  for (const word of ['abc', 'abcd', 'abab', 'dabcda', quote(randomParts(rng, 'abcd', 9)).replaceAll(' ', '')])
    expectEncoded(await reader.call('encode', [...word], merges), [...word], merges, `encode of ${word} by ${merges.map(quote).join(', ')}`);
});

const encodeRandom = check('random', 'Random words and learned merges', async ({ reader, rng }) => {
  const merges = trained(randomWords(rng, 20), 12);
  for (let i = 0; i < 8; i++) {
    const letters = randomParts(rng, 'abcde', rng.integer(0, 12));
    expectEncoded(await reader.call('encode', letters, merges), letters, merges, `encode of "${letters.join('')}" by 12 learned merges`);
  }
});

const encodeShipped = check('shipped', 'Words of a story, by the model’s own tokenizer', async ({ reader, rng, asset }) => {
  const json = JSON.parse(new TextDecoder().decode(await asset('models/storyworld-0.8m/tokenizer.json'))) as { model: { merges: (string | Pair)[] } };
  const merges = json.model.merges.map((m) => (typeof m === 'string' ? (m.split(' ') as Pair) : m));
  const pieces = tokenization.preTokenize(`${generateStory(rng.integer(0, 1e9)).text} An unbelievably purple hippopotamus whispered.`);
  for (const piece of rng.shuffle([...new Set(pieces)]).slice(0, 12).concat(' unbelievably', ' hippopotamus')) {
    const letters = [...tokenization.textToLetters(piece)];
    expectEncoded(await reader.call('encode', letters, merges), letters, merges, `encode of ${JSON.stringify(piece)} by the shipped merges`);
  }
});

// ---- Task 5

function distribution(logits: number[], temperature: number, topK: number, topP: number, wrong: { multiply?: boolean; crossingDropped?: boolean; noRenormalize?: boolean } = {}): Candidate[] {
  const weight = (logit: number) => Math.exp((wrong.multiply ? logit * temperature : logit / temperature) - Math.max(...logits.map((l) => (wrong.multiply ? l * temperature : l / temperature))));
  const all = logits.map((logit, id) => ({ id, probability: weight(logit) })).sort((a, b) => b.probability - a.probability || a.id - b.id);
  const whole = all.reduce((s, c) => s + c.probability, 0);
  const top = all.slice(0, topK);
  const total = top.reduce((s, c) => s + c.probability, 0);
  const kept: Candidate[] = [];
  let reached = 0;
  for (const candidate of top) {
    if (kept.length > 0 && reached >= topP * total) break;
    reached += candidate.probability;
    if (wrong.crossingDropped && reached > topP * total && kept.length > 0) break;
    kept.push(candidate);
  }
  const sum = wrong.noRenormalize ? whole : kept.reduce((s, c) => s + c.probability, 0);
  return kept.map(({ id, probability }) => ({ id, probability: probability / sum }));
}

/** What each known slip gives on these inputs, with its name and what to say of it. */
function slipsOf(logits: number[], temperature: number, topK: number, topP: number): [Candidate[], string, string][] {
  return [
    [distribution(logits, temperature, topK, topP, { multiply: true }), 'temperature-multiplies', 'The logits were multiplied by the temperature. Dividing by a high temperature flattens; multiplying sharpens.'],
    [distribution(logits, temperature, topK, topP, { crossingDropped: true }), 'crossing-token-dropped', 'The token with which the sum reaches p was left out. Without it the kept tokens do not reach p.'],
    [distribution(logits, temperature, topK, topP, { noRenormalize: true }), 'not-renormalized', 'The probabilities sum to less than 1: what was cut away must be shared among what is left.'],
    [distribution(logits, temperature, topK, 1), 'top-p-ignored', 'Top-p cut nothing away.'],
    [distribution(logits, temperature, logits.length, topP), 'top-k-ignored', 'Top-k cut nothing away.'],
  ];
}

/** No two slips that go wrong here give the same list, so that what is named is what was done. */
function tellsSlipsApart(logits: number[], temperature: number, topK: number, topP: number): boolean {
  const right = JSON.stringify(distribution(logits, temperature, topK, topP));
  const wrong = slipsOf(logits, temperature, topK, topP).map(([list]) => JSON.stringify(list)).filter((list) => list !== right);
  return new Set(wrong).size === wrong.length;
}

async function compareCandidates(reader: CheckContext['reader'], logits: number[], temperature: number, topK: number, topP: number): Promise<void> {
  const called = `candidates of ${logits.length} logits at temperature ${temperature}, top-k ${topK}, top-p ${topP}`;
  const returned = await reader.call<Candidate[]>('candidates', logits, temperature, topK, topP);
  const right = distribution(logits, temperature, topK, topP);
  const ids = (list: Candidate[]) => list.map((c) => c.id);
  const numbers = (list: Candidate[]) => list.map((c) => c.probability);
  if (!Array.isArray(returned)) fail({ message: `${called} gave no list.`, called });
  // Double precision throughout: a few roundings of 1e-16, in any order of summing.
  const fits = (list: Candidate[]) => same(ids(list), ids(returned)) && list.every((c, i) => Math.abs(c.probability - returned[i]!.probability) < 1e-9);
  if (fits(right)) return;
  const wrongs = slipsOf(logits, temperature, topK, topP);
  const known = wrongs.find(([value]) => fits(value));
  if (known) fail({ message: `${called}: ${known[2]}`, misconception: known[1], called, returned: JSON.stringify(returned.slice(0, 4)), expected: JSON.stringify(right.slice(0, 4)) });
  expectEqual(ids(returned), ids(right), { called: `the ids of ${called}` });
  expectClose(numbers(returned), numbers(right), { called: `the probabilities of ${called}`, relative: 1e-9 });
}

const candidatesText = check('chapter', 'The chapter’s 6, 4, 2 at temperature 2', async ({ reader }) => {
  await compareCandidates(reader, [6, 2, 4], 2, 3, 1);
  await compareCandidates(reader, [6, 2, 4], 2, 3, 0.8);
});

const candidatesRandom = check('random', 'Random logits and knobs', async ({ reader, rng }) => {
  for (let i = 0; i < 8; ) {
    const logits = Array.from({ length: rng.integer(5, 40) }, () => 3 * rng.normal());
    const knobs = [rng.pick([0.5, 0.7, 1.5, 3]), rng.integer(3, logits.length), rng.pick([0.3, 0.6, 0.9])] as const;
    if (!tellsSlipsApart(logits, ...knobs)) continue;
    await compareCandidates(reader, logits, ...knobs);
    i++;
  }
});

const candidatesEdges = check('edges', 'One candidate, large logits, a low temperature', async ({ reader, rng }) => {
  await compareCandidates(reader, [1000, 999, 998], 1, 3, 1);
  await compareCandidates(reader, [rng.normal()], 1, 1, 0.5);
  await compareCandidates(reader, [3, 5, 4], 0.01, 3, 0.9);
  await compareCandidates(reader, [3, 5, 4], 1, 1, 1);
});

export default defineChecks({
  async demo({ reader, show }) {
    const words: Word[] = [{ parts: [...'owl'], count: 2 }, { parts: [...'owls'], count: 1 }, { parts: [...'low'], count: 1 }];
    const merges = await reader.call<Pair[]>('train', words, 4);
    show({ kind: 'table', id: 'merges', columns: ['merge', 'left', 'right'], rows: merges.map(([l, r], i) => [i + 1, l, r]), caption: 'Merges learned from owl owl owls low.' });
  },
  tasks: {
    pairs: [pairsWeighted, pairsTies, pairsNone],
    merge: [mergeRuns, mergeRandom],
    train: [trainText, trainRandom],
    encode: [encodeOrder, encodeRandom, encodeShipped],
    candidates: [candidatesText, candidatesRandom, candidatesEdges],
  },
});
