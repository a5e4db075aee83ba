import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyDual, dual, jvp, randomProgram, runProgram, scalar, scalarOps, type Dual, type Value } from '.';
import { createRng } from '../random';
import reference from './fixtures/pytorch.json';
import { build, centralDifferences, numberAlgebra, randomGraph } from './testing';

const { value, add, sub, mul, div, pow, exp, log, tanh, relu, sin, backward, pushForward, reverseSteps } = scalar;
const valueAlgebra = { input: value, add, sub, mul, div, tanh, exp, log, pow };
const dualOf = (op: scalarOps.ScalarOp) => (...x: Dual[]) => applyDual(op, ...x);

const scale = (x: number) => Math.max(1, Math.abs(x));

describe('reverse mode on random graphs', () => {
  test('equals central differences', () => {
    fc.assert(
      fc.property(randomGraph, (graph) => {
        const f = (x: number[]) => build({ ...graph, inputs: x }, numberAlgebra, 1).at(-1)!;
        fc.pre(Math.abs(f([...graph.inputs])) < 1e4);
        const nodes = build(graph, valueAlgebra, value(1));
        const output = nodes.at(-1)!;
        backward(output);
        const expected = centralDifferences(f, graph.inputs);
        fc.pre(expected.every((e) => Math.abs(e) < 1e4));
        // h² = 1e-10 of truncation, and rounding 1e-16/h of values up to 1e4.
        expected.forEach((e, i) => expect(Math.abs(nodes[i]!.grad - e) / scale(e)).toBeLessThan(1e-3));
      }),
      { numRuns: 300 },
    );
  });

  test('equals forward mode, recorded and dual', () => {
    fc.assert(
      fc.property(randomGraph, (graph) => {
        const nodes = build(graph, valueAlgebra, value(1));
        const output = nodes.at(-1)!;
        backward(output);
        const gradient = graph.inputs.map((_, i) => nodes[i]!.grad);
        fc.pre(gradient.every((g) => Number.isFinite(g) && Math.abs(g) < 1e12));
        graph.inputs.forEach((_, i) => {
          const recorded = pushForward([output], new Map([[nodes[i]!, 1]])).tangents[0]!;
          const byDual = build(
            graph,
            {
              input: (x, j) => dual(x, i === j ? 1 : 0),
              add: dualOf(scalarOps.addOp), sub: dualOf(scalarOps.subOp), mul: dualOf(scalarOps.mulOp), div: dualOf(scalarOps.divOp),
              tanh: dualOf(scalarOps.tanhOp), exp: dualOf(scalarOps.expOp), log: dualOf(scalarOps.logOp),
              pow: (a: Dual, exponent: number) => applyDual(scalarOps.powOp(exponent), a),
            },
            dual(1),
          ).at(-1)!;
          expect(Math.abs(recorded - gradient[i]!) / scale(gradient[i]!)).toBeLessThan(1e-9);
          expect(Math.abs(byDual.tangent - gradient[i]!) / scale(gradient[i]!)).toBeLessThan(1e-9);
        });
      }),
    );
  });
});

test('equals PyTorch', () => {
  const { inputs, value: y, gradients } = reference.cases.find((c) => c.name === 'scalar')!;
  const [a, b, c] = inputs.map((x) => value(x.data[0]!)) as [Value, Value, Value];
  const one = value(1);
  const output = add(
    sub(add(div(tanh(add(mul(a, b), a)), add(mul(b, b), one)), exp(mul(c, a))), log(add(mul(c, c), value(2)))),
    pow(add(mul(a, a), one), 1.5),
  );
  backward(output);
  expect(output.data).toBeCloseTo(y, 12);
  [a, b, c].forEach((x, i) => expect(x.grad).toBeCloseTo(gradients[i]!.data[0]!, 12));
});

describe('what goes wrong in engines', () => {
  test('a shared operand adds up', () => {
    const a = value(3);
    backward(mul(a, a));
    expect(a.grad).toBe(6);
  });
  test('unused nodes stay out of it, also where their partials are infinite', () => {
    const a = value(2);
    const unused = div(a, value(0));
    backward(mul(a, a));
    expect([a.grad, unused.grad]).toEqual([4, 0]);
  });
  test('a second pass starts from zero', () => {
    const a = value(3);
    const y = exp(a);
    backward(y);
    backward(y);
    expect(a.grad).toBe(Math.exp(3));
  });
  test('a chain of diamonds is walked edge by edge, not path by path', () => {
    let x = value(1);
    const input = x;
    for (let i = 0; i < 60; i++) x = add(x, x);
    expect(backward(x)).toBe(120);
    expect(input.grad).toBe(2 ** 60);
  });
  test('a chain of 200,000 does not overflow the stack', () => {
    let x = value(1);
    const input = x;
    for (let i = 0; i < 200_000; i++) x = add(x, value(1));
    backward(x);
    expect(input.grad).toBe(1);
  });
  test('zero to the power 0 and relu at 0', () => {
    const zero = value(0);
    backward(add(pow(zero, 0), relu(zero)));
    expect(zero.grad).toBe(0);
  });
});

test('steps end in the adjoints', () => {
  const a = value(0.5);
  const y = sin(mul(a, a));
  const last = [...reverseSteps(y)].at(-1)!;
  expect(last.adjoint).toBeCloseTo(Math.cos(0.25), 12);
});

test('jvp of a dual function', () => {
  expect(jvp(([x, y]) => [applyDual(scalarOps.mulOp, x!, y!)], [3, 4], [1, 2])).toEqual([10]);
});

test('random programs differentiate like their differences, and stay finite', () => {
  for (let seed = 0; seed < 200; seed++) {
    const program = randomProgram(createRng(seed));
    const { gradient } = runProgram(program);
    const expected = centralDifferences((inputs) => runProgram({ ...program, inputs }).data, program.inputs);
    expected.forEach((e, i) => expect(Math.abs(gradient[i]! - e) / scale(e)).toBeLessThan(1e-4));
  }
});
