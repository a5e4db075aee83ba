// Which loop of a WGSL text a line stands in: enough to tell a reader which barrier is missing. Not a parser: it runs on texts that compile.

export interface Lines {
  first: number;
  last: number;
}

/** Comments become blanks of the same length, so that lines and columns stay. Block comments nest in WGSL. */
function withoutComments(source: string): string {
  let out = '';
  for (let i = 0, depth = 0; i < source.length; i++) {
    const pair = source.slice(i, i + 2);
    if (depth === 0 && pair === '//') {
      while (i < source.length && source[i] !== '\n') i++;
      out += source[i] ?? '';
    } else if (pair === '/*' || (depth > 0 && pair === '*/')) {
      depth += pair === '/*' ? 1 : -1;
      out += '  ';
      i++;
    } else out += depth > 0 && source[i] !== '\n' ? ' ' : source[i];
  }
  return out;
}

/** The innermost loop around a line (1-based), from its keyword to its closing brace; undefined where there is none. */
export function enclosingLoop(source: string, line: number): Lines | undefined {
  const text = withoutComments(source);
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const loops = [...text.matchAll(/\b(?:for|while|loop)\b/g)].map(({ index }): Lines => {
    let depth = 0;
    let at = text.indexOf('{', index);
    for (; at >= 0 && at < text.length; at++) {
      if (text[at] === '{') depth++;
      if (text[at] === '}' && --depth === 0) break;
    }
    return { first: lineOf(index), last: lineOf(at < 0 ? text.length : at) };
  });
  return loops.filter(({ first, last }) => first <= line && line <= last).at(-1);
}
