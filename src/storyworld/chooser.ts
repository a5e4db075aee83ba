/**
 * The one source of chance in StoryWorld: every random decision goes through `choose`,
 * which records what was picked out of what and with which probability. So a story's
 * derivation has an exact log-probability, and the same seed gives the same story.
 * It knows nothing about stories.
 */

import { createRng } from '@site/src/engine/random';

export interface Choice {
  /** Names the decision, for example `opening` or `thing`. */
  label: string;
  index: number;
  optionCount: number;
  probability: number;
}

export interface Chooser {
  /** Picks one option; `weightOf` (default: all equal) need not sum to one. */
  choose<T>(label: string, options: readonly T[], weightOf?: (option: T) => number): T;
  readonly choices: readonly Choice[];
  /** Natural logarithm of the probability of all choices so far. */
  readonly logProbabilityNats: number;
}

export function createChooser(seed: number): Chooser {
  const rng = createRng(seed);
  const choices: Choice[] = [];
  let logProbabilityNats = 0;
  return {
    choose(label, options, weightOf = () => 1) {
      if (options.length === 0) throw new Error(`choose("${label}") was given no options`);
      const weights = options.map(weightOf);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      let rest = rng.uniform() * total;
      // Rounding may leave a sliver past the last weight; an option of weight 0 must never win it.
      let index = weights.findLastIndex((weight) => weight > 0);
      for (let i = 0; i < weights.length; i++) {
        rest -= weights[i]!;
        if (rest < 0) {
          index = i;
          break;
        }
      }
      if (index < 0) throw new Error(`choose("${label}") was given no option of positive weight`);
      const probability = weights[index]! / total;
      choices.push({ label, index, optionCount: options.length, probability });
      logProbabilityNats += Math.log(probability);
      return options[index]!;
    },
    choices,
    get logProbabilityNats() {
      return logProbabilityNats;
    },
  };
}
