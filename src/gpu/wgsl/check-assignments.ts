// Declarations inside functions, assignments and diagnostic controls: statements that hold no others (WGSL sections 7, 9.2 and 2.3).

import type { Attribute, Expression, Statement, ValueDeclaration } from './ast';
import type { Severity } from './check-calls';
import { ExpressionChecker } from './check-expressions';
import type { Constant } from './constants';
import { Stage, concrete, load, toExpr } from './operands';
import type { Expr, Ref, Span, Stmt, Value, Variable } from './typed';
import { bool, commonScalar, hasFixedSize, i32, isConstructible, sameType, scalar, scalarOf, typeName, u32, withScalar } from './type-rules';
import type { Type } from './types';

export abstract class AssignmentChecker extends ExpressionChecker {
  /** Severities that `@diagnostic` sets hold inside. */
  protected withDiagnostics<T>(attributes: Attribute[], run: () => T): T {
    const before = this.subgroupSeverity;
    const seen = new Map<string, string>();
    for (const attribute of attributes) {
      if (attribute.name.text !== 'diagnostic') this.fail(attribute.span, `"@${attribute.name.text}" may not stand here.`);
      if (seen.has(attribute.args[1] ? (dottedName(attribute.args[1]) ?? '') : '')) this.fail(attribute.span, 'This diagnostic is given twice.');
      this.diagnosticControl(attribute.args, attribute.span, seen);
    }
    try {
      return run();
    } finally {
      this.subgroupSeverity = before;
    }
  }

  protected diagnosticControl(args: readonly Expression[], span: Span, seen: Map<string, string>): void {
    const [severity, rule] = args.map(dottedName);
    if (args.length !== 2 || !severity || !rule || /\..*\./.test(rule)) this.fail(span, 'diagnostic takes a severity and the name of a rule, e.g. diagnostic(off, subgroup_uniformity).');
    if (!/^(off|info|warning|error)$/.test(severity)) this.fail(args[0]!.span, `"${severity}" is no severity: there are off, info, warning and error.`);
    if ((seen.get(rule) ?? severity) !== severity) this.fail(span, `"${rule}" is given two severities here.`);
    seen.set(rule, severity);
    if (rule === 'subgroup_uniformity') this.subgroupSeverity = severity as Severity;
    else if (rule !== 'derivative_uniformity' && !rule.includes('.')) this.report('warning', args[1]!.span, `There is no rule "${rule}" here.`);
  }

  // ---- Declarations

  protected declaration(declaration: ValueDeclaration): Stmt | null {
    const { kind, name, span } = declaration;
    if (kind === 'const') {
      const { type, value } = this.constDeclaration(declaration);
      this.declare(name.text, { kind: 'const', type, value }, name.span);
      return null;
    }
    const wanted = declaration.type && this.type(declaration.type);
    const given = declaration.initializer && this.value(declaration.initializer);
    const initial = given && (wanted ? this.as(given, wanted, `The value of "${name.text}"`) : concrete(given));
    const type = wanted ?? initial!.type;
    if (kind === 'let') {
      if (type.kind !== 'ptr' && !isConstructible(type)) this.fail(span, `A value of type ${typeName(type)} cannot be given a name.`);
      const value: Value = { name: name.text, type, span: name.span };
      this.declare(name.text, { kind: 'value', value }, name.span);
      return { kind: 'let', value, initializer: toExpr(initial!), span };
    }
    if (declaration.template && (declaration.template.length !== 1 || dottedName(declaration.template[0]!) !== 'function'))
      this.fail(span, 'Inside a function a variable is var or var<function>: move var<workgroup>, var<private> and buffers outside.');
    if (!isConstructible(type)) this.fail(span, `A variable inside a function cannot be of type ${typeName(type)}.`);
    this.limitCounts(type, span);
    const variable: Variable = { name: name.text, space: 'function', access: 'read_write', type, span: name.span };
    if (initial) variable.initializer = toExpr(initial);
    this.declare(name.text, { kind: 'variable', variable }, name.span);
    return { kind: 'var', variable, span };
  }

  protected constDeclaration({ name, type, initializer }: ValueDeclaration): { type: Type; value: Constant | undefined } {
    const wanted = type && this.type(type);
    const given = load(this.constantExpression(initializer!, `The value of "const ${name.text}"`));
    const { type: of, value } = wanted ? this.as(given, wanted, `The value of "${name.text}"`) : given;
    if (!isConstructible(of) || !hasFixedSize(of)) this.fail(given.span, `A constant cannot be of type ${typeName(of)}.`);
    return { type: of, value };
  }

  protected assertion(condition: Expression, span: Span): void {
    const operand = load(this.constantExpression(condition, 'What const_assert checks'));
    if (operand.type !== bool) this.fail(condition.span, `const_assert takes a bool, not ${typeName(operand.type)}.`);
    if (operand.value === false) this.fail(span, 'This assertion is false.');
  }

  // ---- Assignment

  #target(expression: Expression, operand = this.operand(expression)): Ref {
    const { ref, span } = operand;
    if (!ref) {
      let root = expression;
      while (root.kind === 'member' || root.kind === 'index') root = root.base;
      const name = root.kind === 'identifier' ? root.name : null;
      this.fail(span, name ? `"${name}" is a value, not a variable, so it cannot be assigned: declare "var ${name}" and use that.` : 'This is a value, not a place in a variable, so it cannot be assigned.');
    }
    if (ref.access === 'read') this.fail(span, ref.space === 'uniform' ? 'A uniform buffer is read-only.' : 'This buffer is read-only: declare it var<storage, read_write> to write it.');
    return ref;
  }

  protected assignment(statement: Statement & { kind: 'assign' }): Stmt | null {
    const { span, operator } = statement;
    if (!statement.target) {
      const dropped = this.value(statement.value);
      return dropped.stage === Stage.runtime ? { kind: 'evaluate', value: toExpr(dropped), span } : null;
    }
    if (statement.target.kind === 'member' && statement.target.member.text.length > 1) {
      const swizzle = this.#swizzleAssignment(statement.target, statement);
      if (swizzle) return swizzle;
    }
    const target = this.#target(statement.target);
    if (operator) {
      const left = load({ type: target.type, span: statement.target.span, stage: Stage.runtime, ref: target });
      const right = this.value(statement.value);
      const [to, from] = [scalarOf(left.type), scalarOf(right.type)];
      if (to && from && commonScalar(to, from) !== to && !/^[<>]/.test(operator))
        this.fail(span, `"${operator}=" changes ${typeName(left.type)} here, and on its right stands ${typeName(right.type)}: write ${typeName(withScalar(right.type, to))}(…), or declare the variable with the other type.`);
      const result = toExpr(this.binary(operator, left, right, span));
      if (!sameType(result.type, target.type) || result.kind !== 'binary') this.fail(span, `This gives ${typeName(result.type)}, which does not fit into ${typeName(target.type)}.`);
      return { kind: 'update', target, operator, value: result.right, span };
    }
    const given = this.value(statement.value);
    if (target.type.kind === 'atomic') this.fail(span, 'An atomic is written only by atomic functions: use atomicStore(&…, …).');
    if (!isConstructible(target.type)) this.fail(span, `${typeName(target.type)} cannot be assigned as a whole.`);
    return { kind: 'assign', target, value: toExpr(this.as(given, target.type, 'What is assigned')), span };
  }

  /**
   * `v.xy = e` and `v.xy += e` (language feature swizzle_assignment), taken apart: a pointer to v, the new value, then each component.
   * Null where the target is not several components of a vector.
   */
  #swizzleAssignment(target: Expression & { kind: 'member' }, { operator, value, span }: Statement & { kind: 'assign' }): Stmt | null {
    const vector = this.base(target.base);
    if (vector.type.kind !== 'vec' || !vector.ref) return null;
    const before = this.swizzle(vector, vector.type, target.member.text, target.member.span, target.span);
    const expr = toExpr(before);
    if (expr.kind !== 'swizzle') return null;
    if (new Set(expr.lanes).size < expr.lanes.length) this.fail(target.member.span, 'A component may be assigned only once here.');
    const place = this.#target(target.base, vector);
    const given = this.value(value);
    const next = operator ? this.binary(operator, before, given, span) : given;
    const result = toExpr(this.as(next, before.type, 'What is assigned'));
    const { type, space, access } = place;
    const pointer: Value = { name: 'the vector', type: { kind: 'ptr', space, of: type, access }, span: target.base.span };
    const parts: Value = { name: 'the components', type: result.type, span: value.span };
    const whole: Ref = { kind: 'deref', pointer: { kind: 'value', of: pointer, type: pointer.type, span: pointer.span }, type, space, access, span: target.base.span };
    const lane = scalar(vector.type.of);
    const stores = expr.lanes.map((to, i): Stmt => ({
      kind: 'assign',
      target: { kind: 'lane', base: whole, lane: to, type: lane, space, access, span: target.span },
      value: { kind: 'swizzle', base: { kind: 'value', of: parts, type: parts.type, span: value.span }, lanes: [i], type: lane, span: value.span },
      span,
    }));
    const address: Expr = { kind: 'address', of: place, type: pointer.type, span: pointer.span };
    const oldValue: Ref = whole;
    const body: Stmt[] = [{ kind: 'let', value: pointer, initializer: address, span }, { kind: 'let', value: parts, initializer: operator ? reread(result, oldValue) : result, span }, ...stores];
    return { kind: 'block', body, span };
  }

  protected increment({ target: expression, operator, span }: Statement & { kind: 'increment' }): Stmt {
    const target = this.#target(expression);
    if (target.type !== i32 && target.type !== u32) this.fail(span, `"${operator}${operator}" is for i32 and u32, not for ${typeName(target.type)}.`);
    return { kind: 'update', target, operator, value: { kind: 'const', value: 1, type: target.type, span }, span };
  }
}

/** The left side of `v.xy += e` reads through the pointer that the assignment writes through, so that v is evaluated once. */
function reread(result: Expr, from: Ref): Expr {
  if (result.kind !== 'binary' || result.left.kind !== 'swizzle') return result;
  const { left } = result;
  return { ...result, left: { ...left, base: { kind: 'load', from, type: left.base.type, span: left.base.span } } };
}

/** `a` or `a.b` as text. */
function dottedName(expression: Expression): string | undefined {
  if (expression.kind === 'identifier' && !expression.template) return expression.name;
  const base = expression.kind === 'member' ? dottedName(expression.base) : undefined;
  return base && expression.kind === 'member' ? `${base}.${expression.member.text}` : undefined;
}
