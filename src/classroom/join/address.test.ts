import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODE_ALPHABET, CODE_LENGTH, problemOfCode, problemOfTyping } from '@site/src/formats/room-code';
import { roomCode } from '@site/src/formats/class';
import { hashOf, readHash, spacedCode } from './address';

const code = fc.string({ unit: fc.constantFrom(...CODE_ALPHABET), minLength: CODE_LENGTH, maxLength: CODE_LENGTH });
const token = fc.string({ unit: fc.constantFrom(...'AZaz09_-'), minLength: 20, maxLength: 64 });

describe('the join page’s address', () => {
  it('reads what it writes', () => {
    fc.assert(fc.property(code, fc.option(token, { nil: undefined }), (name, key) => void expect(readHash(hashOf({ code: name, token: key }))).toEqual({ code: name, ...(key ? { token: key } : {}) })));
  });

  it('takes a code as people write it', () => {
    for (const hash of ['#abc-234', '#ABC 234', '#abc%20234', '#Abc234']) expect(readHash(hash), hash).toEqual({ code: 'ABC234' });
    for (const hash of ['', '#']) expect(readHash(hash)).toBeUndefined();
    expect(readHash('#%E0%A4%A')?.code).toBe('%E0%A4%A');
  });

  it('spaces a code in the middle', () => expect(spacedCode('ABC234')).toBe('ABC 234'));
});

describe('what is wrong with a code', () => {
  it('is nothing for a code, however it is spaced, and while it is typed', () => {
    fc.assert(
      fc.property(code, fc.integer({ min: 0, max: 6 }), fc.constantFrom(' ', '-', ' - '), (name, at, gap) => {
        const typed = `${name.slice(0, at)}${gap}${name.slice(at)}`.toLowerCase();
        expect(problemOfCode(typed)).toBeUndefined();
        expect(problemOfTyping(typed.slice(0, at))).toBeUndefined();
      }),
    );
  });

  it('is told with the letter or the length', () => {
    expect(problemOfTyping('ab0')).toBe('No code has a “0”: codes have none of 0, O, 1, I, L and U.');
    expect(problemOfTyping('ab/')).toBe('No code has a “/”: codes are letters and digits.');
    expect(problemOfTyping('ABC2345')).toBe('A code has 6 letters or digits; this has 7.');
    expect(problemOfTyping('')).toBeUndefined();
    expect(problemOfCode('abc')).toBe('A code has 6 letters or digits; this has 3.');
  });

  it('is the same here and at the server', () => {
    fc.assert(fc.property(fc.oneof(code, fc.string({ maxLength: 12 }), fc.string({ unit: fc.constantFrom(...CODE_ALPHABET, 'O', ' ', '-'), maxLength: 9 })), (typed) => void expect(roomCode.safeParse(typed).success).toBe(problemOfCode(typed) === undefined)));
  });
});
