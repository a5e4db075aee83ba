// The step once more, with fp16 as a list of numbers, and each known mistake as a way to do it wrong. Words are in checks.ts.

export interface Policy {
  growthInterval: number;
  growthFactor: number;
  backoffFactor: number;
}

export interface Scaler {
  scale: number;
  goodSteps: number;
}

export interface State extends Scaler {
  master: Float32Array;
  skipped: number;
  underflowed: number;
}

/** All numbers of fp16 from 0 up, by counting: 1,024 steps in each binade, the first two alike. */
const halves: readonly number[] = (() => {
  const list = [0];
  for (let binade = 0; binade < 31; binade++) for (let i = 0; i < 1024; i++) list.push(list.at(-1)! + 2 ** (Math.max(binade, 1) - 25));
  return list.slice(0, 31 * 1024);
})();

export function half64(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x) || size >= 65520) return x > 0 ? Infinity : x < 0 ? -Infinity : x;
  let [low, high] = [0, halves.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (halves[middle]! <= size) low = middle;
    else high = middle - 1;
  }
  const above = Math.min(low + 1, halves.length - 1);
  const [down, up] = [size - halves[low]!, halves[above]! - size];
  return Math.sign(x) * halves[down < up || (down === up && low % 2 === 0) ? low : above]!;
}

export type StepMistake =
  | 'overflow-applied'
  | 'overflow-applied-but-counted'
  | 'unscaled-by-next-scale'
  | 'never-unscaled'
  | 'skip-counts-as-good'
  | 'scale-kept-on-overflow'
  | 'counter-not-reset'
  | 'grows-one-late'
  | 'master-in-half'
  | 'overflow-rescued'
  | 'skips-on-underflow'
  | 'underflow-of-skips-ignored';

/** The scale after a step; `mistake` one of those that concern it. */
export function scaler64({ scale, goodSteps }: Scaler, overflowed: boolean, policy: Policy, mistake?: StepMistake): Scaler {
  if (overflowed)
    return { scale: mistake === 'scale-kept-on-overflow' ? scale : scale * policy.backoffFactor, goodSteps: mistake === 'skip-counts-as-good' ? goodSteps : 0 };
  const good = goodSteps + 1;
  const grows = mistake === 'grows-one-late' ? good > policy.growthInterval : good >= policy.growthInterval;
  return grows ? { scale: scale * policy.growthFactor, goodSteps: mistake === 'counter-not-reset' ? good : 0 } : { scale, goodSteps: good };
}

/** One step; with a mistake, what that mistake gives. */
export function step64(state: State, gradients: ArrayLike<number>, rate: number, policy: Policy, mistake?: StepMistake): State {
  const list = Array.from(gradients);
  const half = list.map((g) => half64(g * state.scale));
  const lost = list.filter((g, i) => g !== 0 && half[i] === 0).length;
  const overflowed = half.some((h) => !Number.isFinite(h));
  const scaler = scaler64(state, overflowed, policy, mistake);
  const skips = mistake === 'skips-on-underflow' ? overflowed || lost > 0 : overflowed;
  const divisor = mistake === 'never-unscaled' ? 1 : mistake === 'unscaled-by-next-scale' ? scaler.scale : state.scale;
  const usable = (h: number) => (mistake === 'overflow-rescued' && !Number.isFinite(h) ? 0 : h);
  const moved = state.master.map((w, i) => {
    const next = w - rate * (usable(half[i]!) / divisor);
    return mistake === 'master-in-half' ? half64(next) : next;
  });
  const ignored = mistake === 'overflow-applied' || mistake === 'overflow-rescued';
  const applies = !skips || ignored || mistake === 'overflow-applied-but-counted';
  return {
    ...scaler,
    master: applies ? moved : state.master,
    skipped: state.skipped + (skips && !ignored ? 1 : 0),
    underflowed: state.underflowed + (mistake === 'underflow-of-skips-ignored' && overflowed ? 0 : lost),
  };
}
