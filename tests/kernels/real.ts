// A real number with the largest error that WGSL allows whoever computes it in f32: reference results of the corpus.
// Values are f64; each operation carries its operands' errors to first order and adds its own from the table below.
// Not here: intervals that are tight. An allowance may be somewhat larger than it must be, never smaller.

export interface Real {
  value: number;
  /** Absolute. */
  error: number;
}

/** An operand: a plain number is exact. */
export type Term = number | Real;

const smallest = 2 ** -149;
const smallestNormal = 2 ** -126;
const exponentOf = (x: number): number => {
  const size = Math.abs(x);
  if (!(size > smallestNormal)) return -126;
  const guess = Math.floor(Math.log2(size));
  return 2 ** guess > size ? guess - 1 : 2 ** (guess + 1) <= size ? guess + 1 : guess;
};

/** Distance between neighbouring f32 numbers at x. */
export const ulp = (x: number): number => 2 ** (exponentOf(x) - 23);

/**
 * Accuracy of WGSL's f32 operations: https://www.w3.org/TR/WGSL/#floating-point-accuracy, as absolute error at the exact arguments.
 * "Correctly rounded" there means either neighbour, hence 1 ulp. What a denormal may be flushed to is added in `made`.
 */
export const accuracy = {
  correctlyRounded: (result: number) => ulp(result),
  divide: (result: number) => 2.5 * ulp(result),
  exp: (result: number, x: number) => (3 + 2 * Math.abs(x)) * ulp(result),
  /** Also log2: absolute near 1, where the result vanishes. */
  log: (result: number, x: number) => (x >= 0.5 && x <= 2 ? 2 ** -21 : 3 * ulp(result)),
  inverseSqrt: (result: number) => 2 * ulp(result),
  /** sin and cos, for arguments in [−π, π]. */
  sine: () => 2 ** -11,
  /** atan, atan2. */
  arctangent: (result: number) => 4096 * ulp(result),
  /** The worse of this and the inherited one. */
  acos: () => 6.77e-5,
  asin: () => 6.81e-5,
  tanh: () => 1e-5,
  /** unpack4x8snorm and its kin. */
  unpackNorm: (result: number) => 3 * ulp(result),
} as const;

const real = (x: Term): Real => (typeof x === 'number' ? { value: x, error: 0 } : x);

const isExact = (x: Real) => x.error === 0;

/** A result with what its operands bring along and what the operation itself may err, `own`, taken at the far end of the range. */
function made(value: number, inherited: number, own: (result: number) => number, operandsExact: boolean): Real {
  if (operandsExact && inherited === 0 && Math.fround(value) === value) return { value, error: 0 };
  const flushed = Math.abs(value) - inherited < smallestNormal ? smallestNormal : 0;
  return { value, error: inherited + own(Math.abs(value) + inherited) + flushed };
}

const { correctlyRounded } = accuracy;

export function add(a: Term, b: Term): Real {
  const [x, y] = [real(a), real(b)];
  return made(x.value + y.value, x.error + y.error, correctlyRounded, isExact(x) && isExact(y));
}

const neg = (a: Term): Real => ({ value: -real(a).value, error: real(a).error });
export const sub = (a: Term, b: Term): Real => add(a, neg(b));

export function mul(a: Term, b: Term): Real {
  const [x, y] = [real(a), real(b)];
  const inherited = Math.abs(x.value) * y.error + Math.abs(y.value) * x.error + x.error * y.error;
  return made(x.value * y.value, inherited, correctlyRounded, isExact(x) && isExact(y));
}

export function div(a: Term, b: Term): Real {
  const [x, y] = [real(a), real(b)];
  const value = x.value / y.value;
  const closest = Math.abs(y.value) - y.error;
  if (!(closest > 0)) throw new RangeError(`division by ${y.value} ± ${y.error} has no bound`);
  return made(value, (x.error + Math.abs(value) * y.error) / closest, accuracy.divide, false);
}

/** Σ terms in any order and grouping: each of the n − 1 additions may round at the size of Σ |terms|. */
export function sum(terms: readonly Term[]): Real {
  const parts = terms.map(real);
  const value = parts.reduce((total, x) => total + x.value, 0);
  const inherited = parts.reduce((total, x) => total + x.error, 0);
  const size = parts.reduce((total, x) => total + Math.abs(x.value) + x.error, 0);
  // Multiples of one power of two whose sums stay below 2^24 of it add without rounding.
  const grain = parts.reduce((least, x) => Math.min(least, grainOf(x.value)), Infinity);
  if (inherited === 0 && size <= grain * 2 ** 24) return { value, error: 0 };
  return { value, error: inherited + Math.max(0, parts.length - 1) * ulp(size) + (size < smallestNormal ? smallestNormal : 0) };
}

/** Largest power of two (from 2^−40) that x is a multiple of; 2^−1000 below that. */
function grainOf(x: number): number {
  if (x === 0) return Infinity;
  for (let grain = 2 ** exponentOf(x); grain >= 2 ** -40; grain /= 2) if (Number.isInteger(x / grain)) return grain;
  return 2 ** -1000;
}

export const dot = (a: readonly Term[], b: readonly Term[]): Real => sum(a.map((x, i) => mul(x, b[i]!)));

/** A function of one variable: `slope` bounds |f′| around x. */
function unary(a: Term, f: (x: number) => number, slope: (x: Real) => number, own: (result: number, x: Real) => number): Real {
  const x = real(a);
  return made(f(x.value), x.error === 0 ? 0 : slope(x) * x.error, (result) => own(result, x), false);
}

const far = (x: Real) => Math.abs(x.value) + x.error;
const near = (x: Real) => Math.max(Math.abs(x.value) - x.error, smallest);

export const exp = (a: Term): Real => unary(a, Math.exp, (x) => Math.exp(x.value + x.error), (r, x) => accuracy.exp(r, far(x)));
export const exp2 = (a: Term): Real => unary(a, (x) => 2 ** x, (x) => Math.LN2 * 2 ** (x.value + x.error), (r, x) => accuracy.exp(r, far(x)));
export const log = (a: Term): Real => unary(a, Math.log, (x) => 1 / near(x), (r, x) => accuracy.log(r, x.value));
export const log2 = (a: Term): Real => unary(a, Math.log2, (x) => 1 / (Math.LN2 * near(x)), (r, x) => accuracy.log(r, x.value));
export const inverseSqrt = (a: Term): Real => unary(a, (x) => 1 / Math.sqrt(x), (x) => 0.5 * near(x) ** -1.5, (r) => accuracy.inverseSqrt(r));
/** Inherited from 1 / inverseSqrt(x). */
export function sqrt(a: Term): Real {
  const x = real(a);
  if (x.value === 0 && x.error === 0) return x;
  return unary(x, Math.sqrt, (y) => 0.5 / Math.sqrt(near(y)), (r) => 4.5 * ulp(r));
}

const inHalfTurn = (x: Real): number => {
  if (far(x) > Math.PI) throw new RangeError(`WGSL bounds no error of sin and cos at ${x.value}`);
  return accuracy.sine();
};
export const sin = (a: Term): Real => unary(a, Math.sin, () => 1, (_, x) => inHalfTurn(x));
export const cos = (a: Term): Real => unary(a, Math.cos, () => 1, (_, x) => inHalfTurn(x));
export const tan = (a: Term): Real => div(sin(a), cos(a));
export const atan = (a: Term): Real => unary(a, Math.atan, () => 1, (r) => accuracy.arctangent(r));

export function atan2(a: Term, b: Term): Real {
  const [y, x] = [real(a), real(b)];
  const inherited = (y.error + x.error) / Math.hypot(y.value, x.value);
  return made(Math.atan2(y.value, x.value), inherited, accuracy.arctangent, false);
}

const atLeast = (x: Real, error: number): Real => ({ value: x.value, error: Math.max(x.error, error) });
const withValue = (x: Real, value: number): Real => ({ value, error: x.error + Math.abs(value - x.value) });

/** sinh, cosh, tanh, asinh, acosh, atanh, asin, acos: inherited from the expressions that WGSL names. */
export const sinh = (a: Term): Real => mul(sub(exp(a), exp(neg(a))), 0.5);
export const cosh = (a: Term): Real => mul(add(exp(a), exp(neg(a))), 0.5);
export const tanh = (a: Term): Real => atLeast(withValue(div(sinh(a), cosh(a)), Math.tanh(real(a).value)), accuracy.tanh() + real(a).error);
export const asinh = (a: Term): Real => withValue(log(add(a, sqrt(add(mul(a, a), 1)))), Math.asinh(real(a).value));
export const acosh = (a: Term): Real => withValue(log(add(a, sqrt(sub(mul(a, a), 1)))), Math.acosh(real(a).value));
export const atanh = (a: Term): Real => withValue(mul(log(div(add(1, a), sub(1, a))), 0.5), Math.atanh(real(a).value));
export const asin = (a: Term): Real => atLeast(withValue(atan2(a, sqrt(sub(1, mul(a, a)))), Math.asin(real(a).value)), accuracy.asin());
export const acos = (a: Term): Real => atLeast(withValue(atan2(sqrt(sub(1, mul(a, a))), a), Math.acos(real(a).value)), accuracy.acos());
export const pow = (a: Term, b: Term): Real => withValue(exp2(mul(b, log2(a))), real(a).value ** real(b).value);

/** Exact on exact operands; otherwise at most the larger of both errors. */
const chosen = (a: Term, b: Term, value: number): Real => ({ value, error: Math.max(real(a).error, real(b).error) });
export const max = (a: Term, b: Term): Real => chosen(a, b, Math.max(real(a).value, real(b).value));

/** x (1 − t) + y t. */
export const mix = (x: Term, y: Term, t: Term): Real => add(mul(x, sub(1, t)), mul(y, t));
export const length = (v: readonly Term[]): Real => sqrt(dot(v, v));

/** A number known to within `error`, e.g. from the table of accuracies. */
export const within = (value: number, error: number): Real => ({ value, error });
