/**
 * Makes one whole story from one seed: cast and opening, a plot, what came afterwards,
 * a line that tells where things stand, an end. The public entry of StoryWorld.
 */
import { createChooser, type Choice } from './chooser';
import { afterwards, PLOTS, type Cast, type Outcome, type PlotName } from './plots';
import { holderOf, type Fact, type Person, type WorldState } from './state';
import { createTeller, type Teller } from './teller';
import { CHARACTERS, PLACES, TIMES, TRAITS, WEATHERS, type Character } from './world';

export interface Story {
  seed: number;
  plot: PlotName;
  text: string;
  /** Everything that came true, in order; some of it only implied by the text. */
  facts: readonly Fact[];
  endState: WorldState;
  choices: readonly Choice[];
  /** Of this derivation, in nats; a text with more than one derivation is at least this likely. */
  logProbabilityNats: number;
}

/** The last word on the thing: who has it, where it is, what it looked like. */
function sayHowThingsStand(teller: Teller, { hero, friend, place }: Cast, { item }: Outcome): void {
  const holder = [hero, friend].find((who) => who.name === holderOf(teller.state, item));
  const location = teller.state.locationOf.get(item.noun);
  const about = teller.chooser.choose('about', ['thing', 'colour', 'place', 'nothing'] as const, (each) => {
    if (each === 'thing') return 3;
    if (each === 'colour') return item.use === 'eat' ? 0 : 1;
    // After an errand they are somewhere else: "all of this" was not in one place.
    if (each === 'place') return teller.state.placeOf.get(hero.name) === place ? 1 : 0;
    return 2;
  });
  if (about === 'nothing') return;
  if (about === 'colour') teller.say('whatColour', { item });
  else if (about === 'place') teller.say('whereAre', { place });
  else if (holder) teller.say('whoHas', { item, C: holder });
  else if (location !== undefined && location !== 'gone' && 'spot' in location) teller.say('whereIs', { item, spot: location.spot });
  else teller.say('whatBecame', { item });
}

export function generateStory(seed: number): Story {
  const chooser = createChooser(seed);
  const castOne = (from: readonly Character[]): Person => {
    const character = chooser.choose('character', from);
    return { ...character, trait: chooser.choose('trait', TRAITS) };
  };
  const hero = castOne(CHARACTERS);
  const friend = castOne(CHARACTERS.filter((each) => each.name !== hero.name));
  const place = chooser.choose('place', PLACES);
  const cast: Cast = { hero, friend, place };
  const state: WorldState = {
    time: chooser.choose('time', TIMES),
    weather: chooser.choose('weather', WEATHERS),
    placeOf: new Map(),
    locationOf: new Map(),
  };
  const teller = createTeller(chooser, state);
  teller.tell('opening', { A: hero, place, time: state.time, weather: state.weather }, { kind: 'go', who: [hero], place });

  const plot = chooser.choose('plot', Object.keys(PLOTS) as PlotName[]);
  const outcome = PLOTS[plot](teller, cast);
  afterwards(teller, cast, outcome);
  if (outcome.happy && chooser.choose('tell mood', [true, false])) {
    teller.say(chooser.choose('mood', ['happyBoth', 'happyAlone'] as const), { A: hero, B: friend });
  }
  sayHowThingsStand(teller, cast, outcome);
  if (outcome.happy) {
    teller.say(({ morning: 'endMorning', afternoon: 'endAfternoon', evening: 'endEvening' } as const)[state.time], {});
  }
  return {
    seed,
    plot,
    text: teller.sentences.join(' '),
    facts: teller.facts,
    endState: state,
    choices: chooser.choices,
    logProbabilityNats: chooser.logProbabilityNats,
  };
}
