// What a WGSL text declares at module scope, as whoever runs it needs it: bindings, entry points, functions with their loops.
// Made from the checked text. Of a text with errors it gives what could be made out, and does not throw.

import { KernelError } from '../kernel';
import type { Expression, FunctionDeclaration, Statement } from './ast';
import { checkModule, instantiate, noSuchEntry } from './check';
import { placeOf } from './problem';
import type { Span } from './typed';
import type { StructType, Type } from './types';

export type Scalar = 'f32' | 'i32' | 'u32';

export interface Binding {
  name: string;
  group: number;
  binding: number;
  space: 'storage' | 'uniform';
  writable: boolean;
  /** The type as written. */
  type: string;
  /** The scalar that every element is made of; undefined where a struct mixes them. */
  scalar: Scalar | undefined;
}

export interface Loop {
  /** Offset just after the `{` of its body. */
  body: number;
  line: number;
}

export interface WgslFunction {
  name: string;
  /** The return type as written; "" for none. */
  returns: string;
  /** Offsets just after the `{` and at the `}` of its body. */
  body: [number, number];
  loops: Loop[];
  /** Functions of this module that it calls. */
  calls: string[];
}

export interface EntryPoint {
  name: string;
  workgroupSize: [number, number, number];
}

export interface Reflection {
  bindings: Binding[];
  functions: WgslFunction[];
  /** Computed on asking, since a size may depend on constants. Throws KernelError where the entry point cannot run. */
  entry(name: string, constants?: Record<string, number>): EntryPoint;
  entryNames: string[];
  /** Pipeline-overridable constants: how the API names each ("size", or "3" for @id(3)). */
  overrides: Map<string, string>;
}

export function reflect(source: string): Reflection {
  const module = checkModule(source);
  const declarations = module.parsed.module.declarations;
  const text = ({ start, end }: Span) => source.slice(start, end).replace(/\s+/g, ' ');
  const written = new Map(declarations.flatMap((item) => (item.kind === 'var' && item.type ? [[item.name.span, text(item.type.span)] as const] : [])));
  const functions = declarations.filter((item) => item.kind === 'fn');
  const names = new Set(functions.map(({ name }) => name.text));
  return {
    bindings: module.bindings.map(({ name, binding, space, access, type, span }) => ({
      name,
      ...binding!,
      space: space as 'storage' | 'uniform',
      writable: access === 'read_write',
      type: written.get(span)!,
      scalar: scalarOf(type),
    })),
    functions: functions.map((declaration) => reflectFunction(declaration, names, text, (offset) => placeOf(source, offset).line)),
    entryNames: module.entryPoints.map(({ name }) => name),
    overrides: new Map(module.overrides.map(({ name, key }) => [name, key])),
    entry(name, constants = {}) {
      if (!module.entryPoints.some((entry) => entry.name === name)) throw new KernelError(noSuchEntry(module, name));
      return { name, workgroupSize: instantiate(module, name, constants).entry.workgroupSize };
    },
  };
}

function reflectFunction({ name, returns, body }: FunctionDeclaration, names: ReadonlySet<string>, text: (span: Span) => string, lineOf: (offset: number) => number): WgslFunction {
  const loops: Loop[] = [];
  const calls = new Set<string>();
  visit(body, (part) => {
    if (part.kind === 'loop' || part.kind === 'for' || part.kind === 'while') loops.push({ body: part.body.span.start + 1, line: lineOf(part.span.start) });
    if (part.kind === 'call' && 'callee' in part && names.has(part.callee.name)) calls.add(part.callee.name);
  });
  return { name: name.text, returns: returns ? text(returns.span) : '', body: [body.span.start + 1, body.span.end - 1], loops, calls: [...calls] };
}

/** Statements and expressions below a part of the tree, itself included, in the order of the text. */
function visit(part: unknown, take: (part: Statement | Expression) => void): void {
  if (Array.isArray(part)) for (const item of part) visit(item, take);
  else if (part && typeof part === 'object') {
    if ('kind' in part) take(part as Statement | Expression);
    for (const item of Object.values(part)) if (item && typeof item === 'object') visit(item, take);
  }
}

/** The one scalar that a type is made of; undefined where it mixes several or has others. */
function scalarOf(type: Type): Scalar | undefined {
  const found = new Set<string>();
  const structs = new Set<StructType>();
  const collect = (inner: Type): void => {
    if (inner.kind === 'array') collect(inner.of);
    else if (inner.kind === 'struct' && !structs.has(inner.struct)) {
      structs.add(inner.struct);
      for (const member of inner.struct.members) collect(member.type);
    }
    else if ('of' in inner && typeof inner.of === 'string') found.add(inner.of);
  };
  collect(type);
  const [only] = found;
  return found.size === 1 && (only === 'f32' || only === 'i32' || only === 'u32') ? only : undefined;
}
