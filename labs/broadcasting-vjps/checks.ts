// Checks of the matrix pullbacks, against the book's tensor engine and stored PyTorch values.

import { autodiff, tensors, type Rng } from 'kit';
import { check, defineChecks, expectClose, fail, ReaderError, type CheckContext, type Slip } from 'grader';
import pytorch from './fixtures/pytorch.json';

// Sums of up to some hundred float64 products, in whatever order: rounding of about 1e-14, with cancellation.
const relative = 1e-9;
const floor = 1e-3;

interface Matrix {
  rows: number;
  columns: number;
  data: number[];
}

const random = (rng: Rng, rows: number, columns: number): Matrix => ({ rows, columns, data: Array.from({ length: rows * columns }, () => rng.normal()) });
const shapeOf = (m: Matrix): [number, number] => [m.rows, m.columns];
const text = (m: Matrix) => `[${m.rows}, ${m.columns}]`;
const toTensor = (m: Matrix) => tensors.tensor([m.rows, m.columns], m.data);
const fromTensor = (t: tensors.Tensor): Matrix => ({ rows: t.shape[0] ?? 1, columns: t.shape[1] ?? 1, data: Array.from(t.data) });

/** The adjoints of the inputs when the output's adjoint is g: by the engine, as the gradient of sum(g · f). */
function engineVjp(f: (...x: autodiff.Variable[]) => autodiff.Variable, inputs: Matrix[], g: Matrix): Matrix[] {
  const leaves = inputs.map((m) => autodiff.parameter(toTensor(m)));
  autodiff.backward(autodiff.ops.sum(autodiff.ops.mul(f(...leaves), autodiff.constant(toTensor(g)))));
  return leaves.map((leaf) => fromTensor(leaf.grad!));
}

const mapped = (m: Matrix, f: (i: number, j: number) => number): Matrix => ({ ...m, data: m.data.map((_, k) => f(Math.floor(k / m.columns), k % m.columns)) });
const read = (m: Matrix, i: number, j: number) => m.data[(m.rows === 1 ? 0 : i) * m.columns + (m.columns === 1 ? 0 : j)]!;

/** A shape that a known misconception gives. */
interface ShapeSlip {
  misconception: string;
  shape: [number, number];
  says: string;
}

function expectMatrix(actual: unknown, expected: Matrix, called: string, slips: Slip[] = [], shapeSlips: ShapeSlip[] = []) {
  const m = actual as Matrix | null | undefined;
  if (typeof m !== 'object' || m === null || !Array.isArray(m.data)) fail({ message: `${called} is not a matrix.`, called });
  if (m.rows !== expected.rows || m.columns !== expected.columns) {
    const slip = shapeSlips.find(({ shape }) => shape[0] === m.rows && shape[1] === m.columns);
    fail({
      message: `${called} has the shape ${text(m)}; an adjoint has the shape of what it belongs to, ${text(expected)}.${slip ? ` ${slip.says}` : ''}`,
      misconception: slip?.misconception,
      called,
      returned: text(m),
      expected: text(expected),
    });
  }
  expectClose(m.data, expected.data, { called, relative, floor, shape: shapeOf(expected), slips });
}

async function checkMatmul({ reader, rng }: CheckContext, sizes: [number, number, number][]) {
  for (const [m, k, n] of sizes) {
    const [a, b, g] = [random(rng, m, k), random(rng, k, n), random(rng, m, n)];
    const [ga, gb] = engineVjp(autodiff.ops.matmul, [a, b], g) as [Matrix, Matrix];
    const called = `matmulVjp of ${text(a)} and ${text(b)}`;
    const got = await reader.call<{ a: unknown; b: unknown }>('matmulVjp', a, b, g);
    const product = (x: Matrix, y: Matrix) => (x.columns === y.rows ? fromTensor(tensors.matmul(toTensor(x), toTensor(y))).data : []);
    const flip = (x: Matrix) => fromTensor(tensors.transpose(toTensor(x)));
    expectMatrix(got?.a, ga, `${called}: adjoint of a`, [
      { misconception: 'operand-not-transposed', value: product(g, b), says: 'This is g·b. Row i of C came from row i of A through B, so the way back goes through B transposed.' },
      { misconception: 'product-reversed', value: product(flip(b), g), says: 'The factors stand in the wrong order: g must be on the left of the transposed b.' },
    ]);
    expectMatrix(got.b, gb, `${called}: adjoint of b`, [
      { misconception: 'left-operand-not-transposed', value: product(a, g), says: 'This is a·g. Column j of C came from column j of B through A, so it takes the transpose of a on the left.' },
      { misconception: 'right-product-reversed', value: product(g, flip(a)), says: 'Here g belongs on the right of the transposed a.' },
    ]);
  }
}

const smallShapes: [number, number][] = [[1, 3], [5, 1], [1, 1], [5, 3]];

async function checkSumTo({ reader, rng }: CheckContext) {
  for (const [rows, columns] of smallShapes) {
    const g = random(rng, 5, 3);
    const expected = fromTensor(tensors.sumTo(toTensor(g), [rows, columns]));
    const copies = (5 / rows) * (3 / columns);
    expectMatrix(
      await reader.call('sumTo', g, rows, columns),
      expected,
      `sumTo([5, 3], ${rows}, ${columns})`,
      copies > 1
        ? [
            { misconception: 'broadcast-averaged', value: expected.data.map((x) => x / copies), says: `This is the mean of the ${copies} shares; every copy moved the output, so they count in full.` },
            { misconception: 'only-first-share', value: expected.data.map((_, k) => read(g, rows === 1 ? 0 : Math.floor(k / columns), columns === 1 ? 0 : k % columns)), says: 'Only the share of the first copy was taken.' },
            { misconception: 'only-last-share', value: expected.data.map((_, k) => read(g, rows === 1 ? 4 : Math.floor(k / columns), columns === 1 ? 2 : k % columns)), says: 'Each share replaced the one before it. Use +=.' },
          ]
        : [],
      [{ misconception: 'broadcast-not-summed', shape: [5, 3], says: 'Broadcasting copied; the adjoint of a copy is a sum over the copies, not another copy.' }],
    );
  }
}

async function checkMul({ reader, rng }: CheckContext) {
  for (const [rows, columns] of smallShapes)
    for (const swap of [false, true]) {
      const pair: [Matrix, Matrix] = [random(rng, 5, 3), random(rng, rows, columns)];
      if (swap) pair.reverse();
      const [a, b] = pair;
      const g = random(rng, 5, 3);
      const [ga, gb] = engineVjp(autodiff.ops.mul, [a, b], g) as [Matrix, Matrix];
      const called = `mulVjp of ${text(a)} and ${text(b)}`;
      const got = await reader.call<{ a: unknown; b: unknown }>('mulVjp', a, b, g);
      const wrong = (own: Matrix, what: string): Slip[] => [
        { misconception: 'own-operand', value: fromTensor(tensors.sumTo(toTensor(mapped(g, (i, j) => read(g, i, j) * read(own, i, j))), [own.rows, own.columns])).data, says: `g was multiplied by ${what} itself; the slope of a product in one factor is the other factor.` },
      ];
      const unsummed: ShapeSlip[] = [{ misconception: 'broadcast-not-summed', shape: [5, 3], says: 'Broadcasting copied; the adjoint of a copy is a sum over the copies, not another copy.' }];
      expectMatrix(got?.a, ga, `${called}: adjoint of a`, wrong(a, 'a'), unsummed);
      expectMatrix(got.b, gb, `${called}: adjoint of b`, wrong(b, 'b'), unsummed);
    }
}

async function checkLogSoftmax({ reader, rng }: CheckContext) {
  for (const [rows, columns, shift] of [[4, 7, 0], [1, 1, 0], [3, 2, 1000], [3, 5, -1000]] as const) {
    const x = random(rng, rows, columns);
    x.data = x.data.map((v) => v + shift);
    const expected = fromTensor(tensors.logSoftmaxRows(toTensor(x)));
    expectMatrix(await reader.call('logSoftmax', x), expected, `logSoftmax of ${text(x)} with logits around ${shift}`, [
      { misconception: 'exp-overflow', value: x.data.map(() => (shift > 0 ? -Infinity : shift < 0 ? Infinity : NaN)), says: 'exp left the range of float64. Take the largest logit of the row off first: log-softmax does not change.' },
      { misconception: 'exp-overflow', value: x.data.map(() => NaN), says: 'exp left the range of float64. Take the largest logit of the row off first: log-softmax does not change.' },
    ]);
  }
}

async function checkLogSoftmaxVjp({ reader, rng }: CheckContext) {
  for (const [rows, columns] of [[4, 7], [1, 1], [3, 2], [1, 5]] as const) {
    const [x, g] = [random(rng, rows, columns), random(rng, rows, columns)];
    const [expected] = engineVjp(autodiff.ops.logSoftmax, [x], g) as [Matrix];
    const s = fromTensor(tensors.map(tensors.logSoftmaxRows(toTensor(x)), Math.exp));
    const total = g.data.reduce((sum, v) => sum + v, 0);
    expectMatrix(await reader.call('logSoftmaxVjp', x, g), expected, `logSoftmaxVjp of ${text(x)}`, [
      { misconception: 'diagonal-only', value: g.data.map((gi, k) => gi * (1 - s.data[k]!)), says: 'Only the diagonal of the Jacobian was used. Each logit also moves every other output of its row, through the sum.' },
      { misconception: 'sum-over-all-rows', value: g.data.map((gi, k) => gi - s.data[k]! * total), says: 'The sum of g ran over all rows; rows do not know of each other.' },
      { misconception: 'softmax-for-log-softmax', value: mapped(x, (i, j) => {
        let dot = 0;
        for (let c = 0; c < columns; c++) dot += read(g, i, c) * read(s, i, c);
        return read(s, i, j) * (read(g, i, j) - dot);
      }).data, says: 'That is the pullback of softmax. This output is its logarithm.' },
    ]);
  }
}

type Layers = Record<'w1' | 'b1' | 'w2' | 'b2', Matrix>;
const names = ['w1', 'b1', 'w2', 'b2'] as const;

function expectNetwork(got: { loss: unknown; gradients: Layers } | undefined, loss: number, gradients: Layers, rows: number, called: string) {
  expectClose(got?.loss, loss, { called: `${called}: loss`, relative, floor, slips: rows > 1 ? [{ misconception: 'mean-left-out', value: loss * rows, says: 'This is the sum over the rows; the loss is their mean.' }] : [] });
  for (const name of [...names].reverse())
    expectMatrix(got?.gradients?.[name], gradients[name], `${called}: gradient of ${name}`, rows > 1 ? [
      { misconception: 'mean-left-out-of-gradient', value: gradients[name].data.map((v) => v * rows), says: 'Too large by the number of rows: the 1/rows of the mean belongs into the first adjoint.' },
    ] : []);
}

async function checkNetwork({ reader, rng }: CheckContext) {
  for (const [rows, inputs, hidden, classes] of [[7, 3, 5, 4], [1, 1, 1, 2], [6, 5, 3, 10]] as const) {
    const x = random(rng, rows, inputs);
    const layers: Layers = { w1: random(rng, inputs, hidden), b1: random(rng, 1, hidden), w2: random(rng, hidden, classes), b2: random(rng, 1, classes) };
    const labels = Array.from({ length: rows }, () => rng.integer(0, classes - 1));
    const [w1, b1, w2, b2] = names.map((name) => autodiff.parameter(toTensor(layers[name]))) as [autodiff.Variable, autodiff.Variable, autodiff.Variable, autodiff.Variable];
    const { add, matmul, tanh, crossEntropy } = autodiff.ops;
    const loss = crossEntropy(add(matmul(tanh(add(matmul(autodiff.constant(toTensor(x)), w1), b1)), w2), b2), labels);
    autodiff.backward(loss);
    const gradients = Object.fromEntries([w1, b1, w2, b2].map((p, k) => [names[k]!, fromTensor(p.grad!)])) as Layers;
    expectNetwork(await reader.call('networkGradient', x, labels, layers), loss.value.data[0]!, gradients, rows, `networkGradient of ${rows} rows, ${hidden} hidden units`);
  }
}

async function demo({ reader, show }: CheckContext) {
  const a: Matrix = { rows: 2, columns: 2, data: [1, 2, 3, 4] };
  const g: Matrix = { rows: 2, columns: 2, data: [1, 0, 0, 0] };
  try {
    const got = await reader.call<{ a: Matrix; b: Matrix }>('matmulVjp', a, a, g);
    show({ kind: 'table', id: 'demo', caption: 'matmulVjp with a = b = [[1, 2], [3, 4]] and g = [[1, 0], [0, 0]]', columns: ['adjoint', 'yours', 'should be'], rows: [['a', got.a.data.join(' '), '1 3 0 0'], ['b', got.b.data.join(' '), '1 0 2 0']] });
  } catch (error) {
    if (!(error instanceof ReaderError)) throw error;
    show({ kind: 'table', id: 'demo', caption: 'matmulVjp', columns: ['what happened'], rows: [[error.message]] });
  }
}

export default defineChecks({
  demo,
  tasks: {
    matmul: [
      check('square', 'Square matrices', (context) => checkMatmul(context, [[3, 3, 3], [5, 5, 5]])),
      check('odd-sizes', 'Odd sizes, and sizes of 1', (context) => checkMatmul(context, [[5, 3, 7], [1, 4, 1], [3, 1, 2], [1, 1, 1]])),
    ],
    broadcast: [check('sum-to', 'sumTo along every axis', checkSumTo), check('mul', 'Products with a stretched operand', checkMul)],
    'log-softmax': [check('forward', 'log-softmax of small and of very large logits', checkLogSoftmax), check('vjp', 'Its pullback', checkLogSoftmaxVjp)],
    network: [
      check('engine', 'A network of random sizes', checkNetwork),
      check('pytorch', 'Values made with PyTorch', async ({ reader }) =>
        expectNetwork(await reader.call('networkGradient', pytorch.x, pytorch.labels, pytorch.layers), pytorch.loss, pytorch.gradients, 5, `networkGradient, as PyTorch ${pytorch.torch} gives it`)),
    ],
  },
});
