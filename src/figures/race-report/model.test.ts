import { describe, expect, it } from 'vitest';
import { runOnce } from '@site/src/gpu/microscope/once';
import { measure as measureBy } from './measure';
import { defaults, kernelOf, ORDERS, raceState, rightOrders, SUM } from './model';

const measure = (state: ReturnType<typeof raceState>) => measureBy(state, runOnce);

const orders = Array.from({ length: ORDERS }, (_, order) => order);
const lineOf = (fault: Parameters<typeof kernelOf>[0], part: string) => kernelOf(fault).source.split('\n').findIndex((line) => line.includes(part)) + 1;

describe('the still, as the chapter walks through it', () => {
  const { findings, sums } = measure(raceState(defaults));
  it('is one race: invocation 32 writes scratch[32] on line 7, invocation 0 reads it on line 10, 32 times in all', () => {
    expect(findings.map(({ kind, severity, address, occurrences }) => [kind, severity, address, occurrences])).toEqual([['race-in-workgroup', 'error', 'scratch[32]', 32]]);
    const [{ places, message, fix }] = findings as [(typeof findings)[0]];
    expect(places.map(({ place, invocation, access }) => [place.line, invocation!.local[0], access])).toEqual([[7, 32, 'write'], [10, 0, 'read']]);
    expect(message).toContain('No barrier says which comes first');
    expect(fix).toContain('between line 7 and line 10');
  });
  it('gives a wrong sum in ascending order, and the right one in half of the orders', () => {
    expect(sums[0]).not.toBe(SUM);
    expect(sums.filter((sum) => sum === SUM)).toHaveLength(ORDERS / 2);
  });
});
it('every racy kernel is reported in every order, the right sums included', () => {
  for (const fault of ['load', 'step'] as const) {
    expect(rightOrders(measure({ fault, order: 0 }))).toBeGreaterThan(0);
    for (const order of orders) expect(measure({ fault, order }).findings.map(({ kind }) => kind)).toEqual(['race-in-workgroup']);
  }
});
it('between the steps both places are the same line, and both lanes sit in warp 0', () => {
  const [finding] = measure({ fault: 'step', order: 0 }).findings;
  expect(finding!.places.map(({ place }) => place.line)).toEqual([lineOf('step', '+='), lineOf('step', '+=')]);
  expect(finding!.places.every(({ invocation }) => invocation!.local[0] < 32)).toBe(true);
});
it('a barrier inside the if is refused before it runs, at its line', () => {
  const { refused, sums } = measure({ fault: 'inside', order: 0 });
  expect(refused!.line).toBe(lineOf('inside', '      workgroupBarrier'));
  expect(refused!.message).toContain('local_invocation_index');
  expect(sums).toEqual([]);
});
it('with both barriers nothing is found and every order agrees', () => {
  for (const order of orders) {
    const report = measure({ fault: 'none', order });
    expect(report.findings).toEqual([]);
    expect(rightOrders(report)).toBe(ORDERS);
  }
});
it('takes any link: what is outside the controls is brought inside', () => {
  expect(raceState({ fault: '}', order: 1e9 })).toEqual({ fault: 'load', order: 15 });
});
