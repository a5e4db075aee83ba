// Texts that are almost right: a kernel of the corpus with a token replaced by another of its kind, a line left out, doubled or moved,
// or a word put where none belongs. Many are wrong, each in a way that nobody thought of.

import { createRng } from '@site/src/engine/random';
import { choicesFrom, type Choices } from './choices';

const tokens = /[\p{L}_][\p{L}\p{N}_]*|0[xX][\da-fA-F.]+(?:[pP][+-]?\d+)?[iufh]?|\d*\.?\d+(?:[eE][+-]?\d+)?[iufh]?|<<=|>>=|->|[-+*/%&|^=!<>]=|&&|\|\||\+\+|--|<<|>>|[^\s]/gu;

const types = ['i32', 'u32', 'f32', 'bool', 'vec2f', 'vec3f', 'vec4f', 'vec2i', 'vec3u', 'vec4u', 'vec2<bool>', 'mat2x2f', 'mat3x3f', 'array<f32, 4>', 'array<u32>', 'atomic<u32>', 'atomic<i32>', 'ptr<function, i32>'];
const operators = ['+', '-', '*', '/', '%', '&', '|', '^', '&&', '||', '==', '!=', '<', '<=', '>', '>=', '<<', '>>'];
const assignments = ['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>='];
const numbers = ['0', '1', '2', '3', '4', '7', '16', '31', '32', '33', '64', '255', '0u', '1u', '4u', '32u', '0i', '5i', '-1', '0.0', '1.0', '2.5', '1f', '0.5f', '2147483647', '2147483648', '4294967295', '4294967296', '1e10', '1e39', '3.0e38f', '0x80000000', 'true'];
const calls = ['min', 'max', 'clamp', 'abs', 'sqrt', 'dot', 'select', 'atomicAdd', 'atomicLoad', 'arrayLength', 'workgroupBarrier', 'floor', 'exp', 'countOneBits', 'all', 'length', 'f32', 'u32', 'i32', 'vec2f', 'bitcast<u32>', 'workgroupUniformLoad'];
const qualifiers = ['read', 'read_write', 'write', 'storage', 'uniform', 'workgroup', 'private', 'function'];
const statements = ['workgroupBarrier();', 'storageBarrier();', 'return;', 'break;', 'continue;', 'let k = 1;', 'var sum = 0.0;', 'if (id.x > 3u) { return; }', 'x[0] = 1;', '_ = id;', 'discard;', 'loop { }', 'const_assert true;', '{ }', ';'];
const classes = [types, operators, assignments, numbers, calls, qualifiers];

interface Token {
  text: string;
  at: number;
}

const isName = (text: string) => /^[\p{L}_]/u.test(text);

/** Another token that could stand where this one stands. */
function alike({ text }: Token, all: readonly Token[], choices: Choices): string {
  if (/^[.\d]/.test(text)) return choices.pick(numbers);
  const own = classes.find((words) => words.includes(text));
  if (own) return choices.pick(own);
  const names = [...new Set(all.map((token) => token.text).filter(isName))];
  return isName(text) ? choices.pick(names) : choices.pick(['', text + text, choices.pick(all).text]);
}

function withTokenReplaced(source: string, choices: Choices): string {
  const all: Token[] = [...source.matchAll(tokens)].map((match) => ({ text: match[0], at: match.index }));
  const worth = all.filter(({ text }) => isName(text) || /^[.\d]/.test(text) || classes.some((words) => words.includes(text)));
  const token = choices.pick(choices.once(12) ? all : worth);
  return source.slice(0, token.at) + alike(token, all, choices) + source.slice(token.at + token.text.length);
}

function withLinesChanged(source: string, choices: Choices): string {
  const lines = source.split('\n');
  const at = choices.below(lines.length);
  const other = choices.below(lines.length);
  const kind = choices.below(4);
  if (kind === 0) lines.splice(at, 1);
  else if (kind === 1) lines.splice(other, 0, lines[at]!);
  else if (kind === 2) [lines[at], lines[other]] = [lines[other]!, lines[at]!];
  else lines.splice(at, 0, choices.pick(statements));
  return lines.join('\n');
}

function mutated(source: string, choices: Choices): string {
  let text = source;
  for (let edits = choices.once(4) ? 2 : 1; edits > 0; edits--) text = choices.once(3) ? withLinesChanged(text, choices) : withTokenReplaced(text, choices);
  return text;
}

/** `count` near-miss texts made from these. */
export function nearMisses(sources: readonly string[], seed: number, count: number): string[] {
  const rng = createRng(seed);
  return Array.from({ length: count }, () => mutated(rng.pick(sources), choicesFrom(Array.from({ length: 16 }, () => rng.integer(0, 2519)))));
}
