// The corpus: every file of corpus/ is one kernel, in by being there.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createInputs, type KernelCase, type KernelRun } from './case';

export interface NamedKernel extends KernelCase {
  /** The file's name. */
  id: string;
}

const folder = join(process.cwd(), 'tests', 'kernels', 'corpus');

export async function loadCorpus(): Promise<NamedKernel[]> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts')).sort();
  return Promise.all(
    names.map(async (name) => {
      const { default: kernel } = (await import(pathToFileURL(join(folder, name)).href)) as { default: KernelCase };
      return { ...kernel, id: name.slice(0, -3) };
    }),
  );
}

/** The runs of a kernel with inputs that depend on its name alone. */
export function runsOf(kernel: NamedKernel, subgroupSize: number): KernelRun[] {
  const seed = [...kernel.id].reduce((hash, letter) => Math.imul(hash ^ letter.codePointAt(0)!, 16777619), 2166136261);
  return kernel.runs(createInputs(seed), subgroupSize);
}
