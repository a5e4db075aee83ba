import { expect, it } from 'vitest';
import { enclosingLoop } from './loops';

const source = `fn f() {
  let a = 1; // for a while
  /* loop { /* nested */ */
  for (var i = 0; i < 3; i++) {
    while (a > 2) {
      let b = a;
    }
    let c = 4;
  }
  let d = 5;
}`;

it.each([
  [2, undefined],
  [3, undefined],
  [4, { first: 4, last: 9 }],
  [6, { first: 5, last: 7 }],
  [8, { first: 4, last: 9 }],
  [10, undefined],
])('line %i', (line, loop) => {
  expect(enclosingLoop(source, line)).toEqual(loop);
});
