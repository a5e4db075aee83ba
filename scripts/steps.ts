// Small helpers of the scripts: run a program of node_modules, time a step, end with a plain message.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { FormatError } from '@site/src/formats';

export const root = process.cwd();

/** Runs a JavaScript file of a package with this Node; resolves to its exit status. */
export function runNode(file: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', file), ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Runs `main`; a FormatError prints its problems, one a line, without a stack. */
export async function cli(main: () => Promise<number | void>): Promise<void> {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof FormatError ? error.message : error);
    process.exitCode = 1;
  }
}

export async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}
