// The parser's middle: statements (WGSL section 9). After an error it goes on at the next statement.

import type { Attribute, BlockStatement, Continuing, Expression, Statement, SwitchClause, ValueDeclaration } from './ast';
import { ExpressionParser } from './parse-expressions';
import { Fault } from './problem';
import type { BinaryOperator, WgslProblem } from './typed';

/** More errors than these help nobody. */
const maxProblems = 20;
/** Statements, blocks and clauses within one another. */
const maxLevels = 127;

export class StatementParser extends ExpressionParser {
  readonly problems: WgslProblem[] = [];
  #levels = 0;

  #level<T>(parse: () => T): T {
    const { start, end } = this.token;
    if (++this.#levels > maxLevels) throw new Fault({ start, end }, `Statements are nested more than ${maxLevels} levels deep here: move some into a function.`);
    const result = parse();
    this.#levels--;
    return result;
  }

  /** Runs `parse`; on an error notes it, lets `skip` find a place to go on, and gives null. */
  protected recover<T>(parse: () => T, skip: () => void): T | null {
    const { nesting, position } = this;
    const levels = this.#levels;
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // What is missing at the end of the text follows from the first error, once there is one.
      const follows = this.problems.length > 0 && this.token.kind === 'end';
      if (!follows) this.problems.push({ severity: 'error', message: error.message, span: error.span });
      if (this.problems.length >= maxProblems) while (this.token.kind !== 'end') this.advance();
      this.nesting = nesting;
      this.#levels = levels;
      if (this.position === position) this.advance();
      skip();
      return null;
    }
  }

  protected block(attributes = this.attributes()): BlockStatement {
    const { start } = this.token;
    this.expect('{', 'to open the block');
    const body = this.#level(() => this.nested(() => this.statements()));
    this.expect('}', 'to close the block');
    return { kind: 'block', attributes, body, span: this.spanFrom(start) };
  }

  /** Up to "}", or to `continuing`, not consumed. */
  protected statements(): Statement[] {
    const body: Statement[] = [];
    while (!this.is('}') && !this.is('continuing') && this.token.kind !== 'end' && !this.#breakIfAhead()) {
      const statement = this.recover(() => this.statement(), () => this.#skipStatement());
      if (statement) body.push(statement);
    }
    return body;
  }

  #breakIfAhead(): boolean {
    return this.is('break') && this.peek(1).text === 'if';
  }

  /** To just after the ";" or "}" that ends the statement, or to the "}" of the block around. */
  #skipStatement(): void {
    for (let depth = 0; this.token.kind !== 'end'; ) {
      const { text } = this.token;
      if (depth === 0 && text === '}') return;
      if (depth === 0 && text === 'fn') return;
      this.advance();
      if (text === '{') depth++;
      if (text === '}' && --depth === 0) return;
      if (text === ';' && depth === 0) return;
    }
  }

  /** Null for an empty statement. */
  protected statement(): Statement | null {
    if (this.accept(';')) return null;
    const attributes = this.attributes();
    return this.is('{') ? this.block(attributes) : this.#level(() => this.#bare(attributes));
  }

  #bare(attributes: Attribute[]): Statement {
    const { start, text } = this.token;
    switch (text) {
      case 'if':
        return this.#if(attributes);
      case 'switch':
        return this.#switch(attributes);
      case 'loop':
        return this.#loop(attributes);
      case 'for':
        return this.#for(attributes);
      case 'while': {
        this.advance();
        const condition = this.expression();
        return { kind: 'while', attributes, condition, body: this.block(), span: this.spanFrom(start) };
      }
    }
    if (attributes.length > 0) throw new Fault(attributes[0]!.span, 'An attribute may not stand before this statement.');
    const statement = this.#simple();
    this.expect(';', 'at the end of the statement');
    return statement;
  }

  #simple(): Statement {
    const { start, text } = this.token;
    switch (text) {
      case 'break':
      case 'continue':
      case 'discard':
        this.advance();
        return { kind: text, span: this.spanFrom(start) };
      case 'return': {
        this.advance();
        const value = this.is(';') ? null : this.expression();
        return { kind: 'return', value, span: this.spanFrom(start) };
      }
      case 'const_assert': {
        this.advance();
        return { kind: 'assert', condition: this.expression(), span: this.spanFrom(start) };
      }
      case 'var':
      case 'let':
      case 'const':
        return this.valueDeclaration([]);
    }
    return this.#assignmentOrCall();
  }

  /** `var`, `let`, `const` or `override`, without its ";". */
  protected valueDeclaration(attributes: Attribute[]): ValueDeclaration {
    const { start } = this.token;
    const kind = this.advance().text as ValueDeclaration['kind'];
    const template = kind === 'var' ? this.templateList() : null;
    const name = this.name(`the name of a ${kind}`);
    const type = this.accept(':') ? this.type() : null;
    const initializer = this.accept('=') ? this.expression() : null;
    const span = this.spanFrom(start);
    if (!initializer && (kind === 'let' || kind === 'const')) throw new Fault(span, `"${kind} ${name.text}" needs its value: write = and the value.`);
    if (!initializer && !type && kind === 'var') throw new Fault(span, `"var ${name.text}" needs a type or a first value: write ": f32", say, or "= 0.0".`);
    return { kind, attributes, name, template, type, initializer, span };
  }

  #assignmentOrCall(): Statement {
    const { start } = this.token;
    if (this.accept('_')) {
      this.expect('=', 'after "_"');
      return { kind: 'assign', target: null, operator: null, value: this.expression(), span: this.spanFrom(start) };
    }
    const target = this.unary();
    const operator = /^([-+*/%&|^]|<<|>>)?=$/.exec(this.token.text);
    if (operator && this.token.kind === 'symbol') {
      this.advance();
      const value = this.expression();
      return { kind: 'assign', target, operator: (operator[1] as BinaryOperator | undefined) ?? null, value, span: this.spanFrom(start) };
    }
    if (this.is('++') || this.is('--')) {
      const sign = this.advance().text[0] as '+' | '-';
      return { kind: 'increment', target, operator: sign, span: this.spanFrom(start) };
    }
    if (target.kind === 'call' && target.span.start === target.callee.span.start) return { kind: 'call', call: target, span: this.spanFrom(start) };
    if (this.is(';') || this.is('}')) throw new Fault(this.spanFrom(start), 'A value alone is no statement: assign it ("x = …;"), or drop it with "_ = …;".');
    if (target.kind === 'identifier' && this.token.kind === 'word') throw new Fault(this.spanFrom(start), `A declaration begins with var, let or const and has its type after the name: write "var ${this.token.text} = …;", say.`);
    throw this.unexpected('"=" or a call');
  }

  #if(attributes: Attribute[]): Statement {
    const { start } = this.advance();
    const condition = this.expression();
    const then = this.block();
    let otherwise: Statement | null = null;
    if (this.accept('else')) otherwise = this.is('if') ? this.nested(() => this.#level(() => this.#if([]))) : this.block();
    return { kind: 'if', attributes, condition, then, otherwise, span: this.spanFrom(start) };
  }

  #switch(attributes: Attribute[]): Statement {
    const { start } = this.advance();
    const selector = this.expression();
    const bodyAttributes = this.attributes();
    this.expect('{', 'to open the switch');
    const clauses: SwitchClause[] = [];
    this.nested(() => {
      while (!this.is('}')) clauses.push(this.#level(() => this.#clause()));
    });
    this.expect('}', 'to close the switch');
    return { kind: 'switch', attributes, bodyAttributes, selector, clauses, span: this.spanFrom(start) };
  }

  #clause(): SwitchClause {
    const { start } = this.token;
    let selectors: (Expression | null)[] = [null];
    if (this.accept('case')) {
      const ends = () => this.is(':') || this.is('{') || this.is('@');
      selectors = this.list(ends, () => (this.accept('default') ? null : this.expression()), 'or ":" after the selector');
      if (selectors.length === 0) throw this.unexpected('the value of the case');
    } else if (!this.accept('default')) throw this.unexpected('"case", "default" or "}"');
    this.accept(':');
    return { selectors, body: this.block(), span: this.spanFrom(start) };
  }

  #loop(attributes: Attribute[]): Statement {
    const { start } = this.advance();
    const bodyAttributes = this.attributes();
    const open = this.expect('{', 'to open the loop').start;
    let continuing: Continuing | null = null;
    const body = this.#level(() =>
      this.nested(() => {
        const statements = this.statements();
        if (this.is('continuing')) continuing = this.#level(() => this.#continuing());
        return statements;
      }),
    );
    if (this.is('break')) throw this.#breakIfFault();
    if (continuing && !this.is('}')) throw this.unexpected('"}" (continuing comes last in a loop)');
    this.expect('}', 'to close the loop');
    const span = this.spanFrom(start);
    return { kind: 'loop', attributes, body: { kind: 'block', attributes: bodyAttributes, body, span: { start: open, end: span.end } }, continuing, span };
  }

  #continuing(): Continuing {
    const { start } = this.advance();
    const attributes = this.attributes();
    const open = this.expect('{', 'after continuing').start;
    let breakIf: Expression | null = null;
    const body = this.nested(() => {
      const statements = this.statements();
      if (this.#breakIfAhead()) {
        this.advance();
        this.advance();
        breakIf = this.#level(() => this.expression());
        this.expect(';', 'after break if');
      }
      return statements;
    });
    if (breakIf && !this.is('}')) throw this.unexpected('"}" (break if comes last in continuing)');
    this.expect('}', 'to close continuing');
    const span = this.spanFrom(start);
    return { body: { kind: 'block', attributes, body, span: { start: open, end: span.end } }, breakIf, span };
  }

  #breakIfFault(): Fault {
    const { start } = this.token;
    return new Fault({ start, end: this.peek(1).end }, '"break if" stands only at the end of a continuing block: write if … { break; } here.');
  }

  #for(attributes: Attribute[]): Statement {
    const { start } = this.advance();
    this.expect('(', 'after for');
    const initializer = this.is(';') ? null : this.#simple();
    this.expect(';', 'after what the loop begins with');
    const condition = this.is(';') ? null : this.expression();
    this.expect(';', 'after the condition of the loop');
    const update = this.is(')') ? null : this.#assignmentOrCall();
    this.expect(')', 'to close the head of the loop');
    if (initializer && !/^(var|let|const|assign|increment|call)$/.test(initializer.kind)) throw new Fault(initializer.span, 'A for loop begins with a declaration, an assignment or a call.');
    return { kind: 'for', attributes, initializer, condition, update, body: this.block(), span: this.spanFrom(start) };
  }
}
