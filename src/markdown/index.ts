// Markdown to HTML, with formulas typeset and code highlighted: what stands in the book's YAML files (stems, explanations, definitions,
// captions) at build time, and what somebody else wrote (renderForeign), whose HTML is shown as text.

import katex from 'katex';
import { toHtml } from 'hast-util-to-html';
import type { Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { highlight } from './highlight';

/** Nothing in a formula may be larger, in em: a rule of a million em would cover the page. */
const LARGEST_EM = 50;

/** KaTeX's HTML with MathML beside it, for screen readers. Throws on a formula that it can't read. */
export function renderMath(tex: string, displayMode: boolean): string {
  const html = katex.renderToString(tex, { displayMode, throwOnError: true, strict: 'ignore', maxSize: LARGEST_EM });
  // KaTeX writes \\bmod as <mo><mrow>letters</mrow></mo>, which MathML does not allow.
  return html.replace(/(<mo[^>]*>)<mrow>((?:<mi[^>]*>[^<]*<\/mi>)+)<\/mrow><\/mo>/g, (_, open: string, letters: string) => `${open}${letters.replace(/<[^>]*>/g, '')}</mo>`);
}

interface Html {
  type: 'html';
  value: string;
}

async function typeset(tree: Root): Promise<void> {
  const jobs: Promise<void>[] = [];
  visit(tree, (node, index, parent) => {
    if (!parent || index === undefined) return;
    const put = (value: string) => {
      (parent.children as unknown as Html[])[index] = { type: 'html', value };
    };
    const math = node as unknown as { type: string; value: string };
    if (math.type === 'math') put(renderMath(math.value, true));
    if (math.type === 'inlineMath') put(renderMath(math.value, false));
    if (node.type === 'code') {
      const { value, lang } = node;
      jobs.push(highlight(value, lang ?? 'text').then((html) => put(`<pre class="code" tabindex="0"><code>${html}</code></pre>`)));
    }
  });
  await Promise.all(jobs);
}

const processor = unified().use(remarkParse).use(remarkGfm).use(remarkMath);
const toRehype = unified().use(remarkRehype, { allowDangerousHtml: true });

/** Markdown to HTML blocks. */
export async function renderMarkdown(text: string): Promise<string> {
  const tree = processor.parse(text) as Root;
  await typeset(tree);
  return toHtml(await toRehype.run(tree), { allowDangerousHtml: true });
}

/** Blocks of paragraphs as one run of phrasing. */
const unwrap = (html: string): string => html.trim().replace(/^<p>([\s\S]*)<\/p>$/, '$1').replaceAll('</p>\n<p>', ' ');

/** Markdown of one paragraph to phrasing HTML, for places inside a sentence. */
export async function renderInline(text: string): Promise<string> {
  return unwrap(await renderMarkdown(text));
}

/** Where a link of somebody else may lead. */
const isHarmless = (url: string) => /^(https?:|mailto:|#|\/(?!\/))/i.test(url);

/** HTML becomes text, images become their descriptions, and links lead to web addresses alone. */
function disarm(tree: Root): void {
  visit(tree, (node, index, parent) => {
    const there = parent && index !== undefined ? (text: string) => void (parent.children[index] = { type: 'text', value: text }) : undefined;
    if (node.type === 'html') there?.(node.value);
    if (node.type === 'image' || node.type === 'imageReference') there?.(node.alt ?? '');
    if ((node.type === 'link' || node.type === 'definition') && !isHarmless(node.url)) node.url = '';
  });
}

/** Markdown that an instructor wrote, to HTML that cannot run anything. Throws on a formula that KaTeX can't read. */
export async function renderForeign(text: string): Promise<string> {
  const tree = processor.parse(text) as Root;
  disarm(tree);
  await typeset(tree);
  return toHtml(await toRehype.run(tree), { allowDangerousHtml: true });
}

/** The same, of one paragraph, for places inside a sentence. */
export const renderForeignInline = async (text: string): Promise<string> => unwrap(await renderForeign(text));
