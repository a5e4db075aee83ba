// The formats once more, by other means than the solution's: a format is the list of its numbers, counted up from zero,
// and rounding is a search in that list. `Wrong` gives what each known mistake computes.

export interface Format {
  exponentBits: number;
  mantissaBits: number;
  specials: 'inf-nan' | 'nan' | 'none';
}

export const formats = {
  fp16: { exponentBits: 5, mantissaBits: 10, specials: 'inf-nan' },
  bf16: { exponentBits: 8, mantissaBits: 7, specials: 'inf-nan' },
  E5M2: { exponentBits: 5, mantissaBits: 2, specials: 'inf-nan' },
  E4M3: { exponentBits: 4, mantissaBits: 3, specials: 'nan' },
  E3M2: { exponentBits: 3, mantissaBits: 2, specials: 'none' },
  E2M3: { exponentBits: 2, mantissaBits: 3, specials: 'none' },
  E2M1: { exponentBits: 2, mantissaBits: 1, specials: 'none' },
} as const satisfies Record<string, Format>;

const biasOf = ({ exponentBits }: Format) => 2 ** (exponentBits - 1) - 1;
export const signBitOf = ({ exponentBits, mantissaBits }: Format) => 2 ** (exponentBits + mantissaBits);

const known = new Map<string, number[]>();

/** Every number from 0 up, in the order of the codes: the step doubles with each binade but the first. */
export function numbersOf(format: Format): readonly number[] {
  const { exponentBits, mantissaBits, specials } = format;
  const key = JSON.stringify(format);
  const found = known.get(key);
  if (found) return found;
  const perBinade = 2 ** mantissaBits;
  const codes = signBitOf(format);
  const count = specials === 'inf-nan' ? codes - perBinade : specials === 'nan' ? codes - 1 : codes;
  const list = [0];
  let step = 2 ** (2 - 2 ** (exponentBits - 1) - mantissaBits);
  while (list.length < count) {
    if (list.length % perBinade === 1 && list.length > 2 * perBinade) step *= 2;
    list.push(list.at(-1)! + step);
  }
  known.set(key, list);
  return list;
}

export const largestOf = (format: Format) => numbersOf(format).at(-1)!;
export const smallestNormalOf = (format: Format) => numbersOf(format)[2 ** format.mantissaBits]!;

/** The value of any code, NaN included. */
export function valueOf(code: number, format: Format): number {
  const magnitude = code % signBitOf(format);
  const numbers = numbersOf(format);
  const value = numbers[magnitude] ?? (format.specials === 'inf-nan' && magnitude === numbers.length ? Infinity : NaN);
  return code >= signBitOf(format) ? -value : value;
}

export type DecodeMistake = 'subnormal-hidden-one' | 'subnormal-exponent' | 'bias-off-by-one' | 'specials-of-ieee' | 'specials-ignored' | 'twos-complement' | 'hidden-one-missing';

export function decodedWrongly(code: number, format: Format, mistake: DecodeMistake): number {
  const { mantissaBits: M, exponentBits: E } = format;
  const magnitude = mistake === 'twos-complement' && code >= signBitOf(format) ? 2 * signBitOf(format) - code : code % signBitOf(format);
  const exponent = Math.floor(magnitude / 2 ** M);
  const fraction = (magnitude % 2 ** M) / 2 ** M;
  const sign = code >= signBitOf(format) ? -1 : 1;
  const top = exponent === 2 ** E - 1;
  if (mistake === 'specials-of-ieee' && top) return fraction === 0 ? sign * Infinity : NaN;
  if (mistake !== 'specials-ignored' && Number.isNaN(valueOf(code, format))) return NaN;
  if (mistake !== 'specials-ignored' && Math.abs(valueOf(code, format)) === Infinity) return valueOf(code, format);
  const bias = biasOf(format) + (mistake === 'bias-off-by-one' ? 1 : 0);
  if (exponent === 0 && mistake === 'subnormal-hidden-one') return sign * (1 + fraction) * 2 ** -bias;
  if (exponent === 0) return sign * fraction * 2 ** ((mistake === 'subnormal-exponent' ? 0 : 1) - bias);
  return sign * (fraction + (mistake === 'hidden-one-missing' ? 0 : 1)) * 2 ** (exponent - bias);
}

export type EncodeMistake =
  | 'truncates'
  | 'half-away-from-zero'
  | 'half-toward-zero'
  | 'carry-lost'
  | 'subnormals-flushed'
  | 'rounded-twice'
  | 'sign-of-zero-lost'
  | 'sign-of-underflow-lost'
  | 'overflow-too-early'
  | 'saturates-everywhere'
  | 'infinity-where-none'
  | 'overflow-to-nan'
  | 'twos-complement';

/** Codes of the neighbours of |x| (the same twice where it is exact), and how far it lies from the lower one, in gaps. */
export function neighbours(x: number, format: Format): { below: number; above: number; part: number } {
  const numbers = numbersOf(format);
  const size = Math.abs(x);
  let [low, high] = [0, numbers.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (numbers[middle]! <= size) low = middle;
    else high = middle - 1;
  }
  if (numbers[low] === size) return { below: low, above: low, part: 0 };
  // Past the largest number the next code would be one gap on.
  const next = numbers[low + 1] ?? 2 * numbers[low]! - numbers[low - 1]!;
  return { below: low, above: low + 1, part: (size - numbers[low]!) / (next - numbers[low]!) };
}

/** The code of the nearest number; with a mistake, what that mistake gives. x is not NaN. */
export function codeOf(x: number, format: Format, mistake?: EncodeMistake): number {
  const numbers = numbersOf(format);
  const count = numbers.length;
  const size = Math.abs(x);
  const { below, above, part } = neighbours(size === Infinity ? 4 * numbers[count - 1]! : x, format);
  const up = part > 0.5 || (part === 0.5 && (mistake === 'half-away-from-zero' || (mistake !== 'half-toward-zero' && below % 2 === 1)));
  let code = up && mistake !== 'truncates' ? above : below;
  if (size > 2 * numbers[count - 1]!) code = count;
  if (mistake === 'overflow-too-early' && size > numbers[count - 1]!) code = count;
  if (mistake === 'carry-lost' && up && above % 2 ** format.mantissaBits === 0 && above > 2 ** format.mantissaBits) code = above - 2 ** format.mantissaBits;
  if (mistake === 'subnormals-flushed' && size < smallestNormalOf(format)) code = 0;
  if (mistake === 'rounded-twice') code = twice(size, format) ?? code;
  if (code === count) {
    if (format.specials === 'inf-nan') code = mistake === 'saturates-everywhere' ? count - 1 : count;
    else if (mistake === 'infinity-where-none') code = signBitOf(format) - 2 ** format.mantissaBits;
    else if (mistake === 'overflow-to-nan') code = signBitOf(format) - 1;
    else code = count - 1;
  }
  const negative = x < 0 || (Object.is(x, -0) && mistake !== 'sign-of-zero-lost');
  if (!negative || (mistake === 'sign-of-underflow-lost' && code === 0)) return code;
  return mistake === 'twos-complement' ? (2 * signBitOf(format) - code) % (2 * signBitOf(format)) : signBitOf(format) + code;
}

/** A subnormal that is rounded to all its bits first, as if it were normal, and then to the step of the subnormals. */
function twice(size: number, format: Format): number | undefined {
  if (size === 0 || size >= smallestNormalOf(format)) return undefined;
  const even = (v: number) => (Math.abs(v % 1) === 0.5 ? 2 * Math.round(v / 2) : Math.round(v));
  const step = 2 ** (Math.floor(Math.log2(size)) - format.mantissaBits);
  return even((even(size / step) * step) / numbersOf(format)[1]!);
}
