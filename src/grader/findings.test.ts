import { expect, it } from 'vitest';
import type { Finding } from '@site/src/gpu/microscope/results';
import { marksOf, placesOf, remarksOf } from './findings';

const place = (line: number, column: number) => ({ line, column, endLine: line, endColumn: column + 4 });
const at = (x: number, workgroup: [number, number, number] = [2, 0, 0]) => ({ workgroup, local: [x, 0, 0] as [number, number, number], global: [x, 0, 0] as [number, number, number] });
const race: Finding = {
  kind: 'race-in-workgroup',
  severity: 'error',
  message: 'Two lanes meet.',
  fix: 'Put a barrier.',
  places: [
    { place: place(3, 5), invocation: at(1), access: 'write' },
    { place: place(7, 9), invocation: at(4, [1, 2, 0]), access: 'read' },
    { place: place(9, 1), invocation: null, access: null },
  ],
  address: 'scratch[0]',
  occurrences: 2,
};

it('says at each place who did what', () => {
  expect(placesOf(race)).toEqual([
    { line: 3, column: 5, what: 'write by invocation 1 of workgroup (2, 0)' },
    { line: 7, column: 9, what: 'read by invocation 4 of workgroup (1, 2)' },
    { line: 9, column: 1, what: '' },
  ]);
});

it('marks every place in the text', () => {
  expect(marksOf(race)).toHaveLength(3);
  expect(marksOf(race)[1]).toEqual({ severity: 'error', line: 7, column: 9, endLine: 7, endColumn: 13, message: 'Two lanes meet. Put a barrier.' });
});

it('remarks on warnings, each once', () => {
  const warning: Finding = { ...race, severity: 'warning', message: 'It divides by zero.', fix: '' };
  expect(remarksOf([race, warning, warning]).map(({ message }) => message)).toEqual(['It divides by zero.']);
});
