// npm test: everything a contributor needs to know before a push. Ends with "N passed, N failed, N skipped".
// Chromium, Java and PostgreSQL are prerequisites of their suites: absent, those count as skipped and say so; CI fails on any skip.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { postgresPrograms } from '../server/testing/servers';
import { findChromium } from './chromium';
import { cli, root, runNode, step } from './steps';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const results = join(root, 'test-results');
const one = (ok: boolean): Count => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });
const script = (name: string, args: string[] = []) => runNode('tsx/dist/cli.mjs', [join(root, 'scripts', name), ...args]);

function readJson<T>(name: string): T | undefined {
  const file = join(results, name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}

async function unitTests(): Promise<Count> {
  if (!postgresPrograms()) console.log('SKIPPED: no PostgreSQL 15 or later found; the class server is tested on its embedded database alone');
  const status = await runNode('vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${join(results, 'vitest.json')}`]);
  const report = readJson<{ numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number }>('vitest.json');
  if (!report) return one(false);
  // A file that fails to load fails the run without a failed test.
  const failed = Math.max(report.numFailedTests, status === 0 ? 0 : 1);
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests };
}

async function browserTests(): Promise<Count> {
  const status = await runNode('@playwright/test/cli.js', ['test']);
  const report = readJson<{ stats: { expected: number; unexpected: number; flaky: number; skipped: number } }>('playwright.json');
  if (!report) return one(false);
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: Math.max(unexpected + flaky, status === 0 ? 0 : 1), skipped };
}

function skip(why: string): Count {
  console.log(`SKIPPED: ${why}`);
  return { passed: 0, failed: 0, skipped: 1 };
}

const hasJava = () => spawnSync('java', ['-version']).status === 0;
const withChromium = (suite: () => Promise<Count>) => async () =>
  findChromium() ? suite() : skip('no Chromium found; install it, or name it in CHROMIUM_PATH');

// The labs' inputs are fresh on each Check; here they are drawn from one seed, so that a run of the tests can be repeated.
const suites: [name: string, run: () => Promise<Count>][] = [
  ['check', async () => one((await script('check.ts')) === 0)],
  ['unit tests', unitTests],
  ['site', async () => one((await script('build.ts')) === 0)],
  ['HTML', async () => (hasJava() ? one((await script('html.ts')) === 0) : skip('no Java found; the Nu HTML checker needs it'))],
  ['labs', withChromium(async () => one((await script('labs.ts', ['--seed', '1'])) === 0))],
  ['browser tests', withChromium(browserTests)],
];

await cli(async () => {
  rmSync(results, { recursive: true, force: true });
  const total: Count = { passed: 0, failed: 0, skipped: 0 };
  const failures: string[] = [];
  for (const [name, run] of suites) {
    const count = await step(name, run);
    if (count.failed > 0) failures.push(name);
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += count[key];
  }
  if (failures.length > 0) console.log(`Failed: ${failures.join(', ')}`);
  if (process.env.CI && total.skipped > 0) console.log('CI allows no skipped test.');
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed > 0 || (process.env.CI && total.skipped > 0) ? 1 : 0;
});
