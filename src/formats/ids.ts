// Identifiers shared by every format. A slug names the same thing as a folder, a URL,
// an id in saved work and a test; it is never derived from a position or a hash.

import { z } from 'zod';

export const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case words joined by single hyphens, like "scalar-tape"');

/** Prose in a YAML file: Markdown with inline code, emphasis, links and $…$ mathematics. */
export const markdown = z.string().min(1, 'must not be empty');
