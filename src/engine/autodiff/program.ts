// Random straight-line programs of scalar operations, as data: what checks run on the book's engine and on a reader's.

import type { Rng } from '../random';
import { addOp, divOp, expOp, logOp, mulOp, powOp, tanhOp, type ScalarOp } from './scalarOps';
import { apply, backward, value } from './value';

export type OperationName = 'add' | 'mul' | 'div' | 'pow' | 'exp' | 'log' | 'tanh';

/** One operation on earlier nodes, by index; `exponent` for pow. */
export interface Step {
  op: OperationName;
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

const short = (x: number) => String(Number(x.toPrecision(4)));

/** Five to nine operations on three inputs (one may stay unused). Values stay where exp and log are tame. */
export function randomProgram(rng: Rng): Program {
  const inputs = [0, 1, 2].map(() => 0.5 + rng.uniform());
  const texts = ['a', 'b', 'c'];
  const data = [...inputs];
  const steps: Step[] = [];
  const push = (op: OperationName, operands: number[], text: string, y: number, exponent?: number) => {
    steps.push({ op, operands, exponent });
    texts.push(text);
    data.push(y);
  };
  const wanted = rng.integer(5, 9);
  while (steps.length < wanted) {
    const [i, j] = [rng.integer(0, data.length - 1), rng.integer(0, data.length - 1)];
    const [x, y] = [data[i]!, data[j]!];
    const [tx, ty] = [texts[i]!, texts[j]!];
    const op = rng.pick<OperationName>(['add', 'mul', 'div', 'pow', 'exp', 'log', 'tanh']);
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
  const at = inputs.map((x, i) => `${'abc'[i]} = ${short(x)}`).join(', ');
  return { inputs, steps, text: `${texts.at(-1)} at ${at}` };
}

const operations: Record<Exclude<OperationName, 'pow'>, ScalarOp> = { add: addOp, mul: mulOp, div: divOp, exp: expOp, log: logOp, tanh: tanhOp };
export const operationOf = ({ op, exponent }: Step): ScalarOp => (op === 'pow' ? powOp(exponent!) : operations[op]);

/** The output and its gradient in the inputs, by reverse mode. */
export function runProgram({ inputs, steps }: Pick<Program, 'inputs' | 'steps'>): { data: number; gradient: number[] } {
  const nodes = inputs.map(value);
  for (const step of steps) nodes.push(apply(operationOf(step), ...step.operands.map((i) => nodes[i]!)));
  const output = nodes.at(-1)!;
  backward(output);
  return { data: output.data, gradient: inputs.map((_, i) => nodes[i]!.grad) };
}
