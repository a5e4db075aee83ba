// npm run new-chapter -- <NN-part> <NN-chapter> "<Title>": a chapter's folder with every file that it needs, to be filled in.
// The new chapter fails `npm run check` until it is written: that is the list of what is left to do.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { slug } from '@site/src/formats';
import { cli, root } from './steps';

const files = (id: string, number: number, title: string): Record<string, string> => ({
  'index.mdx': `---
id: ${id}
title: ${title}
description:
chapter: ${number}
readingMinutes:
coreLabMinutes:
needs: []
objectives: []
---

# ${title}

`,
  'claims.ts': "import { defineClaims } from '@site/src/formats';\n\nexport default defineClaims({});\n",
  'sources.yaml': 'sources: []\n',
  'glossary.yaml': 'terms: []\n',
  'quiz.yaml': 'items: []\n',
  'exercises.yaml': 'items: []\n',
});

await cli(async () => {
  const [part, chapter, title] = process.argv.slice(2);
  const match = /^(\d\d)-([a-z0-9-]+)$/.exec(chapter ?? '');
  if (!part || !match || !title || !slug.safeParse(match[2]).success) {
    console.error('Usage: npm run new-chapter -- <NN-part> <NN-chapter> "<Title>", for example: 01-foundations 04-frameworks "Frameworks and programming models"');
    return 1;
  }
  const folder = join(root, 'docs', part, chapter!);
  if (!existsSync(join(root, 'docs', part, '_category_.yml'))) {
    console.error(`docs/${part}/_category_.yml is missing: make the part first, with its label and position.`);
    return 1;
  }
  if (existsSync(folder)) {
    console.error(`docs/${part}/${chapter} is there already.`);
    return 1;
  }
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files(match[2]!, Number(match[1]), title))) writeFileSync(join(folder, name), text);
  console.log(`Made docs/${part}/${chapter}/. CONTRIBUTING.md says what goes where; npm run check says what is left.`);
});
