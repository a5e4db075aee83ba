/**
 * What is true at a moment of a text, and how one fact changes it. Everything that a text
 * tells passes through `applyFact`, which refuses what can not be, with the reason: so a generated text never
 * contradicts itself, and the checker can say where another one does. No chance and no words here.
 */
import { hoursLater, type Character, type Hour, type Place, type Thing, type Time, type Trait, type Weather } from './world';

export interface Person extends Character {
  readonly trait: Trait;
}

/** One particular thing of the story: "the red kite". A story never has two things of one noun. */
export interface Item extends Thing {
  /** A colour, or what food has in its place. */
  quality: string;
}

/** Where a thing is: with somebody, in a spot that the reader knows, lost somewhere in a place, or eaten. */
export type Location = { holder: Person } | { place: Place; spot: string } | { lostIn: Place; notAt: readonly string[] } | 'gone';

/** What a note or the world itself says of one character. */
export type Relation = 'home' | 'favourite' | 'friend' | 'fear' | 'season';

export type Fact =
  | { kind: 'begin'; time: Time; weather: Weather; hour?: Hour }
  | { kind: 'own'; who: Person; item: Item }
  | { kind: 'go'; who: readonly Person[]; place: Place }
  | { kind: 'join'; who: Person; other: Person }
  | { kind: 'plan'; place: Place }
  | { kind: 'give'; from: Person; to: Person; item: Item }
  | { kind: 'lose'; who: Person; item: Item }
  | { kind: 'leave'; who: Person; item: Item; spot: string }
  | { kind: 'search'; who: Person; item: Item; spot: string }
  | { kind: 'find'; who: Person; item: Item; spot: string }
  | { kind: 'take'; who: Person; item: Item }
  | { kind: 'use'; who: readonly Person[]; item: Item }
  | { kind: 'eat'; who: readonly Person[]; item: Item }
  | { kind: 'break'; item: Item }
  | { kind: 'mend'; item: Item }
  | { kind: 'pass'; hours: number }
  // The rest change nothing: they say what is so.
  | { kind: 'has'; who: Person; item: Item }
  | { kind: 'lies'; item: Item; spot: string }
  | { kind: 'is gone'; item: Item }
  | { kind: 'looks'; item: Item; quality: string }
  | { kind: 'are at'; place: Place }
  | { kind: 'is'; weather: Weather }
  | { kind: 'is time'; time: Time }
  | { kind: 'strikes'; hour: Hour };

export interface WorldState {
  time?: Time;
  weather?: Weather;
  /** Where the text tells the time. */
  hour?: Hour;
  placeOf: Map<Person, Place>;
  /** By noun. */
  locationOf: Map<string, Location>;
  items: Map<string, Item>;
  broken: Set<string>;
  /** Where somebody said that they would go. */
  destination?: Place;
}

/** What contradicts the state; the message says how. */
export class Contradiction extends Error {
  override name = 'Contradiction';
}

export const createState = (): WorldState => ({ placeOf: new Map(), locationOf: new Map(), items: new Map(), broken: new Set() });

/** Who has the thing, or undefined. */
export function holderOf(state: WorldState, item: Item): Person | undefined {
  const location = state.locationOf.get(item.noun);
  return typeof location === 'object' && 'holder' in location ? location.holder : undefined;
}

/** The spot where the thing is known to lie, or undefined. */
export function spotOf(state: WorldState, item: Item): string | undefined {
  const location = state.locationOf.get(item.noun);
  return typeof location === 'object' && 'spot' in location ? location.spot : undefined;
}

function must(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Contradiction(otherwise);
}

function placeOf(state: WorldState, who: Person): Place {
  const here = state.placeOf.get(who);
  must(here !== undefined, `nothing says where ${who.name} is`);
  return here;
}

const hasSpot = (place: Place, spot: string) => place.spots.includes(spot) || place.high === spot;

function mustHold(state: WorldState, who: Person, item: Item): void {
  must(holderOf(state, item) === who, `${who.name} does not have the ${item.noun}`);
}

/** Throws unless `who`, standing where they stand, can come upon the thing at `spot`. */
function mustLieAt(state: WorldState, who: Person, item: Item, spot: string): void {
  const here = placeOf(state, who);
  const location = state.locationOf.get(item.noun);
  must(typeof location === 'object' && !('holder' in location), `the ${item.noun} is not lying about`);
  must(hasSpot(here, spot), `there is nothing "${spot}" where ${who.name} is`);
  if ('spot' in location) must(location.place === here && location.spot === spot, `the ${item.noun} is ${location.spot}`);
  else must(location.lostIn === here && !location.notAt.includes(spot), `the ${item.noun} was not ${spot}`);
}

function search(state: WorldState, { who, item, spot }: Extract<Fact, { kind: 'search' }>): void {
  const here = placeOf(state, who);
  const location = state.locationOf.get(item.noun);
  must(hasSpot(here, spot), `there is nothing "${spot}" where ${who.name} is`);
  must(typeof location === 'object' && !('holder' in location), `the ${item.noun} needs no search`);
  if ('spot' in location) return must(location.spot !== spot, `the ${item.noun} is ${spot}`);
  must(!location.notAt.includes(spot), `they have looked ${spot} before`);
  state.locationOf.set(item.noun, { ...location, notAt: [...location.notAt, spot] });
}

/** Changes `state` by one fact; throws a Contradiction where the fact can not be. */
export function applyFact(state: WorldState, fact: Fact): void {
  const put = (item: Item, location: Location) => state.locationOf.set(item.noun, location);
  switch (fact.kind) {
    case 'begin':
      must(state.time === undefined, 'a story begins once');
      Object.assign(state, { time: fact.time, weather: fact.weather, hour: fact.hour });
      return;
    case 'own':
      must(!state.items.has(fact.item.noun), `there is a ${fact.item.noun} already`);
      state.items.set(fact.item.noun, fact.item);
      put(fact.item, { holder: fact.who });
      return;
    case 'plan':
      state.destination = fact.place;
      return;
    case 'go':
      must(!state.destination || state.destination === fact.place, `they were to go to the ${state.destination?.noun}`);
      for (const who of fact.who) {
        must(state.placeOf.get(who) !== fact.place, `${who.name} is there already`);
        state.placeOf.set(who, fact.place);
      }
      return;
    case 'join': {
      const place = placeOf(state, fact.other);
      must(state.placeOf.get(fact.who) !== place, `${fact.who.name} is there already`);
      state.placeOf.set(fact.who, place);
      return;
    }
    case 'give':
      must(fact.from !== fact.to, `${fact.from.name} can not give to ${fact.to.name}`);
      mustHold(state, fact.from, fact.item);
      must(placeOf(state, fact.from) === placeOf(state, fact.to), `${fact.to.name} is somewhere else`);
      put(fact.item, { holder: fact.to });
      return;
    case 'lose':
      mustHold(state, fact.who, fact.item);
      put(fact.item, { lostIn: placeOf(state, fact.who), notAt: [] });
      return;
    case 'leave':
      mustHold(state, fact.who, fact.item);
      must(hasSpot(placeOf(state, fact.who), fact.spot), `there is nothing "${fact.spot}" where ${fact.who.name} is`);
      put(fact.item, { place: placeOf(state, fact.who), spot: fact.spot });
      return;
    case 'search':
      return search(state, fact);
    case 'find':
      mustLieAt(state, fact.who, fact.item, fact.spot);
      put(fact.item, { holder: fact.who });
      return;
    case 'take': {
      const spot = spotOf(state, fact.item);
      must(spot !== undefined, `nobody knows where the ${fact.item.noun} is`);
      mustLieAt(state, fact.who, fact.item, spot);
      put(fact.item, { holder: fact.who });
      return;
    }
    case 'use':
    case 'eat': {
      const holder = holderOf(state, fact.item);
      must(holder !== undefined && (fact.who.length === 0 || fact.who.includes(holder)), `they do not have the ${fact.item.noun}`);
      must(!state.broken.has(fact.item.noun), `the ${fact.item.noun} is broken`);
      must((fact.item.use === 'eat') === (fact.kind === 'eat'), `that is not what a ${fact.item.noun} is for`);
      if (fact.kind === 'eat') put(fact.item, 'gone');
      return;
    }
    case 'break':
      must(!state.broken.has(fact.item.noun), `the ${fact.item.noun} was broken before`);
      state.broken.add(fact.item.noun);
      return;
    case 'mend':
      must(state.broken.delete(fact.item.noun), `the ${fact.item.noun} was not broken`);
      return;
    case 'pass':
      must(state.hour !== undefined, 'nothing says what hour it was');
      state.hour = hoursLater(state.hour, fact.hours);
      return;
    default:
      check(state, fact);
  }
}

/** Statements that change nothing must be so. */
function check(state: WorldState, fact: Fact): void {
  switch (fact.kind) {
    case 'has':
      return mustHold(state, fact.who, fact.item);
    case 'lies': {
      const spot = spotOf(state, fact.item);
      return must(spot === fact.spot, spot ? `the ${fact.item.noun} is ${spot}` : `the ${fact.item.noun} does not lie there`);
    }
    case 'is gone':
      return must(state.locationOf.get(fact.item.noun) === 'gone', `the ${fact.item.noun} is not gone`);
    case 'looks':
      return must(fact.item.quality === fact.quality, `the ${fact.item.noun} is ${fact.item.quality}`);
    case 'are at':
      return must([...state.placeOf.values()].every((place) => place === fact.place), `not everybody is at the ${fact.place.noun}`);
    case 'is':
      return must(state.weather === fact.weather, `it was ${state.weather ?? 'never said what weather it was'}`);
    case 'is time':
      return must(state.time === fact.time, `it was ${state.time ?? 'never said what time of day it was'}`);
    case 'strikes':
      return must(state.hour === fact.hour, `it is ${state.hour ?? 'an hour that nothing tells'}`);
  }
}
