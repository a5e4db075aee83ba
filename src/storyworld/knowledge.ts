/**
 * What is always so in StoryWorld, in every text: where each character lives, what they like best, whom, what they
 * fear, when they were born. One fact in four is held out: no text that a model is trained on tells it, so a model can know
 * it from a note alone. Drawn once from a fixed seed.
 */
import { createRng } from '@site/src/engine/random';
import type { Relation } from './state';
import { atPlace, WORLD, type Character, type World } from './world';

export const RELATIONS: readonly Relation[] = ['home', 'favourite', 'friend', 'fear', 'season'];

export interface KnownFact {
  who: Character;
  relation: Relation;
  /** As texts say it: "in the barn", "kite", "Mia", "thunder", "spring". */
  value: string;
  heldOut: boolean;
}

const SEED = 1911;
const HELD_OUT_SHARE = 0.25;

/** All values that a relation can have for `who`. */
export function valuesOf(world: World, relation: Relation, who: Character): readonly string[] {
  switch (relation) {
    case 'home':
      return world.places.map(atPlace);
    case 'favourite':
      return world.things.map(({ noun }) => noun);
    case 'friend':
      return world.characters.filter(({ name }) => name !== who.name).map(({ name }) => name);
    case 'fear':
      return world.fears;
    case 'season':
      return world.seasons;
  }
}

function drawFacts(world: World): KnownFact[] {
  const rng = createRng(SEED);
  return world.characters.flatMap((who) =>
    RELATIONS.map((relation) => ({ who, relation, value: rng.pick(valuesOf(world, relation, who)), heldOut: rng.uniform() < HELD_OUT_SHARE })),
  );
}

export const FACTS: readonly KnownFact[] = drawFacts(WORLD);

export function knownFact(name: string, relation: Relation): KnownFact {
  const fact = FACTS.find((each) => each.who.name === name && each.relation === relation);
  if (!fact) throw new Error(`StoryWorld knows no ${relation} of ${name}`);
  return fact;
}
