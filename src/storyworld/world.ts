/**
 * What there is in StoryWorld: characters, traits, things, places and the spots in them.
 * Data only; what happens to them is in `state.ts`, how it is told in `sayings.ts`.
 */

export interface Character {
  name: string;
  kind: string;
  pronoun: 'she' | 'he';
}

/** A trait shows in what its owner does: see the weights in `plots/`. */
export type Trait = 'kind' | 'brave' | 'curious' | 'shy' | 'clever' | 'careful' | 'cheerful' | 'proud';

/** What a thing is good for; a need asks for one of these. */
export type Use = 'play' | 'eat' | 'warm' | 'light';

export interface Thing {
  noun: string;
  use: Use;
  /** Past-tense phrase for using it, before the noun. */
  used: string;
  /** The same as an infinitive. */
  toUse: string;
  /** A strong wind can carry it off. */
  isLight: boolean;
  isFragile: boolean;
}

export interface Place {
  noun: string;
  preposition: 'in' | 'on' | 'by' | 'at';
  outdoors: boolean;
  spots: readonly string[];
  /** Where a thing gets stuck, out of reach. */
  high: string;
}

export type Time = 'morning' | 'afternoon' | 'evening';
export type Weather = 'sunny' | 'windy' | 'cold' | 'rainy';

export interface World {
  characters: readonly Character[];
  traits: readonly Trait[];
  things: readonly Thing[];
  colours: readonly string[];
  /** What food has in place of a colour. */
  sizes: readonly string[];
  places: readonly Place[];
  times: readonly Time[];
  weathers: readonly Weather[];
  fears: readonly string[];
  seasons: readonly string[];
}

const character = (name: string, kind: string, pronoun: Character['pronoun']): Character => ({ name, kind, pronoun });
const thing = (noun: string, use: Use, used: string, toUse: string, ...is: ('light' | 'fragile')[]): Thing => ({
  noun,
  use,
  used,
  toUse,
  isLight: is.includes('light'),
  isFragile: is.includes('fragile'),
});
const place = (noun: string, preposition: Place['preposition'], outdoors: boolean, high: string, ...spots: string[]): Place => ({
  noun,
  preposition,
  outdoors,
  high,
  spots,
});

export const WORLD: World = {
  characters: [
    character('Ana', 'girl', 'she'),
    character('Mia', 'girl', 'she'),
    character('Nina', 'girl', 'she'),
    character('Ruby', 'girl', 'she'),
    character('Bo', 'boy', 'he'),
    character('Leo', 'boy', 'he'),
    character('Sam', 'boy', 'he'),
    character('Omar', 'boy', 'he'),
    character('Dot', 'duck', 'she'),
    character('Momo', 'cat', 'she'),
    character('Olive', 'owl', 'she'),
    character('Tilly', 'rabbit', 'she'),
    character('Pip', 'mouse', 'he'),
    character('Rex', 'dog', 'he'),
    character('Hugo', 'bear', 'he'),
    character('Finn', 'fox', 'he'),
  ],
  traits: ['kind', 'brave', 'curious', 'shy', 'clever', 'careful', 'cheerful', 'proud'],
  things: [
    thing('kite', 'play', 'flew', 'fly', 'light', 'fragile'),
    thing('ball', 'play', 'played with', 'play with', 'light'),
    thing('drum', 'play', 'played', 'play', 'fragile'),
    thing('flute', 'play', 'played', 'play', 'fragile'),
    thing('book', 'play', 'read', 'read'),
    thing('puppet', 'play', 'danced with', 'dance with', 'light', 'fragile'),
    thing('hoop', 'play', 'rolled', 'roll', 'light', 'fragile'),
    thing('bell', 'play', 'rang', 'ring'),
    thing('apple', 'eat', 'ate', 'eat'),
    thing('pear', 'eat', 'ate', 'eat'),
    thing('bun', 'eat', 'ate', 'eat'),
    thing('cake', 'eat', 'ate', 'eat'),
    thing('scarf', 'warm', 'wore', 'wear', 'light'),
    thing('coat', 'warm', 'wore', 'wear'),
    thing('blanket', 'warm', 'sat under', 'sit under', 'light'),
    thing('lamp', 'light', 'lit', 'light'),
    thing('candle', 'light', 'lit', 'light'),
  ],
  colours: ['red', 'blue', 'green', 'yellow', 'white', 'purple'],
  sizes: ['big', 'small', 'sweet', 'fresh'],
  places: [
    place('garden', 'in', true, 'up in the apple tree', 'under the bench', 'behind the gate', 'in the flower pot'),
    place('kitchen', 'in', false, 'on top of the oven', 'under the table', 'behind the stove', 'in the drawer'),
    place('forest', 'in', true, 'high in a pine tree', 'under the ferns', 'behind the old tree', 'in the hollow log'),
    place('hill', 'on', true, 'on top of the tall rock', 'under the bush', 'behind the rock', 'in the long grass'),
    place('river', 'by', true, 'on a stone in the water', 'under the bridge', 'behind the boat', 'in the reeds'),
    place('market', 'at', true, 'on the roof of a stall', 'under the cart', 'behind the stall', 'in the barrel'),
    place('barn', 'in', false, 'up on a beam', 'under the ladder', 'behind the door', 'in the hay'),
    place('school', 'at', false, 'on top of the clock', 'under the desk', 'behind the shelf', 'in the cupboard'),
  ],
  times: ['morning', 'afternoon', 'evening'],
  weathers: ['sunny', 'windy', 'cold', 'rainy'],
  fears: ['thunder', 'the dark', 'deep water', 'high places', 'loud noises', 'snakes'],
  seasons: ['spring', 'summer', 'autumn', 'winter'],
};

export const HOURS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'] as const;
export type Hour = (typeof HOURS)[number];

/** The hour on a clock face `hours` later. */
export const hoursLater = (hour: Hour, hours: number): Hour => HOURS[(HOURS.indexOf(hour) + hours) % 12]!;

export const HOURS_OF: Record<Time, readonly Hour[]> = {
  morning: ['seven', 'eight', 'nine'],
  afternoon: ['one', 'two', 'three'],
  evening: ['five', 'six', 'seven'],
};

export const atPlace = (at: Place): string => `${at.preposition} the ${at.noun}`;
export const withArticle = (noun: string): string => `${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun}`;
