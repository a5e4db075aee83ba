/**
 * Runs a text's program with every sequence of choices in turn: all texts of a tiny world with
 * their probabilities, or all the ways in which one given text can come about, hence its exact
 * probability. Knows nothing of stories.
 */
import { createRecorder, logProbabilityNats, type Choice, type Chooser } from './chooser';

export type Program = (chooser: Chooser) => void;

export interface Derivation {
  text: string;
  choices: readonly Choice[];
  logProbabilityNats: number;
}

const REJECTED = Symbol('the text began otherwise');

const nextPossible = (probabilities: readonly number[], from: number) => probabilities.findIndex((p, i) => i >= from && p > 0);

/**
 * Depth first, every derivation whose text `accepts` admits at each piece emitted. A run repeats the choices made before the
 * one that changes, so the cost of a given text is about (choices) × (options of each), not their product.
 */
export function* derivations(program: Program, accepts: (textSoFar: string) => boolean = () => true): Generator<Derivation> {
  let path: number[] | undefined = [];
  while (path) {
    const given: number[] = path;
    let depth = 0;
    const recorder = createRecorder(
      (probabilities) => given[depth++] ?? nextPossible(probabilities, 0),
      (text) => {
        if (!accepts(text)) throw REJECTED;
      },
    );
    try {
      program(recorder);
      const { text, choices } = recorder;
      yield { text, choices, logProbabilityNats: logProbabilityNats(choices) };
    } catch (error) {
      if (error !== REJECTED) throw error;
    }
    path = following(recorder.choices);
  }
}

/** The path that differs from `choices` as late as possible, or undefined after the last. */
function following(choices: readonly Choice[]): number[] | undefined {
  for (let last = choices.length - 1; last >= 0; last--) {
    const { probabilities, index } = choices[last]!;
    const next = nextPossible(probabilities, index + 1);
    if (next >= 0) return [...choices.slice(0, last).map((choice) => choice.index), next];
  }
  return undefined;
}

/** All derivations of exactly this text. */
export function derivationsOf(program: Program, text: string): Derivation[] {
  return [...derivations(program, (soFar) => text.startsWith(soFar))].filter((derivation) => derivation.text === text);
}

/** Exact natural log-probability of a text: over all its derivations, -Infinity if there is none. */
export function textLogProbabilityNats(program: Program, text: string): number {
  return Math.log(derivationsOf(program, text).reduce((sum, each) => sum + Math.exp(each.logProbabilityNats), 0));
}
