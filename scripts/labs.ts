// npm run labs -- [ids…] [--json] [--seed N] [--source FILE]
// Runs each lab's starter, solution and every mistake through the real grader in headless Chromium and says which
// behaved. --source grades one file of yours against one lab and prints what its learner would see.

import { readFile, readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Page } from '@playwright/test';
import { FormatError, type LabReport } from '@site/src/formats';
import type { LabManifest } from '@site/src/runtime/types';
import { findLabs, readLab } from './build-labs';
import { applyMistake, judgeMistake, judgeSolution, judgeStarter, leastMistakes, readMistake, type Behaviour, type NamedMistake } from './labs/behaviour';
import { launchChromium, openHarness, openInHarness, serveLabs, type LabServer } from './labs/browser';
import { typeErrors } from './labs/typecheck';

export interface LabResult {
  id: string;
  ok: boolean;
  starter: boolean;
  solution: boolean;
  mistakes: { id: string; ok: boolean; message: string }[];
  /** What did not behave; empty when ok. */
  problems: string[];
}

const run = (page: Page, source: string) => page.evaluate((text) => window.harness.run(text), source);
const check = (page: Page, source: string, options: { seed?: number; task?: string }) =>
  page.evaluate(([text, given]) => window.harness.check(text, given), [source, options] as const);

async function readMistakes(root: string, folder: string, manifest: LabManifest): Promise<{ mistakes: NamedMistake[]; problems: string[] }> {
  const dir = join(folder, 'mistakes');
  const names = existsSync(dir) ? (await readdir(dir)).filter((name) => name.endsWith('.yaml')).sort() : [];
  const mistakes: NamedMistake[] = [];
  const problems: string[] = [];
  for (const name of names) {
    const file = relative(root, join(dir, name)).split(sep).join('/');
    try {
      mistakes.push(readMistake(manifest.lab, name.slice(0, -'.yaml'.length), await readFile(join(dir, name), 'utf8'), file));
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (names.length < leastMistakes) problems.push(`mistakes/: ${names.length} mistakes; at least ${leastMistakes} are needed`);
  return { mistakes, problems };
}

/** Runs one lab's starter, solution and mistakes. */
export async function tryLab(page: Page, root: string, folder: string, manifest: LabManifest, seed?: number): Promise<LabResult> {
  const { starter, solution } = await readLab(folder, root);
  await openInHarness(page, manifest);
  const { mistakes, problems } = await readMistakes(root, folder, manifest);
  const note = (what: string, behaviour: Behaviour) => {
    if (!behaviour.ok) problems.push(...behaviour.message.split('\n').map((line) => `${what}: ${line}`));
    return behaviour.ok;
  };
  const starterOk = note('starter', judgeStarter(await run(page, starter), await check(page, starter, { seed })));
  const solutionOk = note('solution', judgeSolution(await run(page, solution), await check(page, solution, { seed })));
  const judged: LabResult['mistakes'] = [];
  for (const mistake of mistakes) {
    let behaviour: Behaviour;
    try {
      const source = applyMistake(solution, mistake, `mistakes/${mistake.id}.yaml`);
      behaviour = judgeMistake(mistake, mistakes, await check(page, source, { seed, task: mistake.task }));
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      behaviour = { ok: false, message: error.message };
    }
    note(`mistake ${mistake.id}`, behaviour);
    judged.push({ id: mistake.id, ...behaviour });
  }
  return { id: manifest.lab.id, ok: problems.length === 0, starter: starterOk, solution: solutionOk, mistakes: judged, problems };
}

function printResult(result: LabResult, ms: number): void {
  console.log(`\n${result.id}: ${result.ok ? 'behaves' : 'DOES NOT BEHAVE'} (${(ms / 1000).toFixed(1)} s)`);
  console.log(`  starter ${result.starter ? 'runs and fails every task' : 'WRONG'}; solution ${result.solution ? 'passes' : 'WRONG'}`);
  for (const { id, ok, message } of result.mistakes) if (ok) console.log(`  ${id}: ${message}`);
  for (const problem of result.problems) console.log(`  ✗ ${problem}`);
}

function printReport(report: LabReport): void {
  for (const task of report.tasks) {
    console.log(`\n${task.title}: ${task.earned} of ${task.points}`);
    for (const { title, verdict, message, misconception } of task.checks)
      console.log(`  ${verdict}  ${title}${message ? `\n        ${message}` : ''}${misconception ? `\n        (${misconception})` : ''}`);
  }
  console.log(`\nseed ${report.seed}, ${report.durationMs} ms`);
}

interface Options {
  ids: string[];
  json: boolean;
  seed?: number;
  source?: string;
}

function parseOptions(args: readonly string[]): Options {
  const options: Options = { ids: [], json: false };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--json') options.json = true;
    else if (arg === '--seed') options.seed = Number(args[++i]);
    else if (arg === '--source') options.source = args[++i];
    else if (arg.startsWith('--')) throw new FormatError([`unknown option ${arg}; there are --json, --seed N and --source FILE`]);
    else options.ids.push(arg);
  }
  if (options.source !== undefined && options.ids.length !== 1) throw new FormatError(['--source FILE goes with the id of one lab']);
  if (options.seed !== undefined && !Number.isInteger(options.seed)) throw new FormatError(['--seed takes a whole number']);
  return options;
}

async function gradeSource(page: Page, server: LabServer, { ids, source, seed }: Options): Promise<number> {
  await openInHarness(page, server.manifests.get(ids[0]!)!);
  const text = await readFile(source!, 'utf8');
  const ran = await run(page, text);
  for (const line of ran.lines) console.log(line.text);
  if (Object.keys(ran.shown).length > 0) console.log('shown:', ran.shown);
  console.log(`run: ${ran.ended} in ${Math.round(ran.durationMs)} ms ${ran.message}`);
  const checked = await check(page, text, { seed });
  for (const { line, column, message } of checked.diagnostics) console.log(`${source}:${line}:${column}: ${message}`);
  printReport(checked.report);
  return checked.report.tasks.every(({ earned, points }) => earned === points) ? 0 : 1;
}

async function main(options: Options): Promise<number> {
  const root = process.cwd();
  const folders = await findLabs(join(root, 'labs'));
  const server = await serveLabs({ root, ids: options.ids.length > 0 ? options.ids : undefined });
  const browser = await launchChromium();
  try {
    const page = await openHarness(browser, server);
    if (options.source !== undefined) return await gradeSource(page, server, options);
    const results: LabResult[] = [];
    const ids = [...server.manifests.keys()];
    const errors = typeErrors(root, ids.flatMap((id) => ['starter', 'solution', 'checks'].map((name) => join(folders.get(id)!, `${name}.ts`)).filter(existsSync)));
    for (const [id, manifest] of server.manifests) {
      const start = performance.now();
      const result = await tryLab(page, root, folders.get(id)!, manifest, options.seed);
      result.problems.push(...errors.filter((error) => error.startsWith(`labs/${id}/`)));
      if (errors.some((error) => error.startsWith(`labs/${id}/starter.`))) result.starter = false;
      if (errors.some((error) => error.startsWith(`labs/${id}/solution.`))) result.solution = false;
      result.ok = result.problems.length === 0;
      results.push(result);
      if (!options.json) printResult(result, performance.now() - start);
    }
    if (options.json) console.log(JSON.stringify({ schemaVersion: 1, labs: results }, null, 1));
    else console.log(`\n${results.filter(({ ok }) => ok).length} of ${results.length} labs behave`);
    return results.every(({ ok }) => ok) ? 0 : 1;
  } finally {
    await browser.close();
    await server.close();
  }
}

try {
  process.exitCode = await main(parseOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error && (error instanceof FormatError || error.message.startsWith('No Chromium')) ? error.message : error);
  process.exitCode = 1;
}
