// Which arguments a voter reads between two votes. Not here: the votes themselves.

import { createRng } from '@site/src/engine/random';
import { seedOf, type SingleAnswer } from './public';

/**
 * Two options other than the chosen one, whose arguments the voter reads. The right option is among what the voter has then met: it
 * was chosen, or it is one of the two. Their order says nothing, and all is the same for the same seed.
 * Throws RangeError where there are not two others.
 */
export function argumentsFor({ id, options }: Pick<SingleAnswer, 'id' | 'options'>, chosenOptionId: string, seed: number): [string, string] {
  const rng = createRng(seed ^ seedOf(`${id}/${chosenOptionId}`));
  // Sorted, so that an author who moves an option moves no reader's arguments.
  const others = rng.shuffle(Object.keys(options).filter((other) => other !== chosenOptionId).sort());
  const right = others.find((other) => options[other]!.correct);
  const [one, two] = right === undefined ? others : [right, others.find((other) => other !== right)];
  if (one === undefined || two === undefined) throw new RangeError(`item "${id}" has no two options besides "${chosenOptionId}"`);
  return rng.uniform() < 0.5 ? [one, two] : [two, one];
}
