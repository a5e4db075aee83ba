/**
 * Reads sentences: turns every pattern of `sayings.ts` and `about.ts` into a regular expression and says which of them a text
 * goes on with, and what stands in its slots. What that means is for `check.ts`.
 */
import { MANNERS, type Asked } from '../about';
import { RELATIONS, valuesOf } from '../knowledge';
import { SAYINGS, TOOLS, type SayingName } from '../sayings';
import { inHours, SLOT } from '../teller';
import { atPlace, HOURS, withArticle, WORLD } from '../world';

/** A slot as written, for example "A.name", "the" or "a.quality", with what the text has there. */
export type Captured = ReadonlyMap<string, string>;

interface Compiled<Name> {
  name: Name;
  expression: RegExp;
  slots: readonly string[];
}

export interface Match<Name> {
  name: Name;
  /** As in the text. */
  text: string;
  captured: Captured;
}

const nouns = WORLD.things.map(({ noun }) => noun);
const qualities = [...WORLD.colours, ...WORLD.sizes];
const names = WORLD.characters.map(({ name }) => name);
const PRONOUNS = ['she', 'he'];

const PERSON: Record<string, readonly string[]> = {
  '': [...names, ...PRONOUNS],
  name: names,
  kind: [...new Set(WORLD.characters.map(({ kind }) => kind))],
  trait: WORLD.traits,
  he: PRONOUNS,
  him: ['her', 'him'],
  his: ['her', 'his'],
};

/** What may stand in a slot; a text in parentheses is not captured. */
const OTHER: Record<string, readonly (readonly string[] | string)[]> = {
  a: ['a ', qualities, ' ', nouns],
  the: ['the ', nouns],
  noun: [nouns],
  used: [WORLD.things.map(({ used }) => used)],
  toUse: [WORLD.things.map(({ toUse }) => toUse)],
  quality: [qualities],
  at: [WORLD.places.map(atPlace)],
  farAt: [WORLD.places.map(atPlace)],
  to: ['to the ', WORLD.places.map(({ noun }) => noun)],
  spot: [WORLD.places.flatMap(({ spots, high }) => [...spots, high])],
  time: [WORLD.times],
  weather: [WORLD.weathers],
  hour: [HOURS, " o'clock"],
  struck: [HOURS],
  hours: [[1, 2, 3].map(inHours)],
  tool: [TOOLS],
  offered: [nouns],
  aFavourite: [nouns.map(withArticle)],
};

const SLOT_NAMES: Record<string, readonly string[]> = { a: ['a.quality', 'noun'], the: ['noun'], farAt: ['at'], struck: ['hour'] };

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const anyCaseFirst = (text: string) => (/^[a-z]/.test(text) ? `[${text[0]}${text[0]!.toUpperCase()}]${escaped(text.slice(1))}` : escaped(text));
/** Longest first, so that "play" does not hide "play with". */
const oneOf = (options: readonly string[]) => `(${[...new Set(options)].sort((a, b) => b.length - a.length).map(anyCaseFirst).join('|')})`;

function compile<Name>(name: Name, pattern: string, other: typeof OTHER): Compiled<Name> {
  const slots: string[] = [];
  let source = '';
  let end = 0;
  for (const match of pattern.matchAll(SLOT)) {
    const [whole, slot, form = ''] = match as unknown as [string, string, string | undefined];
    source += escaped(pattern.slice(end, match.index));
    end = match.index + whole.length;
    // "himself" is {A.him}self; the capture is the same.
    if (/^[ABC]$/.test(slot)) {
      source += oneOf(PERSON[form]!);
      slots.push(form ? `${slot}.${form}` : slot);
    } else {
      for (const part of other[slot]!) source += typeof part === 'string' ? anyCaseFirst(part) : oneOf(part);
      slots.push(...(SLOT_NAMES[slot] ?? [slot]));
    }
  }
  return { name, expression: new RegExp(`${source}${escaped(pattern.slice(end))}(?= |$)`, 'y'), slots };
}

const sayings: readonly Compiled<SayingName>[] = (Object.keys(SAYINGS) as SayingName[]).flatMap((name) =>
  SAYINGS[name].patterns.map((pattern) => compile(name, pattern, OTHER)),
);

const valuesFor = (asked: Asked): readonly string[] =>
  asked === 'kind' ? PERSON.kind! : [...new Set(WORLD.characters.flatMap((who) => valuesOf(WORLD, asked, who)))];

const statements: readonly Compiled<Asked>[] = (['kind', ...RELATIONS] as const).flatMap((asked) => {
  const values = valuesFor(asked);
  const slots = { name: [names], value: [values], aValue: [values.map(withArticle)] };
  return MANNERS[asked].statements.map((pattern) => compile(asked, pattern, slots));
});

/** What `text` goes on with at `at`: the longest patterns that fit. */
function longestMatches<Name>(patterns: readonly Compiled<Name>[], text: string, at: number): Match<Name>[] {
  let best: Match<Name>[] = [];
  for (const { name, expression, slots } of patterns) {
    expression.lastIndex = at;
    const found = expression.exec(text);
    const longest = best[0]?.text.length ?? 0;
    if (!found || found[0].length < longest) continue;
    const captured = new Map<string, string>();
    // A slot that stands twice must say the same twice.
    const agrees = slots.every((slot, i) => {
      const value = found[i + 1]!;
      const before = captured.get(slot);
      captured.set(slot, value);
      return before === undefined || before.toLowerCase() === value.toLowerCase();
    });
    if (!agrees) continue;
    if (found[0].length > longest) best = [];
    best.push({ name, text: found[0], captured });
  }
  return best;
}

/** More than one where two sayings can say the same: "They ate the cake together." */
export const matchSayings = (text: string, at: number): Match<SayingName>[] => longestMatches(sayings, text, at);
export const matchStatement = (text: string, at: number): Match<Asked> | undefined => longestMatches(statements, text, at)[0];

/** Where the sentence that begins at `at` ends, for one that no pattern fits. */
export function sentenceEnd(text: string, at: number): number {
  const rest = /[.!?]"?(?= |$)/g;
  rest.lastIndex = at;
  const found = rest.exec(text);
  return found ? found.index + found[0].length : text.length;
}
