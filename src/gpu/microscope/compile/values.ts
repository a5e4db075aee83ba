// Operators and conversions on leaves: JavaScript expressions with WGSL's results. i32 and u32 are both held as int32
// (u32 by its bits), f32 as a double that is an f32, f16 likewise, bool as a boolean. Every expression here is safe to nest.

import type { BinaryOperator } from '../../wgsl/typed';
import type { Scalar } from '../../wgsl/types';

/** Rounds a double expression to the scalar type. */
export function round(of: Scalar, expression: string): string {
  if (of === 'f32') return `Math.fround(${expression})`;
  return of === 'f16' ? `R.roundHalf(${expression})` : expression;
}

export const isFloat = (of: Scalar): boolean => of === 'f32' || of === 'f16';

/** Compares as unsigned. A literal that is not negative is itself. */
const unsigned = (a: string): string => (/^\d+$/.test(a) ? a : `(${a}>>>0)`);

/** Arguments may be used twice in integer division: give names there (see `usesTwice`). `site` is where a division by zero is told, or null. */
export function binary(of: Scalar, operator: BinaryOperator, a: string, b: string, site: number | null): string {
  switch (operator) {
    case '+':
    case '-':
      return isFloat(of) ? round(of, `${a}${operator}${b}`) : `(${a}${operator}${b}|0)`;
    case '*':
      return isFloat(of) ? round(of, `${a}*${b}`) : `Math.imul(${a},${b})`;
    case '/':
    case '%':
      return isFloat(of) ? round(of, `${a}${operator}${b}`) : divide(of, operator, a, b, site);
    case '&':
      return of === 'bool' ? `(${a}&&${b})` : `(${a}&${b})`;
    case '|':
      return of === 'bool' ? `(${a}||${b})` : `(${a}|${b})`;
    case '^':
      return `(${a}^${b})`;
    case '<<':
      return `(${a}<<${b})`;
    case '>>':
      return of === 'u32' ? `(${a}>>>${b}|0)` : `(${a}>>${b})`;
    case '==':
      return `(${a}===${b})`;
    case '!=':
      return `(${a}!==${b})`;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return of === 'u32' ? `(${unsigned(a)}${operator}${unsigned(b)})` : `(${a}${operator}${b})`;
    case '&&':
      return `(${a}&&${b})`;
    case '||':
      return `(${a}||${b})`;
  }
}

const safeDivisor = /^[1-9]\d*$/;

/** True where `binary` writes an argument down more than once. */
export const usesTwice = (of: Scalar, operator: BinaryOperator): boolean => (operator === '/' || operator === '%') && !isFloat(of);

/** WGSL: division by zero gives the dividend, remainder by zero 0; the lowest i32 divided by -1 is itself. `|0` wraps that. */
function divide(of: Scalar, operator: '/' | '%', a: string, b: string, site: number | null): string {
  const quotient = of === 'u32' ? `(${unsigned(a)}${operator}${unsigned(b)}|0)` : `(${a}${operator}${b}|0)`;
  if (safeDivisor.test(b)) return quotient;
  const fallback = operator === '/' ? a : '0';
  if (site === null) return `(${b}===0?${fallback}:${quotient})`;
  const overflow = of === 'i32' ? `||${b}===-1&&${a}===-2147483648` : '';
  return `(${b}===0${overflow}?badDivision(${site},${b},${operator === '/' ? a : '0'}):${quotient})`;
}

export function unary(of: Scalar, operator: '-' | '!' | '~', a: string): string {
  if (operator === '!') return `(!${a})`;
  if (operator === '~') return `(~${a})`;
  return isFloat(of) ? `(-${a})` : `(-${a}|0)`;
}

/** WGSL's value conversion; `site` is where a float that does not fit is told, or null. */
export function convert(from: Scalar, to: Scalar, a: string, site: number | null): string {
  if (from === to) return a;
  if (to === 'bool') return `(${a}!==0)`;
  if (from === 'bool') return `(${a}?1:0)`;
  if (isFloat(to)) return isFloat(from) ? (to === 'f16' ? round('f16', a) : a) : round(to, from === 'u32' ? `${a}>>>0` : a);
  if (!isFloat(from)) return a;
  const name = from === 'f16' ? (to === 'u32' ? 'halfToU32' : 'halfToI32') : to === 'u32' ? 'toU32' : 'toI32';
  return site === null ? `R.${name}(${a})` : `converted(${site},${a},R.${name}(${a}),${to === 'u32'})`;
}
