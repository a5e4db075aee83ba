/** Learning rates by step. */

export interface CosineSchedule {
  peak: number;
  floor: number;
  warmupSteps: number;
  /** Of the whole run; afterwards the rate stays at the floor. */
  steps: number;
}

/** Rises linearly over the warm-up, then falls from peak to floor along half a cosine (Loshchilov & Hutter 2017). Steps count from 0. */
export function cosineSchedule({ peak, floor, warmupSteps, steps }: CosineSchedule): (step: number) => number {
  return (step) => {
    if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
    const done = Math.min(1, (step - warmupSteps) / Math.max(1, steps - warmupSteps));
    return floor + (peak - floor) * 0.5 * (1 + Math.cos(Math.PI * done));
  };
}
