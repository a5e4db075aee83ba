// A question from its author's Markdown to what is shown and what is kept back until the reveal.

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

const optional = async (text: string | undefined, render: (text: string) => Promise<string>) => (text ? render(text) : undefined);

/** Options are shuffled by the question's own seed: authors tend to write the right one first. Throws on a formula that KaTeX can't read. */
export async function renderQuestion(source: QuestionSource): Promise<RenderedQuestion> {
  const options = await Promise.all(source.options.map(async ({ id, text }) => ({ id, html: await renderForeignInline(text) })));
  const why = await Promise.all(source.options.map(async (option) => [option.id, (await optional(option.why, renderForeignInline)) ?? ''] as const));
  const cases = await Promise.all(source.options.flatMap(({ id, argument }) => (argument ? [renderForeignInline(argument).then((html) => [id, html] as const)] : [])));
  const listenForHtml = await optional(source.listenFor, renderForeignInline);
  return {
    source,
    shown: { stemHtml: await renderForeign(source.stem), options: createRng(seedOf(source.ref?.split('/')[1] ?? source.stem)).shuffle(options) },
    kept: {
      correct: source.options.find(({ correct }) => correct)!.id,
      whyHtml: Object.fromEntries(why),
      argumentHtml: Object.fromEntries(cases),
      explanationHtml: (await optional(source.explanation, renderForeign)) ?? '',
      ...(listenForHtml ? { listenForHtml } : {}),
      ...(source.expectedCorrect === undefined ? {} : { expectedCorrect: source.expectedCorrect }),
      ...(source.reveal ? { live: source.reveal } : {}),
    },
  };
}
