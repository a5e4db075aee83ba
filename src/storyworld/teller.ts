/**
 * Turns facts and patterns into sentences: keeps the world state true, picks a pattern,
 * fills its slots and decides between name and pronoun. Which facts to tell is for `plots.ts`.
 */
import type { Chooser } from './chooser';
import { PATTERNS, type PatternName } from './patterns';
import { applyFact, type Fact, type Item, type Person, type WorldState } from './state';
import type { Place } from './world';

export interface Slots {
  A?: Person;
  B?: Person;
  C?: Person;
  item?: Item;
  place?: Place;
  [slot: string]: unknown;
}

export interface Teller {
  readonly state: WorldState;
  readonly chooser: Chooser;
  readonly facts: readonly Fact[];
  readonly sentences: readonly string[];
  /** Says one pattern, with no effect on the world. */
  say(pattern: PatternName, slots: Slots): void;
  /** Makes a fact true and says it. */
  tell(pattern: PatternName, slots: Slots, fact: Fact): void;
  /** Makes a fact true that the surrounding sentences say or imply. */
  happen(fact: Fact): void;
}

const HIM = { she: 'her', he: 'him' } as const;
const HIS = { she: 'her', he: 'his' } as const;

export const atPlace = (place: Place): string => `${place.preposition} the ${place.noun}`;

function personForm(person: Person, form: string): string {
  switch (form) {
    case 'name':
      return person.name;
    case 'kind':
      return person.kind;
    case 'trait':
      return person.trait;
    case 'he':
      return person.pronoun;
    case 'him':
      return HIM[person.pronoun];
    case 'his':
      return HIS[person.pronoun];
    default:
      throw new Error(`unknown form of a person: ${form}`);
  }
}

function otherForm(slot: string, slots: Slots): string {
  const { item, place } = slots;
  if (item) {
    if (slot === 'a') return `a ${item.quality} ${item.noun}`;
    if (slot === 'the') return `the ${item.noun}`;
    if (slot === 'noun' || slot === 'used' || slot === 'toUse' || slot === 'quality') return item[slot];
  }
  if (place) {
    if (slot === 'at') return atPlace(place);
    if (slot === 'to') return `to the ${place.noun}`;
  }
  const value = slots[slot];
  if (typeof value !== 'string') throw new Error(`the slot {${slot}} is not filled`);
  return value;
}

export function createTeller(chooser: Chooser, state: WorldState): Teller {
  const facts: Fact[] = [];
  const sentences: string[] = [];
  let lastSubject: Person | undefined;
  let lastNamed: Person[] = [];

  /** A pronoun is clear if it can only mean the subject of the sentence before. */
  const pronounIsClear = (who: Person) =>
    lastSubject?.name === who.name && lastNamed.every((other) => other.name === who.name || other.pronoun !== who.pronoun);

  function say(pattern: PatternName, slots: Slots): void {
    const text = chooser.choose(pattern, PATTERNS[pattern] as readonly string[]);
    const named: Person[] = [];
    const filled = text.replace(/\{(\w+)(?:\.(\w+))?\}/g, (_, slot: string, form?: string) => {
      const person = slots[slot] as Person | undefined;
      if (slot !== 'A' && slot !== 'B' && slot !== 'C') return otherForm(slot, slots);
      if (!person) throw new Error(`the person {${slot}} of "${pattern}" is missing`);
      named.push(person);
      if (form) return personForm(person, form);
      if (!pronounIsClear(person)) return person.name;
      return chooser.choose('refer', [person.pronoun, person.name], (word) => (word === person.name ? 1 : 3));
    });
    lastSubject = named[0];
    lastNamed = named;
    // A pattern may be more than one sentence; only its first word can need a capital letter.
    sentences.push(filled.charAt(0).toUpperCase() + filled.slice(1));
  }

  function happen(fact: Fact): void {
    applyFact(state, fact);
    facts.push(fact);
  }

  return {
    state,
    chooser,
    facts,
    sentences,
    say,
    happen,
    tell(pattern, slots, fact) {
      happen(fact);
      say(pattern, slots);
    },
  };
}
