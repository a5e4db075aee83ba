// Checks of forward mode: closed forms, and the book's own reverse mode on random expressions.

import { autodiff, type Rng } from 'kit';
import { check, defineChecks, expectClose, fail, type CheckContext, type Handle, type Reader, type Slip } from 'grader';

// One operation rounds by about 1e-16 of its terms, which may cancel down to a hundredth.
const oneOperation = 1e-12;
// Some tens of operations, with cancellation.
const wholeGraph = 1e-9;

const plain = (rng: Rng) => (rng.uniform() < 0.5 ? -1 : 1) * (0.3 + 1.4 * rng.uniform()) + 0.01;
const short = (x: number) => String(Number(x.toPrecision(4)));

interface Case {
  name: string;
  operands: [value: number, tangent: number][];
  exponent?: number;
  value: number;
  tangent: number;
  slips?: Slip[];
}

async function checkCases(reader: Reader, cases: Case[]) {
  for (const c of cases) {
    const operands: Handle[] = [];
    for (const [value, tangent] of c.operands) operands.push(await reader.call<Handle>('dual', value, tangent));
    const shown = c.operands.map(([v, t]) => `${short(v)}${t < 0 ? '−' : '+'}${short(Math.abs(t))}ε`).join(', ');
    const called = `${c.name}(${shown}${c.exponent === undefined ? '' : `, ${c.exponent}`})`;
    const got = await reader.call<Handle>(c.name, ...operands, ...(c.exponent === undefined ? [] : [c.exponent]));
    expectClose(await got.get('value'), c.value, { called: `value of ${called}`, relative: oneOperation, floor: 0.01 });
    expectClose(await got.get('tangent'), c.tangent, { called: `tangent of ${called}`, relative: oneOperation, floor: 0.01, slips: c.slips });
  }
}

function arithmetic(rng: Rng): Case[] {
  const [a, b, s, t] = [plain(rng), plain(rng), plain(rng), plain(rng)] as [number, number, number, number];
  const operands: [number, number][] = [[a, s], [b, t]];
  const n = rng.pick([3, -2, 4]);
  return [
    { name: 'add', operands, value: a + b, tangent: s + t },
    {
      name: 'mul', operands, value: a * b, tangent: s * b + a * t,
      slips: [
        { misconception: 'tangents-multiplied', value: s * t, says: 'The tangents were multiplied with each other. That product belongs to ε², which is dropped; each tangent is multiplied by the other value.' },
        { misconception: 'own-value', value: s * a + b * t, says: 'Each tangent was multiplied by its own value instead of the other one.' },
      ],
    },
    {
      name: 'div', operands, value: a / b, tangent: (s - (a / b) * t) / b,
      slips: [
        { misconception: 'quotient-sign', value: (s + (a / b) * t) / b, says: 'Sign: where the divisor grows, a positive quotient falls.' },
        { misconception: 'divisor-not-squared', value: (s * b - a * t) / b, says: 'The denominator of the quotient rule is the divisor squared.' },
        { misconception: 'tangents-divided', value: s / t, says: 'The tangents were divided by each other. The derivative of a quotient is not the quotient of derivatives.' },
      ],
    },
    {
      name: 'pow', operands: [[Math.abs(a), s]], exponent: n, value: Math.abs(a) ** n, tangent: n * Math.abs(a) ** (n - 1) * s,
      slips: [{ misconception: 'tangent-to-the-power', value: s ** n, says: 'The tangent was raised to the power. It enters linearly: slope times tangent.' }],
    },
    { name: 'pow', operands: [[0, s]], exponent: 0, value: 1, tangent: 0 },
    { name: 'mul', operands: [[0, s], [b, 0]], value: 0, tangent: s * b },
  ];
}

function functions(rng: Rng): Case[] {
  return [plain(rng), plain(rng), 0].flatMap((a): Case[] => {
    const s = plain(rng);
    const y = Math.tanh(a);
    const positive = Math.abs(a) + 0.4;
    const left = 'This is the slope alone. It must be multiplied by the tangent that comes in: the chain rule.';
    return [
      { name: 'exp', operands: [[a, s]], value: Math.exp(a), tangent: Math.exp(a) * s, slips: [{ misconception: 'chain-rule-left-out', value: Math.exp(a), says: left }, { misconception: 'function-of-tangent', value: Math.exp(s), says: 'exp was applied to the tangent. Tangents pass through the slope at the value, linearly.' }] },
      { name: 'log', operands: [[positive, s]], value: Math.log(positive), tangent: s / positive, slips: [{ misconception: 'chain-rule-left-out', value: 1 / positive, says: left }] },
      { name: 'tanh', operands: [[a, s]], value: y, tangent: (1 - y * y) * s, slips: [{ misconception: 'chain-rule-left-out', value: 1 - y * y, says: left }, { misconception: 'tanh-from-input', value: (1 - a * a) * s, says: 'The slope of tanh is 1 minus the square of its output; here the input was squared.' }] },
    ];
  });
}

async function checkPrograms({ reader, rng }: CheckContext) {
  for (let round = 0; round < 6; round++) {
    const program = autodiff.randomProgram(rng);
    const { data, gradient } = autodiff.runProgram(program);
    const direction = gradient.map(() => plain(rng));
    const nodes: Handle[] = [];
    for (const [i, x] of program.inputs.entries()) nodes.push(await reader.call<Handle>('dual', x, direction[i]));
    for (const { op, operands, exponent } of program.steps) nodes.push(await reader.call<Handle>(op, ...operands.map((i) => nodes[i]!), ...(op === 'pow' ? [exponent!] : [])));
    const output = nodes.at(-1)!;
    const expected = gradient.reduce((sum, g, i) => sum + g * direction[i]!, 0);
    expectClose(await output.get('value'), data, { called: program.text, relative: wholeGraph, floor: 1e-3 });
    expectClose(await output.get('tangent'), expected, { called: `derivative along [${direction.map(short).join(', ')}] of ${program.text}, against the gradient of reverse mode,`, relative: wholeGraph, floor: 1e-3 });
  }
}

/** [outputs][inputs] of `spiral` and `neighbours`, by hand. */
const jacobians: Record<string, (x: number[]) => number[][]> = {
  spiral: ([r, t]) => {
    const slope = 1 - Math.tanh(r! * t!) ** 2;
    return [[Math.exp(t!), r! * Math.exp(t!)], [slope * t!, slope * r!]];
  },
  neighbours: (x) => [x.map((_, i) => (x[i - 1] ?? 0) + (x[i + 1] ?? 0))],
};

/** An input for each function. */
const inputsOf = (rng: Rng): [string, number[]][] => [['spiral', [plain(rng), plain(rng)]], ['neighbours', [1, 2, 3, 4, 5].map(() => plain(rng))]];

async function checkJvp({ reader, rng }: CheckContext) {
  for (const [name, x] of inputsOf(rng)) {
    const direction = x.map(() => plain(rng));
    const expected = jacobians[name]!(x).map((row) => row.reduce((sum, d, j) => sum + d * direction[j]!, 0));
    const got = await reader.call('jvp', await reader.get<Handle>(name), x, direction);
    expectClose(got, expected, { called: `jvp of ${name}`, relative: wholeGraph, floor: 1e-3, slips: [
      { misconception: 'direction-ignored', value: jacobians[name]!(x).map((row) => row.reduce((sum, d) => sum + d, 0)), says: 'Every input moved by 1. Input i has to move by direction[i].' },
    ] });
  }
}

async function checkJacobian({ reader, rng }: CheckContext) {
  for (const [name, x] of inputsOf(rng)) {
    const expected = jacobians[name]!(x);
    const got = await reader.call<unknown>('jacobian', await reader.get<Handle>(name), x);
    const called = `jacobian of ${name}, ${expected.length} outputs and ${x.length} inputs,`;
    const rows = Array.isArray(got) && got.every(Array.isArray) ? (got as number[][]) : undefined;
    if (!rows) fail({ message: `${called} should be an array of rows.`, called });
    const transposed = rows.length === x.length && rows.every((row) => row.length === expected.length) && x.every((_, j) => expected.every((row, i) => Math.abs(rows[j]![i]! - row[j]!) < 1e-6));
    if (transposed && x.length > 1)
      fail({ message: `${called} is transposed: jvp gives a column, the derivatives of all outputs in one input, but jacobian[i] is a row.`, misconception: 'jacobian-transposed', called });
    if (rows.length !== expected.length) fail({ message: `${called} has ${rows.length} rows; there is one for each output: ${expected.length}.`, called });
    const together = expected.map((row) => row.reduce((sum, d) => sum + d, 0));
    for (const [i, row] of rows.entries())
      expectClose(row, expected[i]!, { called: `${called} row ${i}`, relative: wholeGraph, floor: 1e-3, slips: [
        { misconception: 'all-inputs-at-once', value: expected[i]!.map(() => together[i]!), says: 'All inputs moved together, so the partials were added up. Seed one input with 1 and the others with 0, one call for each input.' },
      ] });
  }
}

async function demo({ reader, show }: CheckContext) {
  const x = await reader.call<Handle>('dual', 3, 1);
  const square = await reader.call<Handle>('mul', x, x);
  show({ kind: 'table', id: 'demo', caption: 'x·x at x = 3, moving by 1', columns: ['', 'yours', 'should be'], rows: [['value', await square.get<number>('value'), 9], ['tangent', await square.get<number>('tangent'), 6]] });
}

export default defineChecks({
  demo,
  tasks: {
    arithmetic: [check('rules', 'Values and tangents of the four operations', async ({ reader, rng }) => {
      await checkCases(reader, arithmetic(rng));
      await checkCases(reader, arithmetic(rng));
    })],
    functions: [
      check('rules', 'Values and tangents of exp, log and tanh', ({ reader, rng }) => checkCases(reader, functions(rng))),
      check('random-graphs', 'Random expressions: equal to reverse mode', checkPrograms),
    ],
    jacobian: [check('jvp', 'One direction', checkJvp), check('jacobian', 'All directions', checkJacobian)],
  },
});
