// A plain Docusaurus site with the text of our chapters: the peer that shows what our build adds and saves.
// Classic theme, its own highlighter, no plugin of ours; tags give way to their words, formulas to inline code (which favours
// the peer: it typesets nothing), figures to nothing.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatClaim, type Claims, type QuizItem } from '@site/src/formats';
import { findBook, root, splitFrontMatter, type Book, type Chapter } from '@site/src/plugins/book/find';
import { loadClaims } from '@site/src/plugins/book/prepare';

const config = `module.exports = {
  title: 'Plain', url: 'http://localhost', baseUrl: '/', trailingSlash: true, onBrokenLinks: 'ignore', onBrokenAnchors: 'ignore',
  markdown: { format: 'md', hooks: { onBrokenMarkdownLinks: 'ignore', onBrokenMarkdownImages: 'ignore' } },
  future: { v4: true, faster: true },
  plugins: [['@docusaurus/plugin-content-docs', { routeBasePath: '/' }], '@docusaurus/plugin-sitemap'],
  themes: ['@docusaurus/theme-classic'],
  themeConfig: { navbar: { title: 'Plain', items: [{ to: '/', label: 'Book' }] }, footer: { style: 'dark', copyright: 'Plain' } },
};
`;

function itemText(item: QuizItem): string {
  const options = item.kind === 'single' || item.kind === 'multiple' ? item.options.map((o) => o.text) : item.kind === 'order' ? item.steps.map((s) => s.text) : [];
  const program = item.kind === 'output' ? `\n\n\`\`\`ts\n${item.program}\n\`\`\`` : '';
  return [`${item.stem}${program}`, options.map((o) => `- ${o.replaceAll('\n', ' ').trim()}`).join('\n')].join('\n\n');
}

interface Sources {
  chapter: Chapter;
  claims: Claims;
  book: Book;
}

/** What a tag with an id says, as Markdown. */
function wordsOfTag(name: string, id: string, { chapter, claims, book }: Sources): string {
  if (name === 'Claim') return claims[id] ? `${formatClaim(claims[id])} ${claims[id].unit}`.trim() : '';
  if (name === 'Cite') {
    const source = chapter.sources.find((s) => s.id === id);
    return source ? `(${source.authors}, ${source.year})` : '';
  }
  if (name === 'Exercise') return chapter.exercises.filter((i) => i.id === id).map(itemText).join('');
  if (name === 'Quiz') return chapter.quiz.map(itemText).join('\n\n');
  if (name === 'Objectives') return chapter.frontMatter.objectives.map((o) => `- ${o.text}`).join('\n');
  if (name === 'Sources') return chapter.sources.map((s) => `- ${s.authors}: ${s.title}. ${s.venue}, ${s.year}. ${s.readFor}`).join('\n');
  if (name !== 'Lab') return '';
  const lab = book.labs.find((l) => l.lab.id === id);
  return lab ? labText(lab.folder, lab.lab.title, { chapter, claims, book }) : '';
}

/** The brief and the starter: what our page shows of a lab before it is opened. */
function labText(folder: string, title: string, sources: Sources): string {
  const brief = splitFrontMatter(readFileSync(join(folder, 'brief.mdx'), 'utf8')).body;
  const starter = ['ts', 'wgsl'].map((e) => join(folder, `starter.${e}`)).find(existsSync)!;
  return `## ${title}\n\n${reduce(brief, sources)}\n\n\`\`\`ts\n${readFileSync(starter, 'utf8')}\n\`\`\`\n`;
}

/** MDX as plain Markdown with the same words. */
export function reduce(mdx: string, sources: Sources): string {
  const fences: string[] = [];
  return mdx
    .replace(/```[\s\S]*?```/g, (fence) => `\u0000${fences.push(fence) - 1}\u0000`)
    .replace(/\{\/\*[\s\S]*?\*\/\}/g, '')
    .replace(/\$\$([\s\S]*?)\$\$/g, (_, tex: string) => `\`${tex.replace(/\s+/g, ' ').trim()}\``)
    .replace(/\$([^$\n]+)\$/g, (_, tex: string) => `\`${tex}\``)
    .replace(/<([A-Z]\w*)((?:\s[^>]*?)?)\/>/g, (_, name: string, attributes: string) => wordsOfTag(name, /id="([^"]+)"/.exec(attributes)?.[1] ?? '', sources))
    .replace(/<[A-Z]\w*(?:\s[^>]*?(?:question|title)="([^"]+)")?[^>]*>/g, (_, title?: string) => (title ? `**${title}**` : ''))
    .replace(/<\/[A-Z]\w*>/g, '')
    .replace(/\u0000(\d+)\u0000/g, (_, i: string) => fences[Number(i)]!);
}

/** Builds the site, or takes it from the cache when no text changed. Resolves to the folder to serve; a chapter is at /<id>/. */
export async function plainDocusaurus(cache: string): Promise<{ folder: string; version: string }> {
  const book = findBook();
  const texts = await Promise.all(
    book.chapters.map(async (chapter) => {
      const text = reduce(chapter.text, { chapter, claims: await loadClaims(chapter), book });
      return [chapter.frontMatter.id, `---\nslug: /${chapter.frontMatter.id}\n---\n\n# ${chapter.frontMatter.title}\n\n${text}`] as const;
    }),
  );
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/@docusaurus/core/package.json'), 'utf8')) as { version: string };
  const stamp = createHash('sha256').update(JSON.stringify([texts, config, version])).digest('hex').slice(0, 12);
  const site = join(cache, `plain-docusaurus-${stamp}`);
  const folder = join(site, 'build');
  if (existsSync(join(folder, 'sitemap.xml'))) return { folder, version };
  rmSync(site, { recursive: true, force: true });
  mkdirSync(join(site, 'docs'), { recursive: true });
  for (const [id, text] of texts) writeFileSync(join(site, 'docs', `${id}.md`), text);
  writeFileSync(join(site, 'docusaurus.config.js'), config);
  writeFileSync(join(site, 'package.json'), JSON.stringify({ name: 'plain', private: true, browserslist: ['>0.5%', 'not dead', 'not op_mini all'] }));
  symlinkSync(join(root, 'node_modules'), join(site, 'node_modules'), 'junction');
  execFileSync(process.execPath, [join(root, 'node_modules/@docusaurus/core/bin/docusaurus.mjs'), 'build'], { cwd: site, stdio: ['ignore', 'ignore', 'inherit'] });
  return { folder, version };
}
