// A figure's state as text in the URL hash, so that a state can be linked to: #fig-<id>=key:value,key:value.
// Only strings, numbers and booleans; the type of each default decides how its text is read.

export type FigureState = Record<string, string | number | boolean>;

/** Text of the values that differ from the defaults. */
export function encodeState<S extends FigureState>(state: S, defaults: S): string {
  return Object.keys(defaults)
    .filter((key) => state[key] !== defaults[key])
    .map((key) => `${key}:${encodeURIComponent(String(state[key]))}`)
    .join(',');
}

/** Reads what encodeState wrote; whatever is unknown or malformed keeps its default. */
export function decodeState<S extends FigureState>(text: string, defaults: S): S {
  const state: FigureState = { ...defaults };
  for (const part of text.split(',')) {
    const [key, raw] = part.split(':', 2);
    if (!key || raw === undefined || !(key in defaults)) continue;
    const value = readValue(raw, defaults[key]!);
    if (value !== undefined) state[key] = value;
  }
  return state as S;
}

function readValue(raw: string, like: string | number | boolean): string | number | boolean | undefined {
  let text: string;
  try {
    text = decodeURIComponent(raw);
  } catch {
    return undefined;
  }
  if (typeof like === 'string') return text;
  if (typeof like === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : undefined;
}

/** A number of a state as a whole one within bounds: a link may hold any number. */
export function wholeBetween(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(value)));
}
