import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeCsv } from './csv';
import { readRoster, rosterLimits } from './roster';

const problems = (text: string) => {
  const reading = readRoster(text);
  return reading.ok ? [] : reading.problems.map(({ line, message }) => `${line}: ${message}`);
};

describe('readRoster', () => {
  const jane = { id: '007', name: 'Doe, Jane', email: 'jane@example.org' };
  it.each([
    ['commas', 'id,name,email\n007,"Doe, Jane",jane@example.org\n'],
    ['semicolons, a mark of UTF-8 and CR LF', '\uFEFFID;Name;EMail\r\n007;Doe, Jane;jane@example.org\r\n'],
    ['what Excel writes', '\uFEFF"ID";Name;E-Mail\r\n007;"Doe, Jane";jane@example.org\r\n'],
    ['tabs, another order and a column more', 'Section\t Email \tNAME\tId\nA\tjane@example.org\tDoe, Jane\t007'],
    ['quoted titles and empty lines', '\n"id","name","email"\n\n007,"Doe, Jane", jane@example.org \n,,\n'],
  ])('reads %s', (_, text) => expect(readRoster(text)).toEqual({ ok: true, entries: [jane] }));

  it('needs nothing but ids', () => expect(readRoster('id\n1\n2\n')).toEqual({ ok: true, entries: [{ id: '1' }, { id: '2' }] }));
  it('may be empty', () => expect(readRoster('id,name\n')).toEqual({ ok: true, entries: [] }));
  it('leaves out what is not there', () => expect(readRoster('id,name,email\n1,,\n2')).toEqual({ ok: true, entries: [{ id: '1' }, { id: '2' }] }));

  it.each(['', 'name,email\nx,y', '1,Jane\n2,Bob', '"id'])('needs an id column: %j', (text) => expect(problems(text)).toEqual(['1: the first row must name the columns, and one of them must be called id']));
  it('refuses duplicates, missing ids and shifted cells with their lines, all at once', () => {
    expect(problems('id,name\n1,"two\nlines"\n2,b\n1,c\n,d\n3,Doe, Jane\n1,e\n')).toEqual([
      '5: id 1 stands in line 2 already',
      '6: the id is missing',
      '7: there are 3 cells under 2 titles; put quotation marks around a cell that holds the separator',
      '8: id 1 stands in line 2 already',
    ]);
  });
  it('takes an id as it is written', () => expect(readRoster('id\nab1\nAB1\n01\n1')).toMatchObject({ ok: true, entries: { length: 4 } }));
  it('refuses two columns of one name', () => expect(problems('id,name,ID\n1,a,2')).toEqual(['1: two columns are called id']));
  it('refuses broken quotes', () => expect(problems('id,name\n1,"a')).toEqual(['2: a quotation mark is opened and never closed']));
  it('has limits', () => {
    const ids = (count: number) => `id\n${Array.from({ length: count }, (_, i) => i).join('\n')}`;
    expect(readRoster(ids(rosterLimits.rows))).toMatchObject({ ok: true, entries: { length: 20_000 } });
    expect(problems(ids(rosterLimits.rows + 1))).toEqual(['20002: there are more than 20000 students']);
    expect(readRoster(`id,name\n1,${'x'.repeat(200)}`).ok).toBe(true);
    expect(problems(`id,name\n1,${'x'.repeat(201)}`)).toEqual(['2: column 2 has more than 200 characters']);
    expect(problems(`id\n${'1\n'.repeat(100)}`)).toHaveLength(20);
  });
  it('reads back what was written', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((some) => some.trim());
    const entry = fc.record({ id: text.filter((some) => some !== ''), name: text, email: text });
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: 8 }), (entries) => {
        const table = writeCsv([['id', 'name', 'email'], ...entries.map(({ id, name, email }) => [id, name, email])], { bom: true });
        expect(readRoster(table)).toEqual({ ok: true, entries: entries.map(({ id, name, email }) => ({ id, name: name || undefined, email: email || undefined })) });
      }),
    );
  });
  it('never throws', () => {
    const soup = fc.string({ unit: fc.constantFrom(...'id,;\t\r\n"\'=x'), maxLength: 30 });
    fc.assert(fc.property(soup, (text) => typeof readRoster(`id,name\n${text}`).ok === 'boolean' && typeof readRoster(text).ok === 'boolean'), { numRuns: 2000 });
  });
});
