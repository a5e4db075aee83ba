// A reverse-mode tape over scalars. Task numbers stand beside what you write.

/** One node of the graph: a number, what it was computed from, and the derivative along each of those edges. */
export class Value {
  /** ∂output/∂this, filled by backward. */
  grad = 0;
  constructor(
    readonly data: number,
    /** The operands, in order. An input has none. */
    readonly parents: Value[] = [],
    /** ∂this/∂parent for each parent, at the data that they had. */
    readonly partials: number[] = [],
  ) {}
}

/** An input. */
export function value(data: number): Value {
  return new Value(data);
}

// Task 1: each gives a Value with its data, its operands and one partial for each operand.

export function add(a: Value, b: Value): Value {
  throw new Error('add is not written yet');
}

export function mul(a: Value, b: Value): Value {
  throw new Error('mul is not written yet');
}

export function div(a: Value, b: Value): Value {
  throw new Error('div is not written yet');
}

/** a to a constant power. */
export function pow(a: Value, exponent: number): Value {
  throw new Error('pow is not written yet');
}

// Task 2.

export function exp(a: Value): Value {
  throw new Error('exp is not written yet');
}

/** The natural logarithm. */
export function log(a: Value): Value {
  throw new Error('log is not written yet');
}

export function tanh(a: Value): Value {
  throw new Error('tanh is not written yet');
}

/** Task 3: everything that `output` depends on, itself too: each node once, operands before what uses them. */
export function order(output: Value): Value[] {
  throw new Error('order is not written yet');
}

/** Task 4: fills `grad` of everything that `output` depends on. */
export function backward(output: Value): void {
  throw new Error('backward is not written yet');
}

/**
 * Task 5: the logistic loss log(1 + exp(-label · (w·x + bias))) of one example, with label +1 or -1, and its
 * gradient, computed with your tape: { loss, weights: ∂loss/∂w, bias: ∂loss/∂bias }.
 */
export function logisticLoss(w: number[], bias: number, x: number[], label: number): { loss: number; weights: number[]; bias: number } {
  throw new Error('logisticLoss is not written yet');
}
