// Addresses: codes and lists in fragments, class servers, what phones type.

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { CODE_ALPHABET } from '@site/src/formats/room-code';
import { classList } from '@site/src/formats/class-list';
import { codeIn, hasImport, importAddress, joinAddress, reachesNobody, readImport, readServerAddress, spoken } from './address';
import { stateIn } from './Prepare/RevealChoice';

describe('the code in a fragment', () => {
  it.each([
    ['#ABC234', 'ABC234'],
    ['ABC234', 'ABC234'],
    ['#abc-234', 'ABC234'],
    ['#ABC%20234', 'ABC234'],
    ['#ABC234&fig-kv-cache=step:2', 'ABC234'],
    ['', undefined],
    ['#', undefined],
    ['#import=x', undefined],
    ['#fig-x=a:1', undefined],
    ['#ABC23', undefined],
    ['#ABC23O', undefined],
    ['#%E0%A4%A', undefined],
  ])('%s', (hash, code) => expect(codeIn(hash)).toBe(code));

  it('is found whatever stands behind it', () => {
    const code = fc.array(fc.constantFrom(...CODE_ALPHABET), { minLength: 6, maxLength: 6 }).map((letters) => letters.join(''));
    fc.assert(fc.property(code, fc.string(), (one, rest) => void expect(codeIn(`#${one}&${rest}`)).toBe(one)));
  });
});

describe('the address of a class server', () => {
  test.each([
    ['https://class.example.edu', 'https://class.example.edu'],
    [' https://class.example.edu/teach/#x ', 'https://class.example.edu'],
    ['class.example.edu', 'https://class.example.edu'],
    ['class.example.edu:8443/x', 'https://class.example.edu:8443'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://127.0.0.1:3000/', 'http://127.0.0.1:3000'],
    ['http://[::1]:3000/', 'http://[::1]:3000'],
  ])('%s', (typed, origin) => expect(readServerAddress(typed)).toEqual({ origin }));

  test.each(['', '   ', 'http://class.example.edu', 'http://localhost.example.edu', 'http://127.example.edu', 'ftp://class.example.edu', 'javascript://x%0aalert(1)', 'javascript:alert(1)', 'data:text/html,x', 'https://', 'https://me:secret@class.example.edu', 'https://a b'])(
    'refuses %j',
    (typed) => {
      const { origin, problem } = readServerAddress(typed);
      expect(origin).toBeUndefined();
      expect(problem).toMatch(/\.$/);
    },
  );

  it('is https, or this computer, whatever is typed', () => {
    const typed = fc.oneof(fc.string(), fc.webUrl(), fc.tuple(fc.constantFrom('http://', 'https://', 'javascript:', '//', '\\\\', ''), fc.string()).map((parts) => parts.join('')));
    fc.assert(
      fc.property(typed, (text) => {
        const { origin } = readServerAddress(text);
        if (origin === undefined) return;
        expect(origin.startsWith('https://') || reachesNobody(origin)).toBe(true);
        expect(new URL(importAddress(origin, list)).origin).toBe(origin);
      }),
      { numRuns: 500 },
    );
  });
});

const list = classList.parse({ schemaVersion: 1, kind: 'class-list', title: 'Größe 夜', questions: [{ stem: '$x^2$ 🙂', options: [{ id: 'a', text: 'A', correct: true }, { id: 'b', text: 'B' }] }] });

describe('a list in an address', () => {
  it('comes through whole, whatever is written in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const written = { ...list, questions: [{ ...list.questions[0]!, stem: `x${text}`.trim() }] };
        const { hash, pathname } = new URL(importAddress('https://class.example.edu', written));
        expect(pathname).toBe('/teach/');
        expect(hash).toMatch(/^#import=[A-Za-z0-9_-]+$/);
        expect(hasImport(hash)).toBe(true);
        expect(readImport(hash)).toEqual({ ok: true, list: written });
      }),
    );
  });

  it('says so when it was cut off or is none', () => {
    const { hash } = new URL(importAddress('https://class.example.edu', list));
    for (const damaged of [hash.slice(0, -9), '#import=', '#import=%%%', `#import=${btoa('"x"')}`, `#import=${btoa('\xff\xfe')}`]) expect(readImport(damaged)).toMatchObject({ ok: false, problems: [expect.any(String)] });
    expect(hasImport('#ABC234')).toBe(false);
  });
});

it('is spoken without what nobody says', () => {
  const address = joinAddress('https://class.example.edu', '/', 'ABC234');
  expect(address).toBe('https://class.example.edu/join/#ABC234');
  expect(spoken(address)).toBe('class.example.edu/join');
});

it.each([
  ['http://localhost:3000', true],
  ['http://127.0.0.1', true],
  ['http://[::1]:3000', true],
  ['http://192.168.1.20:3000', false],
  ['https://class.example.edu', false],
  ['', false],
])('%s is out of every phone’s reach: %s', (origin, isOut) => expect(reachesNobody(origin)).toBe(isOut));

describe('the starting state of a figure', () => {
  it.each([
    ['https://x.example/part/chapter/#fig-kv-cache=step:3,bytes:2', 'step:3,bytes:2'],
    ['https://x.example/#other=1&fig-kv-cache=step:3', 'step:3'],
    ['https://x.example/#fig-other=step:3', undefined],
    ['step:3', 'step:3'],
    ['step=3', 'step=3'],
    ['  ', undefined],
  ])('%s', (text, state) => expect(stateIn(text, 'kv-cache')).toBe(state));
});
