import { describe, expect, it } from 'vitest';
import { runOnce } from '@site/src/gpu/microscope/once';
import { measure as measureBy } from './measure';
import { accessState, bankAccess, defaults, kernelOf, MOST_STRIDE, type State } from './model';

const measure = (state: State) => measureBy(state, runOnce);

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

it('shows the still: stride 8 uses four banks, eight words each', () => {
  const { passes, banksUsed } = bankAccess(defaults);
  expect([passes, banksUsed]).toEqual([8, 4]);
  expect(measure(defaults)).toEqual({ requests: 1, passes: 8 });
});
describe('at every stride', () => {
  it('the passes are the gcd of the stride and 32; stride 0 is one word for all', () => {
    for (let stride = 1; stride <= MOST_STRIDE; stride++) expect(bankAccess({ ...defaults, stride }).passes).toBe(gcd(stride, 32));
    expect(bankAccess({ ...defaults, stride: 0 }).passes).toBe(1);
  });
  it('the microscope measures them, and the first word changes nothing', () => {
    for (let stride = 0; stride <= MOST_STRIDE; stride++) {
      const first = (13 * stride) % 32;
      expect(measure({ stride, first }), `stride ${stride}`).toEqual({ requests: 1, passes: bankAccess({ stride, first: 0 }).passes });
    }
  });
});
it('the kernel reads the words that the figure draws, and no other finding is made', () => {
  const state = { stride: 33, first: 5 };
  const { buffers, findings } = runOnce(kernelOf(state));
  expect([...buffers.result!]).toEqual(bankAccess(state).words);
  expect(findings).toEqual([]);
});
it('takes any link: what is outside the controls is brought inside', () => {
  expect(accessState({ stride: 1e9, first: -1 })).toEqual({ stride: 64, first: 0 });
});
