// npm run check: the quick one. Formats and content, types, lint, layers. Each says what is wrong with file and line.

import { prepare } from './prepare';
import { cli, runNode, step } from './steps';

const checks: [name: string, run: () => Promise<number>][] = [
  ['formats and content', async () => (await prepare(), 0)],
  ['types', () => runNode('typescript/bin/tsc', ['-p', '.', '--noEmit'])],
  ['lint', () => runNode('eslint/bin/eslint.js', ['src', 'server', 'scripts', 'tests', 'labs', 'docs', '--max-warnings', '0'])],
  ['layers', () => runNode('dependency-cruiser/bin/dependency-cruise.mjs', ['src', 'server', 'labs', '--config', '.dependency-cruiser.cjs', '--output-type', 'err'])],
];

await cli(async () => {
  let failed = 0;
  for (const [name, run] of checks) {
    const status = await step(name, run).catch((error: Error) => {
      console.error(error.message);
      return 1;
    });
    if (status !== 0) failed++;
  }
  console.log(failed === 0 ? 'check: all well' : `check: ${failed} of ${checks.length} found something`);
  return failed === 0 ? 0 : 1;
});
