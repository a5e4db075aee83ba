// Declarations of a module: what each name stands for, functions with their bodies, entry points with what they reach.

import type { Attribute, Declaration, Directive, FunctionDeclaration, Module, NamedDeclaration, Parameter, ValueDeclaration } from './ast';
import { StatementChecker, Way } from './check-statements';
import { defaultAccess, notCompute } from './check-types';
import { convertValue, type Constant } from './constants';
import type { Dependencies } from './dependencies';
import { uniformProblem } from './layout';
import { Stage, concrete, evaluate, load, toExpr } from './operands';
import type { Entity } from './scopes';
import type { Block, ComputeBuiltin, EntryPoint, Expr, Func, Span, Value, Variable } from './typed';
import { abstractInt, concreteType, hasAtomic, hasRuntimeArray, isConstructible, typeName, voidType } from './type-rules';
import type { Access, AddressSpace, StructType, Type } from './types';

export interface Override {
  name: string;
  /** How the API names it: its @id, or its name. */
  key: string;
  type: Type;
  hasDefault: boolean;
  span: Span;
}

/** A function as checked, with what later analyses need. */
export interface CheckedFunction {
  declaration: FunctionDeclaration;
  func: Func;
  entry: EntryPoint | null;
  calls: { func: Func; args: Expr[]; span: Span }[];
  /** Module-scope variables that its own body names. */
  variables: Set<Variable>;
  ways: number;
}

const known = new Set(['f16', 'subgroups']);
const features = new Set(['readonly_and_readwrite_storage_textures', 'packed_4x8_integer_dot_product', 'unrestricted_pointer_parameters', 'pointer_composite_access', 'subgroup_id', 'subgroup_uniformity', 'texture_and_sampler_let', 'uniform_buffer_standard_layout', 'linear_indexing', 'swizzle_assignment']);
const accessWords = new Set(['read', 'write', 'read_write']);
const spaceWords = new Set(['private', 'workgroup', 'storage', 'uniform', 'function']);
const maxParams = 255;

export class ModuleChecker extends StatementChecker {
  readonly functions: CheckedFunction[] = [];
  readonly variables = new Map<NamedDeclaration, Variable>();
  readonly structs: StructType[] = [];
  readonly overrides: Override[] = [];
  readonly #values: ReadonlyMap<string, number> | null;
  readonly #ids = new Set<number>();
  #checking: CheckedFunction | null = null;

  /** `values`: of overrides, by name; null to check for any values. */
  constructor({ byName }: Dependencies, values: ReadonlyMap<string, number> | null) {
    super(byName);
    this.#values = values;
  }

  check(module: Module, order: readonly Declaration[]): void {
    const seen = new Map<string, string>();
    for (const directive of module.directives) this.attempt(() => this.#directive(directive, seen));
    for (const declaration of order) {
      const entity = this.attempt(() => this.#declaration(declaration));
      if (declaration.kind === 'assert') continue;
      // Of two with one name the first counts; the second is checked all the same.
      if (this.declarations.get(declaration.name.text) === declaration) this.globals.set(declaration.name.text, entity ?? { kind: 'broken' });
    }
  }

  #directive(directive: Directive, seen: Map<string, string>): void {
    if (directive.kind === 'diagnostic') {
      this.diagnosticControl(directive.args, directive.span, seen);
      return;
    }
    for (const { text, span } of directive.names) {
      if (directive.kind === 'requires') {
        if (!features.has(text)) this.fail(span, `There is no language feature "${text}" here.`);
      } else if (!known.has(text)) this.fail(span, `There is no extension "${text}" here: f16 and subgroups can be enabled.`);
      else this.extensions.add(text);
    }
  }

  #declaration(declaration: Declaration): Entity | null {
    switch (declaration.kind) {
      case 'alias':
        return { kind: 'type', type: this.type(declaration.type) };
      case 'assert':
        this.assertion(declaration.condition, declaration.span);
        return null;
      case 'struct': {
        const type = this.structType(declaration);
        if (type.kind === 'struct') this.structs.push(type.struct);
        return { kind: 'type', type };
      }
      case 'fn':
        return { kind: 'function', info: { func: this.#function(declaration), mustUse: hasAttribute(declaration, 'must_use'), isEntry: hasAttribute(declaration, 'compute') } };
      case 'const':
        return { kind: 'const', ...this.constDeclaration(declaration) };
      case 'override':
        return this.#override(declaration);
      default:
        return { kind: 'variable', variable: this.#variable(declaration) };
    }
  }

  // ---- Values

  #override({ name, type, initializer, attributes, span }: ValueDeclaration): Entity {
    let id: number | null = null;
    this.eachOnce(attributes, (attribute) => {
      if (attribute.name.text !== 'id') this.fail(attribute.span, `An override has no attribute "@${attribute.name.text}".`);
      id = this.wholeNumber(this.onlyArgument(attribute), '@id', 0);
      if (id! > 65535) this.fail(attribute.span, `@id is at most 65535; it is ${id}.`);
      if (this.#ids.has(id!)) this.fail(attribute.span, `@id(${id}) is given to two overrides.`);
      this.#ids.add(id!);
    });
    const wanted = type && this.type(type);
    const given = initializer && load(this.operand(initializer));
    if (given?.stage === Stage.runtime) this.fail(given.span, `The value of "override ${name.text}" must be known when the pipeline is made.`);
    const initial = given && (wanted ? this.as(given, wanted, `The value of "${name.text}"`) : concrete(given));
    const of = wanted ?? initial!.type;
    if (of.kind !== 'scalar') this.fail(span, `An override is a scalar, not ${typeName(of)}.`);
    this.overrides.push({ name: name.text, key: String(id ?? name.text), type: of, hasDefault: Boolean(initializer), span });
    return { kind: 'override', type: of, value: this.#overrideValue(name.text, of, initial?.value, span), name: name.text };
  }

  #overrideValue(name: string, type: Type & { kind: 'scalar' }, initial: Constant | undefined, span: Span): Constant | undefined {
    if (!this.#values) return undefined;
    const set = this.#values.get(name);
    if (set === undefined) {
      if (initial === undefined) this.fail(span, `The override "${name}" has no value: give it one here, or set it where the kernel is run.`);
      return initial;
    }
    if (!Number.isFinite(set)) this.fail(span, `The override "${name}" is set to ${set}, which is not a finite number.`);
    if (type.of === 'bool') return set !== 0;
    return evaluate(span, `The override "${name}" is set to ${set}`, () => {
      const whole = /^[iu]32$/.test(type.of);
      return convertValue(whole ? BigInt(Math.trunc(set)) : set, whole ? 'abstract-int' : 'abstract-float', type.of);
    });
  }

  #variable(declaration: ValueDeclaration): Variable {
    const { name, template, span } = declaration;
    const wanted = declaration.type && this.type(declaration.type);
    if (!template) this.fail(span, `A variable outside functions names its address space: write var<private>, var<workgroup> or var<storage, read_write> before "${name.text}".`);
    if (template.length > 2) this.fail(span, 'var<…> takes an address space and an access.');
    const space = this.enumerant(template[0]!, spaceWords, 'an address space (private, workgroup, storage or uniform)') as AddressSpace;
    if (space === 'function') this.fail(template[0]!.span, 'A variable of the space "function" stands inside a function.');
    const accessGiven = template[1] && (this.enumerant(template[1], accessWords, 'an access (read or read_write)') as Access);
    if (accessGiven && space !== 'storage') this.fail(template[1]!.span, `Only var<storage, …> names its access: write var<${space}>.`);
    if (accessGiven === 'write') this.fail(template[1]!.span, 'A storage buffer is "read" or "read_write".');
    const initial = this.#initializer(declaration, space, wanted);
    const type = wanted ?? concreteType(initial!.type);
    const access = accessGiven ?? defaultAccess(space);
    this.checkStore(type, space, access, declaration.type?.span ?? span);
    if (space !== 'storage') this.limitCounts(type, span);
    if (space === 'uniform') this.#uniformLayout(type, span);
    const variable: Variable = { name: name.text, space, access, type, span: name.span };
    if (initial) variable.initializer = initial;
    this.#bindingAttributes(declaration, variable);
    this.variables.set(declaration, variable);
    return variable;
  }

  #initializer({ initializer, name }: ValueDeclaration, space: AddressSpace, wanted: Type | null): Expr | undefined {
    if (!initializer) return undefined;
    if (space !== 'private') this.fail(initializer.span, space === 'workgroup' ? 'Workgroup memory begins as zeros and takes no first value: assign it in the kernel, then put a workgroupBarrier().' : 'A buffer is filled from outside and takes no first value.');
    const given = load(this.operand(initializer));
    if (given.stage === Stage.runtime) this.fail(given.span, `The first value of "${name.text}" must be known when the pipeline is made.`);
    return toExpr(wanted ? this.as(given, wanted, `The value of "${name.text}"`) : concrete(given));
  }

  #uniformLayout(type: Type, span: Span): void {
    const problem = uniformProblem(type);
    if (problem) this.report('warning', span, `Only browsers with uniform_buffer_standard_layout take this: ${problem}.`);
  }

  #bindingAttributes({ attributes, name, span }: ValueDeclaration, variable: Variable): void {
    const numbers = new Map<string, number>();
    this.eachOnce(attributes, (attribute) => {
      const key = attribute.name.text;
      if (key !== 'group' && key !== 'binding') this.fail(attribute.span, `A variable has no attribute "@${key}".`);
      numbers.set(key, this.wholeNumber(this.onlyArgument(attribute), `@${key}`, 0)!);
    });
    const buffer = variable.space === 'storage' || variable.space === 'uniform';
    if (!buffer && numbers.size > 0) this.fail(attributes[0]!.span, `Only buffers have @group and @binding, and "${name.text}" is var<${variable.space}>.`);
    if (!buffer) return;
    const [group, binding] = [numbers.get('group'), numbers.get('binding')];
    if (group === undefined || binding === undefined) this.fail(span, `The buffer "${name.text}" needs @group(…) and @binding(…) before it.`);
    variable.binding = { group, binding };
  }

  // ---- Functions

  protected useVariable(variable: Variable): void {
    if (variable.space !== 'function') this.#checking?.variables.add(variable);
  }

  #function(declaration: FunctionDeclaration): Func {
    const { name, params, span } = declaration;
    if (params.length > maxParams) this.fail(span, `A function has at most ${maxParams} parameters.`);
    const returns = declaration.returns ? this.type(declaration.returns) : voidType;
    if (declaration.returns && !isConstructible(returns)) this.fail(declaration.returns.span, `A function cannot return ${typeName(returns)}.`);
    const made = params.map((param): Value => ({ name: param.name.text, type: this.#parameterType(param), span: param.name.span }));
    const func: Func = { name: name.text, params: made, returns, body: [], span: name.span, barriers: false };
    const checked: CheckedFunction = { declaration, func, entry: null, calls: [], variables: new Set(), ways: Way.next };
    this.attempt(() => this.#attributes(declaration, checked));
    const before = this.subgroupSeverity;
    const told = this.errorCount;
    this.current = { func, calls: checked.calls };
    this.#checking = checked;
    try {
      const { block, ways } = this.scoped(() => this.#body(declaration, made));
      func.body = block;
      checked.ways = ways;
      if (returns.kind !== 'void' && ways & Way.next && this.errorCount === told) this.report('error', { start: span.end - 1, end: span.end }, `"${name.text}" can reach its end without returning a value: add a return of ${typeName(returns)}.`);
    } finally {
      this.current = null;
      this.#checking = null;
      this.subgroupSeverity = before;
    }
    this.functions.push(checked);
    if (checked.entry) Object.assign(checked.entry, { ...func });
    return func;
  }

  #body({ attributes, params, body }: FunctionDeclaration, made: Value[]): { block: Block; ways: number } {
    params.forEach(({ name }, i) => this.declare(name.text, { kind: 'value', value: made[i]! }, name.span));
    const seen = new Map<string, string>();
    for (const attribute of attributes) if (attribute.name.text === 'diagnostic') this.diagnosticControl(attribute.args, attribute.span, seen);
    return this.functionBody(body);
  }

  #parameterType({ type: expression }: Parameter): Type {
    const type = this.type(expression);
    if (type.kind !== 'ptr' && !isConstructible(type)) this.fail(expression.span, `A parameter cannot be of type ${typeName(type)}${hasRuntimeArray(type) || hasAtomic(type) ? ': pass a pointer to it' : ''}.`);
    return type;
  }

  #attributes(declaration: FunctionDeclaration, checked: CheckedFunction): void {
    const found = new Map<string, Attribute>();
    this.eachOnce(declaration.attributes, (attribute) => {
      const name = attribute.name.text;
      if (name === 'vertex' || name === 'fragment') this.fail(attribute.span, `"${declaration.name.text}" is a ${name} shader: ${notCompute}. Write @compute @workgroup_size(…).`);
      if (!/^(compute|workgroup_size|must_use|diagnostic)$/.test(name)) this.fail(attribute.span, `A function has no attribute "@${name}".`);
      if (/^(compute|must_use)$/.test(name) && attribute.span.end > attribute.name.span.end) this.fail(attribute.span, `"@${name}" takes no values: leave ( ) out.`);
      found.set(name, attribute);
    });
    const compute = found.get('compute');
    const size = found.get('workgroup_size');
    const mustUse = found.get('must_use');
    if (mustUse && checked.func.returns.kind === 'void') this.fail(mustUse.span, `"${declaration.name.text}" returns nothing, so nothing of it must be used.`);
    if (!compute) {
      if (size) this.fail(size.span, '@workgroup_size belongs to an entry point: write @compute before it.');
      const stray = declaration.params.flatMap(({ attributes }) => attributes)[0] ?? declaration.returnAttributes[0];
      if (stray) this.fail(stray.span, `"@${stray.name.text}" belongs to an entry point: write @compute @workgroup_size(…) before this function, or pass the value as a plain parameter.`);
      return;
    }
    if (!size) this.fail(compute.span, 'A compute entry point says how many invocations work together: write @workgroup_size(64), say.');
    if (checked.func.returns.kind !== 'void') this.fail(declaration.returns!.span, 'A compute entry point returns nothing: write results to a buffer.');
    checked.entry = { ...checked.func, workgroupSize: this.#workgroupSize(size), inputs: this.#inputs(declaration, checked.func.params) };
  }

  #workgroupSize({ args, span }: Attribute): [number, number, number] {
    if (args.length < 1 || args.length > 3) this.fail(span, '@workgroup_size takes one to three numbers.');
    const operands = args.map((arg) => load(this.operand(arg)));
    const types = new Set(operands.filter(({ type }) => type !== abstractInt).map(({ type }) => typeName(type)));
    if (types.size > 1) this.fail(span, 'The numbers of @workgroup_size have one type, i32 or u32.');
    const extent = args.map((arg) => this.wholeNumber(arg, '@workgroup_size', 1, Stage.override) ?? 0);
    return [extent[0]!, extent[1] ?? 1, extent[2] ?? 1];
  }

  #inputs({ params }: FunctionDeclaration, made: Value[]): EntryPoint['inputs'] {
    const seen = new Set<string>();
    const once = (input: ComputeBuiltin, span: Span) => {
      if (seen.has(input)) this.fail(span, `The builtin "${input}" is asked for twice.`);
      seen.add(input);
      return input;
    };
    return params.map((param, i) => {
      const { type } = made[i]!;
      const attribute = param.attributes.find(({ name }) => name.text === 'builtin');
      const other = param.attributes.find((candidate) => candidate !== attribute);
      if (other) this.fail(other.span, `"@${other.name.text}" may not stand here.`);
      if (attribute) return once(this.inputBuiltin(attribute, type), attribute.span);
      if (type.kind !== 'struct') this.fail(param.span, `Nothing is passed to an entry point but builtins: write @builtin(global_invocation_id), say, before "${param.name.text}".`);
      return type.struct.members.map((member) => {
        const input = this.memberBuiltins.get(member);
        if (!input) this.fail(param.span, `"${type.struct.name}.${member.name}" needs a @builtin(…) to be passed to an entry point.`);
        return once(input, param.span);
      });
    });
  }
}

const hasAttribute = ({ attributes }: FunctionDeclaration, wanted: string): boolean => attributes.some(({ name }) => name.text === wanted);
