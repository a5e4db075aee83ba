/** Plots in which a thing is wanted: asked for, given for a birthday, won in a race. */
import { lazy } from '../chooser';
import { knownFact } from '../knowledge';
import { bringItem, chance, isNoFood, isOneOf, isToy, meet, newItem, passTime, type Plot } from './common';

/** The hero wants what the friend has, and gets it freely, by a trade, or not at all. */
export const wish: Plot = (teller, cast) => {
  const { hero, friend } = cast;
  const offered = chance(teller, 'hero owns', 1, 1) ? bringItem(teller, cast, hero, isNoFood) : undefined;
  meet(teller, cast);
  const item = bringItem(teller, cast, friend, isToy);
  teller.tell('want', { A: hero, item });
  teller.tell('askFor', { A: hero, B: friend, item });
  const generous = isOneOf(friend, 'kind', 'cheerful') ? 8 : isOneOf(friend, 'proud', 'careful') ? 1 : 3;
  if (chance(teller, 'gives freely', generous, 3)) {
    teller.tell(isOneOf(friend, 'kind', 'cheerful') ? 'giveFreelyByTrait' : 'giveFreely', { B: friend });
    teller.tell('give', { A: friend, B: hero, item });
    teller.tell('thank', { A: hero, B: friend });
    return { items: [item], happy: true };
  }
  teller.tell(isOneOf(friend, 'proud', 'shy', 'careful') ? 'refuseByTrait' : 'refuse', { B: friend });
  if (offered) {
    teller.tell('offerTrade', { A: hero, B: friend, item, offered: offered.noun });
    teller.tell('agree', { A: hero, B: friend });
    teller.tell('give', { A: friend, B: hero, item });
    teller.tell('give', { A: hero, B: friend, item: offered });
    return { items: [item, offered], happy: true };
  }
  teller.tell('walkAway', { A: hero });
  if (!chance(teller, 'sorry', 1, 1)) return { items: [item], happy: false };
  teller.tell('sorry', { A: hero, B: friend });
  teller.tell('lend', { A: friend, B: hero, item });
  return { items: [item], happy: true, settled: true };
};

/** A birthday: who is kind, careful or clever knows what the friend likes best. */
export const gift: Plot = (teller, cast) => {
  const { hero, friend, world } = cast;
  teller.tell('birthday', { A: hero, B: friend });
  const known = knownFact(friend.name, 'favourite');
  // A story must not give away what is held out.
  const favourite = known.heldOut ? undefined : known.value;
  if (favourite) teller.tell('likesBest', { B: friend, favourite });
  const weight = isOneOf(hero, 'kind', 'careful', 'clever') ? world.things.length : 3;
  const item = lazy(() => newItem(teller, world, () => true, ({ noun }) => (noun === favourite ? weight : 1)));
  teller.tell('bringGift', { A: hero, B: friend, item });
  teller.tell('give', { A: hero, B: friend, item });
  if (item().noun === favourite) teller.tell('giftLoved', { B: friend });
  else if (favourite) teller.tell('giftLiked', { A: hero, B: friend, favourite });
  else teller.tell('thank', { A: friend, B: hero });
  if (item().use === 'eat') teller.tell('share', { A: hero, B: friend, item });
  return { items: [item()], happy: true, settled: true };
};

/** A race for a prize; the brave and the cheerful win more often. */
export const race: Plot = (teller, cast) => {
  const { hero, friend, world } = cast;
  const { chooser, state } = teller;
  meet(teller, cast);
  const item = bringItem(teller, cast, friend, isToy);
  const here = state.placeOf.get(hero);
  const goal = lazy(() => chooser.choose('far place', world.places.filter((each) => each !== here)));
  teller.tell('challenge', { A: hero, B: friend, place: goal });
  teller.tell('prize', { A: hero, B: friend, item });
  teller.tell('accept', { A: hero });
  teller.tell('run', { A: hero, B: friend, place: goal });
  passTime(teller);
  const winner = chooser.choose('winner', [hero, friend], (who) => (isOneOf(who, 'brave', 'cheerful') ? 4 : isOneOf(who, 'shy', 'careful') ? 1 : 2));
  teller.tell('win', { A: winner });
  const loser = winner === hero ? friend : hero;
  teller.tell(isOneOf(loser, 'proud') ? 'sulk' : 'wellDone', { A: loser });
  if (winner === hero) teller.tell('give', { A: friend, B: hero, item });
  else teller.tell('keepPrize', { A: friend, item });
  return { items: [item], happy: !isOneOf(loser, 'proud'), settled: true };
};
