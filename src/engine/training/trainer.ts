/**
 * Trains a Llama on a backend: forward, backward, clipping and AdamW. What the model is trained on, how fast it is
 * shown and where it runs are the caller's. Calls on one trainer wait for each other, in the order in which they were made.
 */
import type { FloatBuffer } from '../backend';
import type { LlamaConfig } from '../llama';
import { flatten, layoutOf, sliceModel, unflatten } from './parameters';
import { createPass, type Pass } from './pass';
import type { StepResult, TokenRows, Trainer, TrainerOptions, TrainerState } from './types';

/** B and T of rows of T + `extra` tokens; throws on rows that no model of this config can take. */
function sizesOf(rows: TokenRows, extra: number, config: LlamaConfig): { batchSize: number; tokenCount: number } {
  const tokenCount = (rows[0]?.length ?? 0) - extra;
  if (tokenCount < 1) throw new Error(`a batch is at least one row of ${1 + extra} ${extra === 0 ? 'token' : 'tokens'}`);
  if (tokenCount > config.contextLength) throw new Error(`${tokenCount} tokens do not fit the context of ${config.contextLength}`);
  for (const row of rows) {
    if (row.length !== rows[0]!.length) throw new Error(`the rows of a batch have one length, not ${rows[0]!.length} and ${row.length}`);
    for (let i = 0; i < row.length; i++) {
      if (!(Number.isInteger(row[i]) && row[i]! >= 0 && row[i]! < config.vocabularySize)) throw new Error(`there is no token ${row[i]}; the vocabulary has ${config.vocabularySize}`);
    }
  }
  return { batchSize: rows.length, tokenCount };
}

/** T tokens of each row, from `start`, one row after the other. */
function columns(rows: TokenRows, start: number, tokenCount: number): Uint32Array {
  const ids = new Uint32Array(rows.length * tokenCount);
  rows.forEach((row, i) => {
    for (let t = 0; t < tokenCount; t++) ids[i * tokenCount + t] = row[start + t]!;
  });
  return ids;
}

type Tensors = ReturnType<typeof unflatten>;

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

export function createTrainer(options: TrainerOptions): Trainer {
  const { config, backend, learningRate, betas = [0.9, 0.95], epsilon = 1e-8, weightDecay = 0.1, clipNorm = 1 } = options;
  const layout = layoutOf(config);
  const initial = flatten(layout, options.weights);
  const [weights, gradient, firstMoment, secondMoment] = Array.from({ length: 4 }, () => backend.alloc(layout.length)) as [FloatBuffer, FloatBuffer, FloatBuffer, FloatBuffer];
  const squaredNorm = backend.alloc(1);
  backend.write(weights, initial);
  const weightSlices = sliceModel(backend, weights, config, layout);
  const gradientSlices = sliceModel(backend, gradient, config, layout);
  /** Matrices decay, gains do not. */
  const groups = [
    { start: 0, length: layout.matrixEnd, weightDecay },
    { start: layout.matrixEnd, length: layout.length - layout.matrixEnd, weightDecay: 0 },
  ].map(({ start, length, weightDecay }) => {
    const slice = (buffer: FloatBuffer) => backend.slice(buffer, start, length);
    return { weights: slice(weights), gradient: slice(gradient), firstMoment: slice(firstMoment), secondMoment: slice(secondMoment), weightDecay };
  });

  /** One is kept for training and one for looking, since their shapes differ. */
  const passes: { training?: Pass; looking?: Pass } = {};
  let step = 0;
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work);
    queue = result.catch(() => {});
    return result;
  };

  /** The forward pass of rows of T + `extra` tokens. */
  const forward = async (rows: TokenRows, extra: number, use: keyof typeof passes): Promise<Pass> => {
    const { batchSize, tokenCount } = sizesOf(rows, extra, config);
    let pass = passes[use];
    if (pass?.batchSize !== batchSize || pass.tokenCount !== tokenCount) {
      pass?.free();
      passes[use] = undefined;
      passes[use] = pass = createPass(backend, config, weightSlices, batchSize, tokenCount);
    }
    backend.writeTokens(pass.tokens, columns(rows, 0, tokenCount));
    if (extra === 1) backend.writeTokens(pass.targets, columns(rows, 1, tokenCount));
    await pass.forward();
    return pass;
  };

  /** Loss of the rows; `gradient` holds the gradients of its mean afterwards. */
  const forwardBackward = async (rows: TokenRows): Promise<Pass> => {
    const current = await forward(rows, 1, 'training');
    await current.loss();
    await backend.zero({ out: gradient });
    await current.backward(gradientSlices);
    return current;
  };

  const train = async (rows: TokenRows): Promise<StepResult> => {
    const { losses } = await forwardBackward(rows);
    await backend.sumOfSquares({ x: gradient, out: squaredNorm });
    const rate = learningRate(step);
    for (const group of groups) {
      await backend.adamW({ ...group, squaredNorm, clipNorm, learningRate: rate, beta1: betas[0], beta2: betas[1], epsilon, step: step + 1 });
    }
    step++;
    const [lossValues, squares] = await Promise.all([backend.read(losses), backend.read(squaredNorm)]);
    return { step, lossNats: mean(lossValues), gradientNorm: Math.sqrt(squares[0]!), learningRate: rate };
  };

  const state = async (): Promise<TrainerState> => {
    const [w, m, v] = (await Promise.all([weights, firstMoment, secondMoment].map(backend.read))).map((flat) => unflatten(layout, flat)) as [Tensors, Tensors, Tensors];
    const parameters = layout.places.map(({ name }) => [name, { weights: w.get(name)!.data, firstMoment: m.get(name)!.data, secondMoment: v.get(name)!.data }] as const);
    return { step, parameters: Object.fromEntries(parameters) };
  };

  const restore = async (saved: TrainerState): Promise<void> => {
    const flat = (part: 'weights' | 'firstMoment' | 'secondMoment') =>
      flatten(layout, new Map(layout.places.flatMap(({ name, shape, length }) => {
        const data = saved.parameters[name]?.[part];
        if (data && data.length !== length) throw new Error(`the state's "${name}" has ${data.length} numbers, not ${length}`);
        return data ? [[name, { shape, data }] as const] : [];
      })));
    const parts = [flat('weights'), flat('firstMoment'), flat('secondMoment')] as const;
    [weights, firstMoment, secondMoment].forEach((buffer, i) => backend.write(buffer, parts[i]!));
    step = saved.step;
  };

  return {
    config,
    get step() {
      return step;
    },
    train: (rows) => inTurn(() => train(rows)),
    evaluate: (rows) =>
      inTurn(async () => {
        const current = await forward(rows, 1, 'looking');
        await current.loss();
        return mean(await backend.read(current.losses));
      }),
    gradients: (rows) =>
      inTurn(async () => {
        const { losses } = await forwardBackward(rows);
        return { lossNats: mean(await backend.read(losses)), gradients: unflatten(layout, await backend.read(gradient)) };
      }),
    logits: (rows) => inTurn(async () => backend.read((await forward(rows, 0, 'looking')).logits)),
    weights: () => inTurn(async () => unflatten(layout, await backend.read(weights))),
    state: () => inTurn(state),
    restore: (saved) => inTurn(() => restore(saved)),
    dispose: () =>
      inTurn(async () => {
        for (const use of ['training', 'looking'] as const) {
          passes[use]?.free();
          passes[use] = undefined;
        }
        for (const buffer of [weights, gradient, firstMoment, secondMoment, squaredNorm]) backend.free(buffer);
      }),
  };
}
