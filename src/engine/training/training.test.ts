import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrayOperations, createTypeScriptBackend, createWasmBackend, withArrayOperation, type Backend } from '../backend';
import { forward, modelFromTensors, type LlamaConfig } from '../llama';
import { createRng } from '../random';
import { cosineSchedule, createTrainer, initialTensors } from './index';
import { bitsOf, differenceFromPyTorch, pytorchRuns, relativeDifference, tinyConfig, tinyTrainer } from './testing';

const backend = createTypeScriptBackend();
const wasm = await createWasmBackend();
const noDecay = { weightDecay: 0, learningRate: () => 0 };

function randomRows(config: LlamaConfig, batchSize: number, length: number, seed: number): number[][] {
  const rng = createRng(seed);
  return Array.from({ length: batchSize }, () => Array.from({ length }, () => rng.integer(0, config.vocabularySize - 1)));
}

describe('beside PyTorch', () => {
  const cases = [backend, wasm].flatMap((backend) => pytorchRuns.map((run, i) => [backend.name, i, backend, run] as const));
  it.each(cases)('%s, model %i: logits, every gradient, four losses and the weights after four steps agree to 4e-6', async (_, __, backend, run) => {
    const worst = await differenceFromPyTorch(backend, run);
    for (const [what, difference] of Object.entries(worst)) expect(difference, what).toBeLessThan(4e-6);
  });
});

const configs = fc
  .record({
    vocabularySize: fc.integer({ min: 2, max: 11 }),
    hiddenSize: fc.integer({ min: 1, max: 9 }),
    intermediateSize: fc.integer({ min: 1, max: 9 }),
    layerCount: fc.integer({ min: 0, max: 2 }),
    kvHeadCount: fc.integer({ min: 1, max: 2 }),
    group: fc.integer({ min: 1, max: 3 }),
    half: fc.integer({ min: 1, max: 3 }),
    tiedEmbeddings: fc.boolean(),
  })
  .map(({ group, half, ...rest }): LlamaConfig => ({ ...rest, headCount: rest.kvHeadCount * group, headSize: 2 * half, contextLength: 8, rmsNormEpsilon: 1e-5, ropeTheta: 100 }));

describe('the passes', () => {
  it('give the logits of the engine’s plain forward pass', async () => {
    await fc.assert(
      fc.asyncProperty(configs, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 8 }), fc.nat(), async (config, batchSize, length, seed) => {
        const weights = initialTensors(config, seed);
        const trainer = createTrainer({ config, backend, weights, ...noDecay });
        const rows = randomRows(config, batchSize, length, seed);
        const expected = rows.flatMap((row) => [...forward(modelFromTensors(config, weights), row).logits]);
        // Rounding alone: RMSNorm may enlarge it where a stream of few channels is nearly zero.
        expect(relativeDifference(await trainer.logits(rows), Float32Array.from(expected))).toBeLessThan(1e-5);
      }),
      { numRuns: 50 },
    );
  });

  it('give gradients that finite differences of the loss confirm, along random directions', async () => {
    await fc.assert(
      // A stream of one or two channels that RMSNorm makes to ±1 has no usable differences.
      fc.asyncProperty(configs.filter(({ hiddenSize }) => hiddenSize > 2), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 2, max: 6 }), fc.nat(), async (config, batchSize, length, seed) => {
        const weights = initialTensors(config, seed);
        const rows = randomRows(config, batchSize, length, seed);
        const rng = createRng(seed + 1);
        const direction = new Map([...weights].map(([name, { data }]) => [name, data.map(() => rng.normal() / 10)]));
        const lossAt = (step: number) =>
          createTrainer({
            config,
            backend,
            weights: new Map([...weights].map(([name, { shape, data }]) => [name, { shape, data: data.map((value, i) => value + step * direction.get(name)![i]!) }])),
            ...noDecay,
          }).evaluate(rows);
        const { gradients } = await createTrainer({ config, backend, weights, ...noDecay }).gradients(rows);
        const predicted = [...gradients].reduce((sum, [name, { data }]) => sum + data.reduce((part, value, i) => part + value * direction.get(name)![i]!, 0), 0);
        // Fourth order, so that the step may be large beside the rounding of float32. Which step is best depends on how the loss bends: a wrong gradient fails at each.
        const errors: number[] = [];
        for (const h of [0.01, 0.004, 0.0015]) {
          const [a, b, c, d] = [await lossAt(-2 * h), await lossAt(-h), await lossAt(h), await lossAt(2 * h)];
          errors.push(Math.abs((a - 8 * b + 8 * c - d) / (12 * h) - predicted));
        }
        expect(Math.min(...errors)).toBeLessThan(1e-3 * Math.max(1, Math.abs(predicted)));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a trainer', () => {
  const rows = randomRows(tinyConfig, 2, 13, 3);

  it.each([backend, wasm].map((backend) => [backend.name, backend] as const))('on %s learns a tiny batch by heart', async (_, backend) => {
    const trainer = tinyTrainer(backend);
    for (let i = 0; i < 60; i++) await trainer.train(rows);
    expect(await trainer.evaluate(rows)).toBeLessThan(0.05);
  });

  it('goes on from a saved state bit for bit as if it had not stopped', async () => {
    const batches = Array.from({ length: 6 }, (_, i) => randomRows(tinyConfig, 2, 9, i));
    const whole = tinyTrainer(backend);
    for (const batch of batches) await whole.train(batch);
    const first = tinyTrainer(backend);
    for (const batch of batches.slice(0, 3)) await first.train(batch);
    const second = tinyTrainer(backend, 99);
    await second.restore(structuredClone(await first.state()));
    for (const batch of batches.slice(3)) await second.train(batch);
    expect(bitsOf(await second.state())).toEqual(bitsOf(await whole.state()));
  });

  it('on wasm follows the one on TypeScript for twenty steps', async () => {
    const [slow, fast] = [tinyTrainer(backend), tinyTrainer(wasm)];
    for (let i = 0; i < 20; i++) {
      const batch = randomRows(tinyConfig, 3, 17, i);
      const [a, b] = [await slow.train(batch), await fast.train(batch)];
      expect(Math.abs(a.lossNats - b.lossNats)).toBeLessThan(1e-5);
    }
  });

  it('gives all memory back, and takes no more than it had for batches of other shapes', async () => {
    const held = new Set<object>();
    const own = <Buffer extends object>(buffer: Buffer): Buffer => (held.add(buffer), buffer);
    const counting: Backend = {
      ...wasm,
      alloc: (length) => own(wasm.alloc(length)),
      allocTokens: (length) => own(wasm.allocTokens(length)),
      free: (buffer) => (held.delete(buffer), wasm.free(buffer)),
    };
    const trainer = tinyTrainer(counting);
    await trainer.train(rows);
    const before = held.size;
    await trainer.train(randomRows(tinyConfig, 1, 5, 1));
    expect(held.size).toBe(before);
    await trainer.dispose();
    expect(held.size).toBe(0);
  });

  it('changes nothing by evaluating, looking and taking gradients', async () => {
    const [plain, looked] = [tinyTrainer(backend), tinyTrainer(backend)];
    for (const trainer of [plain, looked]) {
      await trainer.train(rows);
      if (trainer === looked) {
        await trainer.evaluate(randomRows(tinyConfig, 3, 7, 5));
        await trainer.logits(rows);
        await trainer.gradients(rows);
      }
      await trainer.train(rows);
    }
    expect(bitsOf(await looked.state())).toEqual(bitsOf(await plain.state()));
  });

  it('lets calls that overlap wait for each other', async () => {
    const [one, two] = [tinyTrainer(backend), tinyTrainer(backend)];
    const together = await Promise.all([one.train(rows), one.evaluate(rows), one.train(rows)]);
    const inTurn = [await two.train(rows), await two.evaluate(rows), await two.train(rows)];
    expect(together).toEqual(inTurn);
    // After a call that fails too.
    await expect(one.train([[0, 99]])).rejects.toThrow('no token 99');
    expect((await one.train(rows)).step).toBe(3);
  });

  it('refuses batches and states that do not fit', async () => {
    const trainer = tinyTrainer(backend);
    await expect(trainer.train([])).rejects.toThrow('at least one row of 2 tokens');
    await expect(trainer.train([[1]])).rejects.toThrow('at least one row of 2 tokens');
    await expect(trainer.logits([[1, 2], [1]])).rejects.toThrow('one length, not 2 and 1');
    await expect(trainer.logits([new Array<number>(33).fill(0)])).rejects.toThrow('do not fit the context of 32');
    await expect(trainer.logits([[0.5]])).rejects.toThrow('no token 0.5');
    const state = await trainer.state();
    delete state.parameters['model.norm.weight'];
    await expect(trainer.restore(state)).rejects.toThrow('lack "model.norm.weight"');
    expect(() => createTrainer({ config: { ...tinyConfig, hiddenSize: 17 }, backend, weights: initialTensors(tinyConfig, 1), ...noDecay })).toThrow('"model.embed_tokens.weight" is [19,16], not [19,17]');
  });

  it('runs on a reader’s attention: the right one changes nothing, one that sees the future shows', async () => {
    const plain = await tinyTrainer(backend).logits(rows);
    const right = withArrayOperation(backend, 'attention', async (args) => {
      await Promise.resolve();
      await arrayOperations.attention(args);
    });
    expect(await tinyTrainer(right).logits(rows)).toEqual(plain);
    const averaging = withArrayOperation(backend, 'attention', ({ v, out }) => void out.fill(v.reduce((sum, value) => sum + value, 0) / v.length));
    expect(relativeDifference(await tinyTrainer(averaging).logits(rows), plain)).toBeGreaterThan(0.01);
  });
});

describe('schedule and beginning', () => {
  it('warms up, then falls along half a cosine to the floor and stays there', () => {
    const rate = cosineSchedule({ peak: 1, floor: 0.1, warmupSteps: 4, steps: 14 });
    expect([0, 1, 3].map(rate)).toEqual([0.25, 0.5, 1]);
    expect(rate(4)).toBe(1);
    expect(rate(9)).toBeCloseTo(0.55, 12);
    expect([14, 1000].map(rate)).toEqual([0.1, 0.1]);
  });

  it('draws matrices with the deviation 1/sqrt(d), smaller where they write to the residual stream', () => {
    const weights = initialTensors({ ...tinyConfig, hiddenSize: 64, intermediateSize: 160 }, 7);
    const deviation = (name: string) => {
      const { data } = weights.get(name)!;
      return Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length);
    };
    expect(deviation('model.layers.0.mlp.up_proj.weight')).toBeCloseTo(1 / 8, 2);
    expect(deviation('model.layers.1.mlp.down_proj.weight')).toBeCloseTo(1 / 8 / 2, 2);
    expect(deviation('model.norm.weight')).toBe(1);
  });
});
