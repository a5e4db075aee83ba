import { createRng, showPoint } from 'kit';

export class Node {
  constructor(public data: number, public parents: Node[] = []) {}
  add(other: Node): Node {
    return new Node(this.data + other.data, [this, other]);
  }
}

export function order({ root, others }: { root: Node; others: Node[] }): Node[] {
  return [others[0]!, root];
}

export async function answer(): Promise<number> {
  await Promise.resolve();
  return 42;
}

export const echo = <T>(x: T): T => x;

export function main(): void {
  console.log('answer', 42, [1, 2, { a: 'x' }], new Node(1));
  for (let i = 0; i < 10; i++) showPoint('loss', i, createRng(i).uniform());
}
