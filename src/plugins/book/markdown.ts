// Renders the Markdown of YAML files (stems, explanations, definitions, captions) to HTML at build time.
// Our own text only: HTML in it is kept as it stands.

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

/** KaTeX's HTML with MathML beside it, for screen readers. Throws on a formula that it can't read. */
export function renderMath(tex: string, displayMode: boolean): string {
  const html = katex.renderToString(tex, { displayMode, throwOnError: true, strict: 'ignore' });
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

/** Markdown of one paragraph to phrasing HTML, for places inside a sentence. */
export async function renderInline(text: string): Promise<string> {
  const html = (await renderMarkdown(text)).trim();
  return html.replace(/^<p>([\s\S]*)<\/p>$/, '$1').replaceAll('</p>\n<p>', ' ');
}
