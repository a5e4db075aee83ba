// Writes the body of one generated function, statement by statement. Names are a letter and a number, given out here:
// t, u never change once set; x may be assigned again.

import type { Scalar } from '../../wgsl/types';

const atomPattern = /^(?:[a-z]+\d*|\d+(?:\.\d+)?|\(-\d+(?:\.\d+)?\))$/;
const changing = /^x\d+$/;
/** Longer expressions are cut up, so that no nesting of the reader's makes a text that JavaScript's parser cannot take. */
const longest = 300;

export class Code {
  lines: string[] = [];
  /** Declared at the function's start, since they are used beyond the block that they stand in. */
  readonly hoisted: string[] = [];
  /** Scalar types of names, where they matter: see pinTypes in statements.ts. */
  readonly types = new Map<string, Scalar>();
  #hoisting = false;
  readonly #next: () => number;

  constructor(next: () => number) {
    this.#next = next;
  }

  line(text: string): void {
    this.lines.push(text);
  }

  /** What `write` writes, instead of writing it here. */
  capture(write: () => void): string[] {
    const before = this.lines;
    this.lines = [];
    write();
    const written = this.lines;
    this.lines = before;
    return written;
  }

  /** Names declared while `write` runs can be seen outside the block that it writes. */
  hoist(on: boolean, write: () => void): void {
    const before = this.#hoisting;
    this.#hoisting = on || before;
    write();
    this.#hoisting = before;
  }

  fresh(letter: string): string {
    return letter + this.#next();
  }

  declare(name: string, keyword: 'const' | 'let', value: string): string {
    if (this.#hoisting) this.hoisted.push(name);
    this.line(`${this.#hoisting ? '' : `${keyword} `}${name}=${value};`);
    return name;
  }

  /** Evaluates now, under a name that keeps its value. */
  temp(expression: string, of?: Scalar): string {
    return this.typed(this.declare(this.fresh('t'), 'const', expression), of);
  }

  typed(name: string, of: Scalar | undefined): string {
    if (of) this.types.set(name, of);
    return name;
  }

  /** Something that may be used more than once in the same statement. */
  atom(expression: string, of?: Scalar): string {
    return atomPattern.test(expression) ? expression : this.temp(expression, of);
  }

  /** Something that later statements may use: it keeps today's value. */
  frozen(expression: string, of?: Scalar): string {
    return atomPattern.test(expression) && !changing.test(expression) ? expression : this.temp(expression, of);
  }

  short(expression: string): string {
    return expression.length > longest ? this.temp(expression) : expression;
  }
}
