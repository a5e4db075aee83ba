// Guessing is slow, a hall behind one address is not, and codes are worth guessing nowhere.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from '@site/src/engine/random';
import { CODE_ALPHABET, CODE_LENGTH } from '@site/src/formats/class';
import { newCode, newKey } from '../rooms/secrets';
import { Guesses, networkOf } from './guesses';

const HALL = '192.0.2.7';

/** Guesses by a clock of our own. */
function withClock() {
  const clock = { ms: 0 };
  return { clock, guesses: new Guesses(() => clock.ms) };
}

describe('who guesses', () => {
  test('by one name, is slowed to about one guess a second', () => {
    const { clock, guesses } = withClock();
    for (let guess = 0; guess < 1000; guess++) {
      const { delayMs, waitMs } = guesses.check(HALL, 'one');
      clock.ms += waitMs;
      clock.ms += delayMs;
      guesses.wrongGuess(HALL, 'one');
    }
    expect(clock.ms).toBeGreaterThan(900 * 1000);
  });

  test('by ever new names, or by none, waits as long for each answer as anybody ever does', () => {
    for (const nameOf of [(guess: number) => `name ${guess}`, () => '']) {
      const { guesses } = withClock();
      for (let guess = 0; guess < 1000; guess++) guesses.wrongGuess(HALL, nameOf(guess));
      expect(guesses.check(HALL, 'fresh')).toEqual({ delayMs: 5000, waitMs: 0 });
    }
  });

  test('learns nothing from how long it takes: that is settled before the guess, and a right one changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ client: fc.constantFrom('a', 'b', ''), wrong: fc.boolean(), afterMs: fc.nat(3000) })), (asked) => {
        const { clock, guesses } = withClock();
        for (const { client, wrong, afterMs } of asked) {
          clock.ms += afterMs;
          const before = guesses.check(HALL, client);
          if (wrong) guesses.wrongGuess(HALL, client);
          else expect(guesses.check(HALL, client)).toEqual(before);
        }
      }),
    );
  });

  test('at another address, or long ago, is nobody’s trouble', () => {
    const { clock, guesses } = withClock();
    for (let guess = 0; guess < 1000; guess++) guesses.wrongGuess(HALL, 'one');
    expect(guesses.check('192.0.2.8', 'one')).toEqual({ delayMs: 0, waitMs: 0 });
    clock.ms += 1000 * 1000;
    expect(guesses.check(HALL, 'one')).toEqual({ delayMs: 0, waitMs: 0 });
  });

  test('500 students come in behind one address, one in ten mistypes, and somebody among them guesses a thousand times', () => {
    const { clock, guesses } = withClock();
    const rng = createRng(5);
    for (let guess = 0; guess < 1000; guess++) guesses.wrongGuess(HALL, `guesser ${guess % 50}`);
    for (let student = 0; student < 500; student++) {
      clock.ms += 50;
      guesses.wrongGuess(HALL, `guesser ${student % 50}`);
      let waitedMs = 0;
      for (const isRight of rng.uniform() < 0.1 ? [false, true] : [true]) {
        const { delayMs, waitMs } = guesses.check(HALL, `student ${student}`);
        expect(waitMs).toBe(0);
        waitedMs += delayMs;
        if (!isRight) guesses.wrongGuess(HALL, `student ${student}`);
      }
      expect(waitedMs).toBeLessThanOrEqual(10_000);
    }
  });

  test('without a guesser nobody waits for the others’ mistakes', () => {
    const { guesses } = withClock();
    for (let student = 0; student < 50; student++) guesses.wrongGuess(HALL, `student ${student}`);
    expect(guesses.check(HALL, 'student 400')).toEqual({ delayMs: 0, waitMs: 0 });
  });

  test('a household of IPv6 is one address, however it is written', () => {
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0');
    expect(networkOf('2001:0DB8:0:0:ffff::2')).toBe('2001:db8:0:0');
    expect(networkOf('2001:db8:0:1::1')).toBe('2001:db8:0:1');
    expect(networkOf('::1')).toBe('0:0:0:0');
    expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0');
    expect(networkOf('192.0.2.7')).toBe('192.0.2.7');
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
  });
});

describe('codes', () => {
  const counted = (texts: string[], position: number) => [...CODE_ALPHABET].map((letter) => texts.filter((text) => text[position] === letter).length);
  /** Of `rows` rows of counts against an even spread. */
  const chiSquare = (rows: number[][]) => {
    const each = rows[0]!.reduce((sum, n) => sum + n, 0) / CODE_ALPHABET.length;
    return rows.flat().reduce((sum, n) => sum + (n - each) ** 2 / each, 0);
  };

  test('every letter is as likely in every place', () => {
    const codes = Array.from({ length: 10_000 }, newCode);
    for (const code of codes) expect(code).toHaveLength(CODE_LENGTH);
    // 6 × 29 degrees of freedom: above 315 once in a billion runs.
    expect(chiSquare(Array.from({ length: CODE_LENGTH }, (_, place) => counted(codes, place)))).toBeLessThan(315);
    // 0.07 pairs alike are to be expected; six come once in seven billion runs.
    expect(new Set(codes).size).toBeGreaterThan(10_000 - 6);
  });

  test('so in the keys that hand a room over', () => {
    const keys = Array.from({ length: 10_000 }, newKey);
    for (const key of keys) expect(key).toHaveLength(10);
    // 10 × 29 degrees of freedom: above 460 once in a billion runs.
    expect(chiSquare(Array.from({ length: 10 }, (_, place) => counted(keys, place)))).toBeLessThan(460);
    expect(new Set(keys).size).toBe(10_000);
  });
});
