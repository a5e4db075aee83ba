import { expect, it } from 'vitest';
import { defaults, operationShares } from './model';

const of = (kind: string) => operationShares(defaults).items.find((i) => i.kind === kind)!;

it('shows the still: convolutions do 99% of the arithmetic and take well under half of the time', () => {
  const convolution = of('convolution');
  expect(convolution.operations).toBe(20);
  expect(convolution.flopShare).toBeGreaterThan(0.98);
  expect(convolution.timeShare).toBeLessThan(0.5);
});
it('shares sum to one', () => {
  for (const network of ['resnet18', 'lenet5'])
    for (const fused of [false, true]) {
      const { items } = operationShares({ ...defaults, network, fused });
      for (const share of ['flopShare', 'byteShare', 'timeShare'] as const) expect(items.reduce((s, i) => s + i[share], 0)).toBeCloseTo(1, 12);
    }
});
it('fusing makes it faster, and fp32 slower', () => {
  expect(operationShares({ ...defaults, fused: true }).seconds).toBeLessThan(operationShares(defaults).seconds);
  expect(operationShares({ ...defaults, bytes: '4' }).seconds).toBeGreaterThan(operationShares(defaults).seconds);
});
