// Checks of the scalar tape. The reader's nodes are reached through handles; what is expected comes from
// closed forms, from the book's own engine and, for the stored cases, from PyTorch.

import { autodiff, type Rng } from 'kit';
import { check, defineChecks, expectClose, fail, ReaderError, type CheckContext, type Handle, type Reader } from 'grader';
import pytorch from './fixtures/pytorch.json';
import { runOnReader } from './programs';

// A few roundings of float64 apart: one operation rounds by at most 1.1e-16, the reader may take another route.
const oneOperation = 1e-14;
// Gradients add up some tens of such terms, with cancellation.
const wholeGraph = 1e-9;

const show = (x: number) => String(Number(x.toPrecision(4)));
const between = (rng: Rng, low: number, high: number) => low + (high - low) * rng.uniform();
/** A number that no two misconceptions agree on: not 0, ±1 or 2. */
const plain = (rng: Rng) => (rng.uniform() < 0.5 ? -1 : 1) * between(rng, 0.3, 1.7) + 0.01;

interface Case {
  called: string;
  name: string;
  arguments: number[];
  data: number;
  partials: number[];
  slips?: { misconception: string; partials: number[]; says: string }[];
}

/** Calls one operation on fresh inputs and gives back the node and its operands. The last argument of pow is no node. */
async function callOperation(reader: Reader, { name, arguments: x }: Case) {
  const isPow = name === 'pow';
  const operands: Handle[] = [];
  for (const data of isPow ? x.slice(0, 1) : x) operands.push(await reader.call<Handle>('value', data));
  const node = await reader.call<Handle>(name, ...operands, ...(isPow ? [x[1]!] : []));
  if (typeof node !== 'object' || node === null || typeof node.get !== 'function')
    fail({ message: `${name} gave back ${String(node)}, which is not a Value. Make one with new Value(…).`, called: name });
  return { node, operands };
}

async function checkData(reader: Reader, cases: Case[]) {
  for (const c of cases) {
    const { node } = await callOperation(reader, c);
    expectClose(await node.get('data'), c.data, { called: `${c.called}.data`, relative: oneOperation });
  }
}

async function checkPartials(reader: Reader, cases: Case[]) {
  for (const c of cases) {
    const { node } = await callOperation(reader, c);
    expectClose(await node.get('partials'), c.partials, {
      called: `${c.called}.partials`,
      relative: oneOperation,
      slips: c.slips?.map(({ misconception, partials, says }) => ({ misconception, value: partials, says })),
    });
  }
}

async function checkParents(reader: Reader, cases: Case[]) {
  for (const c of cases) {
    const { node, operands } = await callOperation(reader, c);
    const parents = await node.get<unknown[]>('parents');
    const right = Array.isArray(parents) && parents.length === operands.length && parents.every((p, i) => p === operands[i]);
    if (right) continue;
    const copies = Array.isArray(parents) && parents.length === operands.length;
    fail({
      message: `${c.called}.parents should hold the ${operands.length === 1 ? 'operand' : 'two operands, in order'}. ${
        copies ? 'It holds other Values: record the very objects that you were given, not copies, or their grads will never be filled.' : 'Without them backward cannot find its way.'
      }`,
      misconception: copies ? 'operands-copied' : 'operands-not-recorded',
      called: c.called,
    });
  }
}

function arithmeticCases(rng: Rng): Case[] {
  const cases: Case[] = [];
  for (const [a, b] of [[plain(rng), plain(rng)], [plain(rng), plain(rng)], [0, plain(rng)]] as [number, number][]) {
    const [sa, sb] = [show(a), show(b)];
    cases.push({ called: `add(${sa}, ${sb})`, name: 'add', arguments: [a, b], data: a + b, partials: [1, 1] });
    cases.push({
      called: `mul(${sa}, ${sb})`, name: 'mul', arguments: [a, b], data: a * b, partials: [b, a],
      slips: [{ misconception: 'own-operand', partials: [a, b], says: 'The two are the wrong way round: the slope in a is what a is multiplied by.' }],
    });
    cases.push({
      called: `div(${sa}, ${sb})`, name: 'div', arguments: [a, b], data: a / b, partials: [1 / b, -a / (b * b)],
      slips: [
        { misconception: 'divisor-sign', partials: [1 / b, a / (b * b)], says: 'Sign of the second partial: a larger divisor makes a positive quotient smaller.' },
        { misconception: 'divisor-square', partials: [1 / b, -a / b], says: 'The second partial needs the divisor squared: a/b is a times b to the power −1, so its slope in b has the power −2.' },
      ],
    });
  }
  for (const [a, n] of [[between(rng, 0.4, 1.9), 3], [between(rng, 1.1, 1.9), 2.5], [-between(rng, 0.4, 1.9), -2]] as [number, number][])
    cases.push({
      called: `pow(${show(a)}, ${n})`, name: 'pow', arguments: [a, n], data: a ** n, partials: [n * a ** (n - 1)],
      slips: [
        { misconception: 'exponent-not-lowered', partials: [n * a ** n], says: 'The exponent came down as a factor, but the power itself must drop by one.' },
        { misconception: 'exponent-factor', partials: [a ** (n - 1)], says: 'The power dropped by one, but the old exponent must stay as a factor.' },
      ],
    });
  return cases;
}

function edgeCases(): Case[] {
  return [
    { called: 'pow(0, 1)', name: 'pow', arguments: [0, 1], data: 0, partials: [1] },
    {
      called: 'pow(0, 0)', name: 'pow', arguments: [0, 0], data: 1, partials: [0],
      slips: [{ misconception: 'zero-times-infinity', partials: [NaN], says: 'Anything to the power 0 is the constant 1, so its slope is 0; here 0 was multiplied by 0 to the power −1, which is infinite.' }],
    },
    { called: 'div(0, 2)', name: 'div', arguments: [0, 2], data: 0, partials: [0.5, 0] },
    { called: 'mul(0, 0)', name: 'mul', arguments: [0, 0], data: 0, partials: [0, 0] },
  ];
}

function functionCases(rng: Rng): Case[] {
  return [plain(rng), plain(rng), 0, 1].flatMap((a): Case[] => {
    const s = show(a);
    const y = Math.tanh(a);
    const positive = Math.abs(a) + 0.37;
    return [
      {
        called: `exp(${s})`, name: 'exp', arguments: [a], data: Math.exp(a), partials: [Math.exp(a)],
        slips: [{ misconception: 'power-rule-on-exp', partials: [a * Math.exp(a - 1)], says: 'That is the rule for a power of a. Here a is the exponent, and the slope of exp is exp itself.' }],
      },
      {
        called: `log(${show(positive)})`, name: 'log', arguments: [positive], data: Math.log(positive), partials: [1 / positive],
        slips: [{ misconception: 'log-from-output', partials: [1 / Math.log(positive)], says: 'That is 1 over the output; the slope of log is 1 over its input.' }],
      },
      {
        called: `tanh(${s})`, name: 'tanh', arguments: [a], data: y, partials: [1 - y * y],
        slips: [
          { misconception: 'tanh-from-input', partials: [1 - a * a], says: 'That is 1 minus the square of the input; it has to be the square of the output, tanh(a).' },
          { misconception: 'tanh-not-squared', partials: [1 - y], says: 'That is 1 minus the output; the output has to be squared.' },
        ],
      },
    ];
  });
}

/** Inputs and random nodes made with the reader's constructor alone, so that these checks need none of the operations. */
async function randomDag(reader: Reader, rng: Rng, inner: number): Promise<{ nodes: Handle[]; parents: number[][]; partials: number[][] }> {
  const nodes: Handle[] = [];
  const parents: number[][] = [];
  const partials: number[][] = [];
  for (let i = 0; i < 3 + inner; i++) {
    // Every node uses the one before it, so that the last depends on all; the last also uses node 3 directly, a short path.
    parents.push(i < 3 ? [] : i === 2 + inner ? [3, i - 1] : rng.shuffle([i - 1, i === 4 ? 0 : i === 5 ? 1 : rng.integer(0, i - 1)]));
    partials.push(parents[i]!.map(() => plain(rng)));
    nodes.push(await reader.construct('Value', plain(rng), parents[i]!.map((p) => nodes[p]!), partials[i]!));
  }
  return { nodes, parents, partials };
}

/** The reader's order as indices into `nodes`. */
async function orderOf(reader: Reader, nodes: Handle[], output: Handle, called: string): Promise<number[]> {
  const list = await reader.call<unknown>('order', output);
  if (!Array.isArray(list)) fail({ message: `${called} should give back an array of Values.`, called });
  return list.map((entry: unknown) => nodes.indexOf(entry as Handle));
}

async function checkOnce({ reader }: CheckContext) {
  const depth = 10;
  const nodes = [await reader.construct('Value', 1)];
  for (let i = 0; i < depth; i++) nodes.push(await reader.construct('Value', 2, [nodes[i]!, nodes[i]!], [1, 1]));
  const called = `order of x after ${depth} times x = add(x, x)`;
  const order = await orderOf(reader, nodes, nodes[depth]!, called);
  if (order.length === depth + 1 && new Set(order).size === depth + 1) return;
  const paths = order.length >= 2 ** depth;
  fail({
    message: `${called} has ${order.length} entries; there are ${depth + 1} nodes. ${
      paths
        ? 'Every path was followed anew, and their number doubles with each step: keep a set of the nodes that you have visited, and turn back at once when you meet one again.'
        : order.length > depth + 1
          ? 'Some node is listed more than once: its grad would be passed on twice.'
          : 'Some node that the output depends on is missing: its operands would never get a grad.'
    }`,
    misconception: paths ? 'no-visited-set' : order.length > depth + 1 ? 'listed-twice' : 'node-missing',
    called,
    returned: `${order.length} entries`,
    expected: `${depth + 1} entries`,
  });
}

async function checkParentsFirst({ reader, rng }: CheckContext) {
  for (let round = 0; round < 3; round++) {
    const { nodes, parents } = await randomDag(reader, rng, 4 + 3 * round);
    const called = `order of a random graph of ${nodes.length} nodes`;
    const order = await orderOf(reader, nodes, nodes.at(-1)!, called);
    const place = (list: number[], i: number) => list.indexOf(i);
    const broken = (list: number[]) => parents.findIndex((ps, i) => ps.some((p) => place(list, p) >= place(list, i)));
    const missing = nodes.findIndex((_, i) => !order.includes(i));
    if (missing >= 0) fail({ message: `${called} leaves out a node that the output depends on.`, misconception: 'node-missing', called });
    const i = broken(order);
    if (i < 0) continue;
    const backwards = broken([...order].reverse()) < 0;
    fail({
      message: `${called}: a node stands at place ${place(order, i)}, before one of its operands at place ${Math.max(...parents[i]!.map((p) => place(order, p)))}. ${
        backwards
          ? 'The list is exactly the wrong way round: the output should come last.'
          : 'A node can be reached by a short path and by a long one; writing it down at the first meeting puts it too early. Write it down after its operands.'
      }`,
      misconception: backwards ? 'order-reversed' : 'listed-at-first-meeting',
      called,
    });
  }
}

async function checkNeeded({ reader }: CheckContext) {
  const a = await reader.construct('Value', 2);
  const unused = await reader.construct('Value', Infinity, [a], [Infinity]);
  const b = await reader.construct('Value', 4, [a, a], [2, 2]);
  const called = 'order of b, where a second node that uses a is not needed for b';
  const order = await orderOf(reader, [a, unused, b], b, called);
  if (order.includes(1) || order.includes(-1))
    fail({
      message: `${called}, lists nodes that b does not depend on. A record of everything ever computed is not enough: start at the output and follow operands.`,
      misconception: 'unused-nodes-walked',
      called,
    });
}

async function checkDeep({ reader }: CheckContext) {
  let x = await reader.construct('Value', 1);
  const nodes = [x];
  for (let i = 0; i < 60; i++) nodes.push((x = await reader.construct('Value', 1, [x, x], [1, 1])));
  const order = await orderOf(reader, nodes, x, 'order of a chain of 60 diamonds');
  if (order.length !== 61) fail({ message: `order of a chain of 60 diamonds has ${order.length} entries; there are 61 nodes.` });
}

async function checkFanOut({ reader, rng }: CheckContext) {
  const [p, q, r, s] = [plain(rng), plain(rng), plain(rng), plain(rng)] as [number, number, number, number];
  const a = await reader.construct('Value', 1);
  const left = await reader.construct('Value', 1, [a], [p]);
  const right = await reader.construct('Value', 1, [a], [q]);
  const output = await reader.construct('Value', 1, [left, right], [r, s]);
  await reader.call('backward', output);
  expectClose(await output.get('grad'), 1, { called: 'grad of the output itself', relative: 0, slips: [{ misconception: 'no-seed', value: 0, says: 'Start with ∂output/∂output = 1, or everything stays 0.' }] });
  expectClose(await left.get('grad'), r, { called: `grad of a node whose only edge leads to the output, with partial ${show(r)}`, relative: oneOperation });
  const overwritten = 'The second consumer replaced what the first had given. Where a value is used twice, both uses count: the shares must be summed.';
  expectClose(await a.get('grad'), p * r + q * s, {
    called: `grad of a node with two consumers, along the edges ${show(p)}·${show(r)} and ${show(q)}·${show(s)}`,
    // Two products may cancel.
    relative: 1e-12,
    floor: 0.1,
    slips: [
      { misconception: 'gradient-overwritten', value: q * s, says: overwritten },
      { misconception: 'gradient-overwritten', value: p * r, says: overwritten },
      { misconception: 'chain-rule-left-out', value: p + q, says: 'The partials were added, but each must first be multiplied by the grad of the node that it leads to: that is the chain rule.' },
    ],
  });
}

/** What a pass gives that hands a node's grad on at the first meeting, breadth first: shares that come later are lost on the way down. */
function breadthFirst(parents: number[][], partials: number[][]): number[] {
  const grads = parents.map(() => 0);
  const output = parents.length - 1;
  grads[output] = 1;
  const seen = new Set([output]);
  for (const i of seen)
    parents[i]!.forEach((p, k) => {
      grads[p]! += grads[i]! * partials[i]![k]!;
      seen.add(p);
    });
  return grads;
}

async function checkLateShares({ reader, rng }: CheckContext) {
  // The output uses `shared` directly and through a chain; everything below `shared` needs both shares.
  const parents = [[], [0], [1], [2], [1, 3]];
  const partials = parents.map((list) => list.map(() => plain(rng)));
  const nodes: Handle[] = [];
  for (const [i, list] of parents.entries()) nodes.push(await reader.construct('Value', 1, list.map((p) => nodes[p]!), partials[i]!));
  await reader.call('backward', nodes.at(-1)!);
  const expected = [0, 0, 0, 0, 1];
  for (let i = 4; i > 0; i--) parents[i]!.forEach((p, k) => (expected[p]! += expected[i]! * partials[i]![k]!));
  expectClose(await nodes[0]!.get('grad'), expected[0]!, {
    called: 'grad of the input of a node that the output uses both directly and through two others',
    relative: 1e-12,
    floor: 0.01,
    slips: [
      {
        misconception: 'visited-before-all-consumers',
        value: breadthFirst(parents, partials)[0]!,
        says: 'The node in the middle passed its grad on before the longer path had delivered its share. Wait until all consumers are done: walk order(output) from its end.',
      },
    ],
  });
}

async function checkAgain({ reader, rng }: CheckContext) {
  const [p, q] = [plain(rng), plain(rng)];
  const a = await reader.construct('Value', 1);
  const b = await reader.construct('Value', 1, [a], [p]);
  const other = await reader.construct('Value', 1, [b], [q]);
  await reader.call('backward', b);
  await reader.call('backward', b);
  const first = { called: 'grad of a after backward(b) was called twice', relative: oneOperation };
  expectClose(await a.get('grad'), p, { ...first, slips: [
    { misconception: 'grads-not-reset', value: 2 * p, says: 'The second call added to what the first had left. Clear the grads of order(output) before you start. (PyTorch leaves that to you: zero_grad.)' },
    { misconception: 'grads-not-reset', value: 3 * p, says: 'Grads of the first call were still there, in the middle of the graph too. Clear the grads of order(output) before you start.' },
  ] });
  await reader.call('backward', other);
  expectClose(await a.get('grad'), p * q, { called: 'grad of a after backward(b), then backward of another output that uses b', relative: 1e-12 });
}

async function checkUnused({ reader, rng }: CheckContext) {
  const a = await reader.construct('Value', 2);
  await reader.construct('Value', Infinity, [a], [Infinity]);
  const p = plain(rng);
  const output = await reader.construct('Value', 2 * p, [a], [p]);
  await reader.call('backward', output);
  expectClose(await a.get('grad'), p, {
    called: 'grad of a, where another node that is not part of the output has an infinite partial',
    relative: oneOperation,
    slips: [{ misconception: 'unused-nodes-evaluated', value: NaN, says: 'A node that the output does not use has grad 0, and 0 times its infinite partial is not a number. Walk only what the output depends on.' }],
  });
}

async function checkPrograms({ reader, rng }: CheckContext) {
  for (let round = 0; round < 8; round++) {
    const program = autodiff.randomProgram(rng);
    const expected = autodiff.runProgram(program);
    const { output, inputs } = await runOnReader(reader, program);
    const called = program.text;
    expectClose(await output.get('data'), expected.data, { called, relative: wholeGraph, floor: 1e-3 });
    await reader.call('backward', output);
    for (const [i, input] of inputs.entries())
      expectClose(await input.get('grad'), expected.gradient[i]!, { called: `∂/∂${'abc'[i]} of ${called}`, relative: wholeGraph, floor: 1e-3 });
  }
}

async function checkPyTorch({ reader }: CheckContext) {
  for (const stored of pytorch.cases) {
    const { output, inputs } = await runOnReader(reader, stored);
    await reader.call('backward', output);
    for (const [i, input] of inputs.entries())
      expectClose(await input.get('grad'), stored.gradient[i]!, { called: `∂/∂${'abc'[i]} of ${stored.text}, as PyTorch ${pytorch.torch} gives it`, relative: wholeGraph, floor: 1e-3 });
  }
}

async function checkLoss({ reader, rng }: CheckContext) {
  for (const n of [1, 3, 7, 0]) {
    const w = Array.from({ length: n }, () => plain(rng));
    const x = w.map(() => plain(rng));
    const bias = plain(rng);
    for (const label of [1, -1]) {
      const score = bias + w.reduce((sum, wi, i) => sum + wi * x[i]!, 0);
      const called = `logisticLoss of ${n} weights, label ${label}`;
      const got = await reader.call<{ loss: unknown; weights: unknown; bias: unknown }>('logisticLoss', w, bias, x, label);
      expectClose(got?.loss, Math.log1p(Math.exp(-label * score)), { called: `${called}: loss`, relative: wholeGraph, floor: 1e-3 });
      // d/ds log(1 + e^(-ls)) = -l / (1 + e^(ls))
      const slope = -label / (1 + Math.exp(label * score));
      expectClose(got.bias, slope, { called: `${called}: bias`, relative: wholeGraph, floor: 1e-3, slips: [
        { misconception: 'label-left-out', value: slope / -label, says: 'Only the sign differs: the label −1 or +1 and its minus sign must be inside the exponential.' },
      ] });
      expectClose(got.weights, x.map((xi) => slope * xi), { called: `${called}: weights`, relative: wholeGraph, floor: 1e-3, slips: [
        { misconception: 'gradient-of-inputs', value: w.map((wi) => slope * wi), says: 'This is the gradient with respect to x, the data. The grads to read are those of the weights.' },
      ] });
    }
  }
}

const demoProgram: Pick<autodiff.Program, 'inputs' | 'steps'> = {
  inputs: [2, -3],
  steps: [{ op: 'mul', operands: [0, 1] }, { op: 'mul', operands: [0, 0] }, { op: 'add', operands: [2, 3] }, { op: 'tanh', operands: [4] }],
};

async function demo({ reader, show: draw }: CheckContext) {
  const text = 'y = tanh(a·b + a·a) at a = 2, b = −3';
  const { gradient } = autodiff.runProgram(demoProgram);
  try {
    const { output, inputs } = await runOnReader(reader, demoProgram);
    await reader.call('backward', output);
    const rows: (string | number)[][] = [['y', await output.get<number>('data'), await output.get<number>('grad'), 1]];
    for (const [i, input] of inputs.entries()) rows.push(['ab'[i]!, await input.get<number>('data'), await input.get<number>('grad'), gradient[i]!]);
    draw({ kind: 'table', id: 'demo', caption: text, columns: ['node', 'data', 'your grad', 'should be'], rows });
  } catch (error) {
    // A starter with some functions still to write is no error of Run.
    if (!(error instanceof ReaderError) || !error.thrown?.message.includes('not written yet')) throw error;
    draw({ kind: 'table', id: 'demo', caption: text, columns: ['what is missing'], rows: [[error.thrown.message]] });
  }
}

export default defineChecks({
  demo,
  tasks: {
    arithmetic: [
      check('data', 'The four compute the right numbers', ({ reader, rng }) => checkData(reader, [...arithmeticCases(rng), ...edgeCases()])),
      check('parents', 'They record their operands', ({ reader, rng }) => checkParents(reader, arithmeticCases(rng))),
      check('partials', 'They record the right partials', ({ reader, rng }) => checkPartials(reader, arithmeticCases(rng))),
      check('edges', 'Zeros and ones', ({ reader }) => checkPartials(reader, edgeCases())),
    ],
    functions: [
      check('data', 'The three compute the right numbers and record their operand', async ({ reader, rng }) => {
        await checkData(reader, functionCases(rng));
        await checkParents(reader, functionCases(rng));
      }),
      check('partials', 'They record the right partial', ({ reader, rng }) => checkPartials(reader, functionCases(rng))),
    ],
    order: [
      check('once', 'Each node is listed once', checkOnce),
      check('parents-first', 'Operands stand before what uses them', checkParentsFirst),
      check('needed', 'Only what the output depends on', checkNeeded),
      check('deep', '60 diamonds in a row: 2^60 paths, 61 visits', checkDeep),
    ],
    backward: [
      check('fan-out', 'A node with two consumers', checkFanOut),
      check('late-shares', 'Short and long paths to the same node', checkLateShares),
      check('unused', 'What the output does not use stays out of it', checkUnused),
      check('again', 'A second call starts from zero', checkAgain),
    ],
    loss: [
      check('logistic', 'Logistic loss and its gradient', checkLoss),
      check('random-graphs', 'Random expressions of all seven operations', checkPrograms),
      check('pytorch', 'Values made with PyTorch', checkPyTorch),
    ],
  },
});
