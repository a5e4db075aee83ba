import { expect, it } from 'vitest';
import { choices, defaults, stridedView } from './model';

it('shows the still: a transpose exchanges the strides, and a warp that reads along it moves a sector for each lane', () => {
  const { view, elements, flat, access } = stridedView(defaults);
  expect(view).toEqual({ shape: [4, 3], strides: [1, 4], offset: 0 });
  expect(elements.slice(0, 4)).toEqual([0, 4, 8, 1]);
  expect(flat).toBeNull();
  expect(access.sectors).toHaveLength(32);
});
it('every second row is not contiguous and needs a copy to be flat, one row alone does not', () => {
  expect([stridedView({ ...defaults, view: 'every' }).contiguous, stridedView({ ...defaults, view: 'every' }).flat]).toEqual([false, null]);
  expect(stridedView({ ...defaults, view: 'one' }).flat).toEqual({ shape: [4], strides: [1], offset: 4 });
});
it('a matrix of one column flattens from every second row without being contiguous', () => {
  const { contiguous, flat } = stridedView({ rows: 4, columns: 1, view: 'every' });
  expect([contiguous, flat?.strides]).toEqual([false, [2]]);
});
it('a broadcast repeats elements, every other view shows each at most once', () => {
  for (const { value } of choices) {
    const { elements, stored } = stridedView({ ...defaults, view: value });
    expect(new Set(elements).size === elements.length).toBe(value !== 'bias');
    expect(elements.every((e) => e >= 0 && e < stored)).toBe(true);
  }
});
