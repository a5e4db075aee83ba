// Every kernel on the kernel microscope, against the engine's plain TypeScript: the numbers, and no race, no access out of bounds, no
// barrier that some lanes miss. What the microscope finds wrong here is wrong on every GPU.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrayOperations, WRITTEN, type ArrayOperations, type OperationName } from '../../engine/backend';
import { createRng } from '../../engine/random';
import { openMicroscope } from '../microscope';
import { plans } from '.';
import { groupByToken } from './kernels/tokens';
import type { PlanHost, PlanStep } from './plan';

type Numbers = Float32Array | Uint32Array;

const host: PlanHost<Float32Array, Uint32Array> = { scratch: (_, length) => new Float32Array(length).fill(NaN), idsOf: (tokens) => tokens };

function runOnMicroscope(steps: readonly PlanStep<Numbers>[]): void {
  for (const { kernel, constants, buffers, workgroups } of steps) {
    const microscope = openMicroscope(kernel.source);
    expect(microscope.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const run = microscope.run({ entry: 'main', workgroups, buffers, constants }, { watch: 'full' });
    expect(run.findings.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([]);
    expect(run.stopped).toBeNull();
    for (const [name, values] of Object.entries(run.buffers)) (buffers[name] as Numbers).set(values as Float32Array);
  }
}

/** The same operation on copies of the same arguments, by the plan and by the reference; they must agree to 1e-5 of the largest result, or of `least` where results cancel. */
function compare<Name extends OperationName>(name: Name, args: Parameters<ArrayOperations[Name]>[0], least = 1e-3): void {
  const copy = () => Object.fromEntries(Object.entries(args).map(([key, value]) => [key, ArrayBuffer.isView(value) ? (value as Numbers).slice() : value]));
  const [ours, theirs] = [copy(), copy()];
  runOnMicroscope((plans[name] as unknown as (args: unknown, on: typeof host) => PlanStep<Numbers>[])(ours, host));
  (arrayOperations[name] as (args: unknown) => void)(theirs);
  for (const key of WRITTEN[name] as readonly string[]) {
    const [a, b] = [ours[key] as Float32Array, theirs[key] as Float32Array];
    const magnitude = Math.max(least, ...Array.from(b, Math.abs));
    const worst = a.reduce((most, value, i) => Math.max(most, Number.isNaN(value) ? Infinity : Math.abs(value - b[i]!)), 0);
    expect(worst / magnitude, `${name}, ${key}`).toBeLessThan(1e-5);
  }
}

const seed = fc.integer({ min: 0, max: 2 ** 31 });
const normals = (from: number) => {
  const rng = createRng(from);
  return (length: number, scale = 1) => Float32Array.from({ length }, () => scale * rng.normal());
};
const check = <T extends unknown[]>(arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> }, body: (...values: T) => void) =>
  fc.assert(fc.property(...(arbitraries as unknown as [fc.Arbitrary<T[0]>]), body as unknown as (value: T[0]) => void), { numRuns: 8 });

describe('each operation on the microscope is that of the engine', () => {
  it('matmul, in every layout, off the tile', () => {
    const size = fc.integer({ min: 1, max: 40 });
    check([size, size, size, fc.boolean(), fc.boolean(), fc.boolean(), seed] as const, (m, n, k, transposeA, transposeB, accumulate, from) => {
      const random = normals(from);
      compare('matmul', { a: random(m * k), b: random(k * n), out: random(m * n), m, n, k, transposeA, transposeB, accumulate });
    });
  });

  it('what goes number by number, beyond one workgroup', () => {
    check([fc.integer({ min: 1, max: 600 }), seed] as const, (length, from) => {
      const random = normals(from);
      compare('add', { x: random(length), out: random(length) });
      compare('zero', { out: random(length) });
      compare('swiglu', { gate: random(length, 3), up: random(length), out: random(length) });
      compare('swigluBackward', { gate: random(length, 3), up: random(length), dOut: random(length), dGate: random(length), dUp: random(length) });
      compare('sumOfSquares', { x: random(length), out: random(1) });
      compare('adamW', {
        weights: random(length),
        gradient: random(length),
        firstMoment: random(length),
        secondMoment: random(length).map(Math.abs),
        squaredNorm: Float32Array.of(9),
        clipNorm: 1,
        learningRate: 0.01,
        beta1: 0.9,
        beta2: 0.95,
        epsilon: 1e-8,
        weightDecay: 0.1,
        step: 3,
      });
    });
  });

  it('rmsNorm and its gradient', () => {
    check([fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 70 }), seed] as const, (rows, width, from) => {
      const random = normals(from);
      const [x, gain, epsilon] = [random(rows * width), random(width), 1e-5];
      compare('rmsNorm', { x, gain, out: random(rows * width), epsilon });
      // In a stream of one channel, normed to ±1, the gradient cancels.
      compare('rmsNormBackward', { x, gain, dOut: random(rows * width), dX: random(rows * width), dGain: random(width), epsilon }, 1);
    });
  });

  const sizes = fc.record({ batchSize: fc.integer({ min: 1, max: 2 }), tokenCount: fc.integer({ min: 1, max: 9 }), kvHeadCount: fc.integer({ min: 1, max: 2 }), group: fc.integer({ min: 1, max: 2 }), half: fc.integer({ min: 1, max: 3 }) });

  it('rope, forwards and backwards', () => {
    check([sizes, fc.boolean(), seed] as const, ({ batchSize, tokenCount, kvHeadCount, half }, inverse, from) => {
      const x = normals(from)(batchSize * tokenCount * kvHeadCount * 2 * half);
      compare('rope', { x, tokenCount, headCount: kvHeadCount, headSize: 2 * half, theta: 10_000, inverse });
    });
  });

  it('attention and its gradient', () => {
    check([sizes, seed] as const, ({ group, half, ...rest }, from) => {
      const s = { ...rest, headCount: rest.kvHeadCount * group, headSize: 2 * half };
      const random = normals(from);
      const query = () => random(s.batchSize * s.tokenCount * s.headCount * s.headSize, 2);
      const key = () => random(s.batchSize * s.tokenCount * s.kvHeadCount * s.headSize, 2);
      const [q, k, v] = [query(), key(), key()];
      compare('attention', { q, k, v, out: query(), ...s });
      // Where one token takes all, the scores' gradients cancel.
      compare('attentionBackward', { q, k, v, dOut: query(), dQ: query(), dK: key(), dV: key(), ...s }, 1);
    });
  });

  it('attention over more tokens than a workgroup has lanes', () => {
    const s = { batchSize: 1, tokenCount: 70, headCount: 1, kvHeadCount: 1, headSize: 2 };
    const random = normals(5);
    const all = () => random(140);
    const [q, k, v] = [all(), all(), all()];
    compare('attention', { q, k, v, out: all(), ...s });
    compare('attentionBackward', { q, k, v, dOut: all(), dQ: all(), dK: all(), dV: all(), ...s });
  });

  it('embedding, its gradient, and the loss', () => {
    const token = fc.integer({ min: 0, max: 8 });
    check([fc.array(token, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 70 }), seed] as const, (ids, width, from) => {
      const random = normals(from);
      const tokens = Uint32Array.from(ids);
      compare('embed', { table: random(9 * width), tokens, out: random(tokens.length * width), width });
      compare('embedBackward', { dOut: random(tokens.length * width), tokens, dTable: random(9 * width), width });
      // The gradient is a probability less one, over the tokens: it cancels where the model is sure.
      compare('crossEntropy', { logits: random(tokens.length * 9, 5), targets: tokens, losses: random(tokens.length), vocabularySize: 9 }, 1 / tokens.length);
    });
  });
});

it('groups the places of each token, in order', () => {
  expect(groupByToken(Uint32Array.of(5, 2, 5, 0, 2, 5))).toEqual({ groups: Uint32Array.of(0, 0, 1, 2, 1, 3, 5, 3, 6), places: Uint32Array.of(3, 1, 4, 0, 2, 5) });
});

it('refuses more tokens than workgroup memory holds', () => {
  const x = new Float32Array(2050);
  expect(() => plans.attention({ q: x, k: x, v: x, out: x, batchSize: 1, tokenCount: 1025, headCount: 1, kvHeadCount: 1, headSize: 2 })).toThrow('at most 1024 tokens');
});
