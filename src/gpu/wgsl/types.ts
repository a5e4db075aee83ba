// WGSL's types as the checker and the compiler see them: one plain object a type. Not here: byte layout (layout.ts).

export type Scalar = 'bool' | 'i32' | 'u32' | 'f32' | 'f16';
/** Abstract numbers live in the checker alone: every type in a typed program is concrete. */
export type AnyScalar = Scalar | 'abstract-int' | 'abstract-float';
export type AddressSpace = 'function' | 'private' | 'workgroup' | 'storage' | 'uniform';
export type Access = 'read' | 'write' | 'read_write';

export type Type =
  | { kind: 'void' }
  | { kind: 'scalar'; of: AnyScalar }
  | { kind: 'vec'; size: 2 | 3 | 4; of: AnyScalar }
  | { kind: 'mat'; columns: 2 | 3 | 4; rows: 2 | 3 | 4; of: 'f32' | 'f16' | 'abstract-float' }
  | { kind: 'atomic'; of: 'i32' | 'u32' }
  /** `count` is 0 for a runtime-sized array. */
  | { kind: 'array'; of: Type; count: number }
  | { kind: 'struct'; struct: StructType }
  | { kind: 'ptr'; space: AddressSpace; of: Type; access: Access };

export interface StructType {
  /** As the reader named it: for messages alone. */
  name: string;
  members: StructMember[];
  /** A structure that WGSL has no name for: the result of frexp, modf or atomicCompareExchangeWeak. */
  builtin?: boolean;
}

export interface StructMember {
  name: string;
  type: Type;
  /** From @align and @size, where given. */
  align?: number;
  size?: number;
}
