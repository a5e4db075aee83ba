import { expect, it } from 'vitest';
import { defaults, transactions } from './model';

it('shows the still: stride 2 moves eight sectors, half of them useful', () => {
  const { access, sectors } = transactions(defaults);
  expect([access.sectors.length, access.efficiency]).toEqual([8, 0.5]);
  expect(sectors.filter((s) => s.useful === 16)).toHaveLength(8);
});
it('lane order changes nothing', () => {
  for (const order of ['backward', 'shuffled']) expect(transactions({ ...defaults, stride: 5, order }).access.sectors).toEqual(transactions({ ...defaults, stride: 5 }).access.sectors);
});
it('always draws as many useful bytes as were asked for', () => {
  for (const stride of [0, 1, 7, 32])
    for (const bytes of ['2', '4', '8']) {
      const { access, sectors } = transactions({ ...defaults, stride, offset: 31, bytes });
      expect(sectors.reduce((sum, s) => sum + s.useful, 0)).toBe(access.usefulBytes);
    }
});
