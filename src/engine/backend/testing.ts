/** For tests of a backend: random calls of every operation on plain arrays, and how far a backend's answers are from the reference's. */
import { createRng, type Rng } from '../random';
import { arrayOperations } from './array-operations';
import { WRITTEN, type ArrayOperations, type Backend, type FloatBuffer, type OperationName, type TokenBuffer } from './types';

type ArgumentsOf<Name extends OperationName> = Parameters<ArrayOperations[Name]>[0];

const normal = (rng: Rng, length: number, scale = 1): Float32Array => new Float32Array(length).map(() => rng.normal() * scale);
const ids = (rng: Rng, length: number, count: number): Uint32Array => new Uint32Array(length).map(() => rng.integer(0, count - 1));

function attentionCase(rng: Rng) {
  const [batchSize, tokenCount, kvHeadCount, headSize] = [rng.integer(1, 3), rng.pick([1, 7, 48, 49, 101]), rng.integer(1, 3), 2 * rng.integer(1, 9)];
  const headCount = kvHeadCount * rng.integer(1, 3);
  const [queries, keys] = [batchSize * tokenCount * headCount * headSize, batchSize * tokenCount * kvHeadCount * headSize];
  return { sizes: { batchSize, tokenCount, headCount, kvHeadCount, headSize }, q: normal(rng, queries), k: normal(rng, keys), v: normal(rng, keys), queries, keys };
}

/** Sizes on and off the tiles, inputs from the whole range that training meets, outputs full of what must not show. */
export const randomCase: { [Name in OperationName]: (rng: Rng) => ArgumentsOf<Name> } = {
  matmul(rng) {
    // Never few results: a lone sum may be near 0, where no relative difference means anything.
    const [m, n] = rng.pick([[1, 130], [130, 1], [3, 5], [4, 8], [7, 9], [8, 16], [33, 64], [64, 33], [9, 130], [16, 600]] as const);
    const k = rng.pick([1, 3, 8, 65, 256, 257, 600]);
    return { a: normal(rng, m * k), b: normal(rng, k * n), out: normal(rng, m * n), m, n, k, transposeA: rng.pick([true, false]), transposeB: rng.pick([true, false]), accumulate: rng.pick([true, false]) };
  },
  add(rng) {
    const length = rng.integer(1, 70);
    return { x: normal(rng, length), out: normal(rng, length) };
  },
  zero: (rng) => ({ out: normal(rng, rng.integer(1, 70)) }),
  rmsNorm(rng) {
    const [rows, width] = [rng.integer(1, 9), rng.integer(1, 140)];
    return { x: normal(rng, rows * width, 3), gain: normal(rng, width), out: normal(rng, rows * width), epsilon: 1e-5 };
  },
  rmsNormBackward(rng) {
    const [rows, width] = [rng.integer(1, 9), rng.integer(1, 140)];
    return { x: normal(rng, rows * width, 3), gain: normal(rng, width), dOut: normal(rng, rows * width), dX: normal(rng, rows * width), dGain: normal(rng, width), epsilon: 1e-5 };
  },
  rope(rng) {
    const [batchSize, tokenCount, headCount, headSize] = [rng.integer(1, 3), rng.integer(1, 40), rng.integer(1, 4), 2 * rng.integer(1, 9)];
    return { x: normal(rng, batchSize * tokenCount * headCount * headSize), tokenCount, headCount, headSize, theta: 10000, inverse: rng.pick([true, false]) };
  },
  attention(rng) {
    const { sizes, q, k, v, queries } = attentionCase(rng);
    return { q, k, v, out: normal(rng, queries), ...sizes };
  },
  attentionBackward(rng) {
    const { sizes, q, k, v, queries, keys } = attentionCase(rng);
    return { q, k, v, dOut: normal(rng, queries), dQ: normal(rng, queries), dK: normal(rng, keys), dV: normal(rng, keys), ...sizes };
  },
  swiglu(rng) {
    const length = rng.integer(1, 70);
    return { gate: normal(rng, length, rng.pick([1, 60])), up: normal(rng, length), out: normal(rng, length) };
  },
  swigluBackward(rng) {
    const length = rng.integer(1, 70);
    return { gate: normal(rng, length, rng.pick([1, 60])), up: normal(rng, length), dOut: normal(rng, length), dGate: normal(rng, length), dUp: normal(rng, length) };
  },
  embed(rng) {
    const [vocabulary, width, rows] = [rng.integer(1, 30), rng.integer(1, 40), rng.integer(1, 50)];
    return { table: normal(rng, vocabulary * width), tokens: ids(rng, rows, vocabulary), out: normal(rng, rows * width), width };
  },
  embedBackward(rng) {
    const [vocabulary, width, rows] = [rng.integer(1, 30), rng.integer(1, 40), rng.integer(1, 50)];
    return { dOut: normal(rng, rows * width), tokens: ids(rng, rows, vocabulary), dTable: normal(rng, vocabulary * width), width };
  },
  crossEntropy(rng) {
    const [vocabularySize, rows] = [rng.integer(2, 300), rng.integer(5, 20)];
    return { logits: normal(rng, rows * vocabularySize, rng.pick([1, 30])), targets: ids(rng, rows, vocabularySize), losses: normal(rng, rows), vocabularySize };
  },
  sumOfSquares: (rng) => ({ x: normal(rng, rng.integer(1, 5000)), out: normal(rng, 1) }),
  adamW(rng) {
    const length = rng.integer(1, 70);
    const positive = (scale: number) => normal(rng, length, scale).map(Math.abs);
    return {
      weights: normal(rng, length), gradient: normal(rng, length, 0.1), firstMoment: normal(rng, length, 0.1), secondMoment: positive(0.01), squaredNorm: Float32Array.of(rng.pick([0.3, 1, 9])),
      clipNorm: 1, learningRate: 0.01, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: rng.pick([0, 0.1]), step: rng.integer(1, 50),
    };
  },
};

/** The arrays that the operation changes, after a backend has run it. */
async function runOn(backend: Backend, name: OperationName, args: Record<string, unknown>): Promise<Map<string, Float32Array>> {
  const held = new Map<string, FloatBuffer | TokenBuffer>();
  for (const [key, value] of Object.entries(args)) {
    if (value instanceof Float32Array) {
      const buffer = backend.alloc(value.length);
      backend.write(buffer, value);
      held.set(key, buffer);
    } else if (value instanceof Uint32Array) {
      const buffer = backend.allocTokens(value.length);
      backend.writeTokens(buffer, value);
      held.set(key, buffer);
    }
  }
  await (backend[name] as (args: object) => void | Promise<void>)({ ...args, ...Object.fromEntries(held) });
  const results = new Map<string, Float32Array>();
  for (const key of WRITTEN[name] as readonly string[]) results.set(key, await backend.read(held.get(key) as FloatBuffer));
  for (const buffer of held.values()) backend.free(buffer);
  return results;
}

/**
 * How far a backend is from the reference on one random call: for each array that the operation changes, the largest difference over the
 * array's largest magnitude (at least 1e-6).
 */
export async function differenceOnRandomCase(backend: Backend, name: OperationName, seed: number): Promise<Record<string, number>> {
  const args = randomCase[name](createRng(seed)) as unknown as Record<string, unknown>;
  const actual = await runOn(backend, name, args);
  await (arrayOperations[name] as (args: object) => void | Promise<void>)(args);
  return Object.fromEntries(
    [...actual].map(([key, values]) => {
      const expected = args[key] as Float32Array;
      let [difference, magnitude] = [0, 1e-6];
      expected.forEach((value, i) => {
        const d = Math.abs(values[i]! - value);
        difference = Number.isNaN(d) ? Infinity : Math.max(difference, d);
        magnitude = Math.max(magnitude, Math.abs(value));
      });
      return [key, difference / magnitude];
    }),
  );
}
