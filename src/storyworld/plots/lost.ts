/** Plots in which a thing is gone and must be had back: lost, hidden for fun, stuck out of reach. */
import { spotOf } from '../state';
import { bringItem, chance, isNoFood, isOneOf, isToy, meet, passTime, searchAndFind, type Plot } from './common';

/** The hero's thing is lost; the friend helps to look for it. */
export const lose: Plot = (teller, cast) => {
  const { hero, friend } = cast;
  const { state, chooser } = teller;
  const item = bringItem(teller, cast, hero, isNoFood);
  if (isToy(item)) teller.tell('use', { A: hero, item });
  const place = state.placeOf.get(hero)!;
  teller.tell(state.weather === 'windy' && place.outdoors && item.isLight ? 'loseInWind' : 'loseByForgetting', { A: hero, item });
  if (!isOneOf(hero, 'brave', 'cheerful')) teller.tell('sad', { A: hero });
  meet(teller, cast);
  teller.tell('askWhy', { A: hero, B: friend, item });
  teller.tell(isOneOf(friend, 'kind', 'brave', 'cheerful') ? 'offerHelpByTrait' : 'offerHelp', { A: hero, B: friend });
  const seeker = chooser.choose('seeker', [hero, friend], (who) => (who === friend ? 2 : 1));
  searchAndFind(teller, seeker, item, place);
  if (seeker === friend) teller.tell('giveBack', { A: friend, B: hero, item });
  teller.tell('thank', { A: hero, B: friend });
  return { items: [item], happy: true };
};

/** The friend hides the hero's thing for fun; the hero looks for it. */
export const hide: Plot = (teller, cast) => {
  const { hero, friend } = cast;
  const { state, chooser } = teller;
  const item = bringItem(teller, cast, hero, isNoFood);
  meet(teller, cast);
  teller.tell('playHide', { A: hero, B: friend, item });
  teller.tell('give', { A: hero, B: friend, item });
  teller.tell('count', { A: hero });
  const place = state.placeOf.get(hero)!;
  teller.tell('hide', { A: friend, item, spot: () => chooser.choose('spot', place.spots) });
  const isStubborn = isOneOf(hero, 'brave', 'proud', 'curious', 'clever');
  if (chance(teller, 'gives up', 1, isStubborn ? 6 : 2)) {
    teller.tell('giveUp', { A: hero, B: friend, item, spot: spotOf(state, item) });
    teller.tell('find', { A: hero, item, spot: spotOf(state, item) });
  } else searchAndFind(teller, hero, item, place);
  if (isToy(item)) teller.tell('useTogether', { A: hero, B: friend, item });
  return { items: [item], happy: true };
};

/** The hero's thing lands out of reach; a brave friend fetches it, or the two find a way. */
export const rescue: Plot = (teller, cast) => {
  const { hero, friend } = cast;
  const { state } = teller;
  const item = bringItem(teller, cast, hero, ({ isLight, use }) => isLight && use === 'play');
  teller.tell('use', { A: hero, item });
  const place = state.placeOf.get(hero)!;
  teller.tell(state.weather === 'windy' && place.outdoors ? 'stuckByWind' : 'stuckByThrow', { A: hero, item, spot: place.high });
  teller.tell('outOfReach', { A: hero });
  meet(teller, cast);
  if (isOneOf(friend, 'brave', 'curious')) teller.tell('fetchByTrait', { A: friend, item });
  else if (chance(teller, 'has an idea', isOneOf(friend, 'clever') ? 6 : 2, 2)) teller.tell('fetchWithTool', { A: friend, item });
  else teller.tell('fallsDown', { A: friend, item });
  passTime(teller);
  teller.tell('giveBack', { A: friend, B: hero, item });
  teller.tell('thank', { A: hero, B: friend });
  if (chance(teller, 'play on', 1, 1)) teller.tell('useTogether', { A: hero, B: friend, item });
  return { items: [item], happy: true };
};
