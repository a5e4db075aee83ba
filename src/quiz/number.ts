// Reads a number as people write one ("1.5e9", "2,048", "1.5 × 10^9", "3/4", "80 GiB") and converts its unit.
// Not here: whether it is right (mark.ts).

export interface ParsedNumber {
  value: number;
  /** What stood behind the number, e.g. "GB"; empty when nothing did. */
  unit: string;
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const numeral = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)/i;

function plain(text: string): string {
  return text
    .trim()
    .replace(/[−–]/g, '-')
    .replace(/⁻/g, '-')
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (s) => `^${[...s].map((c) => superscripts.indexOf(c)).join('')}`)
    .replace(/-\^/g, '^-')
    .replace(/(\d)[\s\u00a0\u202f'_](?=\d{3}(?!\d))/g, '$1');
}

/** Commas: between groups of three they part thousands; a single other one is a decimal comma. */
function withoutCommas(text: string): string | undefined {
  const match = /^([+-]?)([\d,]+)(.*)$/s.exec(text);
  if (!match || !match[2]!.includes(',')) return text;
  const [, sign, digits, rest] = match as unknown as [string, string, string, string];
  if (/^[1-9]\d{0,2}(,\d{3})+$/.test(digits)) return sign + digits.replaceAll(',', '') + rest;
  if (/^\d*,\d+$/.test(digits) && !rest.startsWith('.')) return sign + digits.replace(',', '.') + rest;
  return undefined;
}

/** Reads one factor: a numeral, or a power like 10^9 or 2**30. */
function factor(text: string): { value: number; rest: string } | undefined {
  const match = numeral.exec(text);
  if (!match) return undefined;
  const rest = text.slice(match[0].length);
  const power = /^\s*(?:\^|\*\*)\s*\(?([+-]?\d+)\)?/.exec(rest);
  if (!power) return { value: Number(match[0]), rest };
  return { value: Number(match[0]) ** Number(power[1]), rest: rest.slice(power[0].length) };
}

/** Undefined when it isn't a number. Products, one fraction and a unit behind are read too. */
export function parseNumber(text: string): ParsedNumber | undefined {
  const cleaned = withoutCommas(plain(text).replace(/^[~≈=]\s*/, ''));
  let read = cleaned === undefined ? undefined : factor(cleaned);
  if (!read) return undefined;
  let { value, rest } = read;
  for (;;) {
    const operator = /^\s*(×|\*|·|x(?=\s*[\d.])|\/(?=\s*[\d.]))\s*/.exec(rest);
    if (!operator) break;
    read = factor(rest.slice(operator[0].length));
    if (!read) return undefined;
    value = operator[1] === '/' ? value / read.value : value * read.value;
    rest = read.rest;
  }
  const unit = rest.trim();
  if (!Number.isFinite(value) || /\d/.test(unit)) return undefined;
  return { value, unit };
}

const decimal: Record<string, number> = { p: 1e-12, n: 1e-9, µ: 1e-6, μ: 1e-6, u: 1e-6, m: 1e-3, '': 1, k: 1e3, K: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 };
const binary: Record<string, number> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50 };
const small = new Set(['p', 'n', 'µ', 'μ', 'u', 'm']);
const bases: Record<string, string> = {
  B: 'B', byte: 'B', bytes: 'B', b: 'bit', bit: 'bit', bits: 'bit',
  FLOP: 'FLOP', FLOPs: 'FLOP', FLOPS: 'FLOP/s', s: 's', sec: 's', second: 's', seconds: 's',
  Hz: 'Hz', W: 'W', J: 'J', token: 'token', tokens: 'token', parameter: 'parameter', parameters: 'parameter',
};

/** A unit as a multiple of its base, e.g. GiB/s = 2^30 of B/s. Undefined for a unit not known here. */
export function unitFactor(unit: string): { factor: number; base: string } | undefined {
  const [head = '', ...tail] = unit.replace(/\s+/g, '').split('/');
  const per = tail.length > 0 ? `/${tail.join('/')}` : '';
  const prefixes = { ...binary, ...decimal };
  for (const prefix of Object.keys(prefixes).sort((a, b) => b.length - a.length)) {
    const base = head.startsWith(prefix) ? bases[head.slice(prefix.length)] : undefined;
    // Millibytes are a slip of the finger for megabytes: not read at all.
    if (base === undefined || (small.has(prefix) && !['s', 'W', 'J'].includes(base))) continue;
    return { factor: prefixes[prefix]!, base: base + per };
  }
  return undefined;
}

/** How many `to` one `from` is; undefined where they don't measure the same. */
export function conversion(from: string, to: string): number | undefined {
  if (from === to) return 1;
  const a = unitFactor(from);
  const b = unitFactor(to);
  return a && b && a.base === b.base ? a.factor / b.factor : undefined;
}
