// What a WGSL text declares at module scope (bindings, entry points, functions and their loops), by a small scanner.
// Not a parser and not a validator: it must get texts right that the browser's compiler accepts, and must end on any other.

import { KernelError } from '../kernel';

export interface Token {
  text: string;
  offset: number;
}

const tokenPattern = /\/\/[^\n]*|[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*|0[xX][\da-fA-F.]+(?:[pP][+-]?\d+)?[uihf]?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[uihf]?|->|\s+|[\s\S]/y;

/** Tokens without white space and comments (block comments nest in WGSL). */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < source.length) {
    if (source.startsWith('/*', offset)) {
      let depth = 1;
      for (offset += 2; offset < source.length && depth > 0; offset++) {
        const pair = source.slice(offset, offset + 2);
        if (pair === '/*' || pair === '*/') {
          depth += pair === '/*' ? 1 : -1;
          offset++;
        }
      }
      continue;
    }
    tokenPattern.lastIndex = offset;
    const text = tokenPattern.exec(source)![0];
    if (!/^(\s|\/\/)/.test(text)) tokens.push({ text, offset });
    offset += text.length;
  }
  return tokens;
}

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
  /** Computed on asking, since a size may be an expression that cannot be worked out. Throws KernelError. */
  entry(name: string, constants?: Record<string, number>): EntryPoint;
  entryNames: string[];
  /** Pipeline-overridable constants: how the API names each ("size", or "3" for @id(3)). */
  overrides: Map<string, string>;
}

interface Attribute {
  name: string;
  args: Token[][];
}

const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

/** Index of the token that closes the bracket at `open`. */
function matching(tokens: readonly Token[], open: number): number {
  const bracket = tokens[open];
  // Unbalanced text: the compiler will say so; here the scan must only end.
  if (!bracket) return tokens.length - 1;
  const close = closing[bracket.text];
  for (let i = open, depth = 0; i < tokens.length; i++) {
    if (tokens[i]!.text === bracket.text) depth++;
    if (tokens[i]!.text === close && --depth === 0) return i;
  }
  return tokens.length - 1;
}

function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (/^[([<]$/.test(token.text)) depth++;
    if (/^[)\]>]$/.test(token.text)) depth--;
    if (token.text === ',' && depth === 0) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

const textOf = (tokens: readonly Token[]) => tokens.map(({ text }) => text).join('');

/** Scans a module. */
export function reflect(source: string): Reflection {
  const tokens = tokenize(source);
  const lineOf = (offset: number) => source.slice(0, offset).split('\n').length;
  const functions: WgslFunction[] = [];
  const entries = new Map<string, Attribute>();
  const variables: { name: string; attributes: Attribute[]; space: string[]; type: Token[] }[] = [];
  const structs = new Map<string, Token[]>();
  const aliases = new Map<string, Token[]>();
  const constants = new Map<string, Token[]>();
  const overrides = new Map<string, string>();

  const numberOf = (attributes: Attribute[], name: string): number | undefined => {
    const arg = attributes.find((attribute) => attribute.name === name)?.args[0];
    return arg && evaluate(arg, (id) => constants.get(id));
  };

  /** Up to the `;` that ends a declaration. */
  const statementEnd = (from: number) => {
    let i = from;
    while (i < tokens.length && tokens[i]!.text !== ';') i = closing[tokens[i]!.text] ? matching(tokens, i) + 1 : i + 1;
    return i;
  };

  let attributes: Attribute[] = [];
  for (let i = 0; i < tokens.length; ) {
    const { text } = tokens[i]!;
    if (text === '@') {
      const name = tokens[i + 1]?.text ?? '';
      const close = tokens[i + 2]?.text === '(' ? matching(tokens, i + 2) : i + 1;
      attributes.push({ name, args: splitAtCommas(tokens.slice(i + 3, close)) });
      i = close + 1;
      continue;
    }
    if (text === 'fn') {
      i = scanFunction(i);
    } else if (text === 'struct') {
      const close = matching(tokens, i + 2);
      structs.set(tokens[i + 1]?.text ?? '', tokens.slice(i + 3, close));
      i = close + 1;
    } else {
      const end = statementEnd(i);
      scanStatement(tokens.slice(i, end));
      i = end + 1;
    }
    attributes = [];
  }

  function scanFunction(at: number): number {
    const name = tokens[at + 1]?.text ?? '';
    const close = matching(tokens, at + 2);
    let open = close + 1;
    while (open < tokens.length && tokens[open]!.text !== '{') open++;
    const end = matching(tokens, open);
    const body = tokens.slice(open + 1, end);
    const loops = body.flatMap((token, i): Loop[] => {
      if (!/^(for|while|loop)$/.test(token.text)) return [];
      const brace = body.slice(i).find(({ text }) => text === '{');
      return brace ? [{ body: brace.offset + 1, line: lineOf(token.offset) }] : [];
    });
    const calls = body.flatMap((token, i) => (body[i + 1]?.text === '(' ? [token.text] : []));
    const arrow = tokens.slice(close + 1, open).findIndex(({ text }) => text === '->');
    const returns = arrow < 0 ? '' : typeText(tokens.slice(close + 2 + arrow, open));
    functions.push({ name, returns, body: [(tokens[open]?.offset ?? 0) + 1, tokens[end]?.offset ?? source.length], loops, calls });
    const size = attributes.find((attribute) => attribute.name === 'workgroup_size');
    if (size && attributes.some((attribute) => attribute.name === 'compute')) entries.set(name, size);
    return end + 1;
  }

  function scanStatement(statement: Token[]): void {
    const keyword = statement[0]?.text;
    const equals = statement.findIndex(({ text }) => text === '=');
    const before = equals < 0 ? statement : statement.slice(0, equals);
    if (keyword === 'alias' && equals > 0) aliases.set(statement[1]!.text, statement.slice(equals + 1));
    if ((keyword === 'const' || keyword === 'override') && statement[1]) {
      if (equals > 0) constants.set(statement[1].text, statement.slice(equals + 1));
      if (keyword === 'override') overrides.set(statement[1].text, String(numberOf(attributes, 'id') ?? statement[1].text));
    }
    if (keyword !== 'var') return;
    const templateEnd = statement[1]?.text === '<' ? before.findIndex(({ text }) => text === '>') : 0;
    const space = templateEnd > 0 ? splitAtCommas(before.slice(2, templateEnd)).map(textOf) : [];
    const colon = before.findIndex(({ text }) => text === ':');
    variables.push({ name: before[templateEnd + 1]?.text ?? '', attributes, space, type: colon < 0 ? [] : before.slice(colon + 1) });
  }

  const bindings = variables.flatMap(({ name, attributes: given, space, type }): Binding[] => {
    const group = numberOf(given, 'group');
    const binding = numberOf(given, 'binding');
    if (group === undefined || binding === undefined || (space[0] !== 'storage' && space[0] !== 'uniform')) return [];
    return [{ name, group, binding, space: space[0], writable: space[1] === 'read_write', type: typeText(type), scalar: scalarOf(type, structs, aliases) }];
  });

  const names = new Set(functions.map(({ name }) => name));
  for (const fn of functions) fn.calls = [...new Set(fn.calls)].filter((name) => names.has(name));

  return {
    bindings,
    functions,
    overrides,
    entryNames: [...entries.keys()],
    entry(name, values = {}) {
      const size = entries.get(name);
      if (!size) {
        const others = entries.size > 0 ? `It has ${[...entries.keys()].join(', ')}.` : 'It has no @compute function at all.';
        throw new KernelError(`Your code has no @compute function "${name}". ${others}`);
      }
      const lookUp = (id: string) => (id in values ? values[id] : constants.get(id));
      const extent = size.args.map((arg) => evaluate(arg, lookUp));
      if (extent.some((n) => n === undefined))
        throw new KernelError(`The @workgroup_size of "${name}" is not a plain number or constant: write the number.`);
      return { name, workgroupSize: [extent[0] ?? 1, extent[1] ?? 1, extent[2] ?? 1] };
    },
  };
}

/** Type as one would write it. */
const typeText = (tokens: readonly Token[]) => textOf(tokens.filter(({ text }, i) => text !== '@' && tokens[i - 1]?.text !== '@')).replaceAll(',', ', ');

/** The one scalar that a type is made of; undefined where a struct mixes several. */
function scalarOf(type: readonly Token[], structs: Map<string, Token[]>, aliases: Map<string, Token[]>): Scalar | undefined {
  const found = new Set<Scalar>();
  const visit = (tokens: readonly Token[], depth: number): void => {
    for (const [i, { text }] of tokens.entries()) {
      // Member names (before a colon) and attribute names are not types.
      if (tokens[i + 1]?.text === ':' || tokens[i - 1]?.text === '@' || depth > 16) continue;
      if (text === 'f32' || text === 'i32' || text === 'u32') found.add(text);
      const short = /^(?:vec[234]|mat[234]x[234])([fiu])$/.exec(text)?.[1];
      if (short) found.add(`${short}32` as Scalar);
      const inner = structs.get(text) ?? aliases.get(text);
      if (inner) visit(inner, depth + 1);
    }
  };
  visit(type, 0);
  return found.size === 1 ? [...found][0] : undefined;
}

/** Value of an integer expression of literals, constants, + - * / % and parentheses; undefined for anything else. */
function evaluate(tokens: readonly Token[], lookUp: (name: string) => number | readonly Token[] | undefined): number | undefined {
  let at = 0;
  const primary = (): number => {
    const text = tokens[at++]?.text ?? '';
    if (text === '(') {
      const value = sum();
      return tokens[at++]?.text === ')' ? value : NaN;
    }
    if (text === '-') return -primary();
    if (/^\d/.test(text)) return Number(text.replace(/[ui]$/, ''));
    if ((text === 'u32' || text === 'i32') && tokens[at]?.text === '(') return primary();
    const value = lookUp(text);
    if (typeof value === 'number') return value;
    return (value && evaluate(value, lookUp)) ?? NaN;
  };
  const product = (): number => {
    let value = primary();
    while (/^[*/%]$/.test(tokens[at]?.text ?? '')) {
      const operator = tokens[at++]!.text;
      const right = primary();
      value = operator === '*' ? value * right : operator === '/' ? Math.trunc(value / right) : value % right;
    }
    return value;
  };
  const sum = (): number => {
    let value = product();
    while (/^[+-]$/.test(tokens[at]?.text ?? '')) value += tokens[at++]!.text === '+' ? product() : -product();
    return value;
  };
  const value = sum();
  return at === tokens.length && Number.isFinite(value) ? value : undefined;
}
