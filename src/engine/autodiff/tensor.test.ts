import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backward, constant, ops, parameter, storedActivationBytes, type Variable } from '.';
import { createRng } from '../random';
import { broadcastShape, measureFlops, sizeOf, sumTo, tensor, broadcastTo, type Shape, type Tensor } from '../tensor';
import reference from './fixtures/pytorch.json';
import { centralDifferences } from './testing';

const random = (shape: Shape, seed: number): Tensor => {
  const rng = createRng(seed);
  return tensor(shape, Float64Array.from({ length: sizeOf(shape) }, () => rng.normal()));
};

/** Gradient of sum(weights · f(inputs)) by the engine and by central differences. */
function checkGradients(inputs: Tensor[], f: (...x: Variable[]) => Variable) {
  const loss = (xs: Tensor[], leaf: (t: Tensor) => Variable) => {
    const leaves = xs.map(leaf);
    const y = f(...leaves);
    return { leaves, y: ops.sum(ops.mul(y, constant(random(y.value.shape, 7)))) };
  };
  const { leaves, y } = loss(inputs, parameter);
  backward(y);
  inputs.forEach((x, k) => {
    const at = (data: number[]) => loss(inputs.map((t, i) => (i === k ? tensor(x.shape, data) : t)), constant).y.value.data[0]!;
    const expected = centralDifferences(at, Array.from(x.data));
    const grad = leaves[k]!.grad!;
    expect(grad.shape).toEqual(x.shape);
    expected.forEach((e, i) => expect(Math.abs(grad.data[i]! - e) / Math.max(1, Math.abs(e))).toBeLessThan(1e-6));
  });
}

const size = fc.integer({ min: 1, max: 5 });

describe('pullbacks equal central differences', () => {
  test('matmul of odd sizes', () => {
    fc.assert(fc.property(size, size, size, fc.nat(), (m, k, n, seed) => checkGradients([random([m, k], seed), random([k, n], seed + 1)], ops.matmul)), { numRuns: 40 });
  });
  test('add and mul with every way to broadcast', () => {
    fc.assert(
      fc.property(fc.array(size, { maxLength: 3 }), fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), fc.nat(3), fc.nat(), fc.boolean(), (shape, ones, drop, seed, swap) => {
        const small = shape.map((n, i) => (ones[i] ? 1 : n)).slice(Math.min(drop, shape.length));
        const pair = [random(shape, seed), random(small, seed + 1)];
        if (swap) pair.reverse();
        checkGradients(pair, ops.add);
        checkGradients(pair, ops.mul);
      }),
      { numRuns: 60 },
    );
  });
  test('elementwise, log-softmax, sum, broadcast', () => {
    const x = random([4, 3], 3);
    const positive = tensor(x.shape, x.data.map((v) => v * v + 0.5));
    for (const f of [ops.exp, ops.tanh, ops.relu, ops.logSoftmax, ops.sum]) checkGradients([x], f);
    checkGradients([positive], ops.log);
    checkGradients([random([4, 1], 5)], (v) => ops.broadcastTo(v, [2, 4, 3]));
  });
  test('cross-entropy', () => checkGradients([random([5, 4], 9)], (v) => ops.crossEntropy(v, [3, 0, 0, 1, 2])));
});

test('sumTo is the transpose of broadcastTo: <broadcast a, b> = <a, sumTo b>', () => {
  fc.assert(
    fc.property(fc.array(size, { maxLength: 4 }), fc.nat(15), fc.nat(), (shape, mask, seed) => {
      const from = shape.map((n, i) => (mask & (1 << i) ? 1 : n));
      expect(broadcastShape(from, shape)).toEqual(shape);
      const a = random(from, seed);
      const b = random(shape, seed + 1);
      const dot = (x: Tensor, y: Tensor) => Array.from(x.data).reduce((sum, xi, i) => sum + xi * y.data[i]!, 0);
      expect(dot(broadcastTo(a, shape), b)).toBeCloseTo(dot(a, sumTo(b, from)), 9);
    }),
  );
});

describe('equals PyTorch', () => {
  const weights = constant(tensor([5, 3], Array.from({ length: 15 }, (_, i) => i)));
  const functions: Record<string, (...x: Variable[]) => Variable> = {
    'matmul-broadcast': (m, n, row, column) => ops.sum(ops.exp(ops.mul(ops.add(ops.matmul(m!, n!), row!), column!))),
    'relu-log': (m, column) => ops.sum(ops.log(ops.add(ops.relu(ops.mul(m!, column!)), constant(tensor([], [1]))))),
    'log-softmax': (m) => ops.sum(ops.mul(ops.logSoftmax(m!), weights)),
    'mlp-cross-entropy': (x, w1, b1, w2, b2) =>
      ops.crossEntropy(ops.add(ops.matmul(ops.tanh(ops.add(ops.matmul(x!, w1!), b1!)), w2!), b2!), reference.labels),
  };
  for (const [name, f] of Object.entries(functions))
    test(name, () => {
      const { inputs, value, gradients } = reference.cases.find((c) => c.name === name)!;
      const leaves = inputs.map((x) => parameter(tensor(x.shape, x.data)));
      const y = f(...leaves);
      backward(y);
      expect(Math.abs(y.value.data[0]! / value - 1)).toBeLessThan(1e-12);
      gradients.forEach((g, k) => g.data.forEach((e, i) => expect(Math.abs(leaves[k]!.grad!.data[i]! - e)).toBeLessThan(1e-10 * Math.max(1, Math.abs(e)))));
    });
});

describe('counts', () => {
  const batch = 8;
  const graph = () => {
    const x = constant(random([batch, 6], 1));
    const w1 = parameter(random([6, 5], 2));
    const w2 = parameter(random([5, 4], 3));
    return ops.crossEntropy(ops.matmul(ops.tanh(ops.matmul(x, w1)), w2), [0, 1, 2, 3, 0, 1, 2, 3]);
  };
  test('stored activations: the hidden layer once, and the log-probabilities', () => {
    expect(storedActivationBytes(graph())).toBe(8 * batch * (5 + 4));
  });
  test('the forward pass counts 2mkn for each matmul', () => {
    const { flops } = measureFlops(graph);
    expect(flops).toBe(2 * batch * (6 * 5 + 5 * 4) + batch * 5 + 4 * batch * 4);
  });
  test('data wants no gradient, and none is computed', () => {
    const x = constant(random([3, 2], 1));
    const w = parameter(random([2, 2], 2));
    backward(ops.sum(ops.matmul(x, w)));
    expect(x.grad).toBeNull();
  });
});

test('float32 stays float32', () => {
  const w = parameter(tensor([2, 2], Float32Array.of(1, 2, 3, 4)));
  const y = ops.sum(ops.tanh(ops.matmul(w, w)));
  backward(y);
  expect(y.value.data).toBeInstanceOf(Float32Array);
  expect(w.grad!.data).toBeInstanceOf(Float32Array);
});

test('shapes that do not fit are refused by name', () => {
  const a = constant(random([2, 3], 1));
  expect(() => ops.matmul(a, a)).toThrow('inner sizes differ');
  expect(() => ops.add(a, constant(random([2], 1)))).toThrow('do not broadcast');
  expect(() => ops.crossEntropy(a, [0, 3])).toThrow('label 3');
  expect(() => backward(a)).toThrow('single number');
});
