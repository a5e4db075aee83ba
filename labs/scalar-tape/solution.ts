// A reverse-mode tape over scalars.

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

export function add(a: Value, b: Value): Value {
  return new Value(a.data + b.data, [a, b], [1, 1]);
}

export function mul(a: Value, b: Value): Value {
  return new Value(a.data * b.data, [a, b], [b.data, a.data]);
}

export function div(a: Value, b: Value): Value {
  const quotient = a.data / b.data;
  return new Value(quotient, [a, b], [1 / b.data, -quotient / b.data]);
}

/** a to a constant power. */
export function pow(a: Value, exponent: number): Value {
  const slope = exponent === 0 ? 0 : exponent * a.data ** (exponent - 1);
  return new Value(a.data ** exponent, [a], [slope]);
}

export function exp(a: Value): Value {
  const y = Math.exp(a.data);
  return new Value(y, [a], [y]);
}

/** The natural logarithm. */
export function log(a: Value): Value {
  return new Value(Math.log(a.data), [a], [1 / a.data]);
}

export function tanh(a: Value): Value {
  const y = Math.tanh(a.data);
  return new Value(y, [a], [1 - y * y]);
}

/** Everything that `output` depends on, itself too: each node once, operands before what uses them. */
export function order(output: Value): Value[] {
  const nodes: Value[] = [];
  const visited = new Set<Value>();
  const visit = (node: Value) => {
    if (visited.has(node)) return;
    visited.add(node);
    node.parents.forEach(visit);
    nodes.push(node);
  };
  visit(output);
  return nodes;
}

/** Fills `grad` of everything that `output` depends on. */
export function backward(output: Value): void {
  const nodes = order(output);
  for (const node of nodes) node.grad = 0;
  output.grad = 1;
  for (const node of nodes.reverse()) {
    node.parents.forEach((parent, i) => {
      parent.grad += node.grad * node.partials[i]!;
    });
  }
}

/**
 * The logistic loss log(1 + exp(-label · (w·x + bias))) of one example, with label +1 or -1, and its
 * gradient, computed with the tape.
 */
export function logisticLoss(w: number[], bias: number, x: number[], label: number): { loss: number; weights: number[]; bias: number } {
  const weights = w.map(value);
  const b = value(bias);
  const score = weights.reduce((sum, wi, i) => add(sum, mul(wi, value(x[i]!))), b);
  const loss = log(add(value(1), exp(mul(value(-label), score))));
  backward(loss);
  return { loss: loss.data, weights: weights.map((wi) => wi.grad), bias: b.grad };
}
