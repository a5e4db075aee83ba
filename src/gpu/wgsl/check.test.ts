import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KernelError } from '../kernel';
import { checkModule, instantiate } from './check';
import { tokenize } from './lexer';
import { diagnosticOf } from './problem';
import type { Expr, Stmt } from './typed';
import { typeName } from './type-rules';
import { verdicts } from './verdicts';
import { walkBlock } from './walk';

const errorsOf = (source: string) => checkModule(source).problems.filter(({ severity }) => severity === 'error');
const kernel = (body: string, before = '') => `${before}\n@group(0) @binding(0) var<storage, read_write> out: array<f32>;\n@compute @workgroup_size(8) fn main(@builtin(local_invocation_index) i: u32) {\n${body}\n}`;
const bodyOf = (body: string, before = ''): Stmt[] => instantiate(checkModule(kernel(body, before)), 'main').entry.body;
const labKernel = readFileSync('labs/first-kernels/solution.wgsl', 'utf8');

describe('verdicts', () => {
  it('accepts and refuses what Chromium accepts and refuses', () => {
    const wrong = verdicts.filter(({ source, accepted }) => (errorsOf(source).length === 0) !== accepted);
    expect(wrong).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(1000);
  });
});

describe('problems', () => {
  const told = (source: string) => checkModule(source).problems.map((problem) => {
    const { line, column, severity, message } = diagnosticOf(source, problem);
    return `${severity} ${line}:${column} ${message}`;
  });
  it('names the place and the fix', () => {
    expect(told(kernel('let a = 1i + i;'))).toEqual(['error 4:9 "+" needs one type on both sides, and i32 is not u32: write u32(…) on the left or i32(…) on the right.']);
    expect(told(kernel('out[i] = i;'))).toEqual(['error 4:10 What is assigned should be f32, not u32: write f32(…).']);
    expect(told(kernel('out[i] = 1.0'))).toEqual(['error 4:13 ";" is missing at the end of the statement, before "}".']);
    expect(told(kernel('workgroupBarier();'))).toEqual(['error 4:1 There is no function "workgroupBarier". Did you mean "workgroupBarrier"?']);
    expect(told(kernel('let x = 1; x = 2;'))).toEqual(['error 4:12 "x" is a value, not a variable, so it cannot be assigned: declare "var x" and use that.']);
    expect(told(kernel('for (var k = 0; k < 3; k++) { } k = 1;'))).toEqual(['error 4:33 Nothing is called "k" here: declare it first.']);
  });
  it('says both places of a barrier that not all reach', () => {
    expect(told(kernel('if i < 4 {\n  workgroupBarrier();\n}'))).toEqual([
      'error 5:3 workgroupBarrier must be reached by all invocations of a workgroup together, but the if (line 4) may go different ways in them: it depends on the builtin local_invocation_index (line 3). Let all invocations reach it, and put only the work in between under the condition.',
    ]);
    expect(told(kernel('sync(i);', 'fn sync(n: u32) { if n > 1 { workgroupBarrier(); } }'))[0]).toContain('What is given to "sync" must be the same in all invocations of a workgroup');
  });
  it('reports every error, each once, and none that follows from another', () => {
    expect(told('fn f() -> f32 { let a = 1 +; return b; }\nfn g() { let c = d; let e = c + c; h(e); }')).toHaveLength(1);
    expect(told('fn f() -> f32 { return b; }\nfn g() { let c = d; let e = c + c; _ = e; h(); }').map((line) => line.slice(0, 11))).toEqual(['error 1:24 ', 'error 2:18 ', 'error 2:43 ']);
  });
  it('refuses other stages with the line, but parses them', () => {
    expect(told('@group(0) @binding(0) var t: texture_2d<f32>;\n@fragment fn f() -> @location(0) vec4f { discard; }').map((line) => line.split(':')[0])).toEqual(['error 1', 'error 2', 'error 2']);
  });
});

describe('typed programs', () => {
  it('folds constants, converts abstract numbers and loads variables', () => {
    const [first, second] = bodyOf('let a = 2 * 3 + out[1 + 1]; var b: vec3<f32> = vec3(1); b.y += a;') as [Stmt & { kind: 'let' }, Stmt & { kind: 'var' }];
    const sum = first.initializer as Expr & { kind: 'binary' };
    expect([sum.left.kind === 'const' && sum.left.value, typeName(sum.left.type), sum.right.kind]).toEqual([6, 'f32', 'load']);
    expect(second.variable.initializer).toMatchObject({ kind: 'const', value: [1, 1, 1] });
  });
  it('has only concrete types', () => {
    const types = new Set<string>();
    walkBlock(bodyOf('var s = 0.0; for (var k = 0; k < 4; k++) { s += fma(2, f32(k), 1) + select(0, 1.0, k > 2) + array(1, 2.5)[k]; } _ = modf(1.5); out[i] = s;'), { expr: ({ type }) => types.add(typeName(type)) });
    expect([...types].filter((name) => name.includes('number'))).toEqual([]);
  });
  it('gives overrides their values, by name or @id, and checks what depends on them', () => {
    const module = checkModule('override n: u32 = 4; @id(7) override scale: f32; var<workgroup> t: array<f32, n>; @compute @workgroup_size(n) fn main() { t[3] = scale; }');
    const { entry, variables } = instantiate(module, 'main', { scale: 0.1 });
    expect(entry.workgroupSize).toEqual([4, 1, 1]);
    expect(variables.map(({ type }) => typeName(type))).toEqual(['array<f32, 4>']);
    expect(entry.body[0]).toMatchObject({ value: { kind: 'const', value: Math.fround(0.1) } });
    expect(instantiate(module, 'main', { 7: 2, n: 8 }).entry.workgroupSize).toEqual([8, 1, 1]);
    expect(() => instantiate(module, 'main')).toThrow('The override "scale" has no value');
    expect(() => instantiate(module, 'main', { scale: 1, n: 2 })).toThrow('The index 3 lies outside array<f32, 2>');
    expect(() => instantiate(module, 'main', { scale: 1, n: 5000 })).toThrow('at most 256 invocations');
    expect(() => instantiate(module, 'main', { scale: 1, m: 1 })).toThrow('The constant "m" is set');
    expect(() => instantiate(module, 'mian')).toThrow('Your code has no @compute function "mian". It has main.');
  });
  it('holds what one entry point reaches, callees first', () => {
    const module = checkModule('var<private> a: i32; var<private> b: i32; fn f() { a = 1; } fn g() { f(); } fn unused() { b = 1; } @compute @workgroup_size(1) fn main() { g(); }');
    const { functions, variables } = instantiate(module, 'main');
    expect([functions.map(({ name }) => name), variables.map(({ name }) => name)]).toEqual([['f', 'g'], ['a']]);
  });
  it('says which limit a kernel exceeds', () => {
    const fails = (source: string) => () => instantiate(checkModule(source), 'main');
    expect(fails('var<workgroup> t: array<f32, 5000>; @compute @workgroup_size(1) fn main() { t[0] = 1; }')).toThrow('Workgroup memory holds at most 16384 bytes');
    expect(fails('@compute @workgroup_size(32, 32) fn main() { }')).toThrow(KernelError);
    expect(fails('@compute @workgroup_size(1, 1, 65) fn main() { }')).toThrow('maxComputeWorkgroupSizeZ');
  });
  it('takes assignment to several components apart', () => {
    const [, block] = bodyOf('var v = vec4f(); v.zx = vec2f(f32(i)); v.yz *= 2.0;');
    expect(block).toMatchObject({ kind: 'block', body: [{ kind: 'let' }, { kind: 'let' }, { kind: 'assign', target: { kind: 'lane', lane: 2 } }, { kind: 'assign', target: { kind: 'lane', lane: 0 } }] });
  });
  it('knows f16 where it is enabled', () => {
    const source = (enable: string) => `${enable} const h = 0.1h; const big: f16 = 65504; const_assert f32(h) == 0.0999755859375; fn f(x: vec2h) -> f16 { return x.x * 2 + h; }`;
    expect(errorsOf(source('enable f16;'))).toEqual([]);
    expect(errorsOf(source(''))[0]!.message).toContain('write "enable f16;" as the first line');
    expect(errorsOf('enable f16; const a: f16 = 65505;')).toHaveLength(1);
    expect(errorsOf('enable f16; const a = 1h + 1f;')).toHaveLength(1);
  });
});

describe('any text at all', () => {
  it('ends with a clear error on deep nesting and on a megabyte of it', () => {
    for (const piece of ['(', '[', '{', '-', 'a(', 'vec2<', 'if true {', '/*', 'x.', '1+', 'else if a {}', '@a(', 'loop { continuing {', 'switch 1 { default: {', ';', ',', '<'])
      for (const before of ['', 'const a = ', 'fn f() {', 'fn f() { x = ']) {
        const source = before + piece.repeat(before === '' ? 50_000 : 5_000);
        const { problems } = checkModule(source);
        if (piece !== ';' || before !== '') expect(problems.length, source.slice(0, 40)).toBeGreaterThan(0);
      }
  });
  it('ends on a megabyte of (', () => {
    expect(errorsOf('('.repeat(1e6))).toHaveLength(1);
    expect(errorsOf(`const a = ${'('.repeat(1e6)}`).map(({ message }) => message)).toEqual(['This is nested more than 127 levels deep: take it apart.']);
  });
  it('survives long chains of declarations', () => {
    const chain = (make: (i: number) => string) => Array.from({ length: 5000 }, (_, i) => make(i)).join('\n');
    expect(errorsOf(`${chain((i) => `fn f${i}() { f${i + 1}(); }`)} fn f5000() {}`)).toEqual([]);
    expect(errorsOf(`${chain((i) => `const a${i} = a${i + 1};`)} const a5000 = 1;`)).toEqual([]);
    expect(errorsOf(`${chain((i) => `fn f${i}() { f${(i + 1) % 5000}(); }`)}`).map(({ message }) => message.slice(0, 36))).toEqual(['A function may not call itself, dire']);
  });
  it('treats hostile names as names', () => {
    const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'eval', 'arguments', 'undefined', 'NaN', 'prototype'];
    for (const name of names) {
      expect(errorsOf(`struct S { ${name}: f32 } fn ${name}(s: S) -> f32 { return s.${name}; }`), name).toEqual([]);
      expect(errorsOf(`fn f() { _ = ${name}; }`), name).toHaveLength(1);
      expect(errorsOf(`fn f() { ${name}(); }`), name).toHaveLength(1);
      expect(errorsOf(`@${name} fn f(@builtin(${name}) x: ${name}) { }`).length, name).toBeGreaterThan(0);
      expect(errorsOf(`enable ${name}; fn f() { let v = vec2f().${name}; }`).length, name).toBeGreaterThan(0);
    }
    expect(errorsOf('const __proto__ = 1;')[0]!.message).toContain('two underscores');
  });
  it('never throws on kernels with tokens taken out, doubled, swapped or replaced', () => {
    const sources = [labKernel, ...verdicts.filter(({ accepted }) => accepted).map(({ source }) => source)];
    const vocabulary = [...new Set(sources.flatMap((source) => tokenize(source).tokens.map(({ text }) => text)))];
    const edit = fc.record({ at: fc.nat(), kind: fc.constantFrom('out', 'double', 'swap', 'replace'), other: fc.nat() });
    fc.assert(
      fc.property(fc.nat(sources.length - 1), fc.array(edit, { minLength: 1, maxLength: 4 }), (which, edits) => {
        const texts = tokenize(sources[which]!).tokens.slice(0, -1).map(({ text }) => text);
        for (const { at, kind, other } of edits) {
          const i = at % texts.length;
          if (kind === 'out') texts.splice(i, 1);
          else if (kind === 'double') texts.splice(i, 0, texts[i]!);
          else if (kind === 'swap') [texts[i], texts[other % texts.length]] = [texts[other % texts.length]!, texts[i]!];
          else texts[i] = vocabulary[other % vocabulary.length]!;
          if (texts.length === 0) texts.push(';');
        }
        const module = checkModule(texts.join(' '));
        for (const { name } of module.entryPoints)
          try {
            instantiate(module, name, Object.fromEntries(module.overrides.map((override) => [override.name, 1])));
          } catch (error) {
            if (!(error instanceof KernelError)) throw error;
          }
      }),
      { numRuns: 1000 },
    );
  });
});
