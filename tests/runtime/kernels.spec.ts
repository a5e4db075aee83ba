// WGSL labs: graded on the microscope, with a GPU beside it and without one, and the same both times. Answers, places of errors, loops that
// never end, races, buffers that do not fit.

import { chromium, expect } from '@playwright/test';
import type { LabReport } from '@site/src/formats';
import { chromiumArgs, findChromium } from '../../scripts/chromium';
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
const lineOf = (source: string, text: RegExp) => source.split('\n').findIndex((line) => text.test(line)) + 1;

test.beforeEach(async ({ lab }) => lab.open('kernels'));

test('a right kernel passes, with sizes that fit no workgroup; the GPU agrees beside it', async ({ lab }) => {
  expect(await lab.run(kernel(''))).toMatchObject({ ended: 'finished', gpu: { outcome: 'same' } });
  const { report } = await lab.check(kernel(''));
  expect(report.tasks.map(({ earned }) => earned)).toEqual([1, 1]);
  expect(report.gpu).toMatch(/also ran on your GPU \(.*a CPU that plays GPU\), with the same results/);
  expect(report.tasks[0]!.checks.map(({ gpu }) => gpu?.outcome)).toEqual(['same', 'same']);
});

test('a wrong kernel fails with what differs', async ({ lab }) => {
  const result = await lab.check(kernel('').replace('2.0', '3.0'));
  expect(checkOf(result, 'double', 'one')).toMatchObject({ verdict: 'fail', returned: '[-10.5]', expected: '[-7]', where: 'index 0', gpu: { outcome: 'same' } });
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
  expect(checkOf(await lab.check(source), 'parameters', 'uniform')).toMatchObject({ verdict: 'pass', gpu: { outcome: 'same' } });
});

test.describe('loops that never end are named, and the GPU never sees them', () => {
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
      const line = lineOf(source, /\b(while|for|loop)\b/);
      expect(first).toMatchObject({ verdict: 'timeout', misconception: 'endless-loop' });
      expect([line, line + 5].map((n) => `line ${n}`)).toContain(first.where);
      expect(first.gpu).toBeUndefined();
      expect(Date.now() - start).toBeLessThan(15_000);
      expect((await lab.check(kernel(''))).report.tasks[0]!.earned).toBe(1);
    });
});

test('long loops that do end are left alone', async ({ lab }) => {
  const result = await lab.check(kernel('  var s = 0.0;\n  for (var i = 0; i < 5000; i++) { s += 1.0; }\n  if (s < 5000.0) { return; }'));
  expect(result.report.tasks[0]!.earned).toBe(1);
});

test('a type error stands at its line and column in the reader’s text', async ({ lab }) => {
  const source = kernel('  let y: i32 = 1.5;');
  const { diagnostics, report } = await lab.check(source);
  const line = lineOf(source, /1\.5/);
  expect(diagnostics[0]).toMatchObject({ severity: 'error', line });
  expect(diagnostics[0]!.column).toBeGreaterThanOrEqual(3);
  expect(report.tasks[0]!.checks[0]).toMatchObject({ verdict: 'fail', where: `line ${line}` });
  expect(report.gpu).toBeUndefined();
});

test('a barrier that not every invocation reaches is refused before it runs', async ({ lab }) => {
  const source = kernel('  if (id.x < 3u) { workgroupBarrier(); }');
  const { diagnostics, report } = await lab.check(source);
  expect(diagnostics[0]).toMatchObject({ severity: 'error', line: lineOf(source, /workgroupBarrier/), kind: 'uniformity' });
  expect(report.tasks[0]!.checks[0]).toMatchObject({ verdict: 'fail', misconception: 'barrier-divergence' });
});

test('a race fails though the numbers are right, with both places, and the GPU’s luck is told', async ({ lab }) => {
  const result = await lab.check(kernel('  result[0] = 2.0 * x[0];'), { task: 'double' });
  expect(checkOf(result, 'double', 'one').verdict).toBe('pass');
  const many = checkOf(result, 'double', 'odd');
  expect(many).toMatchObject({ verdict: 'fail', misconception: expect.stringMatching(/^race-/), gpu: { outcome: 'same', message: expect.stringContaining('by luck') } });
  expect(many.places!.length).toBeGreaterThanOrEqual(2);
  expect(many.places![0]).toMatchObject({ line: expect.any(Number), column: expect.any(Number), what: expect.stringContaining('invocation') });
});

test('an access out of bounds fails, and the browser’s clamp explains what the GPU does', async ({ lab }) => {
  const source = kernel('').replace('  if (id.x >= arrayLength(&x)) { return; }\n', '');
  const one = checkOf(await lab.check(source, { task: 'double' }), 'double', 'one');
  expect(one).toMatchObject({ verdict: 'fail', misconception: 'out-of-bounds' });
  expect(one.gpu).toBeDefined();
});

test('a text that does not fit the lab’s buffers', async ({ lab }) => {
  const message = async (source: string) => checkOf(await lab.check(source), 'double', 'one').message;
  expect(await message(kernel('').replaceAll('result', 'out'))).toContain('result');
  expect(await message(kernel('').replace('var<storage, read> x: array<f32>', 'var<storage, read> x: array<u32>').replace('2.0 * x[id.x]', 'f32(x[id.x])'))).toContain('"x"');
  expect(await message(kernel('').replace('fn double', 'fn twice'))).toContain('double');
});

test('what only the browser’s compiler refuses is shown beside the grade', async ({ lab }) => {
  // 65,536 invocations: beyond what any adapter allows, or the microscope refuses it as well.
  const { report } = await lab.check(kernel('').replace('workgroup_size(64)', 'workgroup_size(1024)'), { task: 'double' });
  const [one] = report.tasks[0]!.checks;
  expect(one!.verdict === 'pass' ? one!.gpu?.outcome : one!.verdict).toMatch(/same|not-run|fail/);
});

test('the GPU process may die at any moment: the grade stands', async ({ labs }) => {
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArgs });
  try {
    const page = await browser.newPage();
    await page.goto(labs.url);
    await openInHarness(page, labs.manifests.get('kernels')!);
    const cdp = await browser.newBrowserCDPSession();
    for (const delayMs of [0, 40, 80]) {
      const checking = page.evaluate((source) => window.harness.check(source, {}), kernel(''));
      await page.waitForTimeout(delayMs);
      const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
      const gpu = processInfo.find(({ type }) => /gpu/i.test(type));
      if (gpu) process.kill(gpu.id, 'SIGKILL');
      const { report, ended } = await checking;
      expect(ended).toBe('finished');
      expect(report.tasks.map(({ earned }) => earned)).toEqual([1, 1]);
    }
  } finally {
    await browser.close();
  }
});

/** A report without what may differ: the time it took, and the GPU beside it. */
const verdictsOf = ({ tasks }: LabReport) => tasks.map(({ earned, checks }) => ({ earned, checks: checks.map(({ gpu: _, ...check }) => check) }));

test('without WebGPU every verdict is the same', async ({ lab, labs }) => {
  const sources = [kernel(''), kernel('').replace('2.0', '3.0'), kernel('  result[0] = 1.0;'), kernel('  loop { if (id.x > 2000u) { break; } }'), kernel('  let y: i32 = 1.5;')];
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(labs.url);
    expect(await page.evaluate(async () => (await navigator.gpu?.requestAdapter()) ?? null)).toBeNull();
    await openInHarness(page, labs.manifests.get('kernels')!);
    for (const source of sources) {
      const without = await page.evaluate((text) => window.harness.check(text, { seed: 7 }), source);
      const beside = await lab.check(source, { seed: 7 });
      expect(without.report.gpu).toBeUndefined();
      expect(verdictsOf(without.report)).toEqual(verdictsOf(beside.report));
    }
    expect(await page.evaluate((source) => window.harness.run(source), kernel(''))).toMatchObject({ ended: 'finished' });
  } finally {
    await browser.close();
  }
});
