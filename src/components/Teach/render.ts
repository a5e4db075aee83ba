// A question from Markdown to HTML in the page: the preview of one's own, items of the book on demand, and a class without a server.
// What renders (KaTeX, the highlighter) is loaded when the first question is. With a class server the server renders.

import { useEffect, useState } from 'react';
import { createRng } from '@site/src/engine/random';
import { seedOf } from '@site/src/quiz/public';
import type { Draft } from './lists';
import { letterOf } from './votes';

export interface RenderedOption {
  id: string;
  html: string;
  whyHtml: string;
  correct: boolean;
}

export interface Rendered {
  stemHtml: string;
  options: RenderedOption[];
  explanationHtml: string;
  listenForHtml: string;
  /** Formulas that cannot be read, each with its place. */
  problems: string[];
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Options stand as they were written. Never rejects: what cannot be read stands as text, and is told. */
export async function renderDraft({ stem, options, explanation, listenFor }: Pick<Draft, 'stem' | 'options' | 'explanation' | 'listenFor'>): Promise<Rendered> {
  const problems: string[] = [];
  const markdown = await import('@site/src/markdown').catch(() => undefined);
  if (!markdown) problems.push('What renders formulas could not be loaded: you seem to be offline. The text stands as you wrote it');
  const render = async (place: string, text: string, how?: (text: string) => Promise<string>) => {
    try {
      return how ? await how(text) : escaped(text);
    } catch (error) {
      problems.push(`${place}: ${(error as Error).message}`);
      return escaped(text);
    }
  };
  const [renderForeign, renderForeignInline] = [markdown?.renderForeign, markdown?.renderForeignInline];
  return {
    stemHtml: await render('Question', stem, renderForeign),
    options: await Promise.all(
      options.map(async ({ id, text, why, correct }, i) => ({
        id,
        correct,
        html: await render(`Option ${letterOf(i)}`, text, renderForeignInline),
        whyHtml: await render(`Option ${letterOf(i)}, why`, why, renderForeignInline),
      })),
    ),
    explanationHtml: await render('Explanation', explanation, renderForeign),
    listenForHtml: await render('What to listen for', listenFor, renderForeignInline),
    problems,
  };
}

/** The options as a class sees them, in the class server's order. */
export function inClassOrder(rendered: Rendered, { ref, stem }: Pick<Draft, 'ref' | 'stem'>): Rendered {
  return { ...rendered, options: createRng(seedOf(ref?.split('/')[1] ?? stem)).shuffle(rendered.options) };
}

/** Rendered when it is wanted, and again a moment after it has changed. */
export function useRendered(draft: Pick<Draft, 'stem' | 'options' | 'explanation' | 'listenFor'> | undefined, delayMs = 0): Rendered | undefined {
  const [rendered, setRendered] = useState<Rendered>();
  const text = draft && JSON.stringify([draft.stem, draft.options, draft.explanation, draft.listenFor]);
  useEffect(() => {
    if (!text) return;
    let isLatest = true;
    const [stem, options, explanation, listenFor] = JSON.parse(text) as [string, Draft['options'], string, string];
    const timer = setTimeout(() => void renderDraft({ stem, options, explanation, listenFor }).then((next) => isLatest && setRendered(next)), delayMs);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [text, delayMs]);
  return rendered;
}
