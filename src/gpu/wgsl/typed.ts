// The typed program: what the checker (check.ts) makes of a WGSL text and the compiler (../microscope) turns into code.
// Names are resolved, overloads chosen, abstract numbers made concrete, conversions and loads explicit, constant
// expressions folded, overrides given their values. Every node knows its place in the reader's text.

import type { Access, AddressSpace, StructType, Type } from './types';

/** Offsets into the source: [start, end). */
export interface Span {
  start: number;
  end: number;
}

/** f32 values are rounded (Math.fround), f16 too; i32 and u32 are in range. Vectors, matrices (by column), arrays and structs nest. */
export type ConstValue = number | boolean | ConstValue[];

// ---- Declarations

/** A module-scope or function-scope `var`. Identity is the object; `name` is for messages alone and must never reach generated code. */
export interface Variable {
  name: string;
  space: AddressSpace;
  access: Access;
  type: Type;
  span: Span;
  /** Storage and uniform variables. */
  binding?: { group: number; binding: number };
  initializer?: Expr;
}

/** `let`, a parameter: a name for a value. A `const` or `override` never appears: its uses are folded. */
export interface Value {
  name: string;
  type: Type;
  span: Span;
}

export interface Func {
  name: string;
  params: Value[];
  returns: Type;
  body: Block;
  span: Span;
  /** Executes a barrier (or workgroupUniformLoad), itself or through a call. */
  barriers: boolean;
}

export type ComputeBuiltin =
  | 'local_invocation_id'
  | 'local_invocation_index'
  | 'global_invocation_id'
  | 'workgroup_id'
  | 'num_workgroups'
  /** Language feature linear_indexing: as local_invocation_index, over the whole dispatch; and of the workgroup. */
  | 'global_invocation_index'
  | 'workgroup_index'
  | 'subgroup_invocation_id'
  | 'subgroup_size'
  | 'subgroup_id'
  | 'num_subgroups';

export interface EntryPoint extends Func {
  workgroupSize: [number, number, number];
  /** What each parameter receives: one builtin, or a struct whose members are builtins (null where params[i] is such a struct: then see `structs`). */
  inputs: (ComputeBuiltin | ComputeBuiltin[])[];
}

export interface Program {
  source: string;
  /** Module-scope variables that the entry point reaches, in the order of the text. */
  variables: Variable[];
  /** Functions that the entry point calls, callees first; recursion is an error in WGSL. */
  functions: Func[];
  entry: EntryPoint;
  structs: StructType[];
}

// ---- Statements

export type Block = Stmt[];

export type Stmt = { span: Span } & (
  | { kind: 'var'; variable: Variable }
  | { kind: 'let'; value: Value; initializer: Expr }
  | { kind: 'assign'; target: Ref; value: Expr }
  /** `target op= value`, also ++ and --: the reference is evaluated once. */
  | { kind: 'update'; target: Ref; operator: BinaryOperator; value: Expr }
  /** `_ = e`, and a call as a statement. */
  | { kind: 'evaluate'; value: Expr }
  | { kind: 'if'; condition: Expr; then: Block; otherwise: Block }
  /** Selectors are folded; `default` may share a clause with others. */
  | { kind: 'switch'; selector: Expr; clauses: { values: number[]; isDefault: boolean; body: Block }[] }
  /** `for`, `while` and `loop` alike: condition (true where absent) before the body, continuing after it, breakIf at its end. */
  | { kind: 'loop'; form: 'for' | 'while' | 'loop'; initializer: Block; condition: Expr | null; body: Block; continuing: Block; breakIf: Expr | null }
  | { kind: 'break' }
  | { kind: 'continue' }
  | { kind: 'return'; value: Expr | null }
  | { kind: 'block'; body: Block }
);

// ---- References: a place in memory

/** `type` is the type of what stands there. */
export type Ref = { type: Type; space: AddressSpace; access: Access; span: Span } & (
  | { kind: 'variable'; variable: Variable }
  | { kind: 'deref'; pointer: Expr }
  | { kind: 'index'; base: Ref; index: Expr }
  | { kind: 'member'; base: Ref; member: number }
  /** One component of a vector by name. */
  | { kind: 'lane'; base: Ref; lane: number }
);

// ---- Expressions: a value

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '<<' | '>>' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||';

export type Expr = { type: Type; span: Span } & (
  | { kind: 'const'; value: ConstValue }
  | { kind: 'value'; of: Value }
  | { kind: 'load'; from: Ref }
  | { kind: 'address'; of: Ref }
  | { kind: 'unary'; operator: '-' | '!' | '~'; operand: Expr }
  /** Operand types are those of WGSL's overloads: scalar with vector and matrix products stay as written. `&&`, `||` on bool scalars evaluate the right side only if needed. */
  | { kind: 'binary'; operator: BinaryOperator; left: Expr; right: Expr }
  | { kind: 'index'; base: Expr; index: Expr }
  | { kind: 'member'; base: Expr; member: number }
  /** One lane gives a scalar, more a vector. */
  | { kind: 'swizzle'; base: Expr; lanes: number[] }
  | { kind: 'call'; of: Func; args: Expr[] }
  /** A builtin function with arguments of the chosen overload; `name` is one of builtins.ts's own names. */
  | { kind: 'builtin'; name: string; args: Expr[] }
  /** A constructor from parts (vector from scalars and vectors, splat, matrix, array, struct); no parts = zero value. */
  | { kind: 'construct'; parts: Expr[] }
  /** Value conversion between scalar types, per component. */
  | { kind: 'convert'; operand: Expr }
  | { kind: 'bitcast'; operand: Expr }
);

// ---- Where the text is wrong

/** Offsets; diagnostics.ts turns them into lines and columns. */
export interface WgslProblem {
  /** Told apart from all others: control flow or a value that must be uniform and is not. */
  kind?: 'uniformity';
  severity: 'error' | 'warning';
  /** A plain sentence that names the fix where there is one. */
  message: string;
  span: Span;
}
