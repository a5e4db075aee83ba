import { expect, it } from 'vitest';
import { defaults, divergence, takenBy } from './model';

it('shows the still: alternating lanes make both warps walk both sides', () => {
  expect(divergence(defaults)).toMatchObject({ slots: 20, efficiency: 0.5, bestSlots: 10 });
});
it('has as many takers as asked for, whatever the arrangement', () => {
  for (const taking of [0, 1, 17, 64]) for (const arrangement of ['together', 'alternate']) expect(takenBy(taking, arrangement).filter(Boolean)).toHaveLength(taking);
});
it('nobody diverges when all or none take it', () => {
  expect(divergence({ ...defaults, taking: 0 }).efficiency).toBe(1);
  expect(divergence({ ...defaults, taking: 64 }).efficiency).toBe(1);
});
