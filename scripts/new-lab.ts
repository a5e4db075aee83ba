// npm run new-lab -- <slug> <chapter> <typescript|wgsl>: a lab's folder with every file that it needs, to be filled in.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { slug } from '@site/src/formats';
import { cli, root } from './steps';

const labYaml = (id: string, chapter: string, kind: string) => `id: ${id}
title:
chapter: ${chapter}
kind: ${kind}
core: false
minutes: 30
summary:
allow: []
needs: []
tasks: []
`;

const checks = `import { defineChecks } from 'grader';

export default defineChecks({
  tasks: {},
});
`;

await cli(async () => {
  const [id, chapter, kind] = process.argv.slice(2);
  if (!slug.safeParse(id).success || !slug.safeParse(chapter).success || (kind !== 'typescript' && kind !== 'wgsl')) {
    console.error('Usage: npm run new-lab -- <slug> <chapter> <typescript|wgsl>, for example: ring-all-reduce collectives typescript');
    return 1;
  }
  const folder = join(root, 'labs', id!);
  if (existsSync(folder)) {
    console.error(`labs/${id} is there already.`);
    return 1;
  }
  const extension = kind === 'typescript' ? 'ts' : 'wgsl';
  mkdirSync(join(folder, 'mistakes'), { recursive: true });
  writeFileSync(join(folder, 'lab.yaml'), labYaml(id!, chapter!, kind));
  for (const [name, text] of [['brief.mdx', ''], [`starter.${extension}`, ''], [`solution.${extension}`, ''], ['checks.ts', checks]] as const)
    writeFileSync(join(folder, name), text);
  console.log(`Made labs/${id}/. CONTRIBUTING.md says what goes where; npm run labs -- ${id} says what is left.`);
});
