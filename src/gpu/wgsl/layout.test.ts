import { describe, expect, it } from 'vitest';
import { checkModule } from './check';
import { alignOf, arrayStride, memberOffsets, nameOf, sizeOf } from './layout';
import type { Type } from './types';

const typeOf = (type: string, declarations = ''): Type => {
  const { bindings, problems } = checkModule(`enable f16; ${declarations} @group(0) @binding(0) var<storage> x: ${type};`);
  expect(problems).toEqual([]);
  return bindings[0]!.type;
};

describe('layout', () => {
  it.each([
    // The table of section 14.4.1.
    ['i32', 4, 4], ['f16', 2, 2], ['atomic<u32>', 4, 4], ['vec2f', 8, 8], ['vec2h', 4, 4], ['vec3f', 16, 12], ['vec3h', 8, 6], ['vec4f', 16, 16], ['vec4h', 8, 8],
    ['mat2x2f', 8, 16], ['mat3x2f', 8, 24], ['mat4x2f', 8, 32], ['mat2x3f', 16, 32], ['mat3x3f', 16, 48], ['mat4x3f', 16, 64], ['mat2x4f', 16, 32], ['mat4x4f', 16, 64],
    ['mat2x2h', 4, 8], ['mat2x3h', 8, 16], ['mat3x4h', 8, 24], ['array<vec3f, 4>', 16, 64], ['array<f32, 5>', 4, 20], ['array<mat2x2f, 3>', 8, 48],
  ])('%s aligns to %i and has %i bytes', (type, align, size) => {
    const made = typeOf(type.startsWith('atomic') ? 'u32' : type);
    expect([alignOf(made), sizeOf(made)]).toEqual([align, size]);
  });
  it("places members as the specification's example does", () => {
    const a = 'struct A { u: f32, v: f32, w: vec2f, x: f32 }';
    const b = 'struct B { a: vec2f, b: vec3f, c: f32, d: f32, e: A, f: vec3f, g: array<A, 3>, h: i32 }';
    const type = typeOf('B', a + b) as Type & { kind: 'struct' };
    expect(memberOffsets(type.struct)).toEqual([0, 16, 28, 32, 40, 64, 80, 152]);
    expect([alignOf(type), sizeOf(type)]).toEqual([16, 160]);
  });
  it('keeps @align and @size', () => {
    const type = typeOf('S', 'struct S { @size(16) a: f32, @align(32) b: u32, c: vec2f }') as Type & { kind: 'struct' };
    expect([memberOffsets(type.struct), alignOf(type), sizeOf(type)]).toEqual([[0, 32, 40], 32, 64]);
  });
  it('names what lies at a byte', () => {
    const type = typeOf('array<S>', 'struct S { n: u32, position: vec3f, m: mat2x3f, rows: array<vec2f, 2> }') as Type & { kind: 'array' };
    expect(arrayStride(type)).toBe(80);
    expect([0, 80 * 3 + 20, 36, 48, 76, 4].map((byte) => nameOf('a', type, byte))).toEqual(['a[0].n', 'a[3].position.y', 'a[0].m[0].y', 'a[0].m[1].x', 'a[0].rows[1].y', 'a[0].n']);
    expect(nameOf('scratch', typeOf('array<f32, 16>'), 48)).toBe('scratch[12]');
  });
});
