// The reader's text by offsets: places for findings and pieces to quote.

import type { Span } from '../../wgsl/typed';
import type { Place } from '../results';

export class Text {
  readonly #source: string;
  /** Offset of each line's first character, by WGSL's line breaks. */
  readonly #starts: number[] = [0];

  constructor(source: string) {
    this.#source = source;
    for (const lineBreak of source.matchAll(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/g)) this.#starts.push(lineBreak.index + lineBreak[0].length);
  }

  lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  placeOf({ start, end }: Span): Place {
    const [line, endLine] = [this.lineOf(start), this.lineOf(end)];
    return { line, column: start - this.#starts[line - 1]! + 1, endLine, endColumn: end - this.#starts[endLine - 1]! + 1 };
  }

  lineAt(line: number): string {
    return this.#source.slice(this.#starts[line - 1], this.#starts[line]);
  }

  /** No function begins between the two. */
  inOneFunction(a: number, b: number): boolean {
    return !/\bfn\s/.test(this.#source.slice(Math.min(a, b), Math.max(a, b)));
  }

  /** On one line, cut where it is long. */
  quote({ start, end }: Span): string {
    const text = this.#source.slice(start, end).replace(/\s+/g, ' ');
    return text.length > 60 ? `${text.slice(0, 57)}…` : text;
  }
}
