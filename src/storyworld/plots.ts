/**
 * What can happen in StoryWorld: five plots, each a short chain of causes. A plot decides
 * and tells; it can not contradict the world, since every fact goes through the teller.
 */
import { holderOf, spotOf, type Item, type Person } from './state';
import { atPlace, type Teller } from './teller';
import { BLOWN_AWAY, COLOURS, PLACES, SIZES, THINGS, type Place, type Thing, type Trait } from './world';

export interface Cast {
  hero: Person;
  friend: Person;
  place: Place;
}

/** What the end of the story may speak about. */
export interface Outcome {
  item: Item;
  happy: boolean;
  /** The thing was just given for good: to hand it on at once would be odd. */
  settled?: boolean;
}

export type Plot = (teller: Teller, cast: Cast) => Outcome;

const isOneOf = (person: Person, ...traits: Trait[]) => traits.includes(person.trait);

function chooseItem({ chooser, state }: Teller, fits: (thing: Thing) => boolean): Item {
  const thing = chooser.choose('thing', THINGS.filter((each) => fits(each) && !state.locationOf.has(each.noun)));
  const quality = thing.use === 'eat' ? chooser.choose('size', SIZES) : chooser.choose('colour', COLOURS);
  return { ...thing, quality };
}

function introduceItem(teller: Teller, who: Person, fits: (thing: Thing) => boolean): Item {
  const item = chooseItem(teller, fits);
  teller.tell('own', { A: who, item }, { kind: 'own', who, item });
  return item;
}

function introduceFriend(teller: Teller, { hero, friend, place }: Cast): void {
  teller.say('meet', { A: hero, B: friend });
  teller.happen({ kind: 'go', who: [friend], place });
}

const isToy = (thing: Thing) => thing.use === 'play';
const isNoFood = (thing: Thing) => thing.use !== 'eat';

/** Looks in wrong spots first, fewer of them if the seeker is careful, clever or curious; returns those left. */
function searchWrongSpots(teller: Teller, seeker: Person, item: Item, place: Place): void {
  const goodSeeker = isOneOf(seeker, 'careful', 'clever', 'curious');
  const trueSpot = spotOf(teller.state, item, place);
  const tries = teller.chooser.choose('wrong spots', [0, 1, 2], (n) => (goodSeeker ? [5, 3, 1] : [1, 3, 3])[n]!);
  let left = place.spots.filter((spot) => spot !== trueSpot);
  for (let i = 0; i < tries; i++) {
    const spot = teller.chooser.choose('spot', left);
    teller.tell(i === 0 ? 'searchFirst' : 'searchNext', { A: seeker, item, spot }, { kind: 'search', who: seeker, item, spot });
    left = left.filter((each) => each !== spot);
  }
}

function find(teller: Teller, who: Person, item: Item, place: Place): void {
  const spot = spotOf(teller.state, item, place)!;
  teller.tell('find', { A: who, item, spot }, { kind: 'find', who, item, spot });
}

/** The hero's thing is lost; the friend helps to look for it. */
const lose: Plot = (teller, cast) => {
  const { hero, friend, place } = cast;
  const item = introduceItem(teller, hero, isNoFood);
  if (isToy(item)) teller.tell('use', { A: hero, item }, { kind: 'use', who: [hero], item });
  const byWind = teller.state.weather === 'windy' && place.outdoors && BLOWN_AWAY.has(item.noun);
  const spot = teller.chooser.choose('spot', place.spots);
  teller.tell(byWind ? 'loseInWind' : 'loseByForgetting', { A: hero, item }, { kind: 'leave', who: hero, item, spot });
  if (!isOneOf(hero, 'brave', 'cheerful')) teller.say('sad', { A: hero });
  introduceFriend(teller, cast);
  teller.say('askWhy', { A: hero, B: friend, item });
  teller.say(isOneOf(friend, 'kind', 'brave', 'cheerful') ? 'offerHelpByTrait' : 'offerHelp', { A: hero, B: friend });
  const seeker = teller.chooser.choose('seeker', [hero, friend], (who) => (who === friend ? 2 : 1));
  searchWrongSpots(teller, seeker, item, place);
  find(teller, seeker, item, place);
  if (seeker === friend) {
    teller.tell('giveBack', { A: friend, B: hero, item }, { kind: 'give', from: friend, to: hero, item });
  }
  teller.say('thank', { A: hero, B: friend });
  return { item, happy: true };
};

/** The hero wants what the friend has, and gets it freely, by a trade, or not at all. */
const wish: Plot = (teller, cast) => {
  const { hero, friend } = cast;
  const canTrade = teller.chooser.choose('hero owns', [true, false]);
  const offered = canTrade ? introduceItem(teller, hero, isNoFood) : undefined;
  introduceFriend(teller, cast);
  const item = introduceItem(teller, friend, isToy);
  teller.say('want', { A: hero, item });
  teller.say('askFor', { A: hero, B: friend, item });
  const generous = isOneOf(friend, 'kind', 'cheerful') ? 8 : isOneOf(friend, 'proud', 'careful') ? 1 : 3;
  const freely = teller.chooser.choose('gives freely', [true, false], (yes) => (yes ? generous : 3));
  if (freely) {
    teller.say(isOneOf(friend, 'kind', 'cheerful') ? 'giveFreelyByTrait' : 'giveFreely', { B: friend });
    teller.tell('give', { A: friend, B: hero, item }, { kind: 'give', from: friend, to: hero, item });
    teller.say('thank', { A: hero, B: friend });
    return { item, happy: true };
  }
  teller.say(isOneOf(friend, 'proud', 'shy', 'careful') ? 'refuseByTrait' : 'refuse', { B: friend });
  if (!offered) {
    teller.say('walkAway', { A: hero });
    const sorry = teller.chooser.choose('sorry', [true, false]);
    if (!sorry) return { item, happy: false };
    teller.say('sorry', { A: hero, B: friend });
    teller.tell('lend', { A: friend, B: hero, item }, { kind: 'give', from: friend, to: hero, item });
    return { item, happy: true, settled: true };
  }
  teller.say('offerTrade', { A: hero, B: friend, item, offered: offered.noun });
  teller.say('agree', { A: hero, B: friend });
  teller.tell('give', { A: friend, B: hero, item }, { kind: 'give', from: friend, to: hero, item });
  teller.tell('give', { A: hero, B: friend, item: offered }, { kind: 'give', from: hero, to: friend, item: offered });
  return { item: teller.chooser.choose('about', [item, offered]), happy: true };
};

/** The hero is hungry, cold or in the dark; the friend has what helps, or knows where it is. */
const need: Plot = (teller, cast) => {
  const { hero, friend, place } = cast;
  const { time, weather } = teller.state;
  const use = teller.chooser.choose('need', ['eat', 'warm', 'light'] as const, (each) =>
    each === 'eat' ? 3 : each === 'warm' ? (weather === 'sunny' ? 0 : 2) : time === 'evening' ? 3 : 0,
  );
  teller.say(use === 'eat' ? 'needEat' : use === 'warm' ? 'needWarm' : 'needLight', { A: hero });
  introduceFriend(teller, cast);
  let item: Item;
  if (teller.chooser.choose('friend has it', [true, false])) {
    item = introduceItem(teller, friend, (each) => each.use === use);
    teller.tell('give', { A: friend, B: hero, item }, { kind: 'give', from: friend, to: hero, item });
    teller.say('thank', { A: hero, B: friend });
  } else {
    item = chooseItem(teller, (each) => each.use === use);
    const spot = teller.chooser.choose('spot', place.spots);
    teller.happen({ kind: 'own', who: friend, item });
    teller.happen({ kind: 'leave', who: friend, item, spot });
    teller.say('know', { B: friend, item, spot });
    find(teller, hero, item, place);
  }
  if (use === 'eat') {
    const shares = teller.chooser.choose('shares', [true, false], (yes) => (yes ? (isOneOf(hero, 'kind') ? 6 : 2) : 2));
    if (shares) teller.tell('share', { A: hero, B: friend, item }, { kind: 'eat', who: [hero, friend], item });
    else teller.tell('eat', { A: hero, item }, { kind: 'eat', who: [hero], item });
  } else {
    teller.tell('use', { A: hero, item }, { kind: 'use', who: [hero], item });
    teller.say(use === 'warm' ? 'warmed' : 'lit', { A: hero });
  }
  return { item, happy: true };
};

/** The friend hides the hero's thing for fun; the hero looks for it. */
const hide: Plot = (teller, cast) => {
  const { hero, friend, place } = cast;
  const item = introduceItem(teller, hero, isNoFood);
  introduceFriend(teller, cast);
  teller.say('playHide', { A: hero, B: friend, item });
  teller.tell('give', { A: hero, B: friend, item }, { kind: 'give', from: hero, to: friend, item });
  teller.say('count', { A: hero });
  const spot = teller.chooser.choose('spot', place.spots);
  teller.tell('hide', { A: friend, item, spot }, { kind: 'leave', who: friend, item, spot });
  searchWrongSpots(teller, hero, item, place);
  const stubborn = isOneOf(hero, 'brave', 'proud', 'curious', 'clever');
  if (teller.chooser.choose('gives up', [true, false], (yes) => (yes ? 1 : stubborn ? 6 : 2))) {
    teller.say('giveUp', { A: hero, B: friend, spot });
  }
  find(teller, hero, item, place);
  if (isToy(item)) teller.tell('useTogether', { A: hero, B: friend, item }, { kind: 'use', who: [hero, friend], item });
  return { item, happy: true };
};

/** The hero brings a thing to the friend, who is somewhere else. */
const errand: Plot = (teller, { hero, friend, place }) => {
  const item = introduceItem(teller, hero, () => true);
  const far = teller.chooser.choose('far place', PLACES.filter((each) => each !== place));
  teller.happen({ kind: 'go', who: [friend], place: far });
  teller.say('promise', { A: hero, B: friend, farAt: atPlace(far) });
  teller.tell('setOut', { A: hero, item, place: far }, { kind: 'go', who: [hero], place: far });
  const onWay = { sunny: 'sunOnWay', windy: 'windOnWay', cold: 'coldOnWay', rainy: 'rainOnWay' } as const;
  teller.say(onWay[teller.state.weather], { A: hero, item });
  teller.say('arrive', { A: hero, B: friend, place: far });
  teller.tell('give', { A: hero, B: friend, item }, { kind: 'give', from: hero, to: friend, item });
  if (item.use === 'eat') teller.tell('share', { A: hero, B: friend, item }, { kind: 'eat', who: [hero, friend], item });
  else teller.say('thank', { A: friend, B: hero });
  return { item, happy: true, settled: true };
};

export const PLOTS = { lose, wish, need, hide, errand } as const;
export type PlotName = keyof typeof PLOTS;

/** After the plot the thing may change hands or be put somewhere, so that who has it must be followed. */
export function afterwards(teller: Teller, { hero, friend }: Cast, { item, settled }: Outcome): void {
  const holderName = holderOf(teller.state, item);
  if (holderName === undefined) return;
  const [holder, other] = holderName === hero.name ? [hero, friend] : [friend, hero];
  const what = teller.chooser.choose('afterwards', ['nothing', 'put away', 'lend'], (each) =>
    each === 'nothing' ? 2 : each === 'lend' && settled ? 0 : 1,
  );
  if (what === 'put away') {
    const spot = teller.chooser.choose('spot', teller.state.placeOf.get(holder.name)!.spots);
    teller.tell('putAway', { A: holder, item, spot }, { kind: 'leave', who: holder, item, spot });
  } else if (what === 'lend') {
    teller.tell('lend', { A: holder, B: other, item }, { kind: 'give', from: holder, to: other, item });
  }
}
