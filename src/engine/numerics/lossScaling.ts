// Loss scaling: what a narrow format loses of a tensor of gradients, and the rule by which a scale follows them.
// (Micikevicius et al. 2018, section 3.2; the rule's numbers are those of torch.amp.GradScaler.)

import { limits, type FloatFormat } from './formats';
import { rounder } from './minifloat';

export interface Losses {
  /** Shares of the values that are not 0: rounded to 0, kept as subnormals (with fewer bits), too large. */
  underflow: number;
  subnormal: number;
  overflow: number;
}

/** What becomes of `scale · value` for each value when it is stored in the format. */
export function lossesAt(values: ArrayLike<number>, scale: number, format: FloatFormat): Losses {
  const round = rounder(format);
  const { minNormal } = limits(format);
  const counts = { underflow: 0, subnormal: 0, overflow: 0 };
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] === 0) continue;
    total++;
    const stored = Math.abs(round(values[i]! * scale));
    if (!Number.isFinite(stored)) counts.overflow++;
    else if (stored === 0) counts.underflow++;
    else if (stored < minNormal) counts.subnormal++;
  }
  const share = (count: number) => (total === 0 ? 0 : count / total);
  return { underflow: share(counts.underflow), subnormal: share(counts.subnormal), overflow: share(counts.overflow) };
}

export interface ScalerPolicy {
  initialScale: number;
  growth: number;
  backoff: number;
  /** Steps without overflow after which the scale grows. */
  growthInterval: number;
}
export const scalerPolicy: ScalerPolicy = { initialScale: 65_536, growth: 2, backoff: 0.5, growthInterval: 2000 };

export interface ScalerState {
  scale: number;
  /** Steps without overflow since the scale last changed. */
  cleanSteps: number;
}

/** The scale for the next step. A step whose gradients overflowed is skipped by the optimizer. */
export function nextScale({ scale, cleanSteps }: ScalerState, overflowed: boolean, { growth, backoff, growthInterval }: ScalerPolicy = scalerPolicy): ScalerState {
  if (overflowed) return { scale: scale * backoff, cleanSteps: 0 };
  return cleanSteps + 1 === growthInterval ? { scale: scale * growth, cleanSteps: 0 } : { scale, cleanSteps: cleanSteps + 1 };
}
