// Code highlighted at build time: spans with classes, no highlighter in the reader's browser.

import { createCssVariablesTheme, createHighlighter, type Highlighter } from 'shiki';

const languages = ['typescript', 'javascript', 'tsx', 'wgsl', 'python', 'bash', 'json', 'yaml', 'toml', 'cpp', 'html'];
const aliases: Record<string, string> = { ts: 'typescript', js: 'javascript', py: 'python', sh: 'bash', cuda: 'cpp', c: 'cpp' };

let highlighter: Promise<Highlighter> | undefined;

/** HTML of the tokens (without pre and code). Unknown languages come back as plain text. */
export async function highlight(code: string, language: string): Promise<string> {
  highlighter ??= createHighlighter({ themes: [createCssVariablesTheme({ name: 'book', variablePrefix: '--t-' })], langs: languages });
  const lang = aliases[language] ?? language;
  const html = (await highlighter).codeToHtml(code.replace(/\n$/, ''), {
    lang: languages.includes(lang) ? lang : 'text',
    theme: 'book',
    structure: 'inline',
  });
  return html
    .replaceAll('<br>', '\n')
    .replace(/<span style="color:var\(--t-(?:token-)?([a-z-]+)\)">/g, (_, name: string) => (name === 'foreground' ? '<span>' : `<span class="t-${name}">`))
    .replace(/<span>([^<]*)<\/span>/g, '$1');
}
