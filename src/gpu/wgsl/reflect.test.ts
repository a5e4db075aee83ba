import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardLoops, loopCap } from './guard';
import { tokenize } from './lexer';
import { reflect } from './reflect';

const source = `
enable f16; // a comment with @group(9) @binding(9) var<storage> trap: array<f32>;
/* and /* one */ @compute @workgroup_size(9) fn trap() {} */
const side = 2 * (1 + 3);
override wide: u32 = 16u;
@id(7) override scale: f32 = 1.0;
alias Numbers = array<vec4f>;
struct Params { @size(16) n: u32, @align(8) m: vec2<u32> }
struct Mixed { n: u32, x: f32 }

@group(0) @binding(0) var<uniform> params: Params;
@binding(1) @group(0) var<storage, read> x: Numbers;
@group(1) @binding(2) var<storage, read_write> counts : array<atomic<i32>, 4>;
@group(1) @binding(3) var<storage,read> mixed: array<Mixed>;
var<workgroup> tile: array<f32, side>;
var<private> p: u32 = 3;

fn sum(a: array<f32, 4>) -> vec2<f32> { var s = 0.0; for (var i = 0; i < 4; i++) { s += a[i]; } return vec2f(s); }
fn deep() { while p < 3 { p++; sum(array<f32, 4>()); } }

@compute @workgroup_size(side, 4u)
fn main(@builtin(global_invocation_id) id: vec3<u32>) { loop { if id.x > 1 { break; } continuing { p++; } } deep(); }

@workgroup_size(wide) @compute
fn other() {}
`;

describe('reflect', () => {
  const reflection = reflect(source);
  it('finds bindings by name, with access, space and scalar', () => {
    expect(reflection.bindings).toEqual([
      { name: 'params', group: 0, binding: 0, space: 'uniform', writable: false, type: 'Params', scalar: 'u32' },
      { name: 'x', group: 0, binding: 1, space: 'storage', writable: false, type: 'Numbers', scalar: 'f32' },
      { name: 'counts', group: 1, binding: 2, space: 'storage', writable: true, type: 'array<atomic<i32>, 4>', scalar: 'i32' },
      { name: 'mixed', group: 1, binding: 3, space: 'storage', writable: false, type: 'array<Mixed>', scalar: undefined },
    ]);
  });
  it('finds entry points and their sizes, from constants and overrides', () => {
    expect(reflection.entryNames).toEqual(['main', 'other']);
    expect(reflection.entry('main').workgroupSize).toEqual([8, 4, 1]);
    expect(reflection.entry('other').workgroupSize).toEqual([16, 1, 1]);
    expect(reflection.entry('other', { wide: 4 }).workgroupSize).toEqual([4, 1, 1]);
    expect(() => reflection.entry('mian')).toThrow('Your code has no @compute function "mian". It has main, other.');
    expect([...reflection.overrides]).toEqual([['wide', 'wide'], ['scale', '7']]);
  });
  it('finds functions, what they call and where their loops are', () => {
    expect(reflection.functions.map(({ name, calls, loops, returns }) => ({ name, calls, loops: loops.length, returns }))).toEqual([
      { name: 'sum', calls: [], loops: 1, returns: 'vec2<f32>' },
      { name: 'deep', calls: ['sum'], loops: 1, returns: '' },
      { name: 'main', calls: ['deep'], loops: 1, returns: '' },
      { name: 'other', calls: [], loops: 0, returns: '' },
    ]);
  });
  it('cuts a text into tokens that give it back', () => {
    const texts = (wgsl: string) => tokenize(wgsl).tokens.map((token) => token.text);
    expect(texts(texts(source).slice(0, -1).join(' '))).toEqual(texts(source));
  });
});

describe('guard', () => {
  const reflection = reflect(source);
  it('adds one counter a loop, at the top of its function, and moves no line', () => {
    const { code, binding } = guardLoops(source, reflection)!;
    expect(code.split('\n').slice(0, source.split('\n').length)).toHaveLength(source.split('\n').length);
    expect(code.match(/var loopGuard\d = 0u;/g)).toHaveLength(3);
    expect(code).toContain('fn sum(a: array<f32, 4>) -> vec2<f32> { var loopGuard0 = 0u; var s = 0.0; for (var i = 0; i < 4; i++) { loopGuard0 += 1u;');
    expect(code).toContain('return vec2<f32>(); }');
    expect(binding).toBe(2);
    expect(code.split('\n').findIndex((line) => line.includes('loopGuard2 += 1u'))).toBe(source.split('\n').findIndex((line) => line.includes('loop {')));
  });
  it('takes another name where its own is in use, and leaves a text without loops alone', () => {
    const text = 'var<private> loopGuard0 = 1; fn f() { while true { } }';
    expect(guardLoops(text, reflect(text))!.code).toContain('loopGuardX0 += 1u');
    expect(guardLoops('fn f() {}', reflect('fn f() {}'))).toBeNull();
  });
  it('gives caps that multiply to about a million along a chain of calls', () => {
    expect(loopCap(reflection, 'other', 1)).toBe(2 ** 20);
    expect(loopCap(reflection, 'main', 1) ** 3).toBeLessThanOrEqual(2 ** 20);
    expect(loopCap(reflection, 'main', 1) ** 3).toBeGreaterThan(2 ** 19);
    expect(loopCap(reflection, 'other', 2 ** 15)).toBe(2 ** 12);
  });
});

describe('any text at all', () => {
  it('ends on every beginning of a kernel and on shuffled pieces of it', () => {
    const pieces = fc.array(fc.constantFrom('fn', '(', ')', '{', '}', '[', '@', 'struct', 'name', ';', ':', ',', '<', '>', 'for', 'loop', 'var', '->', 'alias', '=', '1'), { maxLength: 30 });
    const text = fc.oneof(fc.nat(source.length).map((n) => source.slice(0, n)), pieces.map((p) => p.join(' ')), fc.string());
    fc.assert(
      fc.property(text, (wgsl) => {
        expect(Array.isArray(reflect(wgsl).functions)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
