// How the front end says that the text is wrong: thrown at the place, gathered where reading can go on.

import type { SourceDiagnostic } from '@site/src/formats';
import type { Span, WgslProblem } from './typed';

/** One error, on its way to whoever gathers them. A null message: it follows from an error already told. */
export class Fault extends Error {
  readonly span: Span;
  readonly told: boolean;
  constructor(span: Span, message: string | null) {
    super(message ?? '');
    this.span = span;
    this.told = message === null;
  }
}

/** The problem as editors show it; columns count UTF-16 units from 1. */
export function diagnosticOf(source: string, { kind, severity, message, span }: WgslProblem): SourceDiagnostic {
  const start = placeOf(source, span.start);
  const end = placeOf(source, Math.max(span.start + 1, span.end));
  return { ...(kind ? { kind } : {}), severity, ...start, endLine: end.line, endColumn: end.column, message };
}

const lineBreak = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;

/** 1-based line and column of an offset, with WGSL's line breaks. */
export function placeOf(source: string, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  lineBreak.lastIndex = 0;
  for (let match = lineBreak.exec(source); match && match.index + match[0].length <= offset; match = lineBreak.exec(source)) {
    line++;
    lineStart = match.index + match[0].length;
  }
  return { line, column: offset - lineStart + 1 };
}
