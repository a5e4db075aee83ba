// Keys that the build works out: an `output` item's program is run, a `number` item that names a claim takes its value.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Claims, QuizItem } from '@site/src/formats';
import type { KeyedItem } from '@site/src/quiz/public';
import { generated, root } from './find';

/** Runs a program of ours (never a reader's) and gives back what it printed. Throws when it fails. */
export function runProgram(program: string): string {
  mkdirSync(generated, { recursive: true });
  const folder = mkdtempSync(join(generated, 'program-'));
  try {
    const file = join(folder, 'program.ts');
    writeFileSync(file, program);
    const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    const run = spawnSync(process.execPath, [tsx, '--tsconfig', join(root, 'tsconfig.json'), file], { cwd: root, encoding: 'utf8', timeout: 20_000 });
    if (run.status !== 0) throw new Error(`the program of a quiz item failed:\n${run.stderr}`);
    return run.stdout.trimEnd();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the program prints. NaN and undefined are slips of the program's author: once a key was "NaN 20 10", and the right answer was marked wrong. */
function keyOf(id: string, program: string): string {
  const output = runProgram(program);
  if (/\b(?:NaN|undefined)\b/.test(output)) throw new Error(`quiz item "${id}": its program prints ${JSON.stringify(output)}; mend the program`);
  return output;
}

export async function resolveKeys(item: QuizItem, claims: Claims): Promise<KeyedItem> {
  if (item.kind === 'output') return { ...item, output: keyOf(item.id, item.program) };
  if (item.kind !== 'number') return item;
  if (typeof item.answer === 'number') return { ...item, answer: item.answer };
  const claim = claims[item.answer.claim];
  if (!claim) throw new Error(`quiz item "${item.id}": no claim "${item.answer.claim}" in claims.ts`);
  return { ...item, answer: claim.compute(claim.inputs) };
}
