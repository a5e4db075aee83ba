// One number in one format: its bits, what is stored, how far that is from what was asked for, and the numbers of a format within a window.

import { encode, decode, fieldsOf, formatBits, formatIds, formats, kindOf, limits, ulp, type Fields, type FloatFormat, type Kind } from '@site/src/engine/numerics';

export interface State {
  text: string;
  format: string;
  beside: string;
  /** The window is 0 to 2 to this power. */
  window: number;
  [key: string]: string | number | boolean;
}
export const defaults: State = { text: '0.3', format: 'e4m3', beside: 'e2m1', window: 1 };
/** More ticks than this are a grey bar. */
const MOST_TICKS = 150;

export const formatOf = (id: string): FloatFormat => formats[formatIds.find((known) => known === id) ?? 'fp16'];

export interface Stored {
  wanted: number;
  code: number;
  fields: Fields;
  kind: Kind;
  value: number;
  /** undefined where the error is no number. */
  absoluteError: number | undefined;
  relativeError: number | undefined;
  /** Distance of neighbours where the stored number lies; undefined for infinity and NaN. */
  step: number | undefined;
}

/** What a format makes of a text; undefined where the text is no number, or the format lacks NaN. */
export function store(text: string, format: FloatFormat): Stored | undefined {
  const wanted = text.trim() === '' ? NaN : Number(text.trim());
  const asked = Number.isNaN(wanted) && text.trim().toLowerCase() !== 'nan' ? undefined : wanted;
  if (asked === undefined || (Number.isNaN(asked) && format.specials === 'none')) return undefined;
  const code = encode(format, asked);
  const value = decode(format, code);
  const fields = fieldsOf(format, code);
  const difference = Math.abs(value - asked);
  return {
    wanted: asked,
    code,
    fields,
    kind: kindOf(format, fields),
    value,
    absoluteError: Number.isFinite(difference) ? difference : undefined,
    relativeError: Number.isFinite(difference) && asked !== 0 ? difference / Math.abs(asked) : undefined,
    step: Number.isFinite(value) ? ulp(format, value) : undefined,
  };
}

/** Bits of a code, the sign first. */
export const bitsOf = (code: number, format: FloatFormat): number[] => [...code.toString(2).padStart(formatBits(format), '0')].map(Number);

/** What the text becomes when bit `index` (the sign is 0) is flipped. */
export function flip(code: number, index: number, format: FloatFormat): string {
  const weight = 2 ** (formatBits(format) - 1 - index);
  const value = decode(format, Math.floor(code / weight) % 2 === 1 ? code - weight : code + weight);
  return Object.is(value, -0) ? '-0' : String(value);
}

export interface Ticks {
  /** How many numbers of the format lie in (0, end]. */
  count: number;
  /** All of them, where they are few enough to draw. */
  values: number[] | undefined;
}

/** Numbers of the format above 0 and up to `end`, a power of two. Positive codes ascend with their values, so a code is a count. */
export function ticksUpTo(end: number, format: FloatFormat): Ticks {
  const { maxFinite } = limits(format);
  const count = encode(format, Math.min(end, maxFinite));
  return { count, values: count <= MOST_TICKS ? Array.from({ length: count }, (_, i) => decode(format, i + 1)) : undefined };
}

export function explore(state: State) {
  const format = formatOf(state.format);
  const beside = formatOf(state.beside);
  const end = 2 ** state.window;
  return {
    format, beside, end,
    limits: limits(format),
    stored: store(state.text, format),
    lines: [format, beside].map((f) => ({ format: f, ticks: ticksUpTo(end, f), upperHalf: ticksUpTo(end, f).count - ticksUpTo(end / 2, f).count })),
  };
}
