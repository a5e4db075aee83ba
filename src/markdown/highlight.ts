// Code highlighted before it is sent: spans with classes, no highlighter in the reader's browser. A page on which somebody writes a question
// loads it for the preview; so each language is a file of its own, read when a text is in it.

import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createOnigurumaEngine } from 'shiki/engine/oniguruma';

const grammars = {
  typescript: () => import('shiki/langs/typescript.mjs'),
  javascript: () => import('shiki/langs/javascript.mjs'),
  tsx: () => import('shiki/langs/tsx.mjs'),
  wgsl: () => import('shiki/langs/wgsl.mjs'),
  python: () => import('shiki/langs/python.mjs'),
  bash: () => import('shiki/langs/bash.mjs'),
  json: () => import('shiki/langs/json.mjs'),
  yaml: () => import('shiki/langs/yaml.mjs'),
  toml: () => import('shiki/langs/toml.mjs'),
  cpp: () => import('shiki/langs/cpp.mjs'),
  html: () => import('shiki/langs/html.mjs'),
};
type Language = keyof typeof grammars;

const aliases: Record<string, Language> = { ts: 'typescript', js: 'javascript', py: 'python', sh: 'bash', cuda: 'cpp', c: 'cpp' };

let highlighter: Promise<HighlighterCore> | undefined;

const createHighlighter = () =>
  createHighlighterCore({ themes: [createCssVariablesTheme({ name: 'book', variablePrefix: '--t-' })], engine: createOnigurumaEngine(import('shiki/wasm')) });

/** HTML of the tokens (without pre and code). Unknown languages come back as plain text. */
export async function highlight(code: string, language: string): Promise<string> {
  const core = await (highlighter ??= createHighlighter());
  const named = aliases[language] ?? language;
  const lang = Object.hasOwn(grammars, named) ? (named as Language) : undefined;
  if (lang) await core.loadLanguage(grammars[lang]());
  const html = core.codeToHtml(code.replace(/\n$/, ''), { lang: lang ?? 'text', theme: 'book', structure: 'inline' });
  return html
    .replaceAll('<br>', '\n')
    .replace(/<span style="color:var\(--t-(?:token-)?([a-z-]+)\)">/g, (_, name: string) => (name === 'foreground' ? '<span>' : `<span class="t-${name}">`))
    .replace(/<span>([^<]*)<\/span>/g, '$1');
}
