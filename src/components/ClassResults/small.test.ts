import { expect, it } from 'vitest';
import { readRoster } from '@site/src/quiz/peer';
import { codeIn, partId } from './address';
import { decodeRoster } from './rosterFile';

it.each([
  ['#ABC234', 'ABC234'],
  ['#abc-234&points', 'ABC234'],
  ['', undefined],
  ['#', undefined],
  ['#ABC', undefined],
  ['#ABCO11', undefined],
  ['#%E0%A4%A', undefined],
])('the code in %j', (fragment, code) => expect(codeIn(fragment)).toBe(code));
it('a link to a part keeps the code', () => expect(codeIn(`#${partId('ABC234', 'points')}`)).toBe('ABC234'));

it.each([
  ['UTF-8', [0xef, 0xbb, 0xbf, ...Buffer.from('id,name\n1,Müller', 'utf8')]],
  ['UTF-16', [0xff, 0xfe, ...Buffer.from('id,name\n1,Müller', 'utf16le')]],
  ['Windows-1252', [...Buffer.from('id,name\n1,Müller', 'latin1')]],
])('a list saved as %s', (encoding, bytes) => {
  const read = decodeRoster(Uint8Array.from(bytes));
  expect(read.encoding).toBe(encoding);
  expect(readRoster(read.text)).toEqual({ ok: true, entries: [{ id: '1', name: 'Müller' }] });
});
