// What the operations after a product cost as passes of their own, and in its epilogue. Not here: the product's own traffic.

/** Elements that move for `unary` elementwise operations of one operand and `binary` ones of two (another tensor of the same size), after the product has written its result. */
export function separatePasses(elements: number, unary: number, binary: number): number {
  return elements * (2 * unary + 3 * binary);
}

/** The same inside the product's last step: the other operands are read, nothing else moves. */
export function fusedPasses(elements: number, binary: number): number {
  return elements * binary;
}
