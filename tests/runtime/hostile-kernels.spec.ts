// Kernels that attack, hang or flood: each ends with a clear verdict within seconds, and the page stays usable. What a reader wrote is
// compiled to JavaScript in a worker of the page's own origin, so no word of it may reach that code.

import { expect } from '@playwright/test';
import { checkOf, test, type LabPage } from './page';

const kernel = (body: string, { size = '64', rest = '' } = {}) => `@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
${rest}
@compute @workgroup_size(${size})
fn double(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&x)) { return; }
${body}
  result[id.x] = 2.0 * x[id.x];
}
`;
const deep = (n: number, open: string, close: string, middle: string) => open.repeat(n) + middle + close.repeat(n);

async function honestPasses(lab: LabPage) {
  expect((await lab.check(kernel(''))).report.tasks[0]!.earned, 'an honest kernel afterwards').toBe(1);
}

/** The verdict on `double`, within seconds, while the page keeps answering. */
async function verdictOf(lab: LabPage, source: string) {
  await lab.page.evaluate(() => {
    const ticks: number[] = [];
    Object.assign(window, { ticks });
    const tick = () => (ticks.push(performance.now()), setTimeout(tick, 20));
    tick();
  });
  const start = Date.now();
  const result = await lab.check(source, { task: 'double' });
  expect((Date.now() - start) / 1000, 'seconds to the verdict').toBeLessThan(20);
  const longestGap = await lab.page.evaluate(() => {
    const { ticks } = window as unknown as { ticks: number[] };
    return Math.max(...ticks.slice(1).map((t, i) => t - ticks[i]!));
  });
  expect(longestGap, 'longest time in which the page did not answer').toBeLessThan(1000);
  return { ...checkOf(result, 'double', 'one'), printed: result.lines };
}

test.beforeEach(async ({ lab }) => lab.open('kernels'));

const refused: [string, string][] = [
  ['an endless loop', kernel('  loop { result[0] = 1.0; if (x[0] == 9e9) { break; } }')],
  ['nested loops of a million each', kernel('  for (var i = 0; i < 1000000; i++) { for (var j = 0; j < 1000000; j++) { result[0] += 1.0; } }')],
  ['functions that call functions, 2^40 times', kernel('  result[0] = g39();', { rest: `fn g0() -> f32 { return 1.0; }\n${Array.from({ length: 39 }, (_, i) => `fn g${i + 1}() -> f32 { return g${i}() + g${i}(); }`).join('\n')}` })],
  ['a workgroup of 65535^3', kernel('', { size: '65535, 65535, 65535' })],
  ['a private array of 1 GB', kernel('  big[id.x] = 1.0;', { rest: 'var<private> big: array<f32, 268435456>;' })],
  ['a workgroup array of 4 GB', kernel('  big[id.x] = 1.0;', { rest: 'var<workgroup> big: array<f32, 1073741824>;' })],
  ['a constant array of 100 million', kernel('  let a = array<f32, 100000000>(); result[0] = a[id.x];')],
  ['a constant expression that grows', kernel(`  const a = ${Array.from({ length: 2000 }, () => '9999999999').join(' * ')};`)],
  ['100,000 nested parentheses', kernel(`  let y = ${deep(100_000, '(', ')', '1')};`)],
  ['50,000 nested blocks', kernel(deep(50_000, '{', '}', ''))],
  ['50,000 nested ifs', kernel(deep(50_000, 'if (x[0] > 0.0) {', '}', ''))],
  ['nested types', kernel('', { rest: `var<private> a: ${deep(20_000, 'array<', ', 1>', 'f32')};` })],
  ['unclosed comments', `${'/*'.repeat(100_000)}`],
  ['nothing', ''],
  ['null bytes and lone surrogates', kernel('  \u0000\ud800 let a = 1;')],
  ['a template that never closes', kernel(`  let a = ${'array<'.repeat(50_000)};`)],
];

test.describe('refused or ended, in words', () => {
  for (const [name, source] of refused)
    test(name, async ({ lab }) => {
      const verdict = await verdictOf(lab, source);
      expect(['fail', 'timeout']).toContain(verdict.verdict);
      expect(verdict.message.length).toBeGreaterThan(10);
      expect(verdict.message).not.toMatch(/Maximum call stack|undefined is not|Cannot read prop|lab's fault/);
      await honestPasses(lab);
    });
});

const names = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'eval', 'arguments', 'self', 'importScripts', 'postMessage', 'watch', 'kernelMicroscope', 'Δέλτα', 'Function', 'yield_', 'async', 'process'];

test('names of JavaScript are only names', async ({ lab }) => {
  for (const name of names) {
    const source = kernel(`  let ${name} = 1.0;\n  var local_${name} = ${name};\n  result[id.x] = local_${name} + f_${name}(1.0);`, {
      rest: `struct S_${name} { ${name}: f32 }\nvar<private> p_${name}: S_${name};\nfn f_${name}(${name}: f32) -> f32 { p_${name}.${name} = ${name}; return p_${name}.${name}; }`,
    });
    const { verdict, message, printed } = await verdictOf(lab, source);
    // Some are reserved words of WGSL, or begin with two underscores: then they are refused in words.
    expect(['pass', 'fail'], name).toContain(verdict);
    expect(message, name).not.toMatch(/lab's fault/);
    expect(printed).toEqual([]);
  }
  await honestPasses(lab);
});

/** Run in the worker it would print, as a reader's kernel never can. */
const stolen = 'self.postMessage({kind:"console",lines:[{level:"log",text:"stolen"}]})';
const injections = [`*/ ${stolen}; /*`, '`${' + stolen + '}`', `");${stolen};("`, `');${stolen};('`, `\u2028${stolen}\u2028`, `\r${stolen};`, `\n${stolen};`];

const places = [(text: string) => `  // ${text}\n`, (text: string) => `  /* ${text} */\n`, (text: string) => `  let a = ${text};\n`, (text: string) => `  @diagnostic(off, ${text}) {}\n`, (text: string) => `  let a${text} = 1;\n`];

for (const [i, text] of injections.entries())
  test(`no text is ever spliced into JavaScript: ${i}`, async ({ lab }) => {
    for (const place of places) {
      const { verdict, message, printed } = await verdictOf(lab, kernel(place(text)));
      expect(['pass', 'fail'], place(text)).toContain(verdict);
      expect(message, place(text)).not.toMatch(/lab's fault/);
      expect(printed, place(text)).toEqual([]);
    }
    await honestPasses(lab);
  });
