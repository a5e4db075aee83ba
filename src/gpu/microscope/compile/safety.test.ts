// Nothing of the reader's text reaches the code that is run: what the compiler writes is made of a few known tokens.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkModule, instantiate } from '../../wgsl/check';
import { openMicroscope } from '..';
import * as arithmetic from '../machine/arithmetic';
import { compile, environmentNames } from './compile';
import type { Kind } from './context';

const keywords = 'const let if else for switch case default break continue return function yield true false NaN Infinity Math env main key p fb k li lx ly lz wx wy wz use strict'.split(' ');
const properties = 'imul fround abs ceil floor trunc sign min max acos acosh asin asinh atan atan2 atanh cos cosh exp log log2 sin sinh sqrt tan tanh clz32 concat fill length f i h n access accessHalves enter float line resume'.split(' ');
const token = new RegExp(
  [
    '\\s+',
    `(?<![\\w$])(?:${[...keywords, ...environmentNames].join('|')})(?![\\w$])`,
    '(?<![\\w$])[afghiknptuxCLS]\\d+(?![\\w$])',
    `\\.(?:${properties.join('|')})(?![\\w$])`,
    `(?<=[^\\w$]R)\\.(?:${Object.keys(arithmetic).join('|')})(?=\\()`,
    '\\d+(?:\\.\\d+)?(?:e[+-]\\d+)?(?![\\w$])',
    '"use strict"',
    '[-+*/%&|^~!<>=?:;,(){}\\[\\]]',
  ].join('|'),
  'y',
);

/** The first piece of a text that is no known token. */
function unknownToken(code: string): string | null {
  for (token.lastIndex = 0; token.lastIndex < code.length; ) {
    const at = token.lastIndex;
    if (!token.test(code)) return code.slice(at, at + 40);
  }
  return null;
}

const codeOf = (source: string, kind: Kind): string => {
  const module = checkModule(source);
  return compile(instantiate(module, module.entryPoints[0]!.name), kind, 32).code;
};

const kernel = (name: string, comment: string, number: string) => `
/* ${comment} */ // ${comment.replace(/[\r\n\v\f\u0085\u2028\u2029]/g, ' ')}
struct ${name}S { ${name}m: f32, b: vec3f }
@group(0) @binding(0) var<storage, read_write> ${name}: array<f32>;
var<private> ${name}p: ${name}S;
fn ${name}f(${name}x: f32) -> f32 { let ${name}l = ${name}x * ${number}; return ${name}l; }
@compute @workgroup_size(4) fn ${name}e(@builtin(global_invocation_id) ${name}i: vec3u) {
  var ${name}v = array<f32, 3>(1.0, ${number}, 2.0);
  for (var ${name}k = 0u; ${name}k < 3u; ${name}k++) { ${name}v[${name}k] += ${name}f(f32(${name}k)); }
  ${name}p.${name}m = ${name}v[${name}i.x % 3];
  ${name}[${name}i.x] = ${name}p.${name}m + ${number};
}`;

describe('generated code', () => {
  const identifiers = ['constructor', 'prototype', 'arguments', 'eval', 'window', 'globalThis', 'process', 'toString', 'hasOwnProperty', 'Function', 'W', 'R', 'B', 'stop', 'main', 'env', 'f0', 'x1', 'κόσμος', 'été', 'ﾊﾛｰ', '世界'];

  it.each(identifiers)('has no trace of the identifier %s', (name) => {
    for (const kind of ['plain', 'watched', 'traced'] as const) {
      const code = codeOf(kernel(name, 'x', '1.5'), kind);
      expect(unknownToken(code)).toBeNull();
      // The same program under another name gives the same code.
      expect(code).toBe(codeOf(kernel('q', 'x', '1.5'), kind));
    }
  });

  it('does not depend on comments', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const comment = text.replace(/\*\/|\/\*|\/$|\*$|^\/|^\*|\0/g, ' ');
        expect(codeOf(kernel('q', `${comment} `, '1.5'), 'plain')).toBe(codeOf(kernel('q', 'x', '1.5'), 'plain'));
      }),
      { numRuns: 100 },
    );
  });

  it.each(['0x1.8p-3', '1e-45', '3.4028234e38', '0x1p+127', '1e-7f', '.5', '5.', '1e+20', '-0.0', '1.17549435e-38', '16777217.0', '0.1'])('writes the number %s as itself', (number) => {
    expect(unknownToken(codeOf(kernel('q', 'x', number), 'watched'))).toBeNull();
    const run = openMicroscope(`@group(0) @binding(0) var<storage, read_write> out: array<f32>;
      @compute @workgroup_size(1) fn main() { out[0] = ${number}; }`).run({ entry: 'main', workgroups: [1], buffers: { out: new Float32Array(1) } }, { watch: 'none' });
    const value = number.startsWith('0x') ? { '0x1.8p-3': 0.1875, '0x1p+127': 2 ** 127 }[number]! : Number(number.replace('f', ''));
    expect(run.buffers.out![0]).toBe(Math.fround(value));
  });
});
