import { describe, expect, it } from 'vitest';
import { elementFormat, elementName, elementParts } from './element-names';
import type { TracedMemory } from './results';

type Format = TracedMemory['format'];
const traced = (name: string, length: number, nameOf: (byte: number) => string, formatOf: (byte: number) => Format = () => 'f32', format: Format = 'f32', elementBytes = 4) => ({
  name,
  length,
  format,
  parts: elementParts({ name, format, nameOf, formatOf }, length, elementBytes),
});

describe('names of elements', () => {
  it('are plain for arrays of scalars and for scalars, and send nothing along', () => {
    const array = traced('a', 100, (b) => `a[${b / 4}]`);
    expect([array.parts, elementName(array, 7)]).toEqual([undefined, 'a[7]']);
    const scalar = traced('n', 1, () => 'n');
    expect([scalar.parts, elementName(scalar, 0)]).toEqual([undefined, 'n']);
  });

  it('repeat for arrays of vectors, of structs and of arrays', () => {
    const vectors = traced('v', 16, (b) => `v[${b >> 4}].${'xyzw'[(b >> 2) & 3]}`);
    expect(vectors.parts!.of).toHaveLength(4);
    expect(elementName(vectors, 13)).toBe('v[3].y');
    const tile = traced('tile', 6, (b) => `tile[${Math.floor(b / 12)}][${(b / 4) % 3}]`);
    expect([0, 5].map((e) => elementName(tile, e))).toEqual(['tile[0][0]', 'tile[1][2]']);
    const one = traced('one', 2, (b) => `one[0].${'xy'[b >> 2]}`);
    expect(elementName(one, 1)).toBe('one[0].y');
  });

  it('list the members of a struct, each with its own format', () => {
    const members = [['.size', 'u32'], ['.scale', 'f32']] as const;
    const params = traced('params', 2, (b) => `params${members[b >> 2]![0]}`, (b) => members[b >> 2]![1], 'bits');
    expect([0, 1].map((e) => [elementName(params, e), elementFormat(params, e)])).toEqual([['params.size', 'u32'], ['params.scale', 'f32']]);
  });

  it('fall back to numbers in a long struct', () => {
    const long = traced('buffer', 10_000, (b) => (b === 0 ? 'buffer.count' : `buffer.data[${b / 4 - 1}]`), () => 'u32', 'u32');
    expect([1, 4095, 5000].map((e) => elementName(long, e))).toEqual(['buffer.data[0]', 'buffer.data[4094]', 'buffer, word 5000']);
    expect(elementFormat(long, 5000)).toBe('u32');
  });
});
