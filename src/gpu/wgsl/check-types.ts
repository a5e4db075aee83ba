// Types as written in the text: predeclared ones, template lists, structures' members (WGSL section 6).

import type { Attribute, Expression, IdentifierExpression, StructDeclaration } from './ast';
import { alignOf, sizeOf } from './layout';
import { Stage, concrete, type Operand } from './operands';
import { Scopes } from './scopes';
import type { ComputeBuiltin, Span } from './typed';
import { hasAtomic, hasFixedSize, hasOverrideSize, hasRuntimeArray, isHostShareable, isStorable, mat, scalar, traitsOf, typeName, vec } from './type-rules';
import type { Access, AddressSpace, Scalar, StructMember, Type } from './types';

const suffixes: Record<string, Scalar> = { i: 'i32', u: 'u32', f: 'f32', h: 'f16' };
const spaces = new Set(['function', 'private', 'workgroup', 'storage', 'uniform']);
const accesses = new Set(['read', 'write', 'read_write']);
export const notCompute = 'only compute shaders run here, which read and write buffers';
/** Structures, arrays and atomics within one another. */
const maxTypeDepth = 255;
const maxMembers = 16383;
/** Elements of an array outside storage. */
const maxCount = 65535;
const maxBytes = 2 ** 32 - 1;

export const isTextureType = (name: string) => /^(texture_\w+|sampler|sampler_comparison)$/.test(name);
const predeclaredType = /^(bool|i32|u32|f32|f16|vec[234][iufh]?|mat[234]x[234][fh]?|array|atomic|ptr)$/;

/** `vec3` or `array` without a list: a constructor whose element type its arguments decide. */
export type Incomplete = { kind: 'vec'; size: number } | { kind: 'mat'; columns: number; rows: number } | { kind: 'array' };

export abstract class TypeChecker extends Scopes {
  protected readonly memberBuiltins = new Map<StructMember, ComputeBuiltin>();
  /** Counts that only an override knows, until it has a value: a name for each. */
  readonly #unknownCounts = new Map<string, number>();

  abstract operand(expression: Expression): Operand;

  protected constantExpression(expression: Expression, what: string): Operand {
    const operand = this.operand(expression);
    if (operand.stage !== Stage.const) this.fail(operand.span, `${what} must be known when the shader is made: use a literal or a "const".`);
    return operand;
  }

  /** The whole number that an attribute or a count is given; null for an override without a value yet. */
  protected wholeNumber(expression: Expression, what: string, least: number, stage: Stage = Stage.const): number | null {
    const operand = concrete(this.operand(expression));
    if (operand.stage > stage) this.fail(operand.span, `${what} must be known when the ${stage === Stage.const ? 'shader' : 'pipeline'} is made: use a literal or a "const"${stage === Stage.const ? '' : ' or an "override"'}.`);
    if (operand.ref || operand.type.kind !== 'scalar' || !/^[iu]32$/.test(operand.type.of)) this.fail(operand.span, `${what} must be a whole number (i32 or u32), not ${typeName(operand.type)}.`);
    if (operand.value === undefined) return null;
    const value = Number(operand.value as number);
    if (value < least) this.fail(operand.span, `${what} must be at least ${least}; it is ${value}.`);
    return value;
  }

  isTypeName(name: string): boolean {
    return predeclaredType.test(name) || isTextureType(name);
  }

  type(expression: Expression): Type {
    if (expression.kind !== 'identifier') this.fail(expression.span, 'Here a type should be, not a value.');
    const type = this.typeOrIncomplete(expression);
    if (!type) this.fail(expression.span, this.lookUp(expression.name, expression.span) ? `"${expression.name}" is no type.` : `There is no type "${expression.name}".${this.suggestion(expression.name, ['f32', 'i32', 'u32', 'bool', 'vec2f', 'vec3f', 'vec4f', 'vec3u', 'array', 'atomic'])}`);
    if ('incomplete' in type) this.fail(expression.span, `"${expression.name}" needs its element type here: write ${expression.name}<f32>, say.`);
    return type;
  }

  /** Undefined where the name means something else. */
  protected typeOrIncomplete(identifier: IdentifierExpression): Type | { incomplete: Incomplete } | undefined {
    const { name, template, span } = identifier;
    const entity = this.lookUp(name, span);
    if (entity) {
      if (entity.kind !== 'type') return undefined;
      if (template) this.fail(span, `"${name}" takes no list of types.`);
      return entity.type;
    }
    if (isTextureType(name)) this.fail(span, `Textures and samplers are not here: ${notCompute}.`);
    if (!predeclaredType.test(name)) return undefined;
    return this.#predeclared(name, template, span);
  }

  #predeclared(name: string, template: Expression[] | null, span: Span): Type | { incomplete: Incomplete } {
    const [, kind, size, , suffix] = /^(vec|mat)(\d)?(?:x(\d))?([iufh])?$/.exec(name) ?? [];
    const list = (least: number, most: number): Expression[] => {
      const given = template ?? [];
      if (given.length < least || given.length > most) this.fail(span, `"${name}" takes ${least === most ? least : `${least} or ${most}`} in its list, not ${given.length}.`);
      return given;
    };
    if (kind) {
      const [columns, rows] = [Number(size), Number(name[5])];
      if (!suffix && !template) return { incomplete: kind === 'vec' ? { kind, size: columns } : { kind: 'mat', columns, rows } };
      if (suffix === 'h') this.needF16(span);
      const of = suffix ? (list(0, 0), suffixes[suffix]!) : this.#element(list(1, 1)[0]!, name);
      if (kind === 'mat' && of !== 'f32' && of !== 'f16') this.fail(span, `A matrix has elements of f32 or f16, not ${of}.`);
      return kind === 'vec' ? vec(columns, of) : mat(columns, rows, of);
    }
    switch (name) {
      case 'array': {
        if (!template) return { incomplete: { kind: 'array' } };
        const [of, count] = list(1, 2);
        return this.#array(of!, count, span);
      }
      case 'atomic': {
        const of = this.type(list(1, 1)[0]!);
        if (of.kind !== 'scalar' || (of.of !== 'i32' && of.of !== 'u32')) this.fail(span, `An atomic is of i32 or u32, not ${typeName(of)}.`);
        return { kind: 'atomic', of: of.of };
      }
      case 'ptr':
        return this.#pointer(list(2, 3));
    }
    list(0, 0);
    if (name === 'f16') this.needF16(span);
    return scalar(name as Scalar);
  }

  protected needF16(span: Span): void {
    if (!this.extensions.has('f16')) this.fail(span, 'f16 is an extension: write "enable f16;" as the first line.');
  }

  #element(expression: Expression, of: string): Scalar {
    const type = this.type(expression);
    if (type.kind !== 'scalar') this.fail(expression.span, `"${of}" is made of bool, i32, u32, f32 or f16, not of ${typeName(type)}.`);
    return type.of as Scalar;
  }

  #array(element: Expression, count: Expression | undefined, span: Span): Type {
    const of = this.type(element);
    if (!isStorable(of) || !hasFixedSize(of)) this.fail(element.span, `An array cannot have elements of type ${typeName(of)}.`);
    if (hasOverrideSize(of)) this.fail(element.span, 'An array whose count an override sets cannot stand inside another.');
    const type: Type = { kind: 'array', of, count: count ? this.#count(count) : 0 };
    this.limitSize(type, span);
    return type;
  }

  #count(expression: Expression): number {
    const count = this.wholeNumber(expression, 'The count of an array', 1, Stage.override);
    if (count !== null) return count;
    const key = expression.kind === 'identifier' ? expression.name : `${expression.span.start}`;
    if (!this.#unknownCounts.has(key)) this.#unknownCounts.set(key, -1 - this.#unknownCounts.size);
    return this.#unknownCounts.get(key)!;
  }

  protected limitSize(type: Type, span: Span): void {
    if (traitsOf(type).depth > maxTypeDepth) this.fail(span, `Types may stand inside one another ${maxTypeDepth} levels deep, no deeper.`);
    if (sizeOf(type) > maxBytes) this.fail(span, `This would have more than ${maxBytes} bytes.`);
  }

  #pointer([space, of, access]: Expression[]): Type {
    const spaceName = this.enumerant(space!, spaces, 'an address space (function, private, workgroup, storage or uniform)') as AddressSpace;
    const type = this.type(of!);
    if (!isStorable(type)) this.fail(of!.span, `A pointer cannot point to ${typeName(type)}.`);
    if (access && spaceName !== 'storage') this.fail(access.span, `Only a pointer to storage names its access: take it out.`);
    const given = access ? (this.enumerant(access, accesses, 'an access (read or read_write)') as Access) : undefined;
    if (given === 'write') this.fail(access!.span, 'Storage is "read" or "read_write".');
    this.checkStore(type, spaceName, given ?? defaultAccess(spaceName), of!.span);
    return { kind: 'ptr', space: spaceName, of: type, access: given ?? defaultAccess(spaceName) };
  }

  /** What may lie in an address space (section 7). */
  protected checkStore(type: Type, space: AddressSpace, access: Access, span: Span): void {
    if (!isStorable(type)) this.fail(span, `A variable cannot be of type ${typeName(type)}.`);
    if (hasRuntimeArray(type) && space !== 'storage') this.fail(span, 'An array without a count stands only in storage: give it a count, e.g. array<f32, 64>.');
    if (hasOverrideSize(type) && space !== 'workgroup') this.fail(span, 'Only workgroup memory may have a count that an override sets.');
    if (hasAtomic(type) && space !== 'workgroup' && !(space === 'storage' && access === 'read_write')) this.fail(span, 'Atomics stand in workgroup memory or in var<storage, read_write>.');
    if ((space === 'storage' || space === 'uniform') && !isHostShareable(type)) this.fail(span, `A buffer cannot hold ${typeName(type)}: bool has no agreed bytes, use u32.`);
  }

  /** Outside storage arrays are smaller. */
  protected limitCounts(type: Type, span: Span): void {
    if (traitsOf(type).count > maxCount) this.fail(span, `An array outside storage has at most ${maxCount} elements.`);
  }

  /** One of a few words that have a meaning at this place; a name of the reader's own hides it. */
  protected enumerant(expression: Expression, words: ReadonlySet<string>, what: string): string {
    if (expression.kind !== 'identifier' || expression.template || !words.has(expression.name) || this.lookUp(expression.name, expression.span)) this.fail(expression.span, `Here ${what} should be.`);
    return expression.name;
  }

  // ---- Structures

  protected structType({ name, members, span }: StructDeclaration): Type {
    if (members.length === 0) this.fail(span, `The structure "${name.text}" has no members: give it one.`);
    if (members.length > maxMembers) this.fail(span, `A structure has at most ${maxMembers} members.`);
    const seen = new Set<string>();
    const struct = { name: name.text, members: [] as StructMember[] };
    for (const [i, member] of members.entries()) {
      if (seen.has(member.name.text)) this.fail(member.name.span, `"${member.name.text}" is a member twice: rename one of the two.`);
      seen.add(member.name.text);
      const type = this.type(member.type);
      if (!isStorable(type) || type.kind === 'void' || (!hasFixedSize(type) && type.kind !== 'array')) this.fail(member.type.span, `A member cannot be of type ${typeName(type)}.`);
      if (hasOverrideSize(type)) this.fail(member.type.span, 'A member cannot have a count that an override sets: use a "const".');
      if (hasRuntimeArray(type) && i < members.length - 1) this.fail(member.type.span, 'An array without a count must be the last member.');
      const made: StructMember = { name: member.name.text, type };
      this.attempt(() => this.#memberAttributes(member.attributes, made));
      struct.members.push(made);
    }
    const type: Type = { kind: 'struct', struct };
    this.limitSize(type, span);
    return type;
  }

  #memberAttributes(attributes: Attribute[], member: StructMember): void {
    this.eachOnce(attributes, (attribute) => {
      switch (attribute.name.text) {
        case 'align': {
          const align = this.wholeNumber(this.onlyArgument(attribute), '@align', 1)!;
          if (!Number.isInteger(Math.log2(align))) this.fail(attribute.span, `@align must be a power of two; it is ${align}.`);
          if (align % alignOf(member.type) !== 0) this.fail(attribute.span, `@align must be a multiple of ${alignOf(member.type)}, which ${typeName(member.type)} needs; it is ${align}.`);
          member.align = align;
          break;
        }
        case 'size':
          if (hasRuntimeArray(member.type)) this.fail(attribute.span, '@size cannot be given to an array without a count.');
          member.size = this.wholeNumber(this.onlyArgument(attribute), '@size', 1)!;
          if (member.size < sizeOf(member.type)) this.fail(attribute.span, `@size must be at least ${sizeOf(member.type)}, the size of ${typeName(member.type)}; it is ${member.size}.`);
          break;
        case 'builtin':
          this.memberBuiltins.set(member, this.inputBuiltin(attribute, member.type));
          break;
        case 'location':
        case 'interpolate':
        case 'invariant':
        case 'blend_src':
          this.fail(attribute.span, `@${attribute.name.text} belongs to vertex and fragment shaders: ${notCompute}.`);
          break;
        default:
          this.fail(attribute.span, `A member has no attribute "@${attribute.name.text}".`);
      }
    });
  }

  protected eachOnce(attributes: Attribute[], take: (attribute: Attribute) => void): void {
    const seen = new Set<string>();
    for (const attribute of attributes) {
      const name = attribute.name.text;
      if (seen.has(name) && name !== 'diagnostic') this.fail(attribute.span, `"@${name}" is given twice.`);
      seen.add(name);
      take(attribute);
    }
  }

  protected onlyArgument({ args, name, span }: Attribute): Expression {
    if (args.length !== 1) this.fail(span, `"@${name.text}" takes one value, not ${args.length}.`);
    return args[0]!;
  }

  protected inputBuiltin(attribute: Attribute, type: Type): ComputeBuiltin {
    const argument = this.onlyArgument(attribute);
    const name = argument.kind === 'identifier' && !argument.template ? argument.name : '';
    const wanted = builtinInputs[name];
    if (!wanted) {
      const stage = /^(vertex_index|instance_index|position|front_facing|frag_depth|sample_index|sample_mask|clip_distances|primitive_index)$/.test(name);
      this.fail(argument.span, stage ? `"${name}" belongs to vertex and fragment shaders: ${notCompute}.` : `There is no builtin input "${name}": the ones there are: ${Object.keys(builtinInputs).join(', ')}.`);
    }
    if (/subgroup/.test(name) && !this.extensions.has('subgroups')) this.fail(argument.span, `"${name}" is an extension: write "enable subgroups;" as the first line.`);
    const size = wanted === 'vec3<u32>' ? 3 : 1;
    if (typeName(type) !== wanted || (size === 3 && type.kind !== 'vec')) this.fail(attribute.span, `"${name}" has the type ${wanted}, not ${typeName(type)}.`);
    return name as ComputeBuiltin;
  }
}

const builtinInputs: Record<string, string | undefined> = Object.assign(Object.create(null), {
  local_invocation_id: 'vec3<u32>',
  local_invocation_index: 'u32',
  global_invocation_id: 'vec3<u32>',
  workgroup_id: 'vec3<u32>',
  num_workgroups: 'vec3<u32>',
  global_invocation_index: 'u32',
  workgroup_index: 'u32',
  subgroup_invocation_id: 'u32',
  subgroup_size: 'u32',
  subgroup_id: 'u32',
  num_subgroups: 'u32',
} satisfies Record<ComputeBuiltin, string>);

export const defaultAccess = (space: AddressSpace): Access => (space === 'storage' || space === 'uniform' ? 'read' : 'read_write');
