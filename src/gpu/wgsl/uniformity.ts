// Uniformity analysis (WGSL section 15.2): a barrier, workgroupUniformLoad or subgroup function must be reached by all invocations of a
// workgroup together. For each function a graph says what each value and each place in control flow depends on; what must not differ between
// invocations and yet may is reported. It is conservative as the specification is: browsers reject the same texts.

import type { Severity } from './check-calls';
import { isSubgroupBuiltin } from './builtins';
import type { CheckedFunction } from './check-module';
import { Way } from './check-statements';
import type { Block, ComputeBuiltin, Expr, Func, Ref, Span, Stmt, Value, WgslProblem } from './typed';
import { State, Ways, isSource, node, reachable, type Changes, type Node } from './uniformity-graph';
import { kinds, violation, type Dependence, type Level, type Requirement, type Summary } from './uniformity-summary';
import { Roots, baseOf, isVariable, partsOf, walkBlock, type Root } from './walk';

/** Uniform over a workgroup by definition. */
const uniformInputs = new Set<ComputeBuiltin>(['workgroup_id', 'num_workgroups', 'subgroup_size', 'num_subgroups']);
/** Give all invocations of a subgroup the same, where they are given the same. */
const subgroupWide = /^subgroup(Add|Mul|Min|Max|And|Or|Xor|All|Any|Ballot|Broadcast|BroadcastFirst)$/;

/** Functions come callees first; `severities` are those of subgroup calls. */
export function checkUniformity(source: string, functions: readonly CheckedFunction[], severities: ReadonlyMap<Expr, Severity>): WgslProblem[] {
  const summaries = new Map<Func, Summary>();
  return functions.flatMap((checked) => {
    const analysis = new FunctionAnalysis(source, checked, summaries, severities);
    const { summary, problems } = analysis.run();
    summaries.set(checked.func, summary);
    return problems;
  });
}

interface Frame {
  loop: boolean;
  level: number;
  breaks: Changes[];
  continues: Changes[];
}

interface Flow {
  flow: Node;
  ways: number;
}

class FunctionAnalysis {
  readonly #source: string;
  readonly #checked: CheckedFunction;
  readonly #summaries: ReadonlyMap<Func, Summary>;
  readonly #severities: ReadonlyMap<Expr, Severity>;
  readonly #start = node();
  readonly #values = new Map<Value, Node>();
  readonly #params: Node[];
  readonly #contents: Node[];
  readonly #outputs: Node[];
  readonly #returned = node();
  readonly #requirements: Requirement[] = [];
  readonly #roots = new Roots();
  readonly #state = new State();
  readonly #frames: Frame[] = [];

  constructor(source: string, checked: CheckedFunction, summaries: ReadonlyMap<Func, Summary>, severities: ReadonlyMap<Expr, Severity>) {
    this.#source = source;
    this.#checked = checked;
    this.#summaries = summaries;
    this.#severities = severities;
    const { params } = checked.func;
    this.#params = params.map((param, i) => this.#parameter(param, i));
    this.#contents = params.map(() => node());
    this.#outputs = params.map(() => node());
    params.forEach((param, i) => {
      this.#values.set(param, this.#params[i]!);
      if (tracked(param)) this.#state.set(param, this.#contents[i]!);
    });
  }

  #parameter(param: Value, i: number): Node {
    const inputs = this.#checked.entry?.inputs[i];
    const varying = [inputs ?? []].flat().filter((input) => !uniformInputs.has(input));
    const worst = varying.find((input) => input !== 'subgroup_id') ?? varying[0];
    return worst ? { on: [], span: param.span, source: `the builtin ${worst}`, perSubgroup: worst === 'subgroup_id' } : node();
  }

  run(): { summary: Summary; problems: WgslProblem[] } {
    const { flow, ways } = this.#block(this.#checked.func.body, this.#start);
    if (ways & Way.next) this.#leave(flow);
    const seen = new Set<Level>();
    const search = new Ways();
    const problems = this.#requirements.flatMap((requirement) => {
      const way = seen.has(requirement.level) ? null : search.toSource(requirement.of, requirement.scope);
      if (!way) return [];
      seen.add(requirement.level);
      return [{ kind: 'uniformity' as const, severity: requirement.level, span: requirement.span, message: violation(this.#source, requirement, way) }];
    });
    return { summary: this.#summary(), problems };
  }

  // ---- For callers

  #summary(): Summary {
    const needs = kinds.flatMap(({ level, scope }) => {
      const own = this.#requirements.filter((requirement) => requirement.level === level && requirement.scope === scope);
      if (own.length === 0) return [];
      // One for all of a kind: the caller's message then names the first.
      const dependence = this.#dependence(own.map(({ of }) => of));
      return [{ requirement: own[0]!, dependence }];
    });
    const outputs = this.#checked.func.params.map((param, i) => (tracked(param) ? this.#dependence([this.#outputs[i]!]) : null));
    return { needs, returns: this.#dependence([this.#returned]), outputs };
  }

  #dependence(nodes: Node[]): Dependence {
    const seen = reachable(nodes);
    const numbers = (list: readonly Node[]) => new Set(list.flatMap((item, i) => (seen.has(item) ? [i] : [])));
    return { values: numbers(this.#params), contents: numbers(this.#contents), flow: seen.has(this.#start), source: [...seen].find((one) => isSource(one, 'subgroup')) ?? [...seen].find((one) => isSource(one, 'workgroup')) ?? null };
  }

  // ---- Statements

  #block(block: Block, flow: Node): Flow {
    let at: Flow = { flow, ways: Way.next };
    for (const stmt of block) {
      const next = this.#statement(stmt, at.flow);
      at = { flow: next.flow, ways: (at.ways & ~Way.next) | next.ways };
      if (!(at.ways & Way.next)) break;
    }
    return at;
  }

  #statement(stmt: Stmt, flow: Node): Flow {
    const go: Flow = { flow, ways: Way.next };
    switch (stmt.kind) {
      case 'var':
        this.#state.set(stmt.variable, stmt.variable.initializer ? this.#expr(stmt.variable.initializer, flow) : flow);
        return go;
      case 'let':
        this.#roots.note(stmt.value, stmt.initializer);
        this.#values.set(stmt.value, this.#expr(stmt.initializer, flow));
        return go;
      case 'assign':
      case 'update':
        this.#assign(stmt, flow);
        return go;
      case 'evaluate':
        this.#expr(stmt.value, flow);
        return go;
      case 'block':
        return this.#block(stmt.body, flow);
      case 'if':
        return this.#branches(stmt.condition, 'the if', [stmt.then, stmt.otherwise], flow, false);
      case 'switch':
        return this.#branches(stmt.selector, 'the switch', stmt.clauses.map(({ body }) => body), flow, true);
      case 'loop':
        return this.#loop(stmt, flow);
      case 'break': {
        const frame = this.#frames.at(-1)!;
        frame.breaks.push(this.#state.changesSince(frame.level));
        return { flow, ways: Way.break };
      }
      case 'continue': {
        const frame = this.#frames.findLast(({ loop }) => loop)!;
        frame.continues.push(this.#state.changesSince(frame.level));
        return { flow, ways: Way.continue };
      }
      case 'return':
        if (stmt.value) this.#returned.on.push(this.#expr(stmt.value, flow));
        this.#leave(flow);
        return { flow, ways: Way.return };
    }
  }

  /** The function ends here: what its pointer parameters lead to is seen by the caller. */
  #leave(flow: Node): void {
    this.#checked.func.params.forEach((param, i) => {
      if (!tracked(param)) return;
      const value = this.#state.get(param)!;
      // A value that was never assigned does not depend on how control came here.
      this.#outputs[i]!.on.push(value === this.#contents[i] ? value : node(value, flow));
    });
  }

  #assign(stmt: Stmt & { kind: 'assign' | 'update' }, flow: Node): void {
    const value = this.#expr(stmt.value, flow);
    const address = this.#address(stmt.target, flow);
    const { root, whole } = this.#roots.of(stmt.target);
    if (!tracked(root)) return;
    const keeps = !whole || stmt.kind === 'update';
    this.#state.set(root, keeps ? node(value, this.#state.get(root)!, address) : value);
  }

  #branches(condition: Expr, branch: string, blocks: readonly Block[], flow: Node, breakable: boolean): Flow {
    const decided: Node = { on: [this.#expr(condition, flow)], span: condition.span, branch };
    const frame: Frame = { loop: false, level: this.#state.level, breaks: [], continues: [] };
    if (breakable) this.#frames.push(frame);
    const ends: Node[] = [];
    const changes: Changes[] = [];
    let ways = 0;
    for (const block of blocks)
      this.#state.branch(() => {
        const end = this.#block(block, decided);
        ends.push(end.flow);
        ways |= end.ways;
        if (end.ways & Way.next) changes.push(this.#state.changesSince(frame.level));
      });
    if (breakable) {
      this.#frames.pop();
      if (ways & Way.break) ways = (ways & ~Way.break) | Way.next;
    }
    this.#state.join([...changes, ...frame.breaks]);
    return { flow: ways === Way.next ? flow : node(...ends), ways };
  }

  #loop(stmt: Stmt & { kind: 'loop' }, before: Node): Flow {
    const { flow } = this.#block(stmt.initializer, before);
    const head = node(flow);
    const inputs = this.#writtenIn(stmt).map((root) => {
      const input = node(this.#state.get(root)!);
      return { root, input };
    });
    const frame: Frame = { loop: true, level: this.#state.level, breaks: [], continues: [] };
    this.#frames.push(frame);
    let ways = 0;
    this.#state.branch(() => {
      for (const { root, input } of inputs) this.#state.set(root, input);
      const body = this.#round(stmt, head, frame);
      ways = body.ways;
      for (const { root, input } of inputs) input.on.push(this.#state.get(root)!);
      head.on.push(body.flow);
    });
    this.#frames.pop();
    this.#state.join(frame.breaks);
    const out = (ways & Way.return) | Way.next;
    return { flow: out === Way.next ? flow : head, ways: ways & Way.break ? out : ways & Way.return };
  }

  /** Once through a loop, from its head to the head again. */
  #round(stmt: Stmt & { kind: 'loop' }, head: Node, frame: Frame): Flow {
    let ways = 0;
    const leaveIf = (condition: Expr, flow: Node, branch: string): Node => {
      ways |= Way.break;
      const decided: Node = { on: [this.#expr(condition, flow)], span: condition.span, branch };
      frame.breaks.push(this.#state.changesSince(frame.level));
      return decided;
    };
    const start = stmt.condition ? leaveIf(stmt.condition, head, `the ${stmt.form} loop`) : head;
    let body: Flow = { flow: start, ways: 0 };
    const changes: Changes[] = [];
    this.#state.branch(() => {
      body = this.#block(stmt.body, start);
      if (body.ways & Way.next) changes.push(this.#state.changesSince(frame.level));
    });
    ways |= body.ways;
    this.#state.join([...changes, ...frame.continues]);
    let end = this.#block(stmt.continuing, body.flow).flow;
    if (stmt.breakIf) end = leaveIf(stmt.breakIf, end, 'the break if');
    return { flow: end, ways };
  }

  /** Variables from outside that a loop may assign. */
  #writtenIn(stmt: Stmt & { kind: 'loop' }): Root[] {
    const written = new Set<Root>();
    const note = (root: Root) => {
      if (this.#state.get(root)) written.add(root);
    };
    const roots = this.#roots;
    walkBlock([{ ...stmt, initializer: [] }], {
      stmt(inner) {
        if (inner.kind === 'let') roots.note(inner.value, inner.initializer);
        if (inner.kind === 'assign' || inner.kind === 'update') note(roots.of(inner.target).root);
      },
      expr(expr) {
        if (expr.kind === 'call') for (const arg of expr.args) if (arg.type.kind === 'ptr') note(roots.ofPointer(arg).root);
      },
    });
    return [...written];
  }

  // ---- Expressions: the node of a value. What is evaluated under differing control flow may differ itself.

  #expr(expr: Expr, flow: Node): Node {
    switch (expr.kind) {
      case 'const':
        return flow;
      case 'value':
        return node(flow, this.#values.get(expr.of)!);
      case 'load':
        return this.#load(expr.from, flow);
      case 'address':
        return this.#address(expr.of, flow);
      case 'binary':
        if (expr.operator === '&&' || expr.operator === '||') {
          const left: Node = { on: [this.#expr(expr.left, flow)], span: expr.left.span, branch: `the ${expr.operator}` };
          return this.#expr(expr.right, left);
        }
        break;
      case 'call':
        return this.#call(expr, flow);
      case 'builtin':
        return this.#builtin(expr, flow);
    }
    const parts = partsOf(expr).map((part) => this.#expr(part, flow));
    return parts.length === 1 ? parts[0]! : node(flow, ...parts);
  }

  /** Where a reference leads: what its indices and pointers depend on. */
  #address(ref: Ref, flow: Node): Node {
    const on: Node[] = [flow];
    for (let at: Ref | null = ref; at; at = baseOf(at)) {
      if (at.kind === 'index') on.push(this.#expr(at.index, flow));
      if (at.kind === 'deref') on.push(this.#expr(at.pointer, flow));
    }
    return on.length === 1 ? flow : node(...on);
  }

  #load(ref: Ref, flow: Node): Node {
    const address = this.#address(ref, flow);
    return node(address, this.#contentsOf(ref));
  }

  #contentsOf(ref: Ref): Node {
    const { root } = this.#roots.of(ref);
    const value = this.#state.get(root);
    if (value) return value;
    if (ref.access === 'read') return node();
    return { on: [], span: ref.span, source: `"${root.name}", which invocations may write` };
  }

  #builtin(expr: Expr & { kind: 'builtin' }, flow: Node): Node {
    const { name, span } = expr;
    const args = expr.args.map((arg) => this.#expr(arg, flow));
    if (/^atomic/.test(name)) return { on: [flow, ...args], span, source: `the result of ${name}` };
    if (/Barrier$/.test(name)) this.#requirements.push({ of: flow, level: 'error', scope: 'workgroup', span, name, what: 'flow' });
    if (name === 'workgroupUniformLoad') {
      const common = { level: 'error', scope: 'workgroup', name } as const;
      this.#requirements.push({ ...common, of: flow, span, what: 'flow' }, { ...common, of: args[0]!, span: expr.args[0]!.span, what: 'value' });
      return flow;
    }
    if (!isSubgroupBuiltin(name)) return node(flow, ...args);
    const severity = this.#severities.get(expr) ?? 'error';
    const level = severity === 'error' || severity === 'warning' ? severity : null;
    if (level) {
      const common = { level, scope: 'subgroup', name } as const;
      this.#requirements.push({ ...common, of: flow, span, what: 'flow' });
      if (/^subgroupShuffle(Up|Down|Xor)$/.test(name)) this.#requirements.push({ ...common, of: args[1]!, span: expr.args[1]!.span, what: 'value' });
    }
    return { on: [flow, ...args], span, source: `the result of ${name}, which is of one subgroup`, perSubgroup: subgroupWide.test(name) };
  }

  #call(expr: Expr & { kind: 'call' }, flow: Node): Node {
    const { of, span } = expr;
    const { needs, returns, outputs } = this.#summaries.get(of)!;
    const args = expr.args.map((arg) => this.#expr(arg, flow));
    const contents = expr.args.map((arg) => (arg.type.kind === 'ptr' && arg.type.space === 'function' ? this.#state.get(this.#roots.ofPointer(arg).root)! : null));
    const given = ({ values, contents: inside, flow: byFlow }: Dependence): Node[] => [
      ...(byFlow ? [flow] : []),
      ...[...values].map((i) => args[i]!),
      ...[...inside].flatMap((i) => contents[i] ?? []),
    ];
    for (const { requirement, dependence } of needs) {
      const through = requirement.through ?? of.name;
      const { level, scope, name } = requirement;
      const common = { level, scope, name, through };
      if (dependence.flow) this.#requirements.push({ ...common, of: flow, span, what: 'flow' });
      const rest = given({ ...dependence, flow: false });
      if (rest.length > 0) this.#requirements.push({ ...common, of: node(...rest), span, what: 'value' });
    }
    outputs.forEach((output, i) => {
      if (!output) return;
      const { root, whole } = this.#roots.ofPointer(expr.args[i]!);
      const value: Node = node(flow, ...given(output), ...(whole ? [] : [this.#state.get(root)!, args[i]!]), ...(output.source ? [differs(output.source, span, of)] : []));
      this.#state.set(root, value);
    });
    return node(flow, ...given(returns), ...(returns.source ? [differs(returns.source, span, of)] : []));
  }
}

const differs = ({ source, perSubgroup }: Node, span: Span, of: Func): Node => ({ on: [], span, source: `what "${of.name}" gives, which depends on ${source}`, perSubgroup });

/** Its value is followed: a local variable, or what a pointer parameter to one leads to. */
const tracked = (root: Root): boolean => (isVariable(root) ? root.space === 'function' : root.type.kind === 'ptr' && root.type.space === 'function');
