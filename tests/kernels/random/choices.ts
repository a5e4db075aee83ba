// Decisions of a random program, drawn from a list of numbers: shorter lists and smaller numbers make simpler programs,
// so that fast-check shrinks programs by shrinking the list.

import fc from 'fast-check';

export interface Choices {
  /** 0 … n − 1; 0, the simplest, when the list has run out. */
  below(n: number): number;
  pick<T>(items: readonly T[]): T;
  /** True once in n. */
  once(n: number): boolean;
  readonly spent: boolean;
}

export function choicesFrom(list: readonly number[]): Choices {
  let at = 0;
  const below = (n: number) => (list[at++] ?? 0) % n;
  return {
    below,
    pick: (items) => items[below(items.length)]!,
    once: (n) => below(n) === n - 1,
    get spent() {
      return at >= list.length;
    },
  };
}

/** Decisions for the main function and for each helper that it may call. */
export interface ProgramChoices {
  main: number[];
  helpers: number[][];
}

const choiceList = (longest: number): fc.Arbitrary<number[]> => fc.array(fc.nat({ max: 2519 }), { minLength: 1, maxLength: longest, size: 'max' });

export const programChoices: fc.Arbitrary<ProgramChoices> = fc.record({ main: choiceList(500), helpers: fc.array(choiceList(80), { maxLength: 3 }) });
