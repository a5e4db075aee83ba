/**
 * Follows a story sentence by sentence as a reader does: who was introduced, whom a pronoun means, what there is, and
 * whether each sentence can be true after those before it.
 */
import { knownFact } from '../knowledge';
import { SAYINGS, type SayingName, type Slots } from '../sayings';
import { applyFact, Contradiction, createState, type Item, type Person, type WorldState } from '../state';
import { HOURS, WORLD, type Hour, type Time, type Trait, type Weather } from '../world';
import { matchSayings, sentenceEnd, type Captured, type Match } from './patterns';

export interface Finding {
  kind: 'ungrammatical' | 'contradiction';
  sentence: string;
  /** Where the sentence begins in the text. */
  at: number;
  why: string;
}

/** A reader knows a trait only once it was told. */
type KnownPerson = Omit<Person, 'trait'> & { trait?: Trait };

export interface ReadStory {
  findings: Finding[];
  state: WorldState;
  people: ReadonlyMap<string, KnownPerson>;
}

const fail = (why: string): never => {
  throw new Contradiction(why);
};

/** Sayings that may name somebody of whom nothing was said before. */
const INTRODUCES: ReadonlySet<SayingName> = new Set<SayingName>(['opening', 'openingWithHour', 'meet', 'birthday', 'promise']);

export function readStory(text: string): ReadStory {
  const state = createState();
  const people = new Map<string, KnownPerson>();
  const findings: Finding[] = [];
  let lastSubject: KnownPerson | undefined;

  function personOf(slot: 'A' | 'B' | 'C', saying: SayingName, captured: Captured): KnownPerson | undefined {
    const said = captured.get(`${slot}.name`) ?? captured.get(slot);
    if (said === undefined) return undefined;
    let person: KnownPerson;
    if (/^(she|he)$/i.test(said)) {
      person = lastSubject ?? fail(`nothing says who "${said.toLowerCase()}" is`);
      if (person.pronoun !== said.toLowerCase()) fail(`"${said.toLowerCase()}" is said of ${person.name}`);
    } else {
      const known = people.get(said);
      if (!known && !INTRODUCES.has(saying)) fail(`nobody has told of ${said} yet`);
      person = known ?? { ...WORLD.characters.find(({ name }) => name === said)! };
      people.set(said, person);
    }
    checkForms(person, slot, captured);
    return person;
  }

  function checkForms(person: KnownPerson, slot: string, captured: Captured): void {
    const kind = captured.get(`${slot}.kind`);
    if (kind && kind !== person.kind) fail(`${person.name} is a ${person.kind}`);
    const trait = captured.get(`${slot}.trait`) as Trait | undefined;
    if (trait && person.trait && trait !== person.trait) fail(`${person.name} is ${person.trait}`);
    person.trait ??= trait;
    for (const form of ['he', 'him', 'his'] as const) {
      const said = captured.get(`${slot}.${form}`)?.toLowerCase();
      if (said && (said === 'she' || said === 'her') !== (person.pronoun === 'she')) fail(`"${said}" is said of ${person.name}`);
    }
  }

  function itemOf(captured: Captured): Item | undefined {
    const noun = captured.get('noun');
    if (noun === undefined) return undefined;
    const newQuality = captured.get('a.quality');
    const thing = WORLD.things.find((each) => each.noun === noun)!;
    const item = newQuality ? { ...thing, quality: newQuality } : (state.items.get(noun) ?? fail(`there is no ${noun} yet`));
    if (newQuality && (thing.use === 'eat') !== WORLD.sizes.includes(newQuality)) fail(`a ${noun} is not ${newQuality}`);
    const quality = captured.get('quality');
    if (quality && quality.toLowerCase() !== item.quality) fail(`the ${noun} is ${item.quality}`);
    for (const form of ['used', 'toUse'] as const) {
      const said = captured.get(form);
      if (said && said !== item[form]) fail(`that is not what one does with a ${noun}`);
    }
    return item;
  }

  function slotsOf({ name, captured }: Match<SayingName>): Slots {
    const place = WORLD.places.find((each) => captured.get('to') === each.noun || captured.get('at') === `${each.preposition} the ${each.noun}`);
    const hours = captured.get('hours');
    const offered = captured.get('offered');
    if (offered && !state.items.has(offered)) fail(`there is no ${offered} to offer`);
    return {
      A: personOf('A', name, captured) as Person | undefined,
      B: personOf('B', name, captured) as Person | undefined,
      C: personOf('C', name, captured) as Person | undefined,
      item: itemOf(captured),
      place,
      offered,
      favourite: captured.get('aFavourite')?.replace(/^an? /i, ''),
      spot: captured.get('spot')?.replace(/^./, (first) => first.toLowerCase()),
      time: captured.get('time') as Time | undefined,
      weather: captured.get('weather') as Weather | undefined,
      hour: captured.get('hour')?.toLowerCase() as Hour | undefined,
      hours: hours && HOURS.findIndex((hour) => hours.toLowerCase().startsWith(`${hour} `)) + 1,
      tool: captured.get('tool'),
    } as Slots;
  }

  function understand(match: Match<SayingName>): void {
    if (state.time === undefined && match.name !== 'opening' && match.name !== 'openingWithHour') fail('a story begins with who, where and when');
    const slots = slotsOf(match);
    const { A, B, favourite } = slots;
    if (favourite && B && knownFact(B.name, 'favourite').value !== favourite) fail(`${B.name} likes something else best`);
    // The first who is named is whom a pronoun means next.
    const first = [...match.captured.keys()].find((slot) => /^[ABC](\.|$)/.test(slot));
    lastSubject = first === undefined ? undefined : (slots[first[0] as 'A' | 'B' | 'C'] ?? A);
    for (const fact of SAYINGS[match.name].facts?.(slots) ?? []) applyFact(state, fact);
  }

  /** The first reading that contradicts nothing; else why the first one does. */
  function contradictionIn(readings: readonly Match<SayingName>[]): string | undefined {
    let first: string | undefined;
    for (const reading of readings) {
      try {
        understand(reading);
        return undefined;
      } catch (error) {
        if (!(error instanceof Contradiction)) throw error;
        first ??= error.message;
      }
    }
    return first;
  }

  for (let at = 0; at < text.length; ) {
    const readings = matchSayings(text, at);
    const end = readings[0] ? at + readings[0].text.length : sentenceEnd(text, at);
    const sentence = text.slice(at, end);
    if (readings.length === 0) {
      findings.push({ kind: 'ungrammatical', sentence, at, why: 'nobody in StoryWorld says it so' });
      lastSubject = undefined;
    }
    const why = contradictionIn(readings);
    if (why !== undefined) findings.push({ kind: 'contradiction', sentence, at, why });
    at = end + 1;
  }
  return { findings, state, people };
}
