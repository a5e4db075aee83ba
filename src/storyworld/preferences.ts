/**
 * Pairs of stories told for one request, with which one an annotator preferred. The rule is written down, and the annotator
 * is noisy by a known amount, so what a reward model can reach at best is known too.
 */
import { checkDocument } from './checker';
import { createChooser } from './chooser';
import { drawRequest, fulfils, requestText, tellRequested, type Request } from './instructions';
import { WORLD } from './world';

export interface PreferencePair {
  instruction: string;
  chosen: string;
  rejected: string;
  /** By the rule; the chosen one's may be the lower, where the annotator erred. */
  chosenScore: number;
  rejectedScore: number;
}

/**
 * The rule: a story should do what was asked (2), not contradict itself (3 off for each sentence that does, 9 at most), end well
 * (1.5), let its people talk (0.25 for each thing said, 1 at most), and be short (1 off for each 50 words over 60).
 */
export function score(request: Request, story: string): number {
  const { findings } = checkDocument(story);
  const said = story.match(/"[^"]+"/g)?.length ?? 0;
  const words = story.split(' ').length;
  const endsWell = /(were happy|was happy|smiled|good friends|Good night|slept well|went home|walked home|for lunch|thanked|Thank you)/.test(story.split(/(?<=[.!?]"?) /).slice(-3).join(' '));
  return (
    (fulfils(request, story) ? 2 : 0) - Math.min(9, 3 * findings.length) + (endsWell ? 1.5 : 0) + Math.min(1, 0.25 * said) - Math.max(0, words - 60) / 50
  );
}

/** How sure an annotator is: the probability that a story one point better is preferred is σ(1 / 0.5) = 88 % (Bradley and Terry 1952). */
export const ANNOTATOR_TEMPERATURE = 0.5;

export const preferenceProbability = (better: number, worse: number): number => 1 / (1 + Math.exp((worse - better) / ANNOTATOR_TEMPERATURE));

/** Replaces one word by another of its kind, so that the story contradicts itself; the story as it was if no word does. */
function damaged(story: string, seed: number): string {
  const { choose } = createChooser(seed);
  const kinds = [WORLD.colours, WORLD.traits as readonly string[], WORLD.characters.map(({ name }) => name), WORLD.things.map(({ noun }) => noun)];
  for (let tries = 0; tries < 20; tries++) {
    const kind = choose('kind of word', kinds);
    const places = [...story.matchAll(new RegExp(`\\b(${kind.join('|')})\\b`, 'g'))];
    if (places.length === 0) continue;
    const { 0: word, index } = choose('where', places);
    const other = choose('other word', kind.filter((each) => each !== word));
    const text = story.slice(0, index) + other + story.slice(index + word.length);
    if (!checkDocument(text).consistent) return text;
  }
  return story;
}

export function generatePreferencePair(seed: number): PreferencePair {
  const chooser = createChooser(seed);
  const request = drawRequest(chooser);
  const stories = [0, 1].map((i) => {
    const story = tellRequested(request, seed * 2 + i + 1);
    return chooser.choose('damaged', [true, false], (yes) => (yes ? 1 : 2)) ? damaged(story, seed + i) : story;
  }) as [string, string];
  const [first, second] = stories.map((story) => score(request, story)) as [number, number];
  const prefersFirst = chooser.choose('prefers the first', [true, false], (yes) => (yes ? preferenceProbability(first, second) : preferenceProbability(second, first)));
  const instruction = requestText(request);
  return prefersFirst
    ? { instruction, chosen: stories[0], rejected: stories[1], chosenScore: first, rejectedScore: second }
    : { instruction, chosen: stories[1], rejected: stories[0], chosenScore: second, rejectedScore: first };
}
