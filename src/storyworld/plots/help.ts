/** Plots in which somebody needs help: hungry, cold, in the dark; with a broken thing; with something to deliver. */
import { lazy } from '../chooser';
import { bringItem, chance, drawTool, isOneOf, isToy, meet, newItem, passTime, type Plot } from './common';

/** The hero is hungry, cold or in the dark; the friend has what helps, or knows where it is. */
export const need: Plot = (teller, cast) => {
  const { hero, friend, world } = cast;
  const { chooser, state } = teller;
  const use = chooser.choose('need', ['eat', 'warm', 'light'] as const, (each) =>
    each === 'eat' ? 3 : each === 'warm' ? (state.weather === 'sunny' ? 0 : 2) : state.time === 'evening' ? 3 : 0,
  );
  teller.tell(use === 'eat' ? 'needEat' : use === 'warm' ? 'needWarm' : 'needLight', { A: hero });
  meet(teller, cast);
  const fits = (each: { use: string }) => each.use === use;
  const item = lazy(() => newItem(teller, world, fits));
  if (chance(teller, 'friend has it', 1, 1)) {
    teller.tell('own', { A: friend, item });
    teller.tell('give', { A: friend, B: hero, item });
    teller.tell('thank', { A: hero, B: friend });
  } else {
    const spot = lazy(() => chooser.choose('spot', state.placeOf.get(hero)!.spots));
    teller.tell('know', { B: friend, item, spot });
    teller.tell('find', { A: hero, item, spot });
  }
  if (use === 'eat') {
    const shares = chance(teller, 'shares', isOneOf(hero, 'kind') ? 6 : 2, 2);
    teller.tell(shares ? 'share' : 'eat', shares ? { A: hero, B: friend, item } : { A: hero, item });
  } else {
    teller.tell('use', { A: hero, item });
    teller.tell(use === 'warm' ? 'warmed' : 'lit', { A: hero });
  }
  return { items: [item()], happy: true };
};

/** The hero's toy breaks; a clever or careful friend can mend it. */
export const mend: Plot = (teller, cast) => {
  const { hero, friend } = cast;
  const { state } = teller;
  const item = bringItem(teller, cast, hero, (thing) => isToy(thing) && thing.isFragile);
  teller.tell('use', { A: hero, item });
  const byWind = state.weather === 'windy' && state.placeOf.get(hero)!.outdoors && item.isLight;
  teller.tell(byWind ? 'breakByWind' : 'breakByFall', { A: hero, item });
  if (!isOneOf(hero, 'brave', 'cheerful')) teller.tell('sad', { A: hero });
  meet(teller, cast);
  teller.tell('showBroken', { A: hero, B: friend, item });
  const isHandy = isOneOf(friend, 'clever', 'careful');
  if (chance(teller, 'can mend', isHandy ? 6 : 1, 1)) {
    if (isHandy) teller.tell('knowsHow', { B: friend });
    teller.tell('mend', { B: friend, item, tool: drawTool(teller) });
    passTime(teller);
    teller.tell('thank', { A: hero, B: friend });
    teller.tell('useTogether', { A: hero, B: friend, item });
    return { items: [item], happy: true };
  }
  teller.tell('canNotMend', { B: friend, item });
  if (isOneOf(friend, 'kind', 'cheerful')) {
    const other = bringItem(teller, cast, friend, isToy);
    teller.tell('give', { A: friend, B: hero, item: other });
    teller.tell('thank', { A: hero, B: friend });
    return { items: [other], happy: true };
  }
  teller.tell('comfort', { A: hero, B: friend });
  return { items: [item], happy: false };
};

/** The hero brings a thing to the friend, who is somewhere else. */
export const errand: Plot = (teller, cast) => {
  const { hero, friend, world } = cast;
  const { chooser, state } = teller;
  const item = bringItem(teller, cast, hero, () => true);
  const here = state.placeOf.get(hero);
  const far = lazy(() => chooser.choose('far place', world.places.filter((each) => each !== here)));
  teller.tell('promise', { A: hero, B: friend, place: far });
  teller.tell('setOut', { A: hero, item, place: far });
  teller.tell(({ sunny: 'sunOnWay', windy: 'windOnWay', cold: 'coldOnWay', rainy: 'rainOnWay' } as const)[state.weather!], { A: hero, item });
  passTime(teller);
  teller.tell('arrive', { A: hero, B: friend });
  teller.tell('give', { A: hero, B: friend, item });
  if (item.use === 'eat') teller.tell('share', { A: hero, B: friend, item });
  else teller.tell('thank', { A: friend, B: hero });
  return { items: [item], happy: true, settled: true };
};
