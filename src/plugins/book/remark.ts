// The remark plugin of chapters: finds the folder behind <Lab>, <Figure>, <Exercise>, <Quiz>, <Claim>, <Term>, <Cite>…,
// hands each tag its data as attributes, and typesets code and mathematics, all at build time.
// Not here: how a tag looks (src/components, src/theme/MDXComponents).

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { valueToEstree } from 'estree-util-value-to-estree';
import type { Root } from 'mdast';
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx-jsx';
import type { MdxjsEsm } from 'mdast-util-mdxjs-esm';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { highlight } from '../../markdown/highlight';
import { renderMarkdown, renderMath } from '../../markdown';
import type { Lab, ShownTerm } from '@site/src/formats';
import type { ChapterData } from './prepare';

type Element = MdxJsxFlowElement | MdxJsxTextElement;
type Values = Record<string, unknown>;

const root = process.cwd();
const generated = join(root, '.generated');
const readJson = <T>(file: string): T => JSON.parse(readFileSync(join(generated, file), 'utf8')) as T;

function attribute(element: Element, name: string): string | undefined {
  const found = element.attributes.find((a) => a.type === 'mdxJsxAttribute' && a.name === name);
  return typeof found?.value === 'string' ? found.value : undefined;
}

function toAttributes(values: Values): Element['attributes'] {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      if (typeof value === 'string') return { type: 'mdxJsxAttribute', name, value };
      const expression = valueToEstree(value);
      return {
        type: 'mdxJsxAttribute',
        name,
        value: {
          type: 'mdxJsxAttributeValueExpression',
          value: JSON.stringify(value),
          data: { estree: { type: 'Program', sourceType: 'module', comments: [], body: [{ type: 'ExpressionStatement', expression }] } },
        },
      } as Element['attributes'][number];
    });
}

function importDefault(name: string, source: string): MdxjsEsm {
  const declaration = {
    type: 'ImportDeclaration' as const,
    specifiers: [{ type: 'ImportDefaultSpecifier' as const, local: { type: 'Identifier' as const, name } }],
    source: { type: 'Literal' as const, value: source, raw: JSON.stringify(source) },
    attributes: [],
  };
  return {
    type: 'mdxjsEsm',
    value: `import ${name} from ${JSON.stringify(source)}`,
    data: { estree: { type: 'Program', sourceType: 'module', comments: [], body: [declaration] } },
  };
}

/** What stands behind the tags of one chapter. */
class ChapterTags {
  readonly imports = new Map<string, string>();
  private readonly data: ChapterData;
  private readonly figures = readJson<Record<string, { meta: unknown; captionHtml: string }>>('figures.json');
  private readonly terms = new Map(readJson<ShownTerm[]>('glossary.json').map((t) => [t.id, t]));
  private count = 0;

  constructor(chapter: string) {
    this.data = readJson<ChapterData>(`chapters/${chapter}.json`);
  }

  private noteId = (kind: string) => `${kind}-${++this.count}`;

  private readonly makers: Record<string, (id: string, element: Element) => Values | Promise<Values>> = {
    Objectives: () => ({ frontMatter: this.data.frontMatter, practice: this.practice() }),
    Quiz: () => ({ chapter: this.data.frontMatter.id, items: this.data.quiz, answersUrl: this.data.answersUrl }),
    Sources: () => ({ sources: this.data.sources }),
    Exercise: (id) => ({ chapter: this.data.frontMatter.id, item: this.data.exercises.find((i) => i.id === id), answersUrl: this.data.answersUrl }),
    Claim: (id) => ({ claim: this.claim(id), noteId: this.noteId('claim') }),
    Term: (id) => ({ term: this.terms.get(id), noteId: this.noteId('term') }),
    Cite: (id) => ({ source: this.data.sources.find((s) => s.id === id), noteId: this.noteId('cite') }),
    Figure: (id, element) => {
      const name = `Figure_${id.replaceAll('-', '_')}`;
      this.imports.set(name, `@site/src/figures/${id}/index.tsx`);
      element.children = [{ type: 'mdxJsxFlowElement', name, attributes: [], children: [] }] as never;
      return { ...this.figures[id]!, state: attribute(element, 'state') };
    },
    Lab: async (id) => {
      const manifest = readJson<{ starter: string; lab: Lab }>(`labs/${id}.json`);
      return { manifest, starterHtml: await highlight(manifest.starter, manifest.lab.kind), hintsHtml: await hintsHtml(manifest.lab) };
    },
  };

  /** Title of the lab task behind each objective. */
  private practice(): Record<string, string> {
    return Object.fromEntries(
      this.data.frontMatter.objectives.map((o) => {
        const [labId, taskId] = o.lab.split('/') as [string, string];
        const { lab } = readJson<{ lab: Lab }>(`labs/${labId}.json`);
        return [o.id, `${lab.title}: ${lab.tasks.find((t) => t.id === taskId)?.title ?? taskId}`];
      }),
    );
  }

  private claim(id: string) {
    const claim = this.data.claims[id];
    if (!claim) throw new Error(`<Claim id="${id}"> is not in the chapter's claims.ts`);
    return claim;
  }

  async fill(element: Element): Promise<void> {
    const make = element.name ? this.makers[element.name] : undefined;
    if (!make) return;
    const values = await make(attribute(element, 'id') ?? '', element);
    for (const [name, value] of Object.entries(values))
      if (value === undefined && name !== 'state') throw new Error(`<${element.name} id="${attribute(element, 'id')}">: nothing with that id`);
    element.attributes = toAttributes(values);
  }
}

/** The rungs of each task as HTML, by task id. */
async function hintsHtml(lab: Lab): Promise<Record<string, string[]>> {
  return Object.fromEntries(await Promise.all(lab.tasks.map(async (t) => [t.id, await Promise.all(t.hints.map(renderMarkdown))] as const)));
}

const briefParser = unified().use(remarkParse).use(remarkMdx).use(remarkGfm).use(remarkMath);

/**
 * A lab's brief becomes the children of its tag, so that the chapter is whole as HTML. What follows a rule (---) in the brief
 * stands folded below the lab: the real system, and the same in PyTorch or Triton. Headings sink below the lab's title.
 */
function insertBriefs(tree: Root): void {
  visit(tree, 'mdxJsxFlowElement', (element, index, parent) => {
    if (element.name !== 'Lab' || !parent || index === undefined) return;
    const brief = join(root, 'labs', attribute(element, 'id') ?? '', 'brief.mdx');
    if (!existsSync(brief)) throw new Error(`${brief}: is missing; a lab's folder holds brief.mdx`);
    const parsed = briefParser.parse(readFileSync(brief, 'utf8'));
    visit(parsed, 'heading', (heading) => {
      heading.depth = Math.min(6, heading.depth + 2) as typeof heading.depth;
    });
    const rule = parsed.children.findIndex((node) => node.type === 'thematicBreak');
    const [before, after] = rule < 0 ? [parsed.children, []] : [parsed.children.slice(0, rule), parsed.children.slice(rule + 1)];
    element.children = before as typeof element.children;
    if (after.length > 0) parent.children.splice(index + 1, 0, { type: 'mdxJsxFlowElement', name: 'AfterLab', attributes: [], children: after as never });
    return SKIP;
  });
}

function typesetNode(node: { type: string; value?: string; lang?: string | null; meta?: string | null }): Promise<Values> | Values | undefined {
  if (node.type === 'math') return { html: renderMath(node.value!, true), display: true };
  if (node.type === 'inlineMath') return { html: renderMath(node.value!, false) };
  if (node.type !== 'code') return undefined;
  const title = /title="([^"]*)"/.exec(node.meta ?? '')?.[1];
  return highlight(node.value!, node.lang ?? 'text').then((html) => ({ html, language: node.lang ?? 'text', title }));
}

/** A formula in $$…$$ on one line is inline for the parser; alone in its paragraph it is meant as a display. */
function raiseDisplays(tree: Root): void {
  visit(tree, 'paragraph', (node, index, parent) => {
    const only = node.children.length === 1 ? node.children[0] : undefined;
    if (!parent || index === undefined || only?.type !== 'inlineMath') return;
    parent.children[index] = { type: 'math', value: only.value } as never;
  });
}

async function typeset(tree: Root): Promise<void> {
  raiseDisplays(tree);
  const jobs: Promise<void>[] = [];
  visit(tree, (node, index, parent) => {
    if (!parent || index === undefined) return;
    const made = typesetNode(node as Parameters<typeof typesetNode>[0]);
    if (!made) return;
    const name = node.type === 'code' ? 'Code' : 'Tex';
    const type = node.type === 'inlineMath' ? 'mdxJsxTextElement' : 'mdxJsxFlowElement';
    jobs.push(
      Promise.resolve(made).then((values) => {
        parent.children[index] = { type, name, attributes: toAttributes(values), children: [] } as never;
      }),
    );
  });
  await Promise.all(jobs);
}

function chapterOf(file: VFile): string | undefined {
  return /^docs[\\/][^\\/]+[\\/](?:\d+-)?([a-z0-9-]+)$/.exec(dirname(file.path).slice(root.length + 1))?.[1];
}

export default function remarkBook() {
  return async (tree: Root, file: VFile): Promise<void> => {
    const chapter = chapterOf(file);
    if (chapter) {
      insertBriefs(tree);
      const tags = new ChapterTags(chapter);
      const elements: Element[] = [];
      visit(tree, (node) => {
        if (node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') elements.push(node);
      });
      for (const element of elements) await tags.fill(element);
      for (const [name, source] of tags.imports) tree.children.unshift(importDefault(name, source));
    }
    await typeset(tree);
  };
}
