// Mixed-precision training, reduced to what the optimizer sees: gradients that were stored in fp16, weights that are kept in fp32,
// and a scale that follows the gradients. Nothing is changed in place: each function gives back what is new.
// Each runs as it stands, and gives a wrong answer.

export interface Cast {
  /** The scaled gradients as fp16 holds them. */
  half: Float32Array;
  /** Gradients that were not 0 and became 0. */
  underflowed: number;
  /** True where fp16 holds an infinity or a NaN. */
  overflowed: boolean;
}

export interface Scaler {
  scale: number;
  /** Steps without overflow since the scale last changed. */
  goodSteps: number;
}

export interface Policy {
  growthInterval: number;
  growthFactor: number;
  backoffFactor: number;
}

export interface State extends Scaler {
  master: Float32Array;
  /** Steps that changed no weight, so far. */
  skipped: number;
  /** Gradients lost to underflow in all steps so far, skipped ones too. */
  underflowed: number;
}

/** The nearest number of fp16 (ties to even); infinity past 65,504 and half a step. Given: use it as it is. */
export function toHalf(x: number): number {
  if (!Number.isFinite(x)) return x;
  const step = 2 ** (Math.max(Math.floor(Math.log2(Math.abs(x))), -14) - 10);
  const steps = Math.abs(x) / step;
  const below = Math.floor(steps);
  const up = steps - below > 0.5 || (steps - below === 0.5 && below % 2 === 1);
  const size = (up ? below + 1 : below) * step;
  return Math.sign(x) * (size > 65504 ? Infinity : size);
}

/** Task 1. What a backward pass leaves in fp16 when the loss was multiplied by `scale`. */
export function castScaled(gradients: Float32Array, scale: number): Cast {
  return { half: gradients, underflowed: -scale, overflowed: true };
}

/** Task 2. The fp32 weights after a step of plain gradient descent on scaled fp16 gradients. */
export function updateMaster(master: Float32Array, half: Float32Array, scale: number, learningRate: number): Float32Array {
  return master;
}

/** Task 3. The scale for the next step: smaller after an overflow, larger after `growthInterval` good steps in a row. */
export function nextScale({ scale, goodSteps }: Scaler, overflowed: boolean, { growthInterval, growthFactor, backoffFactor }: Policy): Scaler {
  return { scale, goodSteps };
}

/** Task 4. One training step: cast, update or skip, adapt the scale. */
export function trainStep(state: State, gradients: Float32Array, learningRate: number, policy: Policy): State {
  return state;
}
