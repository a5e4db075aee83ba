// Random straight-line programs of the seven operations, run on the book's engine and on the reader's tape.

import { autodiff, type Rng } from 'kit';
import type { Handle, Reader } from 'grader';

/** One operation on earlier nodes, by index; `exponent` for pow. */
export interface Step {
  op: string;
  operands: number[];
  exponent?: number;
}

/** Nodes are the inputs, then one for each step; the last is the output. */
export interface Program {
  inputs: number[];
  steps: Step[];
  /** As one would write it. */
  text: string;
}

export const show = (x: number) => String(Number(x.toPrecision(4)));

/** Five to nine operations on three inputs (one may stay unused). Values stay where exp and log are tame. */
export function randomProgram(rng: Rng): Program {
  const inputs = [0, 1, 2].map(() => 0.5 + rng.uniform());
  const texts = ['a', 'b', 'c'];
  const data = [...inputs];
  const steps: Step[] = [];
  const { addOp, mulOp, divOp, powOp, expOp, logOp, tanhOp } = autodiff.scalarOps;
  const push = (op: string, operands: number[], text: string, y: number, exponent?: number) => {
    steps.push({ op, operands, exponent });
    texts.push(text);
    data.push(y);
  };
  const wanted = rng.integer(5, 9);
  while (steps.length < wanted) {
    const [i, j] = [rng.integer(0, data.length - 1), rng.integer(0, data.length - 1)];
    const [x, y] = [data[i]!, data[j]!];
    const [tx, ty] = [texts[i]!, texts[j]!];
    const op = rng.pick(['add', 'mul', 'div', 'pow', 'exp', 'log', 'tanh']);
    if (op === 'add' && Math.abs(x + y) < 50) push(op, [i, j], `(${tx} + ${ty})`, addOp.forward(x, y));
    else if (op === 'mul' && Math.abs(x * y) < 50) push(op, [i, j], `(${tx} · ${ty})`, mulOp.forward(x, y));
    else if (op === 'div' && Math.abs(y) > 0.2) push(op, [i, j], `(${tx} / ${ty})`, divOp.forward(x, y));
    else if (op === 'pow' && x > 0.2 && x < 5) {
      const exponent = rng.pick([2, -1, 0.5, 3]);
      push(op, [i], `${tx}^${exponent}`, powOp(exponent).forward(x), exponent);
    } else if (op === 'exp' && x < 3) push(op, [i], `exp(${tx})`, expOp.forward(x));
    else if (op === 'log' && x > 0.2) push(op, [i], `log(${tx})`, logOp.forward(x));
    else if (op === 'tanh') push(op, [i], `tanh(${tx})`, tanhOp.forward(x));
  }
  const at = inputs.map((x, i) => `${'abc'[i]} = ${show(x)}`).join(', ');
  return { inputs, steps, text: `${texts.at(-1)} at ${at}` };
}

export function runOnEngine({ inputs, steps }: Pick<Program, 'inputs' | 'steps'>): { data: number; gradient: number[] } {
  const nodes = inputs.map(autodiff.scalar.value);
  const { addOp, mulOp, divOp, powOp, expOp, logOp, tanhOp } = autodiff.scalarOps;
  const operations: Record<string, autodiff.scalarOps.ScalarOp> = { add: addOp, mul: mulOp, div: divOp, exp: expOp, log: logOp, tanh: tanhOp };
  for (const { op, operands, exponent } of steps)
    nodes.push(autodiff.scalar.apply(op === 'pow' ? powOp(exponent!) : operations[op]!, ...operands.map((i) => nodes[i]!)));
  const output = nodes.at(-1)!;
  autodiff.scalar.backward(output);
  return { data: output.data, gradient: inputs.map((_, i) => nodes[i]!.grad) };
}

export async function runOnReader(reader: Reader, { inputs, steps }: Pick<Program, 'inputs' | 'steps'>): Promise<{ output: Handle; inputs: Handle[] }> {
  const nodes: Handle[] = [];
  for (const x of inputs) nodes.push(await reader.call<Handle>('value', x));
  for (const { op, operands, exponent } of steps)
    nodes.push(await reader.call<Handle>(op, ...operands.map((i) => nodes[i]!), ...(op === 'pow' ? [exponent!] : [])));
  return { output: nodes.at(-1)!, inputs: nodes.slice(0, inputs.length) };
}
