import { expect, it } from 'vitest';
import { convolutionAsGemm, defaults } from './model';

it('shows the still: nine places, eighteen elements in each patch, 3.24 copies of the picture', () => {
  const { places, column, elements, gemm } = convolutionAsGemm(defaults);
  expect([places, column.length, elements.patches, elements.input]).toEqual([9, 18, 162, 50]);
  expect(gemm).toEqual({ m: 4, k: 18, n: 9 });
  expect(column.slice(0, 4)).toEqual([7, 8, 9, 12]);
});
it('the column is what the window holds', () => {
  for (const padding of [0, 1])
    for (const stride of [1, 2]) {
      const { picture, column } = convolutionAsGemm({ ...defaults, padding, stride, place: 2 });
      expect(picture.flat(2).filter((c) => c.inWindow).map((c) => c.value)).toEqual(column);
    }
});
it('channels last makes fewer, longer stretches', () => {
  const [first, last] = ['nchw', 'nhwc'].map((layout) => convolutionAsGemm({ ...defaults, layout }));
  expect([first!.runs, last!.runs]).toEqual([6, 3]);
  expect(first!.addresses).toHaveLength(18);
});
it('a stride as long as the kernel copies nothing twice', () => {
  const { elements } = convolutionAsGemm({ ...defaults, size: 6, kernel: 3, stride: 3 });
  expect(elements.patches).toBe(elements.input);
});
