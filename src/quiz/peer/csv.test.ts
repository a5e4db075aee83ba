import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRecords, readCsv, writeCsv, type Separator } from './csv';
import reference from './fixtures/reference.json';

// Rich in what could go wrong.
const anyText = fc.string({ unit: fc.oneof(fc.constantFrom(...'=+-@\t\r\n,;"\' ＝a1é😀\uFEFF'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })), maxLength: 8 });
const anyTable = fc.array(fc.array(anyText, { minLength: 1, maxLength: 4 }), { maxLength: 6 });

describe('writeCsv', () => {
  it('quotes what must be and ends rows by CR LF', () => {
    expect(writeCsv([['id', 'name'], ['7', 'Doe, Jane'], [7.5, 'say "hi"'], [undefined, 'two\nlines']])).toBe('id,name\r\n7,"Doe, Jane"\r\n7.5,"say ""hi"""\r\n,"two\nlines"\r\n');
  });
  it('has a mark for Excel where asked', () => {
    expect(writeCsv([['a']], { bom: true })).toBe('\uFEFFa\r\n');
    expect(writeCsv([])).toBe('');
  });
  it.each([
    ['=1+1', "'=1+1"],
    ['+49 30', "'+49 30"],
    ['-5', "'-5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝1', "'＝1"],
    ['\t=1', '"\'\t\'=1"'],
    ['\rx', '"\'\rx"'],
    ['a;=1+1', '"a;\'=1+1"'],
    ["'=1", "''=1"],
    ['"=1', '"\'""=1"'],
    ['a;"=1', '"a;\'""=1"'],
    ['a=b', 'a=b'],
    ['a-b', 'a-b'],
    ["it's", "it's"],
  ])('makes the text %j harmless', (text, written) => expect(writeCsv([[text]])).toBe(`${written}\r\n`));
  it('leaves numbers alone', () => expect(writeCsv([[-5, 0.25, 1e21, -0]])).toBe('-5,0.25,1e+21,0\r\n'));
  it.each([NaN, Infinity])('refuses %d', (number) => expect(() => writeCsv([[number]])).toThrow(RangeError));
  it('leaves no cell that begins as a formula, whatever separator a spreadsheet takes', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const written = writeCsv(table);
        // By commas, quotes understood; by semicolons or tabs, where quotes within a cell are no more than text.
        for (const row of readCsvRaw(written)) for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝]/);
        for (const piece of written.split(/[;\t\r\n]/)) expect(piece).not.toMatch(/^"*[=+\-@＝]/);
      }),
    );
  });
});

/** Cells as a spreadsheet sees them: quotes resolved, apostrophes left in place. Written apart from the reader under test. */
function readCsvRaw(text: string): string[][] {
  const rows: string[][] = [];
  const row: string[] = [];
  for (const [, quoted, plain, end] of text.replace(/^\uFEFF/, '').matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (end !== ',') rows.push(row.splice(0));
  }
  return rows;
}

describe('readCsv', () => {
  it.each(reference.csv)('reads $text as Python’s csv does', ({ text, rows }) => expect(readCsv(text)).toEqual(rows));
  it('gives back exactly what was written', () => {
    const roundTrip = fc.property(anyTable, fc.boolean(), (table, bom) => {
      expect(readCsv(writeCsv(table, { bom }))).toEqual(table);
    });
    fc.assert(roundTrip, { numRuns: 2000 });
  });
  it('reads any text without end or in an error with a line', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom<Separator>(',', ';', '\t'), (text, separator) => {
        const lines = text.split(/\r\n|\r|\n/).length;
        try {
          for (const { line } of csvRecords(text, separator)) expect(line >= 1 && line <= lines).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ name: 'CsvError' });
          expect((error as { line: number }).line).toBeLessThanOrEqual(lines);
        }
      }),
    );
  });
  it('names the line where a record begins, behind quoted line breaks and empty lines', () => {
    expect([...csvRecords('a\r\n"two\r\nlines",x\n\n\rlast')].map(({ line, cells }) => [line, cells[0]])).toEqual([[1, 'a'], [2, 'two\r\nlines'], [6, 'last']]);
  });
  it.each([
    ['a\n"b\nc', 2, /never closed/],
    ['a\n"b" c,d', 2, /follows/],
    ['"a\nb"c', 2, /follows/],
  ])('refuses %j at line %d', (text, line, message) => {
    expect(() => readCsv(text)).toThrow(expect.objectContaining({ line, message: expect.stringMatching(message) }));
  });
});
