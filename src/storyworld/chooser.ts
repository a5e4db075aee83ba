/**
 * The one source of chance in StoryWorld. A text is written by a program that calls `choose` for
 * every decision and `emit` for every piece of text, each decision only when it first shows, so that a
 * text has one derivation and its probability is the product of the choices on the way. Here such
 * a program runs with random choices; `derivations.ts` runs it with given ones.
 */
import { createRng } from '@site/src/engine/random';

export interface Choice {
  /** Names the decision, for example `opening` or `thing`. */
  label: string;
  index: number;
  /** Of each option; they sum to one. */
  probabilities: readonly number[];
}

export interface Chooser {
  /** Picks one option; `weightOf` (default: all equal) need not sum to one. Throws where no option has a positive weight. */
  choose<T>(label: string, options: readonly T[], weightOf?: (option: T) => number): T;
  emit(text: string): void;
}

export interface Recorder extends Chooser {
  readonly choices: readonly Choice[];
  readonly text: string;
}

/** Natural logarithm of the probability of a sequence of choices. */
export function logProbabilityNats(choices: readonly Choice[]): number {
  return choices.reduce((sum, { probabilities, index }) => sum + Math.log(probabilities[index]!), 0);
}

/** `pick` gets the options' probabilities and returns an index; `onEmit` hears of all text so far. */
export function createRecorder(pick: (probabilities: readonly number[]) => number, onEmit?: (text: string) => void): Recorder {
  const choices: Choice[] = [];
  let text = '';
  return {
    choose(label, options, weightOf = () => 1) {
      const weights = options.map(weightOf);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      if (!(total > 0)) throw new Error(`choose("${label}") was given no option of positive weight`);
      const probabilities = weights.map((weight) => weight / total);
      const index = pick(probabilities);
      choices.push({ label, index, probabilities });
      return options[index]!;
    },
    emit(piece) {
      text += piece;
      onEmit?.(text);
    },
    choices,
    get text() {
      return text;
    },
  };
}

/** Random choices from a seed: the same seed, the same text. */
export function createChooser(seed: number): Recorder {
  const rng = createRng(seed);
  return createRecorder((probabilities) => {
    let rest = rng.uniform();
    for (let i = 0; i < probabilities.length; i++) {
      rest -= probabilities[i]!;
      if (rest < 0) return i;
    }
    // Rounding may leave a sliver past the last one; an option of probability 0 must never win it.
    return probabilities.findLastIndex((probability) => probability > 0);
  });
}

/** A value that is drawn when it is first asked for, and then stays. */
export function lazy<T>(draw: () => T): () => T {
  let drawn: { value: T } | undefined;
  return () => (drawn ??= { value: draw() }).value;
}
