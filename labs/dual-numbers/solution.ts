// Forward mode: a value and its derivative along one direction travel together.

export class Dual {
  constructor(
    readonly value: number,
    /** The derivative along the direction that the inputs move in. */
    readonly tangent: number,
  ) {}
}

export function dual(value: number, tangent: number): Dual {
  return new Dual(value, tangent);
}

export function add(a: Dual, b: Dual): Dual {
  return dual(a.value + b.value, a.tangent + b.tangent);
}

export function mul(a: Dual, b: Dual): Dual {
  return dual(a.value * b.value, a.tangent * b.value + a.value * b.tangent);
}

export function div(a: Dual, b: Dual): Dual {
  const quotient = a.value / b.value;
  return dual(quotient, (a.tangent - quotient * b.tangent) / b.value);
}

/** a to a constant power. */
export function pow(a: Dual, exponent: number): Dual {
  const slope = exponent === 0 ? 0 : exponent * a.value ** (exponent - 1);
  return dual(a.value ** exponent, slope * a.tangent);
}

export function exp(a: Dual): Dual {
  const y = Math.exp(a.value);
  return dual(y, y * a.tangent);
}

/** The natural logarithm. */
export function log(a: Dual): Dual {
  return dual(Math.log(a.value), a.tangent / a.value);
}

export function tanh(a: Dual): Dual {
  const y = Math.tanh(a.value);
  return dual(y, (1 - y * y) * a.tangent);
}

/** Two inputs and two outputs. */
export function spiral([r, t]: Dual[]): Dual[] {
  return [mul(r!, exp(t!)), tanh(mul(r!, t!))];
}

/** One output of many inputs: x0·x1 + x1·x2 + x2·x3 + … */
export function neighbours(x: Dual[]): Dual[] {
  let sum = dual(0, 0);
  for (let i = 1; i < x.length; i++) sum = add(sum, mul(x[i - 1]!, x[i]!));
  return [sum];
}

/** The derivative of each output of f at x when x moves along `direction`: one call of f. */
export function jvp(f: (x: Dual[]) => Dual[], x: number[], direction: number[]): number[] {
  return f(x.map((value, i) => dual(value, direction[i]!))).map((y) => y.tangent);
}

/** All partial derivatives of f at x: jacobian[i][j] = ∂fᵢ/∂xⱼ. */
export function jacobian(f: (x: Dual[]) => Dual[], x: number[]): number[][] {
  const columns = x.map((_, j) => jvp(f, x, x.map((_, k) => (k === j ? 1 : 0))));
  const outputs = f(x.map((value) => dual(value, 0))).length;
  return Array.from({ length: outputs }, (_, i) => columns.map((column) => column[i]!));
}
