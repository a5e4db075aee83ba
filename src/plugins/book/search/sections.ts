// Cuts the book into passages for search: what a reader sees of each section, without formulas and code, under the anchor where it stands.
// A section is a chapter's opening, a heading's text, or a lab's brief. Quizzes, sources and class plans are no part of it.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSlugger } from '@docusaurus/utils';
import type { BookSection } from '@site/src/engine/retrieval';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { Book, Chapter } from '../find';

export interface CutSection extends BookSection {
  passages: string[];
}

/** Just what is looked at of a node of the tree. */
interface Node {
  type: string;
  name?: string | null;
  value?: string;
  depth?: number;
  children?: Node[];
  attributes?: { name?: string; value?: unknown }[];
}

/** About 160 tokens, with room for the titles below the model's 256. */
const MOST_WORDS = 120;
const FEWEST_WORDS = 12;

const parser = unified().use(remarkParse).use(remarkMdx).use(remarkGfm).use(remarkMath);
/** Tags whose place is elsewhere, or whose text answers no question. */
const LEFT_OUT = new Set(['Cite', 'Lab', 'Exercise', 'Quiz', 'Sources', 'Objectives', 'ClassPlan', 'DesignProblem']);
const BLOCKS = new Set(['blockquote', 'list', 'listItem', 'mdxJsxFlowElement', 'table']);

const attribute = (node: Node, name: string): string => String(node.attributes?.find((a) => a.name === name)?.value ?? '');
const countWords = (text: string) => text.split(/\s+/).filter(Boolean).length;
const tidy = (text: string) => text.replace(/\s+/g, ' ').replace(/ ([,.;:!?)])/g, '$1').trim();

type TextOfTag = (node: Node) => string | undefined;

/** Text of a phrase. A formula of plain letters stays; of others, which can't be read without their signs, a gap is left. */
function phrase(node: Node, textOfTag: TextOfTag): string {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value!;
  if (node.type === 'inlineMath') return node.value!.includes('\\') ? '…' : node.value!.replace(/[{}]/g, '');
  if (node.type === 'code' || node.type === 'math') return '';
  if (node.type.startsWith('mdxJsx')) {
    const text = textOfTag(node);
    if (text !== undefined) return text;
  }
  const parts = (node.children ?? []).map((child) => phrase(child, textOfTag));
  return parts.join(node.type === 'tableRow' ? ' | ' : '');
}

/** The paragraphs below a node, in their order. */
function paragraphs(node: Node, textOfTag: TextOfTag): string[] {
  if (node.type === 'mdxJsxFlowElement') {
    const text = textOfTag(node);
    if (text !== undefined) return [text];
    if (node.name === 'Predict') return [attribute(node, 'question'), ...(node.children ?? []).flatMap((child) => paragraphs(child, textOfTag))];
  }
  if (BLOCKS.has(node.type)) return (node.children ?? []).flatMap((child) => paragraphs(child, textOfTag));
  return [phrase(node, textOfTag)];
}

/** Sentences of a paragraph too long for one passage, put together again as far as they fit. */
function splitLong(paragraph: string): string[] {
  return countWords(paragraph) <= MOST_WORDS ? [paragraph] : gather(paragraph.split(/(?<=[.!?]["')]?) (?=\S)/));
}

/** Puts neighbours together while they stay short enough; a last scrap joins what is before it. */
function gather(pieces: string[]): string[] {
  const passages: string[] = [];
  for (const piece of pieces) {
    const last = passages.at(-1);
    if (last !== undefined && (countWords(last) + countWords(piece) <= MOST_WORDS || countWords(piece) < FEWEST_WORDS)) passages[passages.length - 1] = `${last} ${piece}`;
    else passages.push(piece);
  }
  return passages;
}

export function cutPassages(texts: string[]): string[] {
  return gather(texts.map(tidy).filter(Boolean).flatMap(splitLong));
}

interface Shown {
  /** Text and unit of each claim. */
  claims: Record<string, { text: string; unit: string }>;
  /** Title and caption of each figure. */
  figures: Record<string, string>;
}

function textOfTags({ claims, figures }: Shown): TextOfTag {
  return (node) => {
    if (LEFT_OUT.has(node.name!)) return '';
    const id = attribute(node, 'id');
    if (node.name === 'Claim') return claims[id] ? `${claims[id].text} ${claims[id].unit}` : '';
    if (node.name === 'Figure') return figures[id] ?? '';
    return undefined;
  };
}

/** Sections of a chapter's MDX (without front matter), by their headings as Docusaurus numbers their anchors. */
export function cutChapter(mdx: string, title: string, url: string, shown: Shown): CutSection[] {
  const slugger = createSlugger();
  const textOfTag = textOfTags(shown);
  const sections: { url: string; path: string[]; depth: number; texts: string[] }[] = [{ url, path: [title], depth: 1, texts: [] }];
  for (const node of (parser.parse(mdx) as unknown as Node).children!) {
    if (node.type !== 'heading') {
      sections.at(-1)!.texts.push(...paragraphs(node, textOfTag));
      continue;
    }
    const heading = tidy(phrase(node, textOfTag));
    const anchor = slugger.slug(heading);
    // The page's own title, where a chapter writes it out, begins no section.
    const above = [...sections].reverse().find((section) => section.depth < node.depth!);
    if (above) sections.push({ url: `${url}#${anchor}`, path: [...above.path, heading], depth: node.depth!, texts: [] });
  }
  return sections.map(({ url, path, texts }) => ({ url, path, passages: cutPassages(texts) }));
}

function cutLab(book: Book, id: string, chapterTitle: string, chapterUrl: string): CutSection {
  const { folder, lab } = book.labs.find((entry) => entry.lab.id === id)!;
  const file = join(folder, 'brief.mdx');
  const brief = existsSync(file) ? (parser.parse(readFileSync(file, 'utf8')) as unknown as Node).children! : [];
  const none = textOfTags({ claims: {}, figures: {} });
  return { url: `${chapterUrl}#lab-${id}`, path: [chapterTitle, `Lab: ${lab.title}`], passages: cutPassages([lab.summary, ...brief.flatMap((node) => paragraphs(node, none))]) };
}

/** Every section of the book that has words, in the book's order; a chapter's labs come after its sections. */
export function cutBook(book: Book, urlOf: (chapter: Chapter) => string, claimsOf: (chapter: Chapter) => Shown['claims']): CutSection[] {
  const figures = Object.fromEntries(book.figures.map(({ meta }) => [meta.id, tidy(`${meta.title}. ${phrase(parser.parse(meta.caption) as unknown as Node, textOfTags({ claims: {}, figures: {} }))}`)]));
  const chapters = [...book.chapters].sort((a, b) => a.frontMatter.chapter - b.frontMatter.chapter);
  return chapters
    .flatMap((chapter) => {
      const { id, title } = chapter.frontMatter;
      const url = urlOf(chapter);
      const labs = book.labs.filter(({ lab }) => lab.chapter === id).map(({ lab }) => cutLab(book, lab.id, title, url));
      return [...cutChapter(chapter.text, title, url, { claims: claimsOf(chapter), figures }), ...labs];
    })
    .filter(({ passages }) => passages.length > 0);
}
