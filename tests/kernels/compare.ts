// What counts as equal: integers and bits exactly, floats within their allowance, 0 and −0 alike.

import type { GpuArray } from '@site/src/gpu/kernel';
import { floatOf, type ExpectedWord } from './case';

export type Buffers = Record<string, GpuArray>;

/** Differences that are told of one buffer before the rest is only counted. */
const told = 3;

function meets(data: GpuArray, at: number, expected: ExpectedWord): boolean {
  const value = data[at]!;
  if (expected === null) return true;
  if (typeof expected === 'number') return data instanceof Float32Array ? value === Math.fround(expected) : value >>> 0 === expected >>> 0;
  return Math.abs((data instanceof Float32Array ? value : floatOf(value)) - expected.value) <= expected.error;
}

const shown = (expected: ExpectedWord): string => (expected !== null && typeof expected === 'object' ? `${expected.value} ± ${expected.error.toPrecision(3)}` : String(expected));

function inOneLine(name: string, differences: string[]): string[] {
  if (differences.length === 0) return [];
  const more = differences.length > told ? ` and ${differences.length - told} more` : '';
  return [`${name}: ${differences.slice(0, told).join('; ')}${more}`];
}

/** What is wrong with buffers beside what a kernel must give; empty where nothing is. */
export function differencesFromExpected(buffers: Buffers, expected: Record<string, ArrayLike<ExpectedWord>>): string[] {
  return Object.entries(expected).flatMap(([name, words]) => {
    const data = buffers[name];
    if (!data) return [`${name}: no such buffer came back`];
    if (data.length !== words.length) return [`${name}: ${data.length} words came back, ${words.length} are expected`];
    const wrong = Array.from(words, (_, at) => at).filter((at) => !meets(data, at, words[at]!));
    return inOneLine(name, wrong.map((at) => `[${at}] is ${data[at]}, expected ${shown(words[at]!)}`));
  });
}

/** Where two runs of one kernel differ at all. */
export function differencesBetween(a: Buffers, b: Buffers): string[] {
  return Object.entries(a).flatMap(([name, data]) => {
    const other = b[name];
    if (!other || other.length !== data.length) return [`${name}: ${data.length} words beside ${other?.length ?? 'none'}`];
    const wrong = Array.from(data.keys()).filter((at) => data[at] !== other[at] && !(Number.isNaN(data[at]) && Number.isNaN(other[at])));
    return inOneLine(name, wrong.map((at) => `[${at}] is ${data[at]} beside ${other[at]}`));
  });
}
