import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runOnce } from '@site/src/gpu/microscope/once';
import { measure as measureBy } from './measure';
import { branchState, defaults, divergence, kernelOf, LANES, MOST_SLOTS, takenBy, type State } from './model';

const measure = (state: State) => measureBy(state, runOnce);

const slots = fc.integer({ min: 0, max: MOST_SLOTS });
const states = fc.record({ taking: fc.integer({ min: 0, max: LANES }), arrangement: fc.constantFrom('together', 'alternate'), thenSlots: slots, elseSlots: slots }) as fc.Arbitrary<State>;

it('shows the still: alternating lanes make both warps walk both sides', () => {
  expect(divergence(defaults)).toMatchObject({ slots: 20, efficiency: 0.5, bestSlots: 10 });
  expect(measure(defaults)).toEqual({ then: { slots: 12, lanes: 192 }, else: { slots: 8, lanes: 128 } });
});
it('has as many takers as asked for, whatever the arrangement', () => {
  for (const taking of [0, 1, 17, 64]) for (const arrangement of ['together', 'alternate']) expect(takenBy(taking, arrangement).filter(Boolean)).toHaveLength(taking);
});
it('nobody diverges when all or none take it', () => {
  expect(divergence({ ...defaults, taking: 0 }).efficiency).toBe(1);
  expect(divergence({ ...defaults, taking: 64 }).efficiency).toBe(1);
});
it('the microscope measures the slots and the lanes at work that the model predicts', () => {
  fc.assert(fc.property(states, (state) => void expect(measure(state)).toEqual(divergence(state).sides)), { numRuns: 150 });
});
it('the lanes that take the branch in the kernel are those that the figure draws', () => {
  for (const arrangement of ['together', 'alternate']) {
    const { buffers } = runOnce(kernelOf({ taking: 13, arrangement, thenSlots: 1, elseSlots: 0 }));
    expect([...buffers.result!]).toEqual(takenBy(13, arrangement).map((taken, lane) => (taken ? 1.5 * lane + 1 : lane)));
  }
});
it('takes any link: what is outside the controls is brought inside', () => {
  expect(branchState({ taking: 1e9, arrangement: '}', thenSlots: -1, elseSlots: 2.4 })).toEqual({ taking: 64, arrangement: 'alternate', thenSlots: 0, elseSlots: 2 });
});
