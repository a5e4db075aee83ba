// Statements: their types, and by which ways control leaves each of them (behaviours, WGSL section 9.7).

import type { BlockStatement, Continuing, Expression, Statement, SwitchClause } from './ast';
import { AssignmentChecker } from './check-assignments';
import { convert, load, toExpr, type Operand } from './operands';
import type { Block, Expr, Span, Stmt } from './typed';
import { bool, commonScalar, concreteType, i32, isAbstractScalar, scalar, scalarOf, typeName } from './type-rules';
import type { AnyScalar, Type } from './types';

/** Ways out of a statement, as bits. */
export const Way = { next: 1, break: 2, continue: 4, return: 8 } as const;

interface Checked {
  stmt: Stmt | null;
  ways: number;
}

/** What encloses a statement: where its break and continue go. */
interface Enclosing {
  kind: 'loop' | 'switch' | 'continuing';
  /** Names that the loop's body had declared at its first `continue`. */
  declaredAtContinue?: number;
  /** How many names the body itself has declared so far, for a `loop`. */
  bodyCount?: () => number;
}

const maxSelectors = 16383;

export abstract class StatementChecker extends AssignmentChecker {
  #enclosing: Enclosing[] = [];

  /** A function's body, in a scope that is open already. */
  protected functionBody(body: BlockStatement): { block: Block; ways: number } {
    this.#enclosing = [];
    return this.withDiagnostics(body.attributes, () => this.#sequence(body.body));
  }

  #block(block: BlockStatement): { block: Block; ways: number } {
    return this.withDiagnostics(block.attributes, () => this.scoped(() => this.#sequence(block.body)));
  }

  #sequence(statements: readonly Statement[]): { block: Block; ways: number } {
    const block: Block = [];
    let ways: number = Way.next;
    let warned = false;
    for (const statement of statements) {
      if (!(ways & Way.next) && !warned) {
        this.report('warning', statement.span, 'This line is never reached.');
        warned = true;
      }
      const checked = this.attempt(() => this.#statement(statement));
      if (!checked) {
        if (statement.kind === 'var' || statement.kind === 'let' || statement.kind === 'const') this.declareBroken(statement.name.text);
        continue;
      }
      if (checked.stmt) block.push(checked.stmt);
      if (ways & Way.next) ways = (ways & ~Way.next) | checked.ways;
    }
    return { block, ways };
  }

  #statement(statement: Statement): Checked {
    const { span } = statement;
    switch (statement.kind) {
      case 'block': {
        const { block, ways } = this.#block(statement);
        return { stmt: { kind: 'block', body: block, span }, ways };
      }
      case 'var':
      case 'let':
      case 'const':
      case 'override':
        return { stmt: this.declaration(statement), ways: Way.next };
      case 'assert':
        this.assertion(statement.condition, span);
        return { stmt: null, ways: Way.next };
      case 'if':
        return this.withDiagnostics(statement.attributes, () => this.#if(statement));
      case 'switch':
        return this.withDiagnostics(statement.attributes, () => this.withDiagnostics(statement.bodyAttributes, () => this.#switch(statement)));
      case 'loop':
        return this.withDiagnostics(statement.attributes, () => this.#loop(statement));
      case 'for':
        return this.withDiagnostics(statement.attributes, () => this.scoped(() => this.#for(statement)));
      case 'while': {
        return this.withDiagnostics(statement.attributes, () => {
          const condition = this.#condition(statement.condition, 'The condition of a while loop');
          const { block, ways } = this.#loopBody(() => this.#block(statement.body));
          return { stmt: { kind: 'loop', form: 'while', initializer: [], condition, body: block, continuing: [], breakIf: null, span }, ways: (ways & Way.return) | Way.next };
        });
      }
      case 'assign':
        return { stmt: this.assignment(statement), ways: Way.next };
      case 'increment':
        return { stmt: this.increment(statement), ways: Way.next };
      case 'call': {
        const { call } = statement;
        if (call.kind !== 'call') return this.fail(span, 'Here a call should be.');
        return { stmt: { kind: 'evaluate', value: toExpr(this.call(call.callee, call.args, call.span, true)), span }, ways: Way.next };
      }
      case 'break':
        return this.#break(span);
      case 'continue':
        return this.#continue(span);
      case 'return':
        return { stmt: this.#return(statement), ways: Way.return };
      case 'discard':
        return this.fail(span, '"discard" belongs to fragment shaders: in a kernel write "return".');
    }
  }

  // ---- Branches

  #condition(expression: Expression, what: string): Expr {
    const operand = this.value(expression);
    if (operand.type !== bool) this.fail(operand.span, `${what} should be bool, not ${typeName(operand.type)}: compare with something, e.g. "… != 0".`);
    return toExpr(operand);
  }

  #if({ condition, then, otherwise, span }: Statement & { kind: 'if' }): Checked {
    const test = this.#condition(condition, 'The condition of an if');
    const yes = this.#block(then);
    const no = otherwise ? (otherwise.kind === 'block' ? this.#block(otherwise) : this.#asBlock(otherwise)) : { block: [], ways: Way.next };
    return { stmt: { kind: 'if', condition: test, then: yes.block, otherwise: no.block, span }, ways: yes.ways | no.ways };
  }

  #asBlock(statement: Statement): { block: Block; ways: number } {
    const { stmt, ways } = this.#statement(statement);
    return { block: stmt ? [stmt] : [], ways };
  }

  #switch({ selector, clauses, span }: Statement & { kind: 'switch' }): Checked {
    const selected = this.value(selector);
    const cases = clauses.map(({ selectors }) => selectors.map((value) => value && load(this.constantExpression(value, 'The value of a case'))));
    const of = this.#selectorType([selected, ...cases.flat().filter((value) => value !== null)]);
    if (cases.flat().length > maxSelectors) this.fail(span, `A switch has at most ${maxSelectors} cases.`);
    const seen = new Set<number | 'default'>();
    for (const value of cases.flat()) {
      const key = value ? Number(convert(value, of).value as number) : 'default';
      if (seen.has(key)) this.fail(value?.span ?? span, key === 'default' ? 'A switch has one default, not two.' : `The case ${key} is given twice.`);
      seen.add(key);
    }
    if (!seen.has('default')) this.fail(span, 'A switch needs a default: add "default: { }".');
    this.#enclosing.push({ kind: 'switch' });
    let ways = 0;
    const made = clauses.map((clause: SwitchClause, i) => {
      const { block, ways: out } = this.#block(clause.body);
      ways |= out & Way.break ? (out & ~Way.break) | Way.next : out;
      const values = cases[i]!.filter((value) => value !== null).map((value) => Number(convert(value, of).value as number));
      return { values, isDefault: clause.selectors.includes(null), body: block };
    });
    this.#enclosing.pop();
    return { stmt: { kind: 'switch', selector: toExpr(convert(selected, of)), clauses: made, span }, ways };
  }

  #selectorType(operands: Operand[]): Type {
    let common: AnyScalar | undefined = scalarOf(operands[0]!.type);
    for (const { type, span } of operands) {
      if (type.kind !== 'scalar' || !/int|[iu]32/.test(type.of)) this.fail(span, `A switch selects by i32 or u32, not by ${typeName(type)}.`);
      const next: AnyScalar | undefined = commonScalar(common!, type.of);
      if (!next) this.fail(span, `The cases of a switch have the type of what it selects by: ${common}, not ${type.of}.`);
      common = next;
    }
    return isAbstractScalar(common) ? i32 : scalar(common!);
  }

  // ---- Loops

  #loopBody<T>(run: () => T): T {
    this.#enclosing.push({ kind: 'loop' });
    const result = run();
    this.#enclosing.pop();
    return result;
  }

  #loop({ body, continuing, span }: Statement & { kind: 'loop' }): Checked {
    return this.withDiagnostics(body.attributes, () =>
      this.scoped(() => {
        const loop: Enclosing = { kind: 'loop' };
        const told = this.errorCount;
        this.#enclosing.push(loop);
        const { block, ways } = this.#loopSequence(body.body, loop);
        this.#enclosing.pop();
        if (loop.declaredAtContinue !== undefined) this.skipAfter(loop.declaredAtContinue);
        const end = continuing ? this.#continuing(continuing) : { block: [], breakIf: null, ways: Way.next };
        const all = ways | end.ways;
        const out = (all & ~(Way.break | Way.continue | Way.next)) | (all & Way.break ? Way.next : 0);
        if (out === 0 && this.errorCount === told) this.fail(span, 'This loop never ends: give it a break, a return, or a "break if".');
        return { stmt: { kind: 'loop', form: 'loop', initializer: [], condition: null, body: block, continuing: end.block, breakIf: end.breakIf, span }, ways: out };
      }),
    );
  }

  /** Like a sequence, noting how many names the body has at each of its statements. */
  #loopSequence(statements: readonly Statement[], loop: Enclosing): { block: Block; ways: number } {
    let declared = 0;
    loop.bodyCount = () => declared;
    const block: Block = [];
    let ways: number = Way.next;
    let warned = false;
    for (const statement of statements) {
      declared = this.declaredHere;
      const part = this.#sequence([statement]);
      if (!(ways & Way.next) && !warned) {
        this.report('warning', statement.span, 'This line is never reached.');
        warned = true;
      }
      block.push(...part.block);
      if (ways & Way.next) ways = (ways & ~Way.next) | part.ways;
    }
    return { block, ways };
  }

  #continuing({ body, breakIf }: Continuing): { block: Block; breakIf: Expr | null; ways: number } {
    this.#enclosing.push({ kind: 'continuing' });
    const result = this.withDiagnostics(body.attributes, () =>
      this.scoped(() => {
        const { block, ways } = this.#sequence(body.body);
        const condition = breakIf && this.#condition(breakIf, 'The condition of "break if"');
        return { block, breakIf: condition, ways: condition ? ways | Way.break : ways };
      }),
    );
    this.#enclosing.pop();
    return result;
  }

  #for({ initializer, condition, update, body, span }: Statement & { kind: 'for' }): Checked {
    const told = this.errorCount;
    const before = initializer ? this.#asBlock(initializer).block : [];
    const test = condition && this.#condition(condition, 'The condition of a for loop');
    const after = update ? this.#asBlock(update).block : [];
    const { block, ways } = this.#loopBody(() => this.#block(body));
    const all = ways | (test ? Way.break : 0);
    const out = (all & Way.return) | (all & Way.break ? Way.next : 0);
    if (out === 0 && this.errorCount === told) this.fail(span, 'This loop never ends: give it a condition, a break or a return.');
    return { stmt: { kind: 'loop', form: 'for', initializer: before, condition: test, body: block, continuing: after, breakIf: null, span }, ways: out };
  }

  #break(span: Span): Checked {
    const inner = this.#enclosing.at(-1);
    if (!inner) this.fail(span, '"break" stands inside a loop or a switch.');
    if (inner.kind === 'continuing') this.fail(span, 'A continuing block is left by "break if …;" as its last line, not by "break".');
    return { stmt: { kind: 'break', span }, ways: Way.break };
  }

  #continue(span: Span): Checked {
    const loop = this.#enclosing.findLast(({ kind }) => kind !== 'switch');
    if (!loop) this.fail(span, '"continue" stands inside a loop.');
    if (loop.kind === 'continuing') this.fail(span, '"continue" may not stand in a continuing block.');
    if (loop.bodyCount) loop.declaredAtContinue ??= loop.bodyCount();
    return { stmt: { kind: 'continue', span }, ways: Way.continue };
  }

  #return({ value, span }: Statement & { kind: 'return' }): Stmt {
    if (this.#enclosing.some(({ kind }) => kind === 'continuing')) this.fail(span, '"return" may not stand in a continuing block.');
    const { func } = this.current!;
    if (!value) {
      if (func.returns.kind !== 'void') this.fail(span, `"${func.name}" returns ${typeName(func.returns)}: write return and the value.`);
      return { kind: 'return', value: null, span };
    }
    const given = this.value(value);
    if (func.returns.kind === 'void') this.fail(value.span, `"${func.name}" has no return type: write "-> ${typeName(concreteType(given.type))}" after its parameters, or return nothing.`);
    return { kind: 'return', value: toExpr(this.as(given, func.returns, `What "${func.name}" returns`)), span };
  }
}
