// Reads a YAML text against a schema; every error names file, line and what to do.

import { LineCounter, parseDocument, type Node } from 'yaml';
import type { z } from 'zod';

export class FormatError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'FormatError';
    this.problems = problems;
  }
}

/** Parses `text` as `schema`. `file` is only for messages. Throws FormatError with every problem found. */
export function parseYaml<S extends z.ZodType>(schema: S, text: string, file: string, firstLine = 1): z.infer<S> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number) => `${file}:${lines.linePos(offset).line + firstLine - 1}`;
  if (document.errors.length > 0)
    throw new FormatError(document.errors.map((e) => `${at(e.pos[0])}: not valid YAML: ${e.message.split('\n')[0]}`));
  const result = schema.safeParse(document.toJS());
  if (result.success) return result.data;
  throw new FormatError(
    result.error.issues.map((issue) => {
      const path = issue.path as (string | number)[];
      return `${at(offsetOf(document, path))}: ${path.join('.') || '(top)'}: ${issue.message}`;
    }),
  );
}

/** Offset of the deepest node on the path that exists, so that a missing key points at its parent. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: (string | number)[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true) as Node | undefined;
    if (node?.range) return node.range[0];
  }
  return 0;
}
