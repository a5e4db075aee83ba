// Colours for a line of WGSL whose text a figure makes as it goes; all other code is highlighted at build.

export interface Token {
  text: string;
  /** As the classes t-… of src/css/book.css. */
  kind?: 'keyword' | 'constant' | 'function' | 'comment';
}

const keywords = new Set(['const', 'else', 'enable', 'fn', 'for', 'if', 'let', 'return', 'var', 'while', 'array', 'f16', 'f32', 'u32', 'i32', 'vec2f']);
const parts = /(\/\/.*$)|(@\w+)|(\b\d[\w.]*)|(\b[A-Za-z_]\w*)/g;

/** The pieces of one line, in order; joined they are the line. */
export function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  let from = 0;
  for (const match of line.matchAll(parts)) {
    const [text, comment, attribute, number] = match;
    const called = line[match.index + text.length] === '(';
    const kind = comment ? 'comment' : attribute || keywords.has(text) ? 'keyword' : number ? 'constant' : called ? 'function' : undefined;
    if (!kind) continue;
    if (match.index > from) tokens.push({ text: line.slice(from, match.index) });
    tokens.push({ text, kind });
    from = match.index + text.length;
  }
  if (from < line.length) tokens.push({ text: line.slice(from) });
  return tokens;
}
