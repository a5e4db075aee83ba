// Reads a small expression in a, b, c into steps of the scalar engine. Equal sub-expressions become one node.
// Grammar: sums of products of powers; functions exp, log, tanh; numbers; brackets. Not here: drawing, differentiation.

import { scalar, type Value } from '@site/src/engine/autodiff';

export interface Parsed {
  output: Value;
  /** The inputs that the expression names, by name. */
  inputs: Map<string, Value>;
  /** What each node shows: its operation, name or number. */
  labels: Map<Value, string>;
}

/** Says in words what cannot be read, and where. */
export class ExpressionError extends Error {}

const functions: Record<string, (a: Value) => Value> = { exp: scalar.exp, log: scalar.log, tanh: scalar.tanh };
const maxNodes = 14;

export function parse(text: string, at: Readonly<Record<string, number>>): Parsed {
  const tokens = text.match(/\d+(?:\.\d+)?|[a-z]+|\S/gi) ?? [];
  const known = new Map<string, Value>();
  const names = new Map<Value, string>();
  const labels = new Map<Value, string>();
  const inputs = new Map<string, Value>();
  let next = 0;

  /** One node for one text. */
  const node = (key: string, label: string, make: () => Value): Value => {
    let found = known.get(key);
    if (!found) {
      if (known.size >= maxNodes) throw new ExpressionError(`This makes more than ${maxNodes} nodes; write something shorter.`);
      found = make();
      known.set(key, found);
      names.set(found, key);
      labels.set(found, label);
    }
    return found;
  };
  const binary = (label: string, a: Value, b: Value, make: (a: Value, b: Value) => Value) =>
    node(`(${names.get(a)}${label}${names.get(b)})`, label, () => make(a, b));
  const take = (token: string) => {
    if (tokens[next] !== token) throw new ExpressionError(tokens[next] ? `"${token}" is expected where "${tokens[next]}" stands.` : `"${token}" is missing at the end.`);
    next++;
  };

  function atom(): Value {
    const token = tokens[next++];
    if (token === undefined) throw new ExpressionError('Something is missing at the end.');
    if (token === '(') {
      const inside = sum();
      take(')');
      return inside;
    }
    if (token === '-') {
      const operand = power();
      return binary('×', number('-1'), operand, scalar.mul);
    }
    if (/^\d/.test(token)) return number(token);
    const f = Object.hasOwn(functions, token) ? functions[token] : undefined;
    if (f) {
      take('(');
      const operand = sum();
      take(')');
      return node(`${token}(${names.get(operand)})`, token, () => f(operand));
    }
    const data = Object.hasOwn(at, token) ? at[token] : undefined;
    if (data === undefined) throw new ExpressionError(`"${token}" is not known here: use a, b, c, numbers, + − * / ^, exp, log and tanh.`);
    const input = node(token, token, () => scalar.value(data));
    inputs.set(token, input);
    return input;
  }
  const number = (token: string) => node(token, token, () => scalar.value(Number(token)));

  function power(): Value {
    const base = atom();
    if (tokens[next] !== '^') return base;
    next++;
    const sign = tokens[next] === '-' ? (next++, '-') : '';
    const token = tokens[next++] ?? '';
    if (!/^\d/.test(token)) throw new ExpressionError('The exponent must be a number.');
    return node(`${names.get(base)}^${sign}${token}`, `^${sign}${token}`, () => scalar.pow(base, Number(sign + token)));
  }
  function product(): Value {
    let left = power();
    for (;;) {
      if (tokens[next] === '*' || tokens[next] === '·') { next++; left = binary('×', left, power(), scalar.mul); }
      else if (tokens[next] === '/') { next++; left = binary('÷', left, power(), scalar.div); }
      else return left;
    }
  }
  function sum(): Value {
    let left = product();
    for (;;) {
      if (tokens[next] === '+') { next++; left = binary('+', left, product(), scalar.add); }
      else if (tokens[next] === '-') { next++; left = binary('−', left, product(), scalar.sub); }
      else return left;
    }
  }

  const output = sum();
  if (next < tokens.length) throw new ExpressionError(`"${tokens[next]}" is not expected there.`);
  return { output, inputs, labels };
}
