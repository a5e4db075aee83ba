// The Nu HTML checker on every page of build/. Needs Java.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './steps';

const jar = join(root, 'node_modules', 'vnu-jar', 'build', 'dist', 'vnu.jar');
const args = ['-Xss4m', '-jar', jar, '--errors-only', '--skip-non-html', join(root, 'build')];
const run = spawnSync('java', args, { encoding: 'utf8', maxBuffer: 1 << 26 });
const errors = `${run.stdout}${run.stderr}`.trim();
if (errors) console.log(errors.split('\n').slice(0, 60).join('\n'));
console.log(run.status === 0 ? 'HTML: no error' : `HTML: ${errors.split('\n').length} errors`);
process.exitCode = run.status === 0 ? 0 : 1;
