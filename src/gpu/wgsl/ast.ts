// A WGSL text as parsed: names unresolved, types not looked at. What it means is found by check.ts.

import type { BinaryOperator, Span } from './typed';

export interface Name {
  text: string;
  span: Span;
}

export interface Attribute {
  name: Name;
  args: Expression[];
  span: Span;
}

// ---- Expressions; a type is written as an identifier, with or without a template list, and so is one too

export type IdentifierExpression = { kind: 'identifier'; name: string; template: Expression[] | null; span: Span; depth: number };

/** `depth` counts the levels below: the parser bounds it, so that recursion over an expression is safe. */
export type Expression = { span: Span; depth: number } & (
  | { kind: 'number'; text: string }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'identifier'; name: string; template: Expression[] | null }
  | { kind: 'call'; callee: IdentifierExpression; args: Expression[] }
  | { kind: 'unary'; operator: '-' | '!' | '~' | '&' | '*'; operand: Expression }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
  | { kind: 'index'; base: Expression; index: Expression }
  | { kind: 'member'; base: Expression; member: Name }
);

// ---- Statements

export interface BlockStatement {
  kind: 'block';
  attributes: Attribute[];
  body: Statement[];
  span: Span;
}

export interface ValueDeclaration {
  kind: 'var' | 'let' | 'const' | 'override';
  attributes: Attribute[];
  name: Name;
  /** Of `var<…>`. */
  template: Expression[] | null;
  type: Expression | null;
  initializer: Expression | null;
  span: Span;
}

export interface AssertDeclaration {
  kind: 'assert';
  condition: Expression;
  span: Span;
}

export interface SwitchClause {
  /** null stands for `default`. */
  selectors: (Expression | null)[];
  body: BlockStatement;
  span: Span;
}

export interface Continuing {
  body: BlockStatement;
  breakIf: Expression | null;
  span: Span;
}

export type Statement =
  | BlockStatement
  | ValueDeclaration
  | AssertDeclaration
  | { kind: 'if'; attributes: Attribute[]; condition: Expression; then: BlockStatement; otherwise: Statement | null; span: Span }
  | { kind: 'switch'; attributes: Attribute[]; bodyAttributes: Attribute[]; selector: Expression; clauses: SwitchClause[]; span: Span }
  | { kind: 'loop'; attributes: Attribute[]; body: BlockStatement; continuing: Continuing | null; span: Span }
  | { kind: 'for'; attributes: Attribute[]; initializer: Statement | null; condition: Expression | null; update: Statement | null; body: BlockStatement; span: Span }
  | { kind: 'while'; attributes: Attribute[]; condition: Expression; body: BlockStatement; span: Span }
  /** `target` null: `_ = value`. */
  | { kind: 'assign'; target: Expression | null; operator: BinaryOperator | null; value: Expression; span: Span }
  /** `++` and `--`. */
  | { kind: 'increment'; target: Expression; operator: '+' | '-'; span: Span }
  | { kind: 'call'; call: Expression; span: Span }
  | { kind: 'break' | 'continue' | 'discard'; span: Span }
  | { kind: 'return'; value: Expression | null; span: Span };

// ---- Declarations of the module

export interface Parameter {
  attributes: Attribute[];
  name: Name;
  type: Expression;
  span: Span;
}

export interface FunctionDeclaration {
  kind: 'fn';
  attributes: Attribute[];
  name: Name;
  params: Parameter[];
  returns: Expression | null;
  returnAttributes: Attribute[];
  body: BlockStatement;
  span: Span;
}

export interface StructDeclaration {
  kind: 'struct';
  name: Name;
  members: Parameter[];
  span: Span;
}

export interface AliasDeclaration {
  kind: 'alias';
  name: Name;
  type: Expression;
  span: Span;
}

export type Declaration = FunctionDeclaration | StructDeclaration | AliasDeclaration | ValueDeclaration | AssertDeclaration;
export type NamedDeclaration = Exclude<Declaration, AssertDeclaration>;

export type Directive =
  | { kind: 'enable' | 'requires'; names: Name[]; span: Span }
  | { kind: 'diagnostic'; args: Expression[]; span: Span };

export interface Module {
  directives: Directive[];
  declarations: Declaration[];
}
