/**
 * What there is in StoryWorld: characters, traits, things, places and the spots in them.
 * Data only; what happens to them is in `state.ts`, how it is told in `patterns.ts`.
 */

export interface Character {
  name: string;
  kind: string;
  pronoun: 'she' | 'he';
}

export const CHARACTERS: readonly Character[] = [
  { name: 'Ana', kind: 'girl', pronoun: 'she' },
  { name: 'Mia', kind: 'girl', pronoun: 'she' },
  { name: 'Nina', kind: 'girl', pronoun: 'she' },
  { name: 'Ruby', kind: 'girl', pronoun: 'she' },
  { name: 'Bo', kind: 'boy', pronoun: 'he' },
  { name: 'Leo', kind: 'boy', pronoun: 'he' },
  { name: 'Sam', kind: 'boy', pronoun: 'he' },
  { name: 'Omar', kind: 'boy', pronoun: 'he' },
  { name: 'Dot', kind: 'duck', pronoun: 'she' },
  { name: 'Momo', kind: 'cat', pronoun: 'she' },
  { name: 'Olive', kind: 'owl', pronoun: 'she' },
  { name: 'Tilly', kind: 'rabbit', pronoun: 'she' },
  { name: 'Pip', kind: 'mouse', pronoun: 'he' },
  { name: 'Rex', kind: 'dog', pronoun: 'he' },
  { name: 'Hugo', kind: 'bear', pronoun: 'he' },
  { name: 'Finn', kind: 'fox', pronoun: 'he' },
];

/** A trait shows in what its owner does: see the weights in `plots.ts`. */
export const TRAITS = ['kind', 'brave', 'curious', 'shy', 'clever', 'careful', 'cheerful', 'proud'] as const;
export type Trait = (typeof TRAITS)[number];

/** What a thing is good for; a need asks for one of these. */
export type Use = 'play' | 'eat' | 'warm' | 'light';

export interface Thing {
  noun: string;
  use: Use;
  /** Past-tense phrase for using it, before the noun. */
  used: string;
  /** The same as an infinitive. */
  toUse: string;
}

const thing = (noun: string, use: Use, used: string, toUse: string): Thing => ({ noun, use, used, toUse });

export const THINGS: readonly Thing[] = [
  thing('kite', 'play', 'flew', 'fly'),
  thing('ball', 'play', 'played with', 'play with'),
  thing('drum', 'play', 'played', 'play'),
  thing('flute', 'play', 'played', 'play'),
  thing('book', 'play', 'read', 'read'),
  thing('puppet', 'play', 'danced with', 'dance with'),
  thing('hoop', 'play', 'rolled', 'roll'),
  thing('bell', 'play', 'rang', 'ring'),
  thing('apple', 'eat', 'ate', 'eat'),
  thing('pear', 'eat', 'ate', 'eat'),
  thing('bun', 'eat', 'ate', 'eat'),
  thing('cake', 'eat', 'ate', 'eat'),
  thing('scarf', 'warm', 'wore', 'wear'),
  thing('coat', 'warm', 'wore', 'wear'),
  thing('blanket', 'warm', 'sat under', 'sit under'),
  thing('lamp', 'light', 'lit', 'light'),
  thing('candle', 'light', 'lit', 'light'),
];

/** What a strong wind can carry off. */
export const BLOWN_AWAY: ReadonlySet<string> = new Set(['kite', 'ball', 'hoop', 'puppet', 'scarf', 'blanket']);

export const COLOURS = ['red', 'blue', 'green', 'yellow', 'white', 'purple'] as const;
export type Colour = (typeof COLOURS)[number];

/** What food has in place of a colour. */
export const SIZES = ['big', 'small', 'sweet', 'fresh'] as const;
export type Size = (typeof SIZES)[number];

export interface Place {
  noun: string;
  preposition: 'in' | 'on' | 'by' | 'at';
  outdoors: boolean;
  spots: readonly string[];
}

const place = (noun: string, preposition: Place['preposition'], outdoors: boolean, ...spots: string[]): Place => ({
  noun,
  preposition,
  outdoors,
  spots,
});

export const PLACES: readonly Place[] = [
  place('garden', 'in', true, 'under the bench', 'behind the gate', 'in the flower pot'),
  place('kitchen', 'in', false, 'under the table', 'behind the stove', 'in the drawer'),
  place('forest', 'in', true, 'under the ferns', 'behind the old tree', 'in the hollow log'),
  place('hill', 'on', true, 'under the bush', 'behind the rock', 'in the long grass'),
  place('river', 'by', true, 'under the bridge', 'behind the boat', 'in the reeds'),
  place('market', 'at', true, 'under the cart', 'behind the stall', 'in the barrel'),
  place('barn', 'in', false, 'under the ladder', 'behind the door', 'in the hay'),
  place('school', 'at', false, 'under the desk', 'behind the shelf', 'in the cupboard'),
];

export const TIMES = ['morning', 'afternoon', 'evening'] as const;
export type Time = (typeof TIMES)[number];

export const WEATHERS = ['sunny', 'windy', 'cold', 'rainy'] as const;
export type Weather = (typeof WEATHERS)[number];
