/** Instructions with a response that does what they ask, for fine-tuning: tell a story with given features, or answer a question about one. */
import { createChooser, type Chooser } from './chooser';
import { questionsAbout } from './documents';
import { tellStory } from './story';
import { atPlace, WORLD, type Character, type Place, type Weather } from './world';

/** What a story was asked to have; whoever is named first is its hero, and it begins at the place. */
export interface Request {
  hero: Character;
  place?: Place;
  weather?: Weather;
}

export interface Instruction {
  instruction: string;
  response: string;
  /** Where a story was asked for. */
  request?: Request;
}

/** Draws as `chooser` does, but where a label first comes up that `given` has, takes that. The probability is then conditional. */
function withGiven(chooser: Chooser, given: Partial<Record<string, unknown>>): Chooser {
  const open = new Map(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    emit: (text) => chooser.emit(text),
    choose(label, options, weightOf) {
      const wanted = open.get(label);
      open.delete(label);
      return wanted !== undefined && options.includes(wanted as (typeof options)[number]) ? (wanted as (typeof options)[number]) : chooser.choose(label, options, weightOf);
    },
  };
}

/** A story that does what is asked. The seed decides the rest. */
export function tellRequested(request: Request, seed: number): string {
  const chooser = createChooser(seed);
  tellStory(withGiven(chooser, { character: request.hero, place: request.place, weather: request.weather }));
  return chooser.text;
}

/** Whether a story's first sentences have what was asked. */
export function fulfils({ hero, place, weather }: Request, story: string): boolean {
  const beginning = story.split(/(?<=[.!?]) /).slice(0, 2).join(' ');
  const firstNamed = WORLD.characters.map(({ name }) => ({ name, at: beginning.search(new RegExp(`\\b${name}\\b`)) })).filter(({ at }) => at >= 0);
  firstNamed.sort((a, b) => a.at - b.at);
  const isThere = !place || [atPlace(place), `to the ${place.noun}`].some((there) => beginning.includes(there));
  return firstNamed[0]?.name === hero.name && isThere && (!weather || beginning.includes(weather));
}

export function requestText({ hero, place, weather }: Request): string {
  const where = place ? ` that begins ${atPlace(place)}` : '';
  const when = weather ? ` on a ${weather} day` : '';
  return `Tell me a story about ${hero.name} the ${hero.kind}${where}${when}.`;
}

export function drawRequest({ choose }: Chooser): Request {
  return {
    hero: choose('hero', WORLD.characters),
    place: choose('asks for a place', [true, false]) ? choose('place', WORLD.places) : undefined,
    weather: choose('asks for weather', [true, false]) ? choose('weather', WORLD.weathers) : undefined,
  };
}

export function generateInstruction(seed: number): Instruction {
  const chooser = createChooser(seed);
  if (chooser.choose('task', ['tell', 'answer'] as const) === 'tell') {
    const request = drawRequest(chooser);
    return { instruction: requestText(request), response: tellRequested(request, seed), request };
  }
  const story = createChooser(seed);
  const { question, answer } = chooser.choose('question', questionsAbout(tellStory(story)));
  return { instruction: `${story.text}\n${question}`, response: answer };
}
