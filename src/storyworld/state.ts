/**
 * What is true at a moment of a story, and how one fact changes it. Everything that a story
 * tells passes through `applyFact`, which refuses what can not happen, so a story never
 * contradicts itself. No chance and no words here.
 */
import type { Character, Colour, Place, Size, Thing, Time, Trait, Weather } from './world';

export interface Person extends Character {
  trait: Trait;
}

/** One particular thing of the story: "the red kite". */
export interface Item extends Thing {
  quality: Colour | Size;
}

export type Location = { holder: string } | { place: Place; spot: string } | 'gone';

export type Fact =
  | { kind: 'own'; who: Person; item: Item }
  | { kind: 'go'; who: readonly Person[]; place: Place }
  | { kind: 'give'; from: Person; to: Person; item: Item }
  | { kind: 'leave'; who: Person; item: Item; spot: string }
  | { kind: 'find'; who: Person; item: Item; spot: string }
  | { kind: 'search'; who: Person; item: Item; spot: string }
  | { kind: 'use'; who: readonly Person[]; item: Item }
  | { kind: 'eat'; who: readonly Person[]; item: Item };

export interface WorldState {
  time: Time;
  weather: Weather;
  /** By character name. */
  placeOf: Map<string, Place>;
  /** By noun: a story never has two things of one noun. */
  locationOf: Map<string, Location>;
}

/** The name of who has the thing, or undefined. */
export function holderOf(state: WorldState, item: Item): string | undefined {
  const location = state.locationOf.get(item.noun);
  return location !== undefined && location !== 'gone' && 'holder' in location ? location.holder : undefined;
}

/** The spot where the thing lies if it lies in `place`, or undefined. */
export function spotOf(state: WorldState, item: Item, place: Place): string | undefined {
  const location = state.locationOf.get(item.noun);
  return location !== undefined && location !== 'gone' && 'spot' in location && location.place === place
    ? location.spot
    : undefined;
}

function must(condition: boolean, fact: Fact): asserts condition {
  if (!condition) throw new Error(`StoryWorld: "${fact.kind}" can not happen here: ${JSON.stringify(fact)}`);
}

/** Changes `state` by one fact; throws where the fact contradicts it. */
export function applyFact(state: WorldState, fact: Fact): void {
  const placeOf = (who: Person): Place => {
    const here = state.placeOf.get(who.name);
    must(here !== undefined, fact);
    return here;
  };
  const holds = (who: Person, item: Item) => holderOf(state, item) === who.name;
  switch (fact.kind) {
    case 'own':
      must(!state.locationOf.has(fact.item.noun), fact);
      state.locationOf.set(fact.item.noun, { holder: fact.who.name });
      return;
    case 'go':
      for (const who of fact.who) state.placeOf.set(who.name, fact.place);
      return;
    case 'give':
      must(holds(fact.from, fact.item) && fact.from.name !== fact.to.name, fact);
      must(placeOf(fact.from) === placeOf(fact.to), fact);
      state.locationOf.set(fact.item.noun, { holder: fact.to.name });
      return;
    case 'leave':
      must(holds(fact.who, fact.item) && placeOf(fact.who).spots.includes(fact.spot), fact);
      state.locationOf.set(fact.item.noun, { place: placeOf(fact.who), spot: fact.spot });
      return;
    case 'search':
      must(spotOf(state, fact.item, placeOf(fact.who)) !== fact.spot, fact);
      return;
    case 'find':
      must(spotOf(state, fact.item, placeOf(fact.who)) === fact.spot, fact);
      state.locationOf.set(fact.item.noun, { holder: fact.who.name });
      return;
    case 'use':
      must(fact.who.some((who) => holds(who, fact.item)), fact);
      return;
    case 'eat':
      must(fact.item.use === 'eat' && fact.who.some((who) => holds(who, fact.item)), fact);
      state.locationOf.set(fact.item.noun, 'gone');
  }
}
