/** Tells one whole story: cast and opening, a plot, what came afterwards, a line that tells where things stand, an end. */
import { lazy, type Chooser } from './chooser';
import { afterwards, castOne, chance, PLOTS, type Cast, type Outcome, type Plot, type PlotName } from './plots';
import { SAYINGS, type Sayings } from './sayings';
import { holderOf, spotOf, type Fact, type Person, type WorldState } from './state';
import { createTeller, type Teller } from './teller';
import { HOURS_OF, WORLD, type Hour, type World } from './world';

/** What stories are made of; a smaller one has few enough texts to count. */
export interface Grammar {
  world: World;
  sayings: Sayings;
  plots: Partial<Record<PlotName, Plot>>;
}

export const GRAMMAR: Grammar = { world: WORLD, sayings: SAYINGS, plots: PLOTS };

export interface ToldStory {
  plot: PlotName;
  hero: Person;
  friend: Person;
  outcome: Outcome;
  /** Everything that came true, in order. */
  facts: readonly Fact[];
  endState: WorldState;
}

function tellOpening(teller: Teller, { world, hero, place }: Cast): void {
  const { chooser } = teller;
  const weather = lazy(() => chooser.choose('weather', world.weathers));
  const time = lazy(() => chooser.choose('time', world.times));
  if (!chance(teller, 'tells the time', 1, 3)) return teller.tell('opening', { A: hero, place, time, weather });
  // The hour shows before the time of day does: they are drawn together.
  const hour = lazy(() => chooser.choose<Hour>('hour', HOURS_OF[time()]));
  teller.tell('openingWithHour', { A: hero, place, time, weather, hour });
}

/** The last word on the thing: who has it, where it is, what it looked like. */
function sayHowThingsStand(teller: Teller, { items }: Outcome): void {
  const { chooser, state } = teller;
  const places = new Set(state.placeOf.values());
  const coloured = items.filter(({ use }) => use !== 'eat');
  const about = chooser.choose('about', ['thing', 'colour', 'place', 'nothing'] as const, (each) => {
    if (each === 'colour') return coloured.length > 0 ? 1 : 0;
    if (each === 'place') return places.size === 1 ? 1 : 0;
    return each === 'thing' ? 3 : 2;
  });
  if (about === 'nothing') return;
  if (about === 'place') return teller.tell('whereAre', { place: [...places][0]! });
  const item = chooser.choose('which', about === 'colour' ? coloured : items);
  if (about === 'colour') return teller.tell('whatColour', { item });
  const [holder, spot] = [holderOf(state, item), spotOf(state, item)];
  if (holder) teller.tell('whoHas', { item, C: holder });
  else if (spot) teller.tell('whereIs', { item, spot });
  else teller.tell('whatBecame', { item });
}

function tellEnd(teller: Teller, startedAt: Hour | undefined): void {
  const { time, hour } = teller.state;
  if (hour !== startedAt) teller.tell('strikes', { hour });
  else teller.tell(({ morning: 'endMorning', afternoon: 'endAfternoon', evening: 'endEvening' } as const)[time!], {});
}

export function tellStory(chooser: Chooser, { world, sayings, plots }: Grammar = GRAMMAR): ToldStory {
  const teller = createTeller(chooser, sayings);
  const hero = castOne(teller, () => world.characters, world.traits);
  const friend = castOne(teller, () => world.characters.filter(({ name }) => name !== hero.name), world.traits);
  const cast: Cast = { world, hero, friend, place: lazy(() => chooser.choose('place', world.places)) };
  tellOpening(teller, cast);
  const startedAt = teller.state.hour;
  const plot = chooser.choose('plot', Object.keys(plots) as PlotName[]);
  const outcome = plots[plot]!(teller, cast);
  afterwards(teller, cast, outcome);
  if (outcome.happy && chance(teller, 'tells the mood', 1, 1)) {
    teller.tell(chooser.choose('mood', ['happyBoth', 'happyAlone'] as const), { A: hero, B: friend });
  }
  sayHowThingsStand(teller, outcome);
  if (outcome.happy) tellEnd(teller, startedAt);
  return { plot, hero, friend, outcome, facts: teller.facts, endState: teller.state };
}
