// Runs a straight-line program on the reader's tape, operation by operation, through handles.

import type { autodiff } from 'kit';
import type { Handle, Reader } from 'grader';

type Steps = Pick<autodiff.Program, 'inputs'> & { steps: { op: string; operands: number[]; exponent?: number }[] };

export async function runOnReader(reader: Reader, { inputs, steps }: Steps): Promise<{ output: Handle; inputs: Handle[] }> {
  const nodes: Handle[] = [];
  for (const x of inputs) nodes.push(await reader.call<Handle>('value', x));
  for (const { op, operands, exponent } of steps)
    nodes.push(await reader.call<Handle>(op, ...operands.map((i) => nodes[i]!), ...(op === 'pow' ? [exponent!] : [])));
  return { output: nodes.at(-1)!, inputs: nodes.slice(0, inputs.length) };
}
