// The largest size that fits.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { largestThatFits } from './useFit';

it('fits, and is within a hundredth of the largest that does', () => {
  fc.assert(
    fc.property(fc.double({ min: 10, max: 60, noNaN: true }), (limit) => {
      const size = largestThatFits(18, 40, (one) => one <= limit);
      if (limit < 18) expect(size).toBe(18);
      else if (limit >= 40) expect(size).toBe(40);
      else {
        expect(size).toBeLessThanOrEqual(limit);
        expect(limit - size).toBeLessThan((40 - 18) / 100);
      }
    }),
  );
});
