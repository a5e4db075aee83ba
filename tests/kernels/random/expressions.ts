// Random well-typed WGSL expressions. Floats stay multiples of 1/16 within ±64 after every step that could leave that grid:
// their sums and products are exact in f32, so that every right machine gives the same bits.

import type { Choices } from './choices';

export type ScalarType = 'i32' | 'u32' | 'f32' | 'bool';
export type RandomType = ScalarType | `vec${2 | 3 | 4}<${'i32' | 'u32' | 'f32'}>`;

export interface Name {
  /** As it is written: also a member, an element or what a pointer points to. */
  text: string;
  type: RandomType | 'array<i32, 4>' | 'array<f32, 4>' | 'mat2x2<f32>' | 'Cell';
  writable: boolean;
  /** Where it lies, if it has an address that a function may be given. */
  space?: 'function';
}

export interface Helper {
  name: string;
  /** What its first parameter points to, if that is a pointer. */
  pointer?: RandomType;
  params: RandomType[];
  returns: RandomType;
}

export interface Scope {
  names: Name[];
  helpers: Helper[];
}

/** `constant`: made of literals alone, so that WGSL evaluates it before running and refuses what overflows there. */
interface Piece {
  text: string;
  constant: boolean;
}

export const scalarOf = (type: RandomType): ScalarType => (type.startsWith('vec') ? (type.slice(5, -1) as ScalarType) : (type as ScalarType));
export const sizeOf = (type: RandomType): number => (type.startsWith('vec') ? Number(type[3]) : 1);
export const vectorOf = (size: number, of: ScalarType): RandomType => (size === 1 ? of : (`vec${size}<${of}>` as RandomType));
const lanes = 'xyzw';

const integers = ['0', '1', '2', '3', '7', '16', '100', '2147483647', '65535', '12345678'];

function literal(type: ScalarType, choices: Choices): string {
  if (type === 'bool') return choices.pick(['false', 'true']);
  if (type === 'f32') return choices.pick(['0.0', '1.0', '0.5', '2.0', '0.25', '-1.5', '3.0', '63.0', '1e1', '0x1.8p1']);
  const digits = choices.pick(integers);
  return type === 'u32' ? `${digits}u` : choices.pick([digits, `${digits}i`, `(-${digits})`]);
}

/** Back to the grid; `size` components. */
const snapped = (text: string, size: number): string =>
  size === 1 ? `clamp(floor((${text}) * 16.0) * 0.0625, -64.0, 64.0)` : `clamp(floor((${text}) * 16.0) * 0.0625, vec${size}f(-64.0), vec${size}f(64.0))`;

export function createExpressions(choices: Choices, scope: () => Scope) {
  function leaf(type: RandomType): Piece {
    const fitting = scope().names.filter((name) => name.type === type);
    if (fitting.length > 0 && !choices.once(4)) return { text: choices.pick(fitting).text, constant: false };
    const size = sizeOf(type);
    if (size === 1) return { text: literal(type as ScalarType, choices), constant: true };
    return { text: `${type}(${Array.from({ length: choices.once(3) ? 1 : size }, () => literal(scalarOf(type), choices)).join(', ')})`, constant: true };
  }

  /** Something of the type that is known at run time alone. */
  function dynamic(type: RandomType): string {
    const fitting = scope().names.filter((name) => name.type === type);
    if (fitting.length > 0) return choices.pick(fitting).text;
    const size = sizeOf(type);
    const scalar = scalarOf(type);
    const from = scalar === 'i32' ? 'seed_i' : scalar === 'u32' ? 'seed_u' : scalar === 'f32' ? 'seed_f' : '(seed_i > 3)';
    return size === 1 ? from : `${type}(${from})`;
  }

  const piece = (type: RandomType, depth: number): Piece => (depth <= 0 || choices.spent ? leaf(type) : branch(type, depth - 1));
  const text = (type: RandomType, depth: number): string => piece(type, depth).text;

  /** Two operands, of which one at least is no constant. */
  function pair(left: RandomType, right: RandomType, depth: number): [string, string] {
    const [a, b] = [piece(left, depth), piece(right, depth)];
    return [a.text, a.constant && b.constant ? dynamic(right) : b.text];
  }
  const runtime = (type: RandomType, depth: number): string => {
    const made = piece(type, depth);
    return made.constant ? dynamic(type) : made.text;
  };
  const made = (text: string): Piece => ({ text, constant: false });

  /** What every type has: names, select, components, elements, calls. */
  function general(type: RandomType, depth: number): Piece {
    const size = sizeOf(type);
    const scalar = scalarOf(type);
    const options: (() => Piece)[] = [
      () => made(`select(${text(type, depth)}, ${runtime(type, depth)}, ${text('bool', depth)})`),
    ];
    if (size === 1 && scalar !== 'bool') {
      const vector = vectorOf(2 + choices.below(3), scalar);
      options.push(() => {
        const index = choices.once(2) ? `.${lanes[choices.below(sizeOf(vector))]}` : `[${runtime('u32', depth)} % ${sizeOf(vector)}u]`;
        return made(`(${runtime(vector, depth)})${index}`);
      });
      if (scalar !== 'u32') options.push(() => (arraysOf(scalar).length > 0 ? made(`${choices.pick(arraysOf(scalar)).text}[${runtime('u32', depth)} & 3u]`) : leaf(type)));
    }
    if (size > 1) {
      options.push(() => {
        const from = vectorOf(2 + choices.below(3), scalar);
        const swizzle = Array.from({ length: size }, () => lanes[choices.below(sizeOf(from))]).join('');
        return made(`(${runtime(from, depth)}).${swizzle}`);
      });
      options.push(() => made(`${type}(${[runtime(scalar, depth), ...Array.from({ length: size - 1 }, () => text(scalar, depth))].join(', ')})`));
      if (size === 4) options.push(() => made(`vec4(${runtime(vectorOf(3, scalar), depth)}, ${runtime(scalar, depth)})`));
    }
    const helpers = callable(type);
    if (helpers.length > 0) options.push(() => call(choices.pick(helpers), depth));
    return choices.pick(options)();
  }

  const arraysOf = (scalar: ScalarType) => scope().names.filter((name) => name.type === `array<${scalar}, 4>`);
  const addressable = (type: RandomType) => scope().names.filter((name) => name.type === type && name.writable && name.space === 'function');
  const callable = (type: RandomType) => scope().helpers.filter((helper) => helper.returns === type && (!helper.pointer || addressable(helper.pointer).length > 0));
  function call({ name, pointer, params }: Helper, depth: number): Piece {
    const address = pointer ? [`&${choices.pick(addressable(pointer)).text}`] : [];
    return made(`${name}(${[...address, ...params.map((param) => runtime(param, depth))].join(', ')})`);
  }

  function integer(type: RandomType, depth: number): Piece {
    const signed = scalarOf(type) === 'i32';
    const size = sizeOf(type);
    const other = vectorOf(size, signed ? 'u32' : 'i32');
    const options: (() => Piece)[] = [
      () => made(infix(choices.pick(['+', '-', '*', '&', '|', '^']), type, depth)),
      () => made(`(${text(type, depth)} ${choices.pick(['/', '%'])} ${runtime(type, depth)})`),
      () => made(`(${text(type, depth)} ${choices.pick(['<<', '>>'])} ${runtime(vectorOf(size, 'u32'), depth)})`),
      () => made(`${choices.pick(['~', ...(signed ? ['-'] : [])])}(${runtime(type, depth)})`),
      () => made(`${choices.pick(['min', 'max'])}(${pair(type, type, depth).join(', ')})`),
      () => made(`${choices.pick(['abs', 'countOneBits', 'reverseBits', 'countLeadingZeros', 'countTrailingZeros', 'firstLeadingBit', 'firstTrailingBit', ...(signed ? ['sign'] : [])])}(${runtime(type, depth)})`),
      () => made(`${type}(${runtime(other, depth)})`),
      () => made(`bitcast<${type}>(${runtime(other, depth)})`),
      () => made(`${type}(${runtime(vectorOf(size, 'f32'), depth)})`),
      () => made(`clamp(${runtime(type, depth)}, ${type}(${signed ? '-9' : '3'}), ${type}(20))`),
    ];
    if (size === 1) {
      const vector = vectorOf(2 + choices.below(3), scalarOf(type));
      options.push(() => made(`dot(${runtime(vector, depth)}, ${runtime(vector, depth)})`));
      options.push(() => made(`${type}(${runtime('bool', depth)})`));
      options.push(() => made(`extractBits(${runtime(type, depth)}, ${runtime('u32', 0)} % 32u, ${runtime('u32', 0)} % 33u)`));
      options.push(() => made(`insertBits(${runtime(type, depth)}, ${text(type, depth)}, ${runtime('u32', 0)} % 33u, ${runtime('u32', 0)} % 32u)`));
    }
    return choices.pick(options)();
  }

  const infix = (operator: string, type: RandomType, depth: number): string => {
    // A scalar may stand beside a vector on either side of + - *.
    const scalar = scalarOf(type);
    const mixed = sizeOf(type) > 1 && '+-*'.includes(operator) ? choices.below(4) : 0;
    return `(${pair(mixed === 3 ? scalar : type, mixed === 2 ? scalar : type, depth).join(` ${operator} `)})`;
  };

  function float(type: RandomType, depth: number): Piece {
    const size = sizeOf(type);
    const options: (() => Piece)[] = [
      () => made(snapped(infix(choices.pick(['+', '-', '*']), type, depth), size)),
      () => made(`${choices.pick(['abs', 'floor', 'ceil', 'trunc', 'round', 'fract', 'sign', 'saturate'])}(${runtime(type, depth)})`),
      () => made(`${choices.pick(['min', 'max', 'step'])}(${pair(type, type, depth).join(', ')})`),
      () => made(`-(${runtime(type, depth)})`),
      () => made(snapped(`fma(${runtime(type, depth)}, ${text(type, depth)}, ${text(type, depth)})`, size)),
      () => made(snapped(`mix(${runtime(type, depth)}, ${text(type, depth)}, 0.5)`, size)),
      () => made(`clamp(${type}(${runtime(vectorOf(size, choices.pick(['i32', 'u32'] as const)), depth)}), ${type}(-64.0), ${type}(64.0))`),
      () => made(snapped(`(${runtime(type, depth)}) * 0.5 + ${text(type, depth)}`, size)),
    ];
    if (size === 1) {
      const vector = vectorOf(2 + choices.below(3), 'f32');
      options.push(() => made(snapped(`dot(${runtime(vector, depth)}, ${runtime(vector, depth)})`, 1)));
      options.push(() => made(`f32(${runtime('bool', depth)})`));
    }
    if (size === 3) options.push(() => made(snapped(`cross(${runtime(type, depth)}, ${runtime(type, depth)})`, 3)));
    if (size === 2) options.push(() => made(snapped(`${matrix()} * ${runtime(type, depth)}`, 2)), () => made(snapped(`${runtime(type, depth)} * transpose(${matrix()})`, 2)));
    return choices.pick(options)();
  }

  function matrix(): string {
    const matrices = scope().names.filter((name) => name.type === 'mat2x2<f32>');
    return matrices.length > 0 ? choices.pick(matrices).text : 'mat2x2f(1.0, 0.5, -1.0, 2.0)';
  }

  function bool(depth: number): Piece {
    const operand = choices.pick(['i32', 'u32', 'f32'] as const);
    const vector = vectorOf(2 + choices.below(3), operand);
    const comparison = choices.pick(['<', '<=', '>', '>=', '==', '!=']);
    const options: (() => Piece)[] = [
      () => made(`(${pair(operand, operand, depth).join(` ${comparison} `)})`),
      () => made(`(${pair('bool', 'bool', depth).join(` ${choices.pick(['&&', '||', '&', '|', '==', '!='])} `)})`),
      () => made(`!(${runtime('bool', depth)})`),
      () => made(`${choices.pick(['any', 'all'])}(${runtime(vector, depth)} ${comparison} ${runtime(vector, depth)})`),
    ];
    return choices.pick(options)();
  }

  function branch(type: RandomType, depth: number): Piece {
    const scalar = scalarOf(type);
    if (scalar !== 'bool' && choices.once(3)) return general(type, depth);
    return scalar === 'bool' ? bool(depth) : scalar === 'f32' ? float(type, depth) : integer(type, depth);
  }

  return { text, runtime, dynamic };
}
