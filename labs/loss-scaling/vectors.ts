// The run that fixtures/pytorch_reference.py puts through torch.amp.GradScaler.

export const stepCount = 60;
const weightCount = 6;
export const learningRate = 2 ** -3;
export const policy = { growthInterval: 3, growthFactor: 2, backoffFactor: 0.5 };

/** Over 47 powers of two at once, shrinking in the first half of the run and growing again in the second. */
export const gradientsAt = (step: number): Float32Array =>
  Float32Array.from({ length: weightCount }, (_, k) => {
    const i = k + step * weightCount;
    const swing = Math.floor((Math.abs(step - 30) * 2) / 5) - 32;
    return ((((i * 37 + 11) % 61) - 30) / 32) * 2 ** (swing + ((i * 7) % 47) - 23);
  });

/** torch.linspace(-1, 1, 6), as PyTorch computes it in float32. */
export const start = () => ({ master: Float32Array.of(-1, -0.6000000238418579, -0.19999998807907104, 0.19999998807907104, 0.6000000238418579, 1), scale: 2 ** 16, goodSteps: 0, skipped: 0, underflowed: 0 });
