// npm run bench [-- names] [--json FILE] [--runs N]: the benchmarks of tests/bench/<name>.ts, each beside a named peer in the
// same run on the same machine. A bench is in by its file being there. It measures and never fails on a number.

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Bench, BenchResult } from '../tests/bench/lib/result';
import { build } from './build';
import { cli, root, step } from './steps';

const folder = join(root, 'tests', 'bench');
const known = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -3))
  .sort();

function table(results: readonly BenchResult[]): string {
  const rows = results.map((r) => [r.name, String(r.ours), String(r.peer ?? 'n/a'), r.unit, r.ratio === null ? 'n/a' : r.ratio.toFixed(2), `${r.peerName} ${r.peerVersion}`.trim()]);
  const all = [['what', 'ours', 'peer', 'unit', 'ratio', 'peer is'], ...rows];
  const widths = all[0]!.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  return all.map((row) => row.map((cell, i) => (i === 0 || i > 3 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ').trimEnd()).join('\n');
}

await cli(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' }, runs: { type: 'string', default: '5' } } });
  const runs = Number(values.runs);
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0 || !Number.isInteger(runs) || runs < 1) {
    console.error(unknown.length > 0 ? `No bench "${unknown.join('", "')}"; there are ${known.join(', ')}.` : '--runs takes a whole number from 1.');
    return 1;
  }
  if (!existsSync(join(root, 'build', 'book.json')) && (await build()) !== 0) return 1;
  const results: BenchResult[] = [];
  for (const name of positionals.length > 0 ? positionals : known) {
    const { default: bench } = (await import(pathToFileURL(join(folder, `${name}.ts`)).href)) as { default: Bench };
    console.log(`${name}: ${bench.title}`);
    results.push(...(await step(name, () => bench.run({ runs, log: (line) => console.log(`  ${line}`) }))));
  }
  if (values.json) {
    mkdirSync(dirname(values.json), { recursive: true });
    writeFileSync(values.json, `${JSON.stringify(results, null, 1)}\n`);
  }
  console.log(table(results));
  return 0;
});
