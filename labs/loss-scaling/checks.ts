// Checks of the mixed-precision step: casts and their losses counted, updates of fp32 weights, the schedule of the scale, and whole runs, against
// a reference that searches in the list of fp16's numbers, and against torch.amp.GradScaler. Scales and learning rates are powers of two,
// so each result is one rounding to fp32 and comparisons are exact.

import { check, defineChecks, expectClose, expectEqual, fail, type CheckContext } from 'grader';
import type { Rng } from 'kit';
import pytorch from './fixtures/pytorch.json';
import { half64, scaler64, step64, type Policy, type Scaler, type State, type StepMistake } from './reference';
import { gradientsAt, learningRate, policy as storedPolicy, start, stepCount } from './vectors';

type Reader = CheckContext['reader'];

const power = (rng: Rng, low: number, high: number) => 2 ** rng.integer(low, high);
/** Magnitudes over many powers of two, as gradients have them. */
const spread = (rng: Rng, count: number, low: number, high: number) => Float32Array.from({ length: count }, () => rng.pick([-1, 1]) * (1 + rng.uniform()) * power(rng, low, high));
const exponent = (scale: number) => (Number.isInteger(Math.log2(scale)) ? `2^${Math.log2(scale)}` : String(scale));

// ---- Task 1

interface Cast {
  half: Float32Array;
  underflowed: number;
  overflowed: boolean;
}

function castOf(value: unknown, length: number, called: string): Cast {
  const cast = value as Cast;
  const shaped = typeof cast === 'object' && cast !== null && ArrayBuffer.isView(cast.half) && typeof cast.underflowed === 'number' && typeof cast.overflowed === 'boolean';
  if (!shaped) fail({ message: `${called} gave ${JSON.stringify(value)}; expected { half, underflowed, overflowed }.`, called });
  if (cast.half.length !== length) fail({ message: `${called} gave ${cast.half.length} halves for ${length} gradients.`, called });
  return cast;
}

async function compareCast(reader: Reader, gradients: Float32Array, scale: number): Promise<void> {
  const called = `castScaled of ${gradients.length} gradients with the scale ${exponent(scale)}`;
  const cast = castOf(await reader.call('castScaled', gradients, scale), gradients.length, called);
  const list = Array.from(gradients);
  const half = list.map((g) => half64(g * scale));
  expectClose(cast.half, half, {
    called: `half of ${called}`,
    relative: 0,
    slips: [
      { misconception: 'scaled-too-late', value: list.map((g) => half64(half64(g) * scale)), says: 'The gradients were rounded to fp16 first and scaled then: what had become 0 stays 0. The loss is scaled before the backward pass, so fp16 only ever sees the large numbers.' },
      { misconception: 'not-scaled', value: list.map((g) => half64(g)), says: 'The gradients were rounded as they are, without the scale.' },
      { misconception: 'not-rounded', value: list.map((g) => Math.fround(g * scale)), says: 'These are scaled but not rounded to fp16: use toHalf.' },
      { misconception: 'scale-inverted', value: list.map((g) => half64(g / scale)), says: 'The gradients were divided by the scale. Scaling makes them larger.' },
    ],
  });
  const count = (counts: (h: number, g: number) => boolean) => half.filter((h, i) => counts(h, list[i]!)).length;
  expectClose(cast.underflowed, count((h, g) => h === 0 && g !== 0), {
    called: `underflowed of ${called}`,
    relative: 0,
    slips: [
      { misconception: 'zeros-counted', value: count((h) => h === 0), says: 'Gradients that were 0 before were counted too. Nothing of them is lost.' },
      { misconception: 'subnormals-counted', value: count((h, g) => g !== 0 && Math.abs(h) < 2 ** -14), says: 'Subnormal results were counted. They have lost bits, but they are not 0.' },
      { misconception: 'underflow-before-scaling', value: count((_, g) => g !== 0 && half64(g) === 0), says: 'That is how many would be lost without the scale.' },
    ],
  });
  expectEqual(cast.overflowed, half.some((h) => !Number.isFinite(h)), {
    called: `overflowed of ${called} (the largest magnitude in fp16 is ${half.reduce((most, h) => Math.max(most, Math.abs(h)), 0)})`,
    ...(list.some(Number.isNaN) && !cast.overflowed ? { says: 'A gradient was NaN. That ruins the step as infinity does.', misconception: 'nan-overlooked' } : {}),
  });
}

const castValues = check('cast', 'Scaled and rounded, and what is lost', async ({ reader, rng }) => {
  for (const [low, high, scale] of [[-36, -14, power(rng, 8, 14)], [-45, -20, power(rng, 15, 20)], [-20, -2, 1]] as const) {
    // Some around the smallest number of fp16, and some that were 0 before.
    const doubtful = Array.from({ length: 4 }, () => (rng.pick([-1, 1]) * (0.3 + rng.uniform()) * 2 ** -24) / scale);
    await compareCast(reader, Float32Array.from(rng.shuffle([...spread(rng, 25, low, high), 0, -0, 0, ...doubtful])), scale);
  }
});

const castEdges = check('edges', 'The edges of fp16: 2^-25, 65,504, infinity, NaN', async ({ reader, rng }) => {
  const scale = power(rng, 3, 12);
  const at = (...values: number[]) => Float32Array.from(values, (x) => x / scale);
  // A tie with 0 goes to 0, since 0 is even; just above it the smallest subnormal number begins.
  await compareCast(reader, at(2 ** -25, -(2 ** -25) * (1 + 2 ** -20), 2 ** -24, 3 * 2 ** -25, 1), scale);
  await compareCast(reader, at(65504, 65519, -65504), scale);
  await compareCast(reader, at(1, 65520, 2), scale);
  await compareCast(reader, at(1, -1e30), scale);
  await compareCast(reader, at(1, NaN, 2), scale);
  await compareCast(reader, at(1, -2, Infinity), scale);
  await compareCast(reader, new Float32Array(0), scale);
});

// ---- Task 2

async function compareUpdate(reader: Reader, master: Float32Array, half: Float32Array, scale: number, rate: number): Promise<void> {
  const called = `updateMaster of ${master.length} weights, scale ${exponent(scale)}, learning rate ${exponent(rate)}`;
  const by = (value: (w: number, h: number) => number) => Array.from(master, (w, i) => Math.fround(value(w, half[i]!)));
  expectClose(await reader.call('updateMaster', master, half, scale, rate), by((w, h) => w - rate * (h / scale)), {
    called,
    relative: 0,
    slips: [
      { misconception: 'never-unscaled', value: by((w, h) => w - rate * h), says: 'The gradients are still scaled: the step is as many times too long. Divide by the scale.' },
      { misconception: 'unscaled-in-half', value: by((w, h) => w - rate * half64(h / scale)), says: 'The gradients were brought back to their size in fp16, where small ones become 0 again. Divide in fp32.' },
      { misconception: 'master-in-half', value: by((w, h) => half64(w - rate * (h / scale))), says: 'The new weights were rounded to fp16. Half a step of fp16 at 1 is 2^-11, and smaller updates vanish: the master weights stay in fp32.' },
      { misconception: 'ascent', value: by((w, h) => w + rate * (h / scale)), says: 'That goes uphill. The gradient is subtracted.' },
      { misconception: 'rate-scaled', value: by((w, h) => w - (rate * h) / scale / scale), says: 'The scale was divided out twice.' },
    ],
  });
}

const updateValues = check('values', 'Unscaled in fp32, subtracted in fp32', async ({ reader, rng }) => {
  for (const [low, high] of [[-10, 10], [-24, -16]] as const) {
    const scale = power(rng, 10, 16);
    const half = spread(rng, 15, low, high).map(half64);
    // Small weights: fp32 keeps these updates, fp16 would not.
    await compareUpdate(reader, spread(rng, 15, -12, -8), half, scale, power(rng, -3, 0));
  }
  const master = Float32Array.of(1, 2);
  const kept = Array.from(master);
  await reader.call('updateMaster', master, Float32Array.of(1024, 1024), 1024, 0.5);
  expectEqual(Array.from(master), kept, { called: 'the weights that were given to updateMaster, after it,' });
});

const updateSmall = check('accumulate', 'Updates too small for fp16 add up', async ({ reader, rng }) => {
  const scale = power(rng, 10, 14);
  const steps = rng.integer(20, 40);
  let master: unknown = Float32Array.of(1, -1.5);
  for (let i = 0; i < steps; i++) master = await reader.call('updateMaster', master, Float32Array.of(scale / 2, -scale / 2), scale, 2 ** -12);
  const moved = steps * 2 ** -13;
  expectClose(master, [1 - moved, -1.5 + moved], {
    called: `1 and -1.5 after ${steps} updates of 2^-13`,
    relative: 0,
    slips: [{ misconception: 'master-in-half', value: [1, -1.5], says: 'Nothing has moved: each update is less than half a step of fp16 at these weights, and was rounded away. The master weights stay in fp32.' }],
  });
});

// ---- Task 3

const scheduleSays = {
  'skip-counts-as-good': 'Good steps must follow each other without an overflow in between: an overflow sets the count to 0.',
  'scale-kept-on-overflow': 'An overflow must make the scale smaller, or the next step overflows as well.',
  'counter-not-reset': 'After growing, the count begins again at 0; otherwise the scale grows at every step from here on.',
  'grows-one-late': 'It grew a step too late. The step that makes the count equal to growthInterval is the one after which the scale grows.',
} as const satisfies Partial<Record<StepMistake, string>>;

const flags = (overflows: readonly boolean[]) => overflows.map((o) => (o ? '∞' : '·')).join('');

/** Runs the reader's rule over a sequence of steps; each call gets what the one before gave. */
async function compareSchedule(reader: Reader, overflows: readonly boolean[], policy: Policy): Promise<void> {
  let state: Scaler = { scale: 1024, goodSteps: 0 };
  const run = (mistake?: StepMistake) => {
    let s: Scaler = { scale: 1024, goodSteps: 0 };
    return overflows.map((o) => (s = scaler64(s, o, policy, mistake)));
  };
  const right = run();
  const got: Scaler[] = [];
  for (const overflowed of overflows) {
    const returned = await reader.call<Scaler>('nextScale', state, overflowed, policy);
    if (typeof returned?.scale !== 'number' || typeof returned.goodSteps !== 'number') fail({ message: `nextScale gave ${JSON.stringify(returned)}; expected { scale, goodSteps }.`, called: 'nextScale' });
    got.push((state = { scale: returned.scale, goodSteps: returned.goodSteps }));
  }
  const differs = (a: readonly Scaler[], b: readonly Scaler[]) => a.findIndex((s, i) => s.scale !== b[i]!.scale || s.goodSteps !== b[i]!.goodSteps);
  const at = differs(got, right);
  if (at < 0) return;
  const slip = (Object.keys(scheduleSays) as (keyof typeof scheduleSays)[]).find((mistake) => differs(got, run(mistake)) < 0);
  const called = `nextScale over the steps ${flags(overflows.slice(0, at + 1))} (∞ = overflow), growthInterval ${policy.growthInterval},`;
  const shown = ({ scale, goodSteps }: Scaler) => `{ scale: ${scale}, goodSteps: ${goodSteps} }`;
  fail({ message: `${called} gave ${shown(got[at]!)} after step ${at + 1}; expected ${shown(right[at]!)}.${slip ? ` ${scheduleSays[slip]}` : ''}`, misconception: slip, called, returned: shown(got[at]!), expected: shown(right[at]!), where: `step ${at + 1}` });
}

const schedule = check('schedule', 'Good steps and overflows in random order', async ({ reader, rng }) => {
  for (let i = 0; i < 3; i++) {
    const growthInterval = rng.integer(3, 5);
    const good = (count: number) => Array.from({ length: count }, () => false);
    // An overflow in the middle of a count, two in a row, and two growths after each other.
    const overflows = [...good(2), true, ...good(growthInterval - 1), true, true, ...good(2 * growthInterval + 1), ...Array.from({ length: 10 }, () => rng.uniform() < 0.25)];
    await compareSchedule(reader, overflows, { growthInterval, growthFactor: rng.pick([2, 4]), backoffFactor: rng.pick([0.5, 0.25]) });
  }
  await compareSchedule(reader, [false, false, true, false], { growthInterval: 1, growthFactor: 2, backoffFactor: 0.5 });
});

// ---- Task 4

const stepSays: Record<StepMistake, string> = {
  'overflow-applied': 'An overflow reached the weights. Where any gradient is infinite or NaN the whole step is skipped: the weights stay, and the scale comes down.',
  'unscaled-by-next-scale': 'The gradients were divided by the new scale. They were made with the old one: unscale first, then adapt.',
  'never-unscaled': 'The gradients that reached the weights are still scaled.',
  'skip-counts-as-good': scheduleSays['skip-counts-as-good'],
  'scale-kept-on-overflow': scheduleSays['scale-kept-on-overflow'],
  'counter-not-reset': scheduleSays['counter-not-reset'],
  'grows-one-late': scheduleSays['grows-one-late'],
  'master-in-half': 'The weights were rounded to fp16 and lost what the small updates brought.',
  'overflow-applied-but-counted': 'An overflow reached the weights, though the step was counted as skipped. A skipped step leaves the weights as they were.',
  'overflow-rescued': 'Where a gradient overflowed its weight was left alone and the others moved. An infinity says that the scale was too large for this step, and a step in part of its direction is another step: skip all of it.',
  'skips-on-underflow': 'A step was skipped because of an underflow. A gradient that became 0 costs a little accuracy; only an infinity or a NaN ruins a step.',
  'underflow-of-skips-ignored': 'The underflows of a skipped step were left out of the count. All steps count.',
};

const sameNumbers = (a: ArrayLike<number>, b: ArrayLike<number>) => a.length === b.length && Array.from(a).every((x, i) => x === b[i] || (Number.isNaN(x) && Number.isNaN(b[i])));
const fields = ['scale', 'goodSteps', 'skipped', 'underflowed'] as const;
const differing = (a: State, b: State): string | undefined => fields.find((name) => a[name] !== b[name]) ?? (sameNumbers(a.master, b.master) ? undefined : 'master');

function stateOf(value: unknown, called: string): State {
  const s = value as State;
  const bad = typeof s !== 'object' || s === null ? 'all of them' : (fields.find((name) => typeof s[name] !== 'number') ?? (ArrayBuffer.isView(s.master) ? undefined : 'master'));
  if (bad) fail({ message: `${called} gave a state that lacks ${bad}; it holds master, scale, goodSteps, skipped and underflowed.`, called });
  return s;
}

/** A run, each step from the reader's own state. The first step at which any field differs is told, and which mistake makes the run up to there. */
async function compareRun(reader: Reader, first: State, batches: readonly Float32Array[], rate: number, policy: Policy, name: string, expected?: readonly State[]): Promise<void> {
  let [got, right] = [first, first];
  const wrong = new Map((Object.keys(stepSays) as StepMistake[]).map((mistake) => [mistake, first]));
  for (const [t, gradients] of batches.entries()) {
    const called = `trainStep, step ${t + 1} of ${name}`;
    const before = right;
    got = stateOf(await reader.call('trainStep', got, gradients, rate, policy), called);
    right = expected?.[t] ?? step64(right, gradients, rate, policy);
    for (const [mistake, state] of [...wrong]) {
      const next = step64(state, gradients, rate, policy, mistake);
      if (differing(next, got)) wrong.delete(mistake);
      else wrong.set(mistake, next);
    }
    const field = differing(got, right);
    if (!field) continue;
    const misconception = [...wrong.keys()][0];
    const overflowed = Array.from(gradients).some((g) => !Number.isFinite(half64(g * before.scale)));
    const show = (s: State) => (field === 'master' ? `[${Array.from(s.master).slice(0, 4).join(', ')}${s.master.length > 4 ? ', …' : ''}]` : String(s[field as (typeof fields)[number]]));
    fail({
      message: `${called} (scale ${exponent(before.scale)}${overflowed ? ', an overflow' : ''}) left ${field} at ${show(got)}; expected ${show(right)}.${misconception ? ` ${stepSays[misconception]}` : ''}`,
      misconception,
      called,
      returned: show(got),
      expected: show(right),
      where: `step ${t + 1}, ${field}`,
    });
  }
}

const fresh = (rng: Rng, count: number, scale: number): State => ({ master: spread(rng, count, -4, 0), scale, goodSteps: 0, skipped: 0, underflowed: 0 });

const runPlain = check('finite', 'A run without overflow', async ({ reader, rng }) => {
  const policy = { growthInterval: 1000, growthFactor: 2, backoffFactor: 0.5 };
  await compareRun(reader, fresh(rng, 7, 2 ** 12), Array.from({ length: 8 }, () => spread(rng, 7, -39, -6)), 2 ** -2, policy, 'a run without overflow');
});

const runOverflow = check('overflow', 'Overflows are skipped, and the scale recovers', async ({ reader, rng }) => {
  const policy = { growthInterval: rng.integer(3, 4), growthFactor: 2, backoffFactor: 0.5 };
  // Gradients jump up after step 9 by far more than one halving mends, and come down again at step 16.
  const batches = Array.from({ length: 36 }, (_, t) => (t >= 9 && t < 16 ? spread(rng, 6, -34, 5) : spread(rng, 6, -42, -6)));
  for (const t of [9, 10, 11]) batches[t]![rng.integer(1, 5)] = rng.pick([-1, 1]) * 2 ** (6 + rng.integer(0, 2));
  // Lost in a skipped step, for who leaves those out.
  batches[10]![0] = 2 ** -60;
  await compareRun(reader, fresh(rng, 6, 2 ** 12), batches, 2 ** -2, policy, `a run of ${batches.length} with growthInterval ${policy.growthInterval}`);
});

const runNan = check('nan', 'NaN is skipped like infinity', async ({ reader, rng }) => {
  const policy = { growthInterval: 2, growthFactor: 2, backoffFactor: 0.5 };
  const batches = Array.from({ length: 6 }, () => spread(rng, 3, -20, -6));
  batches[2]![1] = NaN;
  await compareRun(reader, fresh(rng, 3, 2 ** 10), batches, 0.5, policy, 'a run with one NaN');
});

const runPytorch = check('pytorch', `${stepCount} steps as torch.amp.GradScaler of PyTorch ${pytorch.versions.torch} takes them`, async ({ reader }) => {
  let goodSteps = 0;
  let [skipped, underflowed] = [0, 0];
  const expected = pytorch.trace.map((step, t): State => {
    const before = t === 0 ? start().scale : pytorch.trace[t - 1]!.scale;
    goodSteps = step.skipped || step.scale > before ? 0 : goodSteps + 1;
    skipped += step.skipped ? 1 : 0;
    underflowed += step.underflowed;
    return { master: Float32Array.from(step.master), scale: step.scale, goodSteps, skipped, underflowed };
  });
  await compareRun(reader, start(), Array.from({ length: stepCount }, (_, t) => gradientsAt(t)), learningRate, storedPolicy, 'the stored run', expected);
});

export default defineChecks({
  async demo({ reader, show }) {
    let state: State = start();
    for (let t = 0; t < stepCount; t++) {
      const next = await reader.call<State>('trainStep', state, gradientsAt(t), learningRate, storedPolicy);
      if (typeof next?.scale !== 'number' || next === state) break;
      state = next;
      show({ kind: 'point', series: 'log2 of the scale', x: t + 1, y: Math.log2(state.scale), xLabel: 'step', yLabel: 'powers of two' });
      show({ kind: 'point', series: 'steps skipped', x: t + 1, y: state.skipped, xLabel: 'step' });
      show({ kind: 'point', series: 'gradients lost', x: t + 1, y: state.underflowed, xLabel: 'step' });
    }
  },
  tasks: {
    cast: [castValues, castEdges],
    update: [updateValues, updateSmall],
    schedule: [schedule],
    step: [runPlain, runOverflow, runNan, runPytorch],
  },
});
