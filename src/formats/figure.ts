// The figure format: src/figures/<slug>/figure.yaml. The model (model.ts, no React), its view
// (index.tsx, default export) and its test stand in the same folder.

import { z } from 'zod';
import { markdown, slug } from './ids';

export const figureFile = z.strictObject({
  id: slug,
  title: z.string().min(3),
  /** What to do and what to notice, in one or two sentences. */
  caption: markdown,
  /** How wide it may be: with the text, or wider. */
  width: z.enum(['text', 'wide']).default('text'),
});
export type FigureMeta = z.infer<typeof figureFile>;
