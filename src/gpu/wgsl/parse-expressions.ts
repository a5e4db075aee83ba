// The parser's lower half: a stream of tokens, and expressions by WGSL's grammar (section 8), which mixes fewer operators
// without parentheses than C does. Each function consumes what it parses or throws a Fault at the first token that does not fit.

import type { Attribute, Expression, IdentifierExpression, Name } from './ast';
import type { Token } from './lexer';
import { Fault } from './problem';
import type { BinaryOperator, Span } from './typed';
import { keywords, reservedWords } from './words';

/** Levels of brackets and statements within one another that the parser goes down. */
const maxNesting = 127;
/** Levels of one expression, e.g. the number of `+` in a row. */
const maxDepth = 513;

type Body<T> = T extends { span: Span; depth: number } ? Omit<T, 'span' | 'depth'> : never;

export class ExpressionParser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #nesting = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  // ---- The stream

  protected get token(): Token {
    return this.#tokens[this.#at]!;
  }

  protected peek(ahead: number): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]!;
  }

  protected get position(): number {
    return this.#at;
  }

  /** End of the token before this one. */
  protected get lastEnd(): number {
    return this.#at > 0 ? this.#tokens[this.#at - 1]!.end : 0;
  }

  protected advance(): Token {
    const token = this.token;
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  protected is(text: string): boolean {
    return this.token.text === text && (this.token.kind === 'symbol' || this.token.kind === 'word');
  }

  protected accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.#at++;
    return true;
  }

  /** `after` says what the symbol should follow, e.g. "after the condition". */
  protected expect(text: string, after: string): Token {
    if (this.is(text)) return this.advance();
    // A missing ; or ) belongs where the last token ended, not where the next line begins.
    const span = text === ';' || text === ')' ? { start: this.lastEnd, end: this.lastEnd + 1 } : this.token;
    const hint = this.is('=') ? ' To compare, write "==".' : '';
    throw new Fault({ start: span.start, end: span.end }, `"${text}" is missing ${after}${this.#found()}.${hint}`);
  }

  #found(): string {
    return this.token.kind === 'end' ? ', where the text ends' : `, before "${short(this.token.text)}"`;
  }

  protected unexpected(wanted: string): Fault {
    const what = this.token.kind === 'end' ? 'the text ends' : `"${short(this.token.text)}" stands`;
    const hint = this.is('}') && this.#nesting === 0 ? ' Is there a "}" too many?' : this.is('==') ? ' To assign, write "=".' : '';
    return new Fault({ start: this.token.start, end: this.token.end }, `Here ${what}, where ${wanted} should be.${hint}`);
  }

  protected spanFrom(start: number): Span {
    return { start, end: Math.max(start, this.lastEnd) };
  }

  /** Runs `parse` one level further down. */
  protected nested<T>(parse: () => T): T {
    if (++this.#nesting > maxNesting) throw new Fault({ start: this.token.start, end: this.token.end }, `This is nested more than ${maxNesting} levels deep: take it apart.`);
    const result = parse();
    this.#nesting--;
    return result;
  }

  /** After an error: forgets the levels that were open. */
  protected get nesting(): number {
    return this.#nesting;
  }

  protected set nesting(levels: number) {
    this.#nesting = levels;
  }

  protected name(what: string): Name {
    const { kind, text, start, end } = this.token;
    if (kind !== 'word') throw this.unexpected(what);
    if (keywords.has(text)) throw new Fault({ start, end }, `"${text}" is a word of the language, so it cannot be ${what}: choose another name.`);
    if (reservedWords.has(text)) throw new Fault({ start, end }, `WGSL reserves the word "${text}": choose another name.`);
    this.#at++;
    return { text, span: { start, end } };
  }

  // ---- Lists

  /** Items with commas between, a last comma allowed, up to the closing token (not consumed). */
  protected list<T>(ends: () => boolean, item: () => T, missing: string): T[] {
    const items: T[] = [];
    while (!ends()) {
      items.push(item());
      if (ends()) break;
      this.expect(',', missing);
    }
    return items;
  }

  protected argumentList(): Expression[] {
    this.expect('(', 'before the arguments');
    const args = this.nested(() => this.list(() => this.is(')'), () => this.expression(), 'or ")" between the arguments'));
    this.expect(')', 'after the arguments');
    return args;
  }

  protected templateList(): Expression[] | null {
    if (this.token.kind !== 'template-open') return null;
    const open = this.advance();
    const closes = () => this.token.kind === 'template-close';
    const args = this.nested(() => this.list(closes, () => this.expression(), 'or ">" in the list that "<" opened'));
    const close = this.advance();
    if (args.length === 0) throw new Fault({ start: open.start, end: close.end }, 'This list between "<" and ">" is empty: name a type there, or leave the list out.');
    return args;
  }

  protected attributes(): Attribute[] {
    const attributes: Attribute[] = [];
    while (this.is('@')) {
      const { start } = this.advance();
      const { kind, text, start: nameStart, end } = this.token;
      if (kind !== 'word') throw this.unexpected('the name of an attribute');
      this.advance();
      const args = this.is('(') ? this.argumentList() : [];
      attributes.push({ name: { text, span: { start: nameStart, end } }, args, span: this.spanFrom(start) });
    }
    return attributes;
  }

  // ---- Expressions

  expression(): Expression {
    const first = this.#relational();
    const operator = this.token.text;
    if (operator !== '&&' && operator !== '||') return first;
    let left = first;
    while (this.accept(operator)) left = this.#binary(operator, left, this.#relational(operator));
    if (this.is('&&') || this.is('||')) throw this.#mixed(operator);
    return left;
  }

  #mixed(operator: string): Fault {
    const { text, start, end } = this.token;
    return new Fault({ start, end }, `WGSL does not mix "${operator}" and "${text}" without parentheses: put ( ) around what belongs together.`);
  }

  /** `inside`: the operator whose operand this is, if `&`, `|` and `^` may not stand here. */
  #relational(inside?: string): Expression {
    const left = this.#shift(inside);
    const operator = this.token.text;
    if (this.token.kind !== 'symbol' || !/^([<>]=?|[=!]=)$/.test(operator)) return left;
    this.advance();
    const comparison = this.#binary(operator as BinaryOperator, left, this.#shift(operator));
    if (this.token.kind === 'symbol' && /^([<>]=?|[=!]=)$/.test(this.token.text))
      throw new Fault({ start: this.token.start, end: this.token.end }, 'Comparisons do not chain: write a < b && b < c.');
    if (/^[&|^]$/.test(this.token.text)) throw this.#mixed(operator);
    return comparison;
  }

  #shift(inside?: string): Expression {
    const start = this.position;
    const first = this.unary();
    const operator = this.token.text;
    if (inside && /^[&|^]$/.test(operator)) throw this.#mixed(inside);
    if (/^[&|^]$/.test(operator) && this.token.kind === 'symbol') return this.#bitwise(operator as BinaryOperator, first);
    if (operator === '<<' || operator === '>>') return this.#shiftBy(operator, first);
    const sum = this.#sum(first);
    if (this.is('<<') || this.is('>>')) throw this.#mixed(this.#operatorAfter(start));
    if (/^[&|^]$/.test(this.token.text) && this.token.kind === 'symbol') throw this.#mixed(this.#operatorAfter(start));
    return sum;
  }

  /** The first arithmetic operator since a position: for messages. */
  #operatorAfter(position: number): string {
    for (let i = position, depth = 0; i < this.#at; i++) {
      const { text } = this.#tokens[i]!;
      if (/^[([]$/.test(text)) depth++;
      else if (/^[)\]]$/.test(text)) depth--;
      else if (depth === 0 && i > position && /^[-+*/%]$/.test(text)) return text;
    }
    return '+';
  }

  #bitwise(operator: BinaryOperator, first: Expression): Expression {
    let left = first;
    while (this.accept(operator)) left = this.#binary(operator, left, this.unary());
    if (this.token.kind === 'symbol' && /^([-+*/%&|^]|<<|>>|&&|\|\||[<>]=?|[=!]=)$/.test(this.token.text)) throw this.#mixed(operator);
    return left;
  }

  #shiftBy(operator: '<<' | '>>', left: Expression): Expression {
    this.advance();
    const shift = this.#binary(operator, left, this.unary());
    if (this.token.kind === 'symbol' && /^([-+*/%&|^]|<<|>>)$/.test(this.token.text)) throw this.#mixed(operator);
    return shift;
  }

  #sum(first: Expression): Expression {
    let left = this.#product(first);
    for (;;) {
      const { start, end } = this.token;
      if (this.accept('--')) {
        // Minus a negative: WGSL has no decrement within an expression.
        if (/^[;)}\],]$/.test(this.token.text)) throw new Fault({ start, end }, 'x-- is a statement of its own: write it before or after this one.');
        const operand = this.unary();
        left = this.#binary('-', left, this.#product(this.#node({ kind: 'unary', operator: '-', operand }, start + 1, operand)));
      } else if (this.is('+') || this.is('-')) {
        const operator = this.advance().text as '+' | '-';
        left = this.#binary(operator, left, this.#product(this.unary()));
      } else return left;
    }
  }

  #product(first: Expression): Expression {
    let left = first;
    while (this.is('*') || this.is('/') || this.is('%')) {
      const operator = this.advance().text as BinaryOperator;
      left = this.#binary(operator, left, this.unary());
    }
    return left;
  }

  #binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
    return this.#node({ kind: 'binary', operator, left, right }, left.span.start, left, right);
  }

  #node(node: Body<Expression>, start: number, ...below: Expression[]): Expression {
    const depth = 1 + below.reduce((most, child) => Math.max(most, child.depth), 0);
    const span = this.spanFrom(start);
    if (depth > maxDepth) throw new Fault(span, `This expression is more than ${maxDepth} operators deep: compute it in steps.`);
    return { ...node, span, depth } as Expression;
  }

  unary(): Expression {
    const { text, start } = this.token;
    if (this.token.kind === 'symbol' && /^[-!~&*]$/.test(text)) {
      this.advance();
      const operand = this.nested(() => this.unary());
      return this.#node({ kind: 'unary', operator: text as '-', operand }, start, operand);
    }
    if (this.accept('--')) {
      // Two minus signs: WGSL has no decrement within an expression.
      const inner = this.nested(() => this.nested(() => this.unary()));
      const once = this.#node({ kind: 'unary', operator: '-', operand: inner }, start + 1, inner);
      return this.#node({ kind: 'unary', operator: '-', operand: once }, start, once);
    }
    if (this.is('++')) throw new Fault({ start, end: this.token.end }, '"++" is no operator in front of a value: x++ is a statement of its own.');
    return this.#postfix(this.#primary());
  }

  #postfix(primary: Expression): Expression {
    let base = primary;
    for (;;) {
      if (this.accept('[')) {
        const index = this.nested(() => this.expression());
        this.expect(']', 'after the index');
        base = this.#node({ kind: 'index', base, index }, base.span.start, base, index);
      } else if (this.accept('.')) {
        const member = this.name('the name of a member or component');
        base = this.#node({ kind: 'member', base, member }, base.span.start, base);
      } else return base;
    }
  }

  #primary(): Expression {
    const { kind, text, start } = this.token;
    if (kind === 'number') {
      this.advance();
      return this.#node({ kind: 'number', text }, start);
    }
    if (this.accept('(')) {
      const inner = this.nested(() => this.expression());
      this.expect(')', 'to close the parenthesis');
      return { ...inner, span: this.spanFrom(start) };
    }
    if (this.accept('true') || this.accept('false')) return this.#node({ kind: 'boolean', value: text === 'true' }, start);
    if (kind !== 'word' || keywords.has(text)) throw this.unexpected('a value');
    const callee = this.identifier();
    if (!this.is('(')) return callee;
    const args = this.argumentList();
    return this.#node({ kind: 'call', callee, args }, start, callee, ...args);
  }

  /** A name with its template list, if it has one: a variable, a function or a type. */
  protected identifier(): IdentifierExpression {
    const { start } = this.token;
    const { text: name } = this.name('a value');
    const template = this.templateList();
    return this.#node({ kind: 'identifier', name, template }, start, ...(template ?? [])) as IdentifierExpression;
  }

  protected type(): IdentifierExpression {
    if (this.token.kind !== 'word') throw this.unexpected('a type');
    return this.identifier();
  }
}

const short = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
