// The Wilson score interval of a share. Not here: what to make of it (advice.ts).

/** The 0.975 quantile of the standard normal distribution. */
const Z95 = 1.959963984540054;

/**
 * 95 % interval of a share, 0 to 1, from `correct` of `voters` (Wilson, "Probable inference, the law of succession, and statistical inference",
 * J. Am. Stat. Assoc. 22, 209, 1927): all shares that a score test does not reject. It stays within 0 to 1 and works for few votes and at 0 and 1,
 * where the textbook's p ± 1.96 √(p(1−p)/n) does not. Nobody voted: 0 to 1. RangeError unless 0 ≤ correct ≤ voters, both whole.
 */
export function wilsonInterval(correct: number, voters: number): [low: number, high: number] {
  if (!Number.isInteger(correct) || !Number.isInteger(voters) || correct < 0 || correct > voters) throw new RangeError(`${correct} of ${voters} is no share of votes`);
  if (voters === 0) return [0, 1];
  const z2 = Z95 ** 2;
  const middle = (correct + z2 / 2) / (voters + z2);
  const half = (Z95 * Math.sqrt((correct * (voters - correct)) / voters + z2 / 4)) / (voters + z2);
  return [correct === 0 ? 0 : middle - half, correct === voters ? 1 : middle + half];
}
