// Checks of the formats: every code of the small ones, random numbers, ties, subnormals and the edge of the range, draws counted, and what
// PyTorch and torchao gave on stored inputs. Every number of these formats is exact in double precision, so all comparisons are exact.

import { check, defineChecks, fail, type CheckContext } from 'grader';
import type { Rng } from 'kit';
import pytorch from './fixtures/pytorch.json';
import { codeOf, decodedWrongly, formats, largestOf, neighbours, numbersOf, signBitOf, smallestNormalOf, valueOf, type DecodeMistake, type EncodeMistake, type Format } from './reference';
import { blocks, values } from './vectors';

type Reader = CheckContext['reader'];

interface Block {
  exponent: number;
  codes: number[];
}

const nameOf = (format: Format): string => {
  const known = Object.entries(formats).find(([, f]) => f.exponentBits === format.exponentBits && f.mantissaBits === format.mantissaBits && f.specials === format.specials);
  return known?.[0] ?? `{ exponentBits: ${format.exponentBits}, mantissaBits: ${format.mantissaBits}, specials: '${format.specials}' }`;
};

/** Sign, exponent and mantissa apart, e.g. 0b0_1111_110. */
function bits(code: number, { exponentBits, mantissaBits }: Format): string {
  if (!Number.isInteger(code) || code < 0 || code >= 2 ** (1 + exponentBits + mantissaBits)) return String(code);
  const digits = code.toString(2).padStart(1 + exponentBits + mantissaBits, '0');
  return `0b${[digits[0], digits.slice(1, 1 + exponentBits), digits.slice(1 + exponentBits)].filter(Boolean).join('_')}`;
}

/** Fields that nobody has an example of by heart. */
const randomFormat = (rng: Rng): Format => ({ exponentBits: rng.integer(2, 6), mantissaBits: rng.integer(1, 6), specials: rng.pick(['inf-nan', 'nan', 'none']) });

const same = (a: unknown, b: number) => a === b || (Number.isNaN(a) && Number.isNaN(b));
const sameList = (a: readonly unknown[], b: readonly number[]) => b.every((value, i) => same(a[i], value));

interface KnownSlip {
  misconception: string;
  values: number[];
  says: string;
}

interface Comparison {
  returned: readonly unknown[];
  expected: readonly number[];
  called(i: number): string;
  shown?(value: number): string;
  slips: KnownSlip[];
}

/** Fails at the first difference. A slip is named where all that came back fits it. */
function compare({ returned, expected, called, shown = String, slips }: Comparison): void {
  const i = expected.findIndex((value, at) => !same(returned[at], value));
  if (i < 0) return;
  const slip = slips.find((s) => sameList(returned, s.values));
  const text = (value: unknown) => (typeof value === 'number' ? shown(value) : `${JSON.stringify(value)}, which is no number`);
  fail({
    message: `${called(i)} gave ${text(returned[i])}; expected ${shown(expected[i]!)}.${slip ? ` ${slip.says}` : ''}`,
    misconception: slip?.misconception,
    called: called(i),
    returned: text(returned[i]),
    expected: shown(expected[i]!),
  });
}

// ---- Task 1

const decodeSays: Record<DecodeMistake, string> = {
  'subnormal-hidden-one': 'With an exponent field of 0 there is no hidden one: such a subnormal number is fraction · 2^(1 − bias), and a code of zeros is 0.',
  'subnormal-exponent': 'An exponent field of 0 means the exponent 1 − bias, the same as a field of 1. With 0 − bias the subnormal numbers are half as large, and a gap opens below the smallest normal one.',
  'bias-off-by-one': 'Everything is half as large: the bias is 2^(exponentBits − 1) − 1, not 2^(exponentBits − 1).',
  'specials-of-ieee': 'An exponent of all ones is special only where `specials` says so. E4M3 gives up one code for NaN and keeps the other numbers of its top binade (256 to 448); E2M1 has no special code at all.',
  'specials-ignored': 'This format has special codes, and here they were read as numbers. See what `specials` says of an exponent of all ones.',
  'twos-complement': 'The lower bits were read as a two’s complement. In a floating-point code the sign bit only flips the sign; exponent and mantissa mean the same with it.',
  'hidden-one-missing': 'A normal number has a hidden one before its fraction: (1 + mantissa / 2^mantissaBits) · 2^(field − bias).',
};

async function compareDecoded(reader: Reader, codes: readonly number[], format: Format, expected = codes.map((code) => valueOf(code, format))): Promise<void> {
  const returned: unknown[] = [];
  for (const code of codes) returned.push(await reader.call('decode', code, format));
  compare({
    returned,
    expected,
    called: (i) => `decode(${bits(codes[i]!, format)}, ${nameOf(format)})`,
    slips: (Object.keys(decodeSays) as DecodeMistake[]).map((misconception) => ({ misconception, says: decodeSays[misconception], values: codes.map((code) => decodedWrongly(code, format, misconception)) })),
  });
}

const allCodes = (format: Format) => Array.from({ length: 2 * signBitOf(format) }, (_, code) => code);

const decodeSmall = check('every-code', 'Every code of E2M1, E3M2, E2M3 and E5M2', async ({ reader }) => {
  for (const format of [formats.E2M1, formats.E3M2, formats.E2M3, formats.E5M2]) await compareDecoded(reader, allCodes(format), format);
});

const decodePytorch = check('pytorch', `Every code of E4M3, as PyTorch ${pytorch.versions.torch} reads it`, async ({ reader }) => {
  await compareDecoded(reader, allCodes(formats.E4M3), formats.E4M3, pytorch.e4m3Values.map((value) => value ?? NaN));
});

const decodeWide = check('wide', 'Random codes of fp16, bf16 and of formats that nobody has', async ({ reader, rng }) => {
  for (const format of [formats.fp16, formats.bf16, randomFormat(rng), randomFormat(rng)]) {
    const most = 2 * signBitOf(format) - 1;
    const subnormal = 2 ** format.mantissaBits - 1;
    const codes = [0, subnormal, subnormal + 1, signBitOf(format) + rng.integer(1, subnormal), numbersOf(format).length - 1, numbersOf(format).length, signBitOf(format) - 1];
    await compareDecoded(reader, [...codes.filter((code) => code <= most), ...Array.from({ length: 25 }, () => rng.integer(0, most))], format);
  }
});

// ---- Task 2

const encodeSays: Record<EncodeMistake, string> = {
  truncates: 'The bits that do not fit were cut off, so every magnitude came out too small. Round to the nearer neighbour.',
  'half-away-from-zero': 'This number lies exactly between two codes, and ties went away from zero (Math.round does that). A tie goes to the even code, so that ties cancel in a long sum.',
  'half-toward-zero': 'This number lies exactly between two codes, and ties went toward zero. A tie goes to the even code, up as often as down.',
  'carry-lost': 'Rounding up filled the mantissa, and the carry was lost: after 1.111… comes 1.000… with the next exponent.',
  'subnormals-flushed': 'Numbers below the smallest normal one became 0. With the exponent field 0 there are more of them, evenly spaced down to 2^(1 − bias − mantissaBits).',
  'rounded-twice': 'This subnormal number was rounded to a full mantissa first and then again to the step of the subnormals; the first rounding made a tie of it. Choose the step first, and round once.',
  'sign-of-underflow-lost': 'A negative number that rounds to zero keeps its sign: the code of −0, with the sign bit set.',
  'sign-of-zero-lost': '−0 has the sign bit set. (x < 0 is false for it; Object.is(x, -0) tells.)',
  'overflow-too-early': 'This number is larger than the largest of the format, but nearer to it than to where the next one would stand. Round first; then see whether the result is beyond the range.',
  'saturates-everywhere': 'This format has an infinity, and what rounds past the largest number becomes it. Saturating is for formats without one.',
  'infinity-where-none': 'This format has no infinity; the code that IEEE would give it is an ordinary number or NaN here. What is too large becomes the largest number.',
  'overflow-to-nan': 'What is too large became NaN (or the code where other formats have it). Here it saturates to the largest number, as in the hardware’s conversion with satfinite.',
  'twos-complement': 'Negative numbers came out in two’s complement. Set the sign bit and leave the rest as for the positive number.',
};

function encodeSlips(xs: readonly number[], format: Format): KnownSlip[] {
  return (Object.keys(encodeSays) as EncodeMistake[]).map((misconception) => ({ misconception, says: encodeSays[misconception], values: xs.map((x) => codeOf(x, format, misconception)) }));
}

const shownNumber = (x: number) => (Object.is(x, -0) ? '-0' : String(x));

async function compareEncoded(reader: Reader, xs: readonly number[], format: Format, expected = xs.map((x) => codeOf(x, format))): Promise<void> {
  const returned: unknown[] = [];
  for (const x of xs) returned.push(await reader.call('encode', x, format));
  compare({ returned, expected, called: (i) => `encode(${shownNumber(xs[i]!)}, ${nameOf(format)})`, shown: (code) => bits(code, format), slips: encodeSlips(xs, format) });
}

const random = (rng: Rng, format: Format) => {
  const [low, high] = [Math.log2(smallestNormalOf(format)), Math.floor(Math.log2(largestOf(format)))];
  // A float32 number, as they are converted in practice.
  return Math.fround((1 + rng.uniform()) * 2 ** rng.integer(low, high - 1) * rng.pick([-1, 1]));
};

/** Between two neighbouring codes, at `part` of the gap. */
const between = (format: Format, below: number, part: number) => {
  const [a, b] = [numbersOf(format)[below]!, numbersOf(format)[below + 1]!];
  return a + part * (b - a);
};

const encodeNearest = check('nearest', 'Random numbers, to the nearer neighbour', async ({ reader, rng }) => {
  for (const format of [formats.E4M3, formats.E5M2, formats.E2M1, formats.fp16, randomFormat(rng)]) {
    const binades = numbersOf(format).length / 2 ** format.mantissaBits;
    const carries = Array.from({ length: 3 }, () => between(format, rng.integer(2, Math.floor(binades) - 1) * 2 ** format.mantissaBits - 1, 0.75));
    await compareEncoded(reader, [1, -1, ...carries, ...Array.from({ length: 25 }, () => random(rng, format))], format);
  }
});

const encodeTies = check('ties', 'Ties, to the even code', async ({ reader, rng }) => {
  for (const format of [formats.E4M3, formats.fp16, formats.E2M1, randomFormat(rng)]) {
    const first = 2 ** format.mantissaBits;
    const last = numbersOf(format).length - 2;
    // Even below and odd below, in turn, and two that are no ties.
    const ties = Array.from({ length: 12 }, (_, i) => 2 * rng.integer(Math.ceil(first / 2), Math.floor((last - 1) / 2)) + (i % 2)).map((below) => between(format, below, 0.5) * rng.pick([-1, 1]));
    await compareEncoded(reader, [...ties, between(format, first, 0.75), between(format, first + 1, 0.6)], format);
  }
});

const encodeSmall = check('subnormal', 'Subnormal numbers, and zeros of both signs', async ({ reader, rng }) => {
  for (const format of [formats.E4M3, formats.fp16, formats.E5M2, formats.E2M3]) {
    const perBinade = 2 ** format.mantissaBits;
    const least = numbersOf(format)[1]!;
    // A little below 1.5 steps: a first rounding to a full mantissa makes a tie of it, which the second takes to 2.
    const doubtful = between(format, 1, 0.5 - 2 ** -(format.mantissaBits + 3));
    const some = Array.from({ length: 8 }, () => between(format, rng.integer(0, perBinade - 1), rng.pick([0.3, 0.6, 0.9, 0])) * rng.pick([-1, 1]));
    const edges = [0, least, least / 2, 0.75 * least, between(format, perBinade - 1, 0.75), doubtful];
    await compareEncoded(reader, [...edges, ...some], format);
    await compareEncoded(reader, [-0, -least / 4, -least, 0, -1e-30], format);
  }
});

const encodeLarge = check('overflow', 'The largest number, a little more, and far too much', async ({ reader, rng }) => {
  for (const format of [formats.fp16, formats.E4M3, formats.E2M1, formats.E5M2, { ...randomFormat(rng), specials: 'inf-nan' } satisfies Format]) {
    const top = largestOf(format);
    const gap = top - numbersOf(format).at(-2)!;
    const sign = rng.pick([-1, 1]);
    await compareEncoded(reader, [top, top + gap / 4, top + gap / 2, top + 0.75 * gap, top + gap, 3 * top, 1e30, Infinity].map((x) => sign * x), format);
    if (format.specials === 'none') continue;
    const code = await reader.call('encode', NaN, format);
    if (typeof code !== 'number' || !Number.isInteger(code) || code < 0 || code >= 2 * signBitOf(format) || !Number.isNaN(valueOf(code, format)))
      fail({ message: `encode(NaN, ${nameOf(format)}) gave ${typeof code === 'number' ? bits(code, format) : JSON.stringify(code)}, which is no NaN. A code with all ones after the sign is one in this format.`, misconception: 'nan-lost', called: `encode(NaN, ${nameOf(format)})` });
  }
});

const encodePytorch = check('pytorch', `As PyTorch ${pytorch.versions.torch} casts the stored inputs`, async ({ reader }) => {
  for (const [name, format] of [['fp16', formats.fp16], ['bf16', formats.bf16], ['e4m3', formats.E4M3], ['e5m2', formats.E5M2]] as const) await compareEncoded(reader, values(90, 1, 22), format, pytorch.codes[name]);
});

// ---- Task 3

const drawCount = 400;

/** One u in each of `drawCount` equal parts of [0, 1), shuffled: whichever rule compares u with the fraction, the count is right to within one. */
const evenDraws = (rng: Rng) => rng.shuffle(Array.from({ length: drawCount }, (_, i) => (i + rng.uniform()) / drawCount));

async function drawn(reader: Reader, x: number, us: readonly number[], format: Format): Promise<number[]> {
  const results: number[] = [];
  for (const u of us) results.push(await reader.call<number>('roundStochastically', x, u, format));
  return results;
}

function expectNeighbours(results: readonly number[], us: readonly number[], x: number, format: Format): void {
  const { below, above } = neighbours(x, format);
  const around = [below, above].map((code) => Math.sign(x) * numbersOf(format)[code]!);
  const at = results.findIndex((value) => !around.some((n) => n === value));
  if (at < 0) return;
  const called = `roundStochastically(${x}, ${us[at]}, ${nameOf(format)})`;
  const exact = below === above;
  const shown = String(results[at]);
  fail({
    message: `${called} gave ${shown}; ${exact ? `${x} is a number of the format, so nothing is to be drawn` : `its neighbours in the format are ${around[0]} and ${around[1]}`}.`,
    misconception: exact ? 'exact-number-moved' : 'no-neighbour',
    called,
    returned: shown,
    expected: around.join(' or '),
  });
}

const stochasticNeighbours = check('neighbours', 'One of the two neighbours; an exact number stays', async ({ reader, rng }) => {
  for (const format of [formats.bf16, formats.E4M3, formats.E2M1, randomFormat(rng)]) {
    const codes = numbersOf(format).length;
    for (let i = 0; i < 8; i++) {
      const below = i < 2 ? rng.integer(0, 2 ** format.mantissaBits - 1) : rng.integer(0, codes - 2);
      const x = between(format, below, i % 4 === 3 ? 0 : rng.uniform()) * rng.pick([-1, 1]);
      const us = [0, rng.uniform(), 1 - 2 ** -32];
      expectNeighbours(await drawn(reader, x, us, format), us, x, format);
    }
  }
});

const percent = (share: number) => `${Number((100 * share).toPrecision(3))} %`;

const stochasticUnbiased = check('unbiased', `Of ${drawCount} draws, as many go up as the fraction says`, async ({ reader, rng }) => {
  for (const [format, part] of [[formats.bf16, 0.1 + 0.3 * rng.uniform()], [formats.E4M3, 0.6 + 0.3 * rng.uniform()], [formats.E2M1, rng.pick([0.25, 0.75])]] as const) {
    // A normal number and a subnormal one (E2M1 has the one subnormal gap below 0.5).
    for (const below of [rng.integer(2 ** format.mantissaBits, numbersOf(format).length - 2), rng.integer(0, 2 ** format.mantissaBits - 1)]) {
      const x = between(format, below, part) * rng.pick([-1, 1]);
      const fraction = neighbours(x, format).part;
      const us = evenDraws(rng);
      const results = await drawn(reader, x, us, format);
      expectNeighbours(results, us, x, format);
      const away = results.filter((value) => Math.abs(value) > Math.abs(x)).length;
      // An even spread of u leaves one draw of doubt.
      if (Math.abs(away - fraction * drawCount) <= 1) continue;
      const mean = results.reduce((sum, value) => sum + value, 0) / drawCount;
      const called = `roundStochastically(${x}, u, ${nameOf(format)}) for ${drawCount} evenly spread u`;
      const near = (share: number) => Math.abs(away / drawCount - share) <= 1.5 / drawCount;
      const [misconception, says] = near(fraction < 0.5 ? 0 : 1)
        ? ['draw-ignored', 'That is rounding to nearest: the draw changed nothing. u decides, and the nearer neighbour only gets the larger share.']
        : near(1 - fraction)
          ? ['shares-exchanged', 'The shares are exchanged. The closer x is to a neighbour, the likelier that one: up with probability (x − lower) / gap.']
          : near(0.5)
            ? ['fair-coin', 'Both neighbours were equally likely. The mean is x only when the chance of going up is (x − lower) / gap.']
            : [undefined, 'Up with probability (x − lower) / gap makes the mean equal to x.'];
      fail({ message: `${called} went away from zero ${away} times, ${percent(away / drawCount)}; x lies at ${percent(fraction)} of the gap. The mean is ${mean}. ${says}`, misconception, called, returned: `${away} of ${drawCount}`, expected: `${Math.round(fraction * drawCount)} of ${drawCount}` });
    }
  }
});

// ---- Task 4

const E2M1 = formats.E2M1;
const exponentFor = (list: readonly number[], rule: (log: number) => number = Math.floor, ofElement = 2, least = -127) =>
  Math.max(rule(Math.log2(list.reduce((most, x) => Math.max(most, Math.abs(x)), 0))) - ofElement, least);
const codesFor = (list: readonly number[], exponent: number) => list.map((x) => codeOf(x / 2 ** exponent, E2M1));

function blockOf(returned: unknown, called: string): Block {
  const block = returned as Block;
  if (typeof block !== 'object' || block === null || !Number.isInteger(block.exponent) || !Array.isArray(block.codes)) fail({ message: `${called} gave ${JSON.stringify(returned)}; expected { exponent, codes } with a whole exponent.`, called });
  return block;
}

interface GivenBlock {
  list: readonly number[];
  called: string;
}

/** All exponents first, so that a rule for them is told by all of them; then the codes, block by block. */
async function compareBlocks(reader: Reader, given: readonly GivenBlock[], stored?: readonly Block[]): Promise<void> {
  const returned: Block[] = [];
  for (const { list, called } of given) returned.push(blockOf(await reader.call('encodeBlock', list), called));
  const by = (rule: (list: readonly number[]) => number) => given.map(({ list }) => rule(list));
  const expected = stored?.map(({ exponent }) => exponent) ?? by((list) => exponentFor(list));
  compare({
    returned: returned.map(({ exponent }) => exponent),
    expected,
    called: (i) => `the exponent of ${given[i]!.called}`,
    slips: [
      { misconception: 'element-range-forgotten', values: by((list) => Math.max(exponentFor(list, Math.floor, 0), -127)), says: 'The largest magnitude was brought to 1. E2M1 reaches up to 6 = 1.5 · 2^2, so two binades of it stay unused: subtract its largest exponent, 2.' },
      { misconception: 'scale-rounded-up', values: by((list) => exponentFor(list, Math.ceil)), says: 'The scale was rounded up, so that nothing saturates. The standard takes the floor of the logarithm: the largest magnitudes may saturate, and all others get finer steps.' },
      { misconception: 'scale-rounded-to-nearest', values: by((list) => exponentFor(list, Math.round)), says: 'The logarithm was rounded to nearest. Take its floor, as OCP’s specification does.' },
      { misconception: 'exponent-of-inverse', values: by((list) => -exponentFor(list)), says: 'The sign is turned round: values are divided by 2^exponent on the way in, and multiplied by it on the way out.' },
      { misconception: 'largest-instead-of-magnitude', values: by((list) => exponentFor(list.map((x) => Math.max(x, 0)))), says: 'The largest number was taken, but a negative one has the larger magnitude. Take absolute values.' },
      { misconception: 'exponent-below-range', values: by((list) => exponentFor(list, Math.floor, 2, -Infinity)), says: 'The exponent is stored in eight bits, as E8M0, which ends at −127. Do not go below it.' },
    ],
  });
  for (const [b, { list, called }] of given.entries()) {
    const scale = expected[b]!;
    const codes = returned[b]!.codes;
    if (codes.length !== list.length) fail({ message: `${called} gave ${codes.length} codes for ${list.length} values.`, called });
    compare({
      returned: codes,
      expected: stored?.[b]!.codes ?? codesFor(list, scale),
      called: (i) => `${called.replace(/,$/, '')}: code ${i}, of ${list[i]} with the scale 2^${scale},`,
      shown: (code) => bits(code, E2M1),
      slips: [
        { misconception: 'multiplied-by-scale', values: codesFor(list, -scale), says: 'The values were multiplied by the scale. Divide by it: what is stored times the scale must give the value back.' },
        { misconception: 'not-scaled', values: codesFor(list, 0), says: 'The values were encoded as they are. Divide by the scale first.' },
        ...encodeSlips(list.map((x) => x / 2 ** scale), E2M1),
      ],
    });
  }
}

/** 32 values, `largest` among them; those of the other sign are less than half as large. */
const randomBlock = (rng: Rng, largest: number) => rng.shuffle([largest, ...Array.from({ length: 31 }, () => Math.fround(largest * (0.95 - 1.4 * rng.uniform())))]);

const blockScale = check('scale', 'The shared exponent, and codes that fit it', async ({ reader, rng }) => {
  // In half of the blocks the largest magnitude is a negative number's.
  const largest = [1.1, -1.9, -1.45, 1].map((part) => Math.fround((part + Math.sign(part) * (Math.abs(part) === 1 ? 0 : 0.04 * rng.uniform())) * 2 ** (rng.integer(3, 20) * rng.pick([-1, 1]))));
  await compareBlocks(reader, largest.map((most) => ({ list: randomBlock(rng, most), called: `encodeBlock of 32 values, ${most} the largest in magnitude,` })));
});

const blockEdges = check('edges', 'One value among zeros, very small ones, a block of zeros', async ({ reader, rng }) => {
  const alone = Array.from({ length: 32 }, () => 0);
  alone[rng.integer(0, 31)] = -(2 ** rng.integer(-9, 9));
  await compareBlocks(reader, [{ list: alone, called: 'encodeBlock of one power of two among zeros' }]);
  await compareBlocks(reader, [{ list: randomBlock(rng, 2 ** -rng.integer(127, 140)), called: 'encodeBlock of values near the end of float32' }]);
  await compareBlocks(reader, [{ list: Array.from({ length: 32 }, () => 0), called: 'encodeBlock of 32 zeros' }]);
});

const blockTorchao = check('torchao', `As torchao ${pytorch.versions.torchao} encodes the stored blocks`, async ({ reader }) => {
  const stored = pytorch.mxfp4.exponents.map((exponent, b) => ({ exponent, codes: pytorch.mxfp4.codes.slice(32 * b, 32 * b + 32) }));
  await compareBlocks(reader, blocks().map((list, b) => ({ list, called: `encodeBlock of stored block ${b}` })), stored);
});

export default defineChecks({
  async demo({ reader, show }) {
    const some = [0.1, 1 / 3, 0.004, 100, 449, 65519, 1e-5];
    const columns = ['E2M1', 'E4M3', 'E5M2', 'bf16', 'fp16'] as const;
    const rows: (string | number)[][] = [];
    for (const x of some) {
      const row: (string | number)[] = [Number(x.toPrecision(5))];
      for (const name of columns) row.push(Number((await reader.call<number>('decode', await reader.call('encode', x, formats[name]), formats[name])).toPrecision(6)));
      rows.push(row);
    }
    show({ kind: 'table', id: 'formats', columns: ['a number', ...columns], rows, caption: 'The nearest number of each format, by your encode and decode.' });
  },
  tasks: {
    decode: [decodeSmall, decodePytorch, decodeWide],
    encode: [encodeNearest, encodeTies, encodeSmall, encodeLarge, encodePytorch],
    stochastic: [stochasticNeighbours, stochasticUnbiased],
    block: [blockScale, blockEdges, blockTorchao],
  },
});
