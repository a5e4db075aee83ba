import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { broadcastTo, contiguous, gather, isContiguous, mergedAxes, offsetOf, offsetsOf, permute, reshape, sizeOfView, slice, transpose, windows, type View } from '.';

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });

/** A view after some random transposes and slices. */
const views: fc.Arbitrary<View> = fc.tuple(shapes, fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.boolean()), { maxLength: 4 })).map(([shape, steps]) =>
  steps.reduce<View>((view, [a, b, cut]) => {
    const [i, j] = [a % shape.length, b % shape.length];
    if (!cut) return transpose(view, i, j);
    const n = view.shape[i]!;
    return n < 2 ? view : slice(view, i, b % 2 === 0 ? { start: 1, length: n - 1 } : { start: n - 1, length: n, step: -1 });
  }, contiguous(shape)),
);

describe('strides', () => {
  it('of a contiguous tensor', () => {
    expect(contiguous([2, 3]).strides).toEqual([3, 1]);
    expect(contiguous([2, 9, 1]).strides).toEqual([9, 1, 1]);
    expect(contiguous([]).strides).toEqual([]);
  });
  it('number every element once, in order', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        expect(offsetsOf(contiguous(shape))).toEqual([...Array(sizeOfView(contiguous(shape))).keys()]);
      }),
    );
  });
  it('offsetsOf is offsetOf of each position', () => {
    fc.assert(
      fc.property(views, (view) => {
        const expected: number[] = [];
        const visit = (index: number[]): void => {
          if (index.length === view.shape.length) expected.push(offsetOf(view, index));
          else for (let i = 0; i < view.shape[index.length]!; i++) visit([...index, i]);
        };
        visit([]);
        expect(offsetsOf(view)).toEqual(expected);
      }),
    );
  });
});

describe('views', () => {
  it('a transpose twice is the view again', () => {
    fc.assert(
      fc.property(views, (view) => {
        const last = view.shape.length - 1;
        expect(transpose(transpose(view, 0, last), 0, last)).toEqual(view);
      }),
    );
  });
  it('a column of a 2 × 3 matrix, its rows backwards, its bias', () => {
    const m = contiguous([2, 3]);
    expect(offsetsOf(slice(m, 1, { start: 1, length: 1 }))).toEqual([1, 4]);
    expect(offsetsOf(slice(m, 0, { start: 1, length: 2, step: -1 }))).toEqual([3, 4, 5, 0, 1, 2]);
    expect(broadcastTo(contiguous([3]), [2, 3])).toEqual({ shape: [2, 3], strides: [0, 1], offset: 0 });
    expect(broadcastTo(contiguous([2, 1]), [2, 3]).strides).toEqual([1, 0]);
  });
  it('refuses what does not fit', () => {
    expect(() => broadcastTo(contiguous([2]), [3])).toThrow(RangeError);
    expect(() => slice(contiguous([4]), 0, { start: 2, length: 3 })).toThrow(RangeError);
    expect(() => permute(contiguous([2, 3]), [0, 0])).toThrow(RangeError);
    expect(() => offsetOf(contiguous([2, 3]), [0, 3])).toThrow(RangeError);
  });
});

describe('reshape', () => {
  it('gives the same elements in the same order, and copies only where it must', () => {
    fc.assert(
      fc.property(views, shapes, fc.nat(3), (view, wish, keep) => {
        const size = sizeOfView(view);
        // A shape of the right size: the wish as far as it divides, then the rest.
        const shape = [...wish.slice(0, keep)].reduce<{ out: number[]; rest: number }>(({ out, rest }, n) => (rest % n === 0 ? { out: [...out, n], rest: rest / n } : { out, rest }), { out: [], rest: size });
        const target = [...shape.out, shape.rest];
        const result = reshape(view, target);
        const wanted = offsetsOf(view);
        if (result) expect(offsetsOf(result)).toEqual(wanted);
        else expect(strideless(wanted, target)).toBe(true);
      }),
    );
  });
  it('of a transposed matrix to a line needs a copy, of a slice of rows does not', () => {
    expect(reshape(transpose(contiguous([2, 3]), 0, 1), [6])).toBeNull();
    expect(reshape(slice(contiguous([4, 3]), 0, { start: 1, length: 2 }), [6])).toEqual({ shape: [6], strides: [1], offset: 3 });
    expect(mergedAxes(contiguous([2, 3, 4]))).toEqual([{ size: 24, stride: 1 }]);
  });
});

/** True when no strides and offset visit these elements under this shape: tried from the elements themselves. */
function strideless(elements: readonly number[], shape: readonly number[]): boolean {
  const steps = contiguous(shape).strides;
  const strides = shape.map((n, axis) => (n === 1 ? 0 : elements[steps[axis]!]! - elements[0]!));
  return offsetsOf({ shape, strides, offset: elements[0]! }).some((e, i) => e !== elements[i]);
}

describe('contiguity and copies', () => {
  it('isContiguous agrees with the elements', () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(isContiguous(view)).toBe(offsetsOf(view).every((e, i, all) => e === all[0]! + i));
      }),
    );
  });
  it('gather copies in the order of the view', () => {
    expect([...gather([10, 11, 12, 13, 14, 15], transpose(contiguous([2, 3]), 0, 1))]).toEqual([10, 13, 11, 14, 12, 15]);
  });
  it('windows are the patches of a convolution', () => {
    const view = windows(contiguous([3, 4]), { height: 2, width: 2, stride: 1 });
    expect(view.shape).toEqual([2, 3, 2, 2]);
    expect(offsetsOf(view).slice(0, 8)).toEqual([0, 1, 4, 5, 1, 2, 5, 6]);
    expect(windows(contiguous([5, 5]), { height: 3, width: 3, stride: 2 }).shape).toEqual([2, 2, 3, 3]);
  });
});
