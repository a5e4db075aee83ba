/**
 * Tables as comma-separated values (RFC 4180), written for spreadsheets and read back. Not here: what the columns mean (roster.ts, points.ts).
 *
 * Own rather than a package: a roster's errors must name the line of the file, also behind quoted line breaks, and a cell's text must come back
 * as it was; together that is less code than a parser's options.
 *
 * A text cell that a spreadsheet would run as a formula gets an apostrophe before it, the spreadsheets' own mark for text; so does what
 * follows a semicolon, a tab or a line break within a cell, where a spreadsheet set to another separator begins a new one. Reading takes one such
 * apostrophe away, and writing adds one to those that are there already, so every text comes back exactly. Numbers are never touched.
 */

export type Cell = string | number | undefined;
export type Separator = ',' | ';' | '\t';

export interface CsvRecord {
  /** Where it begins in the file, from 1. */
  line: number;
  cells: string[];
}

/** The text is no CSV; `line` counts from 1. */
export class CsvError extends Error {
  override name = 'CsvError';
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

const BOM = '\uFEFF';

// Full-width signs too: spreadsheets of some languages read them as = + - @. Quotation marks before a sign may be taken for an empty quoted cell.
const startsFormula = /^['"]*[=+\-@\t\r\n＝＋－＠]/;
const formulaWithin = /([;\t\r\n])(['"]*)(?=[=+\-@＝＋－＠])/g;
const guardedStart = /^'['"]*[=+\-@\t\r\n＝＋－＠]/;
const guardedWithin = /([;\t\r\n])'(['"]*)(?=[=+\-@＝＋－＠])/g;

const guard = (text: string) => (startsFormula.test(text) ? "'" : '') + text.replace(formulaWithin, "$1'$2");
const unguard = (text: string) => (guardedStart.test(text) ? text.slice(1) : text).replace(guardedWithin, '$1$2');

const needsQuotes = /[",;\t\r\n]|^\s|\s$/;

function written(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') {
    if (!Number.isFinite(cell)) throw new RangeError(`${cell} cannot stand in a table`);
    return String(cell);
  }
  const text = guard(cell);
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows ended by CR LF. `bom`: with the mark by which Excel knows UTF-8. RangeError at a number that isn't finite. */
export function writeCsv(rows: readonly (readonly Cell[])[], { bom = false } = {}): string {
  const lines = rows.map((row) => {
    const line = row.map(written).join(',');
    // An empty line would be read as no row at all.
    return `${line === '' && row.length === 1 ? '""' : line}\r\n`;
  });
  return (bom ? BOM : '') + lines.join('');
}

const lineBreaks = (text: string) => text.match(/\r\n|\r|\n/g)?.length ?? 0;

/** The quoted cell whose mark stands at `at`, and where it ends. */
function quotedCell(text: string, at: number, line: number): { cell: string; end: number } {
  let cell = '';
  for (let from = at + 1; ; ) {
    const mark = text.indexOf('"', from);
    if (mark < 0) throw new CsvError(line, 'a quotation mark is opened and never closed');
    cell += text.slice(from, mark);
    if (text[mark + 1] !== '"') return { cell, end: mark + 1 };
    cell += '"';
    from = mark + 2;
  }
}

/** Records one after another; empty lines are skipped, a mark of UTF-8 too. Throws CsvError at a quoted cell that does not end as one must. */
export function* csvRecords(text: string, separator: Separator = ','): Generator<CsvRecord> {
  const plain = new RegExp(`[^${separator}\r\n]*`, 'y');
  let line = 1;
  let at = text.startsWith(BOM) ? BOM.length : 0;
  while (at < text.length) {
    const record: CsvRecord = { line, cells: [] };
    const start = at;
    for (;;) {
      plain.lastIndex = at;
      const { cell, end } = text[at] === '"' ? quotedCell(text, at, line) : { cell: plain.exec(text)![0], end: plain.lastIndex };
      line += lineBreaks(cell);
      at = end;
      record.cells.push(unguard(cell));
      if (text[at] !== separator) break;
      at++;
    }
    if (at < text.length && !/[\r\n]/.test(text[at]!)) throw new CsvError(line, 'text follows a closing quotation mark');
    if (at > start) yield record;
    at += text.startsWith('\r\n', at) ? 2 : 1;
    line++;
  }
}

/** All rows. Throws CsvError as csvRecords does. */
export const readCsv = (text: string, separator: Separator = ','): string[][] => [...csvRecords(text, separator)].map(({ cells }) => cells);
