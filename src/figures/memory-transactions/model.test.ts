import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runOnce } from '@site/src/gpu/microscope/once';
import { measure as measureBy } from './measure';
import { accessState, defaults, kernelOf, transactions, type State } from './model';

const measure = (state: State) => measureBy(state, runOnce);

const states = fc.record({
  stride: fc.integer({ min: 0, max: 32 }),
  offset: fc.integer({ min: 0, max: 31 }),
  bytes: fc.constantFrom('2', '4', '8'),
  order: fc.constantFrom('forward', 'backward', 'shuffled'),
}) as fc.Arbitrary<State>;

it('shows the still: stride 2 moves eight sectors, half of them useful', () => {
  const { access, sectors } = transactions(defaults);
  expect([access.sectors.length, access.efficiency]).toEqual([8, 0.5]);
  expect(sectors.filter((s) => s.useful === 16)).toHaveLength(8);
  expect(measure(defaults)).toEqual({ requests: 1, sectors: 8, askedBytes: 128 });
});
it('lane order changes nothing', () => {
  for (const order of ['backward', 'shuffled']) expect(transactions({ ...defaults, stride: 5, order }).access.sectors).toEqual(transactions({ ...defaults, stride: 5 }).access.sectors);
});
it('always draws as many useful bytes as were asked for', () => {
  fc.assert(
    fc.property(states, (state) => {
      const { access, sectors } = transactions(state);
      expect(sectors.reduce((sum, s) => sum + s.useful, 0)).toBe(access.usefulBytes);
    }),
  );
});
it('the microscope measures what the model predicts, whatever is chosen', () => {
  fc.assert(
    fc.property(states, (state) => {
      const { access } = transactions(state);
      expect(measure(state)).toEqual({ requests: 1, sectors: access.sectors.length, askedBytes: access.usefulBytes });
    }),
    { numRuns: 200 },
  );
});
it('the kernel loads the elements that the figure draws', () => {
  for (const order of ['forward', 'backward', 'shuffled']) {
    const state = { ...defaults, stride: 7, offset: 3, order };
    const { buffers, findings } = runOnce(kernelOf(state));
    expect([...buffers.result!]).toEqual(transactions(state).addresses.map((address) => address / 4));
    expect(findings).toEqual([]);
  }
});
it('takes any link: what is outside the controls is brought inside', () => {
  expect(accessState({ stride: 1e9, offset: -3.4, bytes: '4; evil', order: '}' })).toEqual({ stride: 32, offset: 0, bytes: '4', order: 'forward' });
});
