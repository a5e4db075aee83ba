// Comparisons for checks. A failure names what was called, what came back, what was expected and the
// first place where they differ, and the misconception when the answer fits one.

import type { CloseOptions, Slip } from './comparison';
import { CheckFailure } from './failure';

const isList = (v: unknown): v is ArrayLike<number> =>
  Array.isArray(v) || (ArrayBuffer.isView(v) && !(v instanceof DataView));

/** Numbers with enough digits to see the difference, lists cut short. */
export function describe(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(8)));
  if (isList(value)) {
    const shown = Array.from(value as ArrayLike<unknown>, (v) => v).slice(0, 8).map(describe);
    return `[${shown.join(', ')}${value.length > 8 ? `, … ${value.length} in all` : ''}]`;
  }
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  if (value === undefined) return 'undefined';
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, 200);
  } catch {
    return 'an object';
  }
}

/** True when both are the same NaN or infinity, or within the relative tolerance. */
export function isClose(actual: unknown, expected: number, relative: number, floor = 1e-12): boolean {
  if (typeof actual !== 'number') return false;
  if (Number.isNaN(expected)) return Number.isNaN(actual);
  if (!Number.isFinite(expected)) return actual === expected;
  return Math.abs(actual - expected) <= relative * Math.max(Math.abs(expected), floor);
}

function firstDifference(actual: ArrayLike<number>, expected: ArrayLike<number>, options: CloseOptions): number {
  for (let i = 0; i < expected.length; i++)
    if (!isClose(actual[i], expected[i]!, options.relative, options.floor)) return i;
  return -1;
}

function matches(actual: unknown, slip: Slip, options: CloseOptions): boolean {
  if (!isList(slip.value)) return isClose(actual, slip.value, options.relative, options.floor);
  return isList(actual) && actual.length === slip.value.length && firstDifference(actual, slip.value, options) < 0;
}

function place(index: number, shape: readonly number[] | undefined): string {
  if (!shape || shape.length < 2) return `index ${index}`;
  const position: number[] = [];
  for (let axis = shape.length - 1, rest = index; axis >= 0; axis--) {
    position.unshift(rest % shape[axis]!);
    rest = Math.floor(rest / shape[axis]!);
  }
  return `[${position.join(', ')}]`;
}

/** Compares a number or a list of numbers within a relative tolerance. Throws CheckFailure. */
export function expectClose(actual: unknown, expected: number | ArrayLike<number>, options: CloseOptions): void {
  const base = { called: options.called, returned: describe(actual), expected: describe(expected) };
  let where: string | undefined;
  let message: string;
  if (!isList(expected)) {
    if (isClose(actual, expected, options.relative, options.floor)) return;
    message =
      typeof actual === 'number'
        ? `${options.called} gave ${base.returned}; expected ${base.expected}.`
        : `${options.called} gave ${base.returned}, which is not a number; expected ${base.expected}.`;
  } else if (!isList(actual)) {
    message = `${options.called} gave ${base.returned}; expected a list of ${expected.length} numbers.`;
  } else if (actual.length !== expected.length) {
    message = `${options.called} gave ${actual.length} numbers; expected ${expected.length}.`;
  } else {
    const index = firstDifference(actual, expected, options);
    if (index < 0) return;
    where = place(index, options.shape);
    message = `${options.called} first differs at ${where}: got ${describe(actual[index])}, expected ${describe(expected[index])}.`;
  }
  const slip = options.slips?.find((s) => matches(actual, s, options));
  if (slip) throw new CheckFailure({ ...base, where, message: `${message} ${slip.says}`, misconception: slip.misconception });
  throw new CheckFailure({ ...base, where, message });
}

/** Exact equality of plain data (by JSON, so NaN and undefined do not belong here). Throws CheckFailure. */
export function expectEqual(actual: unknown, expected: unknown, options: { called: string; says?: string; misconception?: string }): void {
  const plain = (v: unknown) => JSON.stringify(ArrayBuffer.isView(v) ? Array.from(v as unknown as ArrayLike<number>) : v);
  if (plain(actual) === plain(expected)) return;
  const returned = describe(actual);
  const wanted = describe(expected);
  throw new CheckFailure({
    message: `${options.called} gave ${returned}; expected ${wanted}.${options.says ? ` ${options.says}` : ''}`,
    misconception: options.misconception,
    called: options.called,
    returned,
    expected: wanted,
  });
}

/** Checks that a list has the length that a shape needs. Throws CheckFailure. */
export function expectShape(actual: unknown, shape: readonly number[], called: string): void {
  const length = shape.reduce((a, b) => a * b, 1);
  if (isList(actual) && actual.length === length) return;
  const returned = isList(actual) ? `${actual.length} numbers` : describe(actual);
  throw new CheckFailure({
    message: `${called} gave ${returned}; expected ${length} numbers, shape [${shape.join(', ')}].`,
    called,
    returned,
    expected: `${length} numbers, shape [${shape.join(', ')}]`,
  });
}
