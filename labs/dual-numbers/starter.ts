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

// Task 1.

export function add(a: Dual, b: Dual): Dual {
  return dual(0, 0);
}

export function mul(a: Dual, b: Dual): Dual {
  return dual(0, 0);
}

export function div(a: Dual, b: Dual): Dual {
  return dual(0, 0);
}

/** a to a constant power. */
export function pow(a: Dual, exponent: number): Dual {
  return dual(0, 0);
}

// Task 2.

export function exp(a: Dual): Dual {
  return dual(0, 0);
}

/** The natural logarithm. */
export function log(a: Dual): Dual {
  return dual(0, 0);
}

export function tanh(a: Dual): Dual {
  return dual(0, 0);
}

/** A function of two inputs and two outputs to try task 3 on. */
export function spiral([r, t]: Dual[]): Dual[] {
  return [mul(r!, exp(t!)), tanh(mul(r!, t!))];
}

/** One output of many inputs: x0·x1 + x1·x2 + x2·x3 + … */
export function neighbours(x: Dual[]): Dual[] {
  let sum = dual(0, 0);
  for (let i = 1; i < x.length; i++) sum = add(sum, mul(x[i - 1]!, x[i]!));
  return [sum];
}

/** Task 3: the derivative of each output of f at x when x moves along `direction`: one call of f. */
export function jvp(f: (x: Dual[]) => Dual[], x: number[], direction: number[]): number[] {
  return [];
}

/** Task 3: all partial derivatives of f at x: jacobian[i][j] = ∂fᵢ/∂xⱼ. */
export function jacobian(f: (x: Dual[]) => Dual[], x: number[]): number[][] {
  return [];
}
