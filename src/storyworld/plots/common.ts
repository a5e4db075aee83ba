/** What the plots share: who and where, bringing things and friends in, searching. */
import { lazy } from '../chooser';
import { holderOf, spotOf, type Item, type Person } from '../state';
import type { Teller } from '../teller';
import { TOOLS } from '../sayings';
import type { Character, Place, Thing, Trait, World } from '../world';

export interface Cast {
  world: World;
  hero: Person;
  /** Drawn when first named. */
  friend: Person;
  place: () => Place;
}

/** What the end of the story may speak about. */
export interface Outcome {
  items: readonly Item[];
  happy: boolean;
  /** The thing was just given for good: to hand it on at once would be odd. */
  settled?: boolean;
}

export type Plot = (teller: Teller, cast: Cast) => Outcome;

/** Somebody whose name and trait are drawn when a text first shows them. */
export function castOne(teller: Teller, characters: () => readonly Character[], traits: readonly Trait[]): Person {
  const character = lazy(() => teller.chooser.choose('character', characters()));
  const trait = lazy(() => teller.chooser.choose('trait', traits));
  return {
    get name() {
      return character().name;
    },
    get kind() {
      return character().kind;
    },
    get pronoun() {
      return character().pronoun;
    },
    get trait() {
      return trait();
    },
  };
}

export const isOneOf = (person: Person, ...traits: Trait[]): boolean => traits.includes(person.trait);
export const isToy = (thing: Thing): boolean => thing.use === 'play';
export const isNoFood = (thing: Thing): boolean => thing.use !== 'eat';

/** Draws a yes or no; the two weights are of yes and of no. */
export const chance = ({ chooser }: Teller, label: string, yes: number, no: number): boolean =>
  chooser.choose(label, [true, false], (option) => (option ? yes : no));

export function newItem({ chooser, state }: Teller, world: World, fits: (thing: Thing) => boolean, weightOf?: (thing: Thing) => number): Item {
  const thing = chooser.choose('thing', world.things.filter((each) => fits(each) && !state.items.has(each.noun)), weightOf);
  return { ...thing, quality: chooser.choose('quality', thing.use === 'eat' ? world.sizes : world.colours) };
}

export function bringItem(teller: Teller, { world }: Cast, who: Person, fits: (thing: Thing) => boolean): Item {
  const item = lazy(() => newItem(teller, world, fits));
  teller.tell('own', { A: who, item });
  return item();
}

export const meet = (teller: Teller, { hero, friend }: Cast): void => teller.tell('meet', { A: hero, B: friend });

/** Where the text has told the time, some hours pass. */
export function passTime(teller: Teller): void {
  if (teller.state.hour !== undefined) teller.tell('took', { hours: () => teller.chooser.choose('hours', [1, 2, 3], (n) => 4 - n) });
}

/** Looks in wrong spots first, in fewer of them who is careful, clever or curious, and then finds it. */
export function searchAndFind(teller: Teller, seeker: Person, item: Item, place: Place): void {
  const { chooser, state } = teller;
  const [again, enough] = isOneOf(seeker, 'careful', 'clever', 'curious') ? [1, 2] : [3, 2];
  let left = [...place.spots];
  const knownSpot = spotOf(state, item);
  for (let tries = 0; tries < 2 && left.length > 1 && chance(teller, 'looks in vain', again, enough); tries++) {
    const spot = lazy(() => chooser.choose('spot', left.filter((each) => each !== knownSpot)));
    teller.tell(tries === 0 ? 'searchFirst' : 'searchNext', { A: seeker, item, spot });
    left = left.filter((each) => each !== spot());
  }
  if (state.hour !== undefined && left.length < place.spots.length) passTime(teller);
  teller.tell('find', { A: seeker, item, spot: knownSpot ?? (() => chooser.choose('spot', left)) });
}

export const drawTool = (teller: Teller) => lazy(() => teller.chooser.choose('tool', TOOLS));

/** After the plot the thing may change hands or be put somewhere, so that who has it must be followed. */
export function afterwards(teller: Teller, { hero, friend }: Cast, { items, settled }: Outcome): void {
  const { chooser, state } = teller;
  const held = items.filter((item) => holderOf(state, item));
  if (held.length === 0) return;
  const what = chooser.choose('afterwards', ['nothing', 'putAway', 'lend'] as const, (each) => (each === 'nothing' ? 2 : each === 'lend' && settled ? 0 : 1));
  if (what === 'nothing') return;
  const item = chooser.choose('which', held);
  const holder = holderOf(state, item)!;
  if (what === 'putAway') teller.tell('putAway', { A: holder, item, spot: () => chooser.choose('spot', state.placeOf.get(holder)!.spots) });
  else teller.tell('lend', { A: holder, B: holder === hero ? friend : hero, item });
}
