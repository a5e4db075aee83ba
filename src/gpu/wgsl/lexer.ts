// Cuts a WGSL text into tokens and finds its template lists (`array<f32, 4>` against `a < b`), as sections 3 and 3.9 of the
// specification say. Not here: which sequences of tokens make sense (parser.ts).

import type { WgslProblem } from './typed';

export interface Token {
  kind: 'word' | 'number' | 'symbol' | 'template-open' | 'template-close' | 'end';
  text: string;
  start: number;
  end: number;
}

const blank = String.raw`[ \t\n\v\f\r\u0085\u200e\u200f\u2028\u2029]+`;
const lineComment = String.raw`\/\/[^\n\v\f\r\u0085\u2028\u2029]*`;
const word = String.raw`[\p{XID_Start}_](?:(?!\u200d)\p{XID_Continue})*`;
const hexNumber = String.raw`0[xX](?:[\da-fA-F]*\.[\da-fA-F]+(?:[pP][+\-]?\d+[fh]?)?|[\da-fA-F]+\.(?:[pP][+\-]?\d+[fh]?)?|[\da-fA-F]+[pP][+\-]?\d+[fh]?|[\da-fA-F]+[iu]?)`;
const number = String.raw`${hexNumber}|(?:\d*\.\d+|\d+\.)(?:[eE][+\-]?\d+)?[fh]?|\d+[eE][+\-]?\d+[fh]?|\d+[iufh]?`;
const piece = new RegExp(`(${blank}|${lineComment})|(${word})|(${number})`, 'uy');
const commentMark = /\/\*|\*\//g;

const symbols = new Set('& && -> @ / ! [ ] { } : , = == != > >= >> < << <= % - -- . + ++ | || ( ) ; * ~ ^ += -= *= /= %= &= |= ^= >>= <<='.split(' '));

/** Tokens with an 'end' after the last; comments and blanks are gone. Never throws: what is no token becomes a problem. */
export function tokenize(source: string): { tokens: Token[]; problems: WgslProblem[] } {
  const problems: WgslProblem[] = [];
  const complain = (start: number, end: number, message: string) => problems.push({ severity: 'error', message, span: { start, end } });
  const pieces = cut(source, complain);
  markTemplates(pieces);
  const tokens = joinSymbols(pieces);
  tokens.push({ kind: 'end', text: 'the end of the text', start: source.length, end: source.length });
  return { tokens, problems };
}

/** Words, numbers, and symbols one character at a time. */
function cut(source: string, complain: (start: number, end: number, message: string) => void): Token[] {
  const pieces: Token[] = [];
  let at = 0;
  while (at < source.length) {
    if (source.startsWith('/*', at)) {
      const end = blockCommentEnd(source, at);
      if (end < 0) complain(at, at + 2, 'This comment is never closed: add "*/" (block comments nest in WGSL).');
      at = end < 0 ? source.length : end;
      continue;
    }
    piece.lastIndex = at;
    const found = piece.exec(source);
    if (found?.[1] !== undefined) {
      at += found[1].length;
      continue;
    }
    const text = found?.[0] ?? String.fromCodePoint(source.codePointAt(at)!);
    let kind: Token['kind'] = found?.[2] !== undefined ? 'word' : found ? 'number' : 'symbol';
    const end = at + text.length;
    if (kind === 'word' && text === '_') kind = 'symbol';
    else if (kind === 'word' && text.startsWith('__')) complain(at, end, `A name may not begin with two underscores: rename "${text}".`);
    else if (kind === 'symbol' && !symbols.has(text)) complain(at, end, text === '?' ? 'WGSL has no "? :": write select(otherwise, value, condition), or an if.' : `WGSL has no character ${JSON.stringify(text)} here.`);
    if (kind !== 'symbol' || text === '_' || symbols.has(text)) pieces.push({ kind, text, start: at, end });
    at = end;
  }
  return pieces;
}

function blockCommentEnd(source: string, start: number): number {
  let depth = 0;
  commentMark.lastIndex = start;
  for (let match = commentMark.exec(source); match; match = commentMark.exec(source)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return match.index + 2;
  }
  return -1;
}

/** Template list discovery of section 3.9: which `<` opens a list, and which `>` closes it. */
function markTemplates(pieces: Token[]): void {
  const pending: { piece: Token; depth: number }[] = [];
  let depth = 0;
  const next = (i: number, text: string) => pieces[i + 1]?.text === text && pieces[i + 1]!.start === pieces[i]!.end;
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i]!;
    if (piece.kind === 'word') {
      const open = pieces[i + 1];
      if (open?.text !== '<') continue;
      i++;
      if (next(i, '<') || next(i, '=')) i++;
      else pending.push({ piece: open, depth });
      continue;
    }
    switch (piece.text) {
      case '>': {
        const candidate = pending.at(-1);
        if (candidate && candidate.depth === depth) {
          pending.pop();
          candidate.piece.kind = 'template-open';
          piece.kind = 'template-close';
        } else if (next(i, '=')) i++;
        break;
      }
      case '(':
      case '[':
        depth++;
        break;
      case ')':
      case ']':
        while (pending.length > 0 && pending.at(-1)!.depth >= depth) pending.pop();
        depth = Math.max(0, depth - 1);
        break;
      case '!':
        if (next(i, '=')) i++;
        break;
      case '=':
        if (next(i, '=')) i++;
        else {
          depth = 0;
          pending.length = 0;
        }
        break;
      case ';':
      case '{':
      case ':':
        depth = 0;
        pending.length = 0;
        break;
      case '&':
      case '|':
        if (!next(i, piece.text)) break;
        i++;
        while (pending.length > 0 && pending.at(-1)!.depth >= depth) pending.pop();
    }
  }
}

/** Adjacent characters make the longest symbol there is. */
function joinSymbols(pieces: readonly Token[]): Token[] {
  const tokens: Token[] = [];
  for (let i = 0; i < pieces.length; i++) {
    let token = pieces[i]!;
    if (token.kind === 'symbol')
      for (let next = pieces[i + 1]; next?.kind === 'symbol' && next.start === token.end && symbols.has(token.text + next.text); next = pieces[i + 1]) {
        token = { kind: 'symbol', text: token.text + next.text, start: token.start, end: next.end };
        i++;
      }
    tokens.push(token);
  }
  return tokens;
}
