// A question from its author's Markdown to what is shown and what is kept back until the reveal.

import { setImmediate } from 'node:timers/promises';
import { createRng } from '@site/src/engine/random';
import type { QuestionSource } from '@site/src/formats/class';
import { renderForeign, renderForeignInline } from '@site/src/markdown';
import { seedOf } from '@site/src/quiz/public';
import type { KeptText, ShownText } from '../database/schema';

export interface RenderedQuestion {
  source: QuestionSource;
  shown: ShownText;
  kept: KeptText;
}

/** Others are served between two texts, each of which may take a second. Throws on a formula that KaTeX can't read, and what is nested too deeply. */
async function inTurn(text: string, render: (text: string) => Promise<string>): Promise<string> {
  await setImmediate();
  try {
    return await render(text);
  } catch (error) {
    throw error instanceof RangeError ? new Error('something in it is nested too deeply', { cause: error }) : error;
  }
}

const block = (text: string) => inTurn(text, renderForeign);
const inline = (text: string) => inTurn(text, renderForeignInline);

/** Options are shuffled by the question's own seed: authors tend to write the right one first. Throws on what cannot be rendered. */
export async function renderQuestion(source: QuestionSource): Promise<RenderedQuestion> {
  const options: ShownText['options'] = [];
  const whyHtml: KeptText['whyHtml'] = {};
  const argumentHtml: KeptText['argumentHtml'] = {};
  for (const { id, text, why, argument } of source.options) {
    options.push({ id, html: await inline(text) });
    whyHtml[id] = why ? await inline(why) : '';
    if (argument) argumentHtml[id] = await inline(argument);
  }
  const listenForHtml = source.listenFor ? await inline(source.listenFor) : undefined;
  return {
    source,
    shown: { stemHtml: await block(source.stem), options: createRng(seedOf(source.ref?.split('/')[1] ?? source.stem)).shuffle(options) },
    kept: {
      correct: source.options.find(({ correct }) => correct)!.id,
      whyHtml,
      argumentHtml,
      explanationHtml: source.explanation ? await block(source.explanation) : '',
      ...(listenForHtml ? { listenForHtml } : {}),
      ...(source.expectedCorrect === undefined ? {} : { expectedCorrect: source.expectedCorrect }),
      ...(source.reveal ? { live: source.reveal } : {}),
    },
  };
}
