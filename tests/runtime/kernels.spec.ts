// WGSL labs on WebGPU: answers, places of errors, loops that never end, buffers that do not fit, and no WebGPU at all.

import { chromium, expect } from '@playwright/test';
import { findChromium } from '../../scripts/chromium';
import { openInHarness } from '../../scripts/labs/browser';
import { checkOf, test } from './page';

const header = `@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
`;
const kernel = (body: string, rest = '') => `${header}${rest}
@compute @workgroup_size(64)
fn double(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&x)) { return; }
${body}
  result[id.x] = 2.0 * x[id.x];
}
`;

test.beforeEach(async ({ lab }) => lab.open('kernels'));

test('a right kernel passes, with sizes that fit no workgroup', async ({ lab }) => {
  expect(await lab.run(kernel(''))).toMatchObject({ ended: 'finished' });
  const result = await lab.check(kernel(''));
  expect(result.report.tasks.map(({ earned }) => earned)).toEqual([1, 1]);
});

test('a wrong kernel fails with what differs', async ({ lab }) => {
  const result = await lab.check(kernel('').replace('2.0', '3.0'));
  expect(checkOf(result, 'double', 'one')).toMatchObject({ verdict: 'fail', returned: '[-10.5]', expected: '[-7]', where: 'index 0' });
});

test('uniform, struct, 2-D groups and an overridden constant', async ({ lab }) => {
  // Two groups of bindings; `shift` uses none of double's.
  const source = `
override scale: i32 = 1;
const side = 2 * (1 + 1);
struct Params { offset: u32, unused: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(1) @binding(3) var<storage, read_write> counts: array<i32>;
@compute @workgroup_size(side, side)
fn shift(@builtin(global_invocation_id) id: vec3u) {
  let i = i32(id.y * 8u + id.x);
  for (var k = 0; k < 3; k++) { if (k == 2) { counts[i] = scale * i + i32(params.offset); } }
}`;
  expect(checkOf(await lab.check(source), 'parameters', 'uniform')).toMatchObject({ verdict: 'pass' });
});

test.describe('loops that never end are named, and the GPU lives on', () => {
  const loops: [string, string, string?][] = [
    ['while', '  var i = 0u;\n  while (i < 10u) { result[0] += 1.0; }'],
    ['for', '\n  for (var i = 0; i < 10; i += 0) { result[0] += 1.0; }'],
    ['loop that could only return', '  result[1] = spin();', 'fn spin() -> f32 { loop { if (result[0] == 123.0) { return 1.0; } } }'],
    ['nested', '\n  for (var i = 0u; i < 10u; i++) { for (var j = 0u; j < 10u; i++) { result[0] += 1.0; } }'],
    ['in a called function', '\n  for (var i = 0u; i < 100u; i++) { result[0] += spin(); }', 'fn spin() -> f32 { var s = 0.0; while (s < 1.0) { result[0] += 1.0; } return s; }'],
  ];
  for (const [name, body, rest] of loops)
    test(name, async ({ lab }) => {
      const start = Date.now();
      const source = kernel(body, rest);
      const result = await lab.check(source, { task: 'double' });
      const first = checkOf(result, 'double', 'one');
      const line = source.split('\n').findIndex((text) => /\b(while|for|loop)\b/.test(text)) + 1;
      const lines = rest && !rest.includes('loop') ? [line, line + 5] : [line];
      expect(first.verdict).toBe('timeout');
      expect(lines.map((n) => `line ${n}`)).toContain(first.where);
      expect(first.message).toContain(`The loop at ${first.where} does not end`);
      expect(Date.now() - start).toBeLessThan(15_000);
      expect((await lab.check(kernel(''))).report.tasks[0]!.earned).toBe(1);
    });
});

test('long loops that do end are left alone', async ({ lab }) => {
  const result = await lab.check(kernel('  var s = 0.0;\n  for (var i = 0; i < 60000; i++) { s += 1.0; }\n  if (s < 60000.0) { return; }'));
  expect(result.report.tasks[0]!.earned).toBe(1);
});

test('a compile error stands at its line and column in the reader’s text', async ({ lab }) => {
  const source = kernel('  let y: i32 = 1.5;');
  const { diagnostics, report } = await lab.check(source);
  const line = source.split('\n').findIndex((text) => text.includes('1.5')) + 1;
  expect(diagnostics[0]).toMatchObject({ severity: 'error', line });
  expect(diagnostics[0]!.column).toBeGreaterThan(1);
  for (const check of report.tasks.flatMap(({ checks }) => checks)) {
    expect(check.verdict).toBe('fail');
    expect(check.message).toContain(`Line ${line}: `);
  }
  expect(await lab.run(source)).toMatchObject({ ended: 'failed', diagnostics: [{ line }] });
});

test('declarations that do not fit the lab are named', async ({ lab }) => {
  const message = async (source: string) => checkOf(await lab.check(source), 'double', 'one').message;
  expect(await message(kernel('').replaceAll('result', 'y'))).toContain('a buffer "result", which your code does not declare. It declares x, y');
  expect(await message(kernel('').replace('x: array<f32>', 'x: array<i32>').replace('2.0 * x[id.x]', 'f32(2 * x[id.x])'))).toContain('fills "x" with f32 numbers, but your code declares it as array<i32>');
  expect(await message(kernel('', '@group(0) @binding(2) var<storage> extra: array<u32>;'))).toContain('declares the buffer "extra"');
  expect(await message(kernel('').replace('fn double', 'fn twice'))).toContain('no @compute function "double". It has twice');
  expect(await message(kernel('').replace('workgroup_size(64)', 'workgroup_size(2048)'))).toContain('The GPU refused your kernel');
});

test('no WebGPU: every check says what to do', async ({ labs }) => {
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(labs.url);
    await openInHarness(page, labs.manifests.get('kernels')!);
    const { report } = await page.evaluate((source) => window.harness.check(source, {}), kernel(''));
    for (const check of report.tasks.flatMap(({ checks }) => checks)) {
      expect(check.verdict).toBe('unsupported');
      expect(check.message).toContain('Open this page in a current Chrome or Edge');
      expect(check.message).toContain('simulated GPU');
    }
    expect(await page.evaluate((source) => window.harness.run(source), kernel(''))).toMatchObject({ ended: 'unsupported' });
  } finally {
    await browser.close();
  }
});
