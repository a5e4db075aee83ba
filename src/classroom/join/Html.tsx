/** @jsxImportSource preact */
// What the server made of an author's Markdown. It let no HTML of theirs through, and this page's policy runs no script in it. KaTeX's
// stylesheet is loaded when the first formula comes.

import { useLayoutEffect, useRef } from 'preact/hooks';
import { siteUrl } from './site';

const STYLESHEET_ID = 'formulas';

function loadFormulaStyles(): void {
  if (document.getElementById(STYLESHEET_ID)) return;
  const link = document.createElement('link');
  Object.assign(link, { id: STYLESHEET_ID, rel: 'stylesheet', href: siteUrl('katex/katex.min.css') });
  document.head.append(link);
}

/** What is wider than the phone scrolls by itself; then it takes the focus, so that keys can scroll it. */
function keepReachable(block: HTMLElement): () => void {
  const check = () => {
    for (const part of [block, ...block.querySelectorAll<HTMLElement>('.katex-display')]) {
      if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
      else part.removeAttribute('tabindex');
    }
  };
  const observer = new ResizeObserver(check);
  observer.observe(block);
  return () => observer.disconnect();
}

/** `words`: a run of words, such as may stand in a label. */
export function Html({ html, className = '', words = false }: { html: string; className?: string; words?: boolean }) {
  const block = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (html.includes('class="katex')) loadFormulaStyles();
    return keepReachable(block.current!);
  }, [html]);
  const Block = words ? 'span' : 'div';
  return <Block ref={block} className={`html ${className}`} dangerouslySetInnerHTML={{ __html: html }} />;
}
