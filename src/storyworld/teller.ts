/**
 * Turns sayings into text: picks a pattern, fills its slots from left to right (so that what is not drawn
 * yet is drawn where it first shows), decides between name and pronoun, and makes the saying's facts true. What to
 * tell is for `plots/`.
 */
import { lazy, type Chooser } from './chooser';
import type { SayingName, Sayings, Slots } from './sayings';
import { applyFact, createState, type Fact, type Person, type WorldState } from './state';
import { atPlace, HOURS, withArticle } from './world';

/** A slot may hold a function that draws its value. */
export type LazySlots = { [Slot in keyof Slots]: Slots[Slot] | (() => Slots[Slot]) };

export interface Teller {
  readonly state: WorldState;
  readonly chooser: Chooser;
  readonly facts: readonly Fact[];
  /** Says one saying and makes its facts true. */
  tell(saying: SayingName, slots: LazySlots): void;
}

const HIM = { she: 'her', he: 'him' } as const;
const HIS = { she: 'her', he: 'his' } as const;

/** The forms of a person that a pattern can ask for, as `{A.kind}`. */
export const PERSON_FORMS: Record<string, (person: Person) => string> = {
  name: ({ name }) => name,
  kind: ({ kind }) => kind,
  trait: ({ trait }) => trait,
  he: ({ pronoun }) => pronoun,
  him: ({ pronoun }) => HIM[pronoun],
  his: ({ pronoun }) => HIS[pronoun],
};

export const inHours = (hours: number): string => `${HOURS[hours - 1]} ${hours === 1 ? 'hour' : 'hours'}`;

/** The other slots: how each looks in the text. */
export const SLOT_FORMS: Record<string, (slots: Slots) => string> = {
  a: ({ item }) => `a ${item!.quality} ${item!.noun}`,
  the: ({ item }) => `the ${item!.noun}`,
  noun: ({ item }) => item!.noun,
  used: ({ item }) => item!.used,
  toUse: ({ item }) => item!.toUse,
  quality: ({ item }) => item!.quality,
  at: ({ place }) => atPlace(place!),
  farAt: ({ place }) => atPlace(place!),
  to: ({ place }) => `to the ${place!.noun}`,
  spot: ({ spot }) => spot!,
  time: ({ time }) => time!,
  weather: ({ weather }) => weather!,
  hour: ({ hour }) => `${hour} o'clock`,
  struck: ({ hour }) => hour!,
  hours: ({ hours }) => inHours(hours!),
  tool: ({ tool }) => tool!,
  offered: ({ offered }) => offered!,
  aFavourite: ({ favourite }) => withArticle(favourite!),
};

export const SLOT = /\{(\w+)(?:\.(\w+))?\}/g;

/** Slots whose values are drawn when something first asks for them. */
function drawWhenAsked(slots: LazySlots): Slots {
  const asked: Record<string, unknown> = {};
  for (const [slot, value] of Object.entries(slots)) {
    Object.defineProperty(asked, slot, { get: typeof value === 'function' ? lazy<unknown>(value) : () => value });
  }
  return asked as Slots;
}

export function createTeller(chooser: Chooser, sayings: Sayings): Teller {
  const state = createState();
  const facts: Fact[] = [];
  let lastSubject: Person | undefined;
  let lastNamed: Person[] = [];
  let isFirst = true;

  /** A pronoun is clear if it can only mean the subject of the sentence before. */
  const pronounIsClear = (who: Person) =>
    lastSubject === who && lastNamed.every((other) => other === who || other.pronoun !== who.pronoun);

  function personText(person: Person, form: string | undefined): string {
    if (form) return PERSON_FORMS[form]!(person);
    if (!pronounIsClear(person)) return person.name;
    return chooser.choose('refer', [person.pronoun, person.name], (word) => (word === person.name ? 1 : 3));
  }

  function say(pattern: string, slots: Slots): void {
    const named: Person[] = [];
    let atStart = true;
    const emit = (piece: string) => {
      if (!piece) return;
      chooser.emit(atStart ? piece.charAt(0).toUpperCase() + piece.slice(1) : piece);
      atStart = false;
    };
    if (!isFirst) chooser.emit(' ');
    isFirst = false;
    let end = 0;
    for (const match of pattern.matchAll(SLOT)) {
      const [whole, slot, form] = match;
      emit(pattern.slice(end, match.index));
      end = match.index + whole.length;
      if (slot === 'A' || slot === 'B' || slot === 'C') {
        const person = slots[slot]!;
        emit(personText(person, form));
        named.push(person);
      } else emit(SLOT_FORMS[slot!]!(slots));
    }
    emit(pattern.slice(end));
    lastSubject = named[0];
    lastNamed = named;
  }

  return {
    state,
    chooser,
    facts,
    tell(name, lazySlots) {
      const saying = sayings[name];
      const slots = drawWhenAsked(lazySlots);
      say(chooser.choose(name, saying.patterns), slots);
      for (const fact of saying.facts?.(slots) ?? []) {
        applyFact(state, fact);
        facts.push(fact);
      }
    },
  };
}
