// A course's list of students, read from a table that an instructor uploads. Not here: CSV itself (csv.ts); who may see it (server).
//
// The first row names the columns, in any case and order: id is needed, name and email (or e-mail) may be there, others are ignored. Commas, semicolons and tabs are
// told apart by the first row, in which "id" must stand alone between two of them. A roster with any problem is refused whole: half of a list is worse than none.

import { CsvError, csvRecords, type CsvRecord, type Separator } from './csv';

export interface RosterEntry {
  id: string;
  name?: string;
  email?: string;
}

export interface RosterProblem {
  /** From 1; where in the file. */
  line: number;
  message: string;
}

export type RosterReading = { ok: true; entries: RosterEntry[] } | { ok: false; problems: RosterProblem[] };

export const rosterLimits = { rows: 20_000, cellCharacters: 200 };
/** More than these help nobody. */
const MOST_PROBLEMS = 20;

const columns = ['id', 'name', 'email'] as const;
type Column = (typeof columns)[number];

const titlesOf = ({ cells }: CsvRecord) => cells.map((cell) => cell.trim().toLowerCase().replace(/^e-mail$/, 'email'));

/** The separator by which the first row has a cell "id". */
function findSeparator(text: string): Separator | undefined {
  const separators: Separator[] = [',', ';', '\t'];
  return separators.find((separator) => {
    try {
      const header = csvRecords(text, separator).next().value as CsvRecord | undefined;
      return header !== undefined && titlesOf(header).includes('id');
    } catch (error) {
      if (error instanceof CsvError) return false;
      throw error;
    }
  });
}

function problemOf({ cells }: CsvRecord, width: number, id: string, firstLine: number | undefined): string | undefined {
  const long = cells.findIndex((cell) => cell.length > rosterLimits.cellCharacters);
  if (long >= 0) return `column ${long + 1} has more than ${rosterLimits.cellCharacters} characters`;
  if (cells.slice(width).some((cell) => cell.trim() !== '')) return `there are ${cells.length} cells under ${width} titles; put quotation marks around a cell that holds the separator`;
  if (id === '') return 'the id is missing';
  return firstLine === undefined ? undefined : `id ${id} stands in line ${firstLine} already`;
}

function readEntries(records: Iterator<CsvRecord>, places: Record<Column, number>, width: number): RosterReading {
  const entries: RosterEntry[] = [];
  const problems: RosterProblem[] = [];
  const lines = new Map<string, number>();
  const cellAt = ({ cells }: CsvRecord, column: Column) => cells[places[column]]?.trim() || undefined;
  for (let next = records.next(); !next.done && problems.length < MOST_PROBLEMS; next = records.next()) {
    const record = next.value;
    if (record.cells.every((cell) => cell.trim() === '')) continue;
    if (entries.length === rosterLimits.rows) return { ok: false, problems: [...problems, { line: record.line, message: `there are more than ${rosterLimits.rows} students` }] };
    const id = cellAt(record, 'id') ?? '';
    const message = problemOf(record, width, id, lines.get(id));
    if (message) problems.push({ line: record.line, message });
    else entries.push({ id, name: cellAt(record, 'name'), email: cellAt(record, 'email') });
    if (!lines.has(id)) lines.set(id, record.line);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, entries };
}

const refused = (line: number, message: string): RosterReading => ({ ok: false, problems: [{ line, message }] });

/** Reads a roster; never throws. Cells are trimmed; an id is compared as it is written, capitals and all. */
export function readRoster(text: string): RosterReading {
  const separator = findSeparator(text);
  if (!separator) return refused(1, 'the first row must name the columns, and one of them must be called id');
  const records = csvRecords(text, separator);
  const header = records.next().value as CsvRecord;
  const titles = titlesOf(header);
  const twice = columns.find((column) => titles.indexOf(column) !== titles.lastIndexOf(column));
  if (twice) return refused(header.line, `two columns are called ${twice}`);
  try {
    return readEntries(records, { id: titles.indexOf('id'), name: titles.indexOf('name'), email: titles.indexOf('email') }, titles.length);
  } catch (error) {
    if (error instanceof CsvError) return refused(error.line, error.message);
    throw error;
  }
}
