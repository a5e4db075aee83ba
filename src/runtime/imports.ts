// Finds the import declarations of a TypeScript text, with their places. A small scanner of its own, since
// the transpiler keeps no list of them; it skips comments and strings. Not a parser: `import(…)` is left to the realm, which has no modules.

export interface ImportedName {
  name: string;
  line: number;
  column: number;
}

export interface ImportDeclaration {
  from: string;
  /** Imported values; types are left out. `*` for a namespace, `default` for a default import. */
  names: ImportedName[];
  line: number;
  column: number;
}

const tokenPattern =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`|[A-Za-z_$][\w$]*|[0-9][\w.]*|\s+|[\s\S]/g;

interface Token {
  text: string;
  offset: number;
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  for (const match of source.matchAll(tokenPattern)) {
    const text = match[0];
    if (/^(\s|\/\/|\/\*)/.test(text)) continue;
    tokens.push({ text, offset: match.index });
  }
  return tokens;
}

/** 1-based line and column of an offset. */
export function placeOf(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

const isString = (token: Token | undefined) => token !== undefined && /^["']/.test(token.text);
const isName = (token: Token | undefined) => token !== undefined && /^[A-Za-z_$]/.test(token.text);

/** Values imported by the tokens between `import` and `from`. */
function importedValues(source: string, clause: Token[]): ImportedName[] {
  const at = (token: Token, name: string): ImportedName => ({ name, ...placeOf(source, token.offset) });
  const open = clause.findIndex((token) => token.text === '{');
  const outside = open < 0 ? clause : clause.slice(0, open);
  const names: ImportedName[] = [];
  for (let i = 0; i < outside.length; i++) {
    const token = outside[i]!;
    if (token.text === '*') names.push(at(token, '*'));
    else if (isName(token) && outside[i - 1]?.text !== 'as' && token.text !== 'as') names.push(at(token, 'default'));
  }
  if (open < 0) return names;
  let specifier: Token[] = [];
  for (const token of clause.slice(open + 1)) {
    if (token.text !== ',' && token.text !== '}') {
      specifier.push(token);
      continue;
    }
    const isType = specifier[0]?.text === 'type' && specifier.length > 1 && specifier[1]!.text !== 'as';
    if (specifier[0] && !isType) names.push(at(specifier[0], specifier[0].text.replace(/^["']|["']$/g, '')));
    specifier = [];
  }
  return names;
}

/** The `import … from '…'` and `export … from '…'` declarations of a text. */
export function findImports(source: string): ImportDeclaration[] {
  const tokens = tokenize(source);
  const found: ImportDeclaration[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if ((token.text !== 'import' && token.text !== 'export') || tokens[i - 1]?.text === '.') continue;
    const place = placeOf(source, token.offset);
    if (token.text === 'import' && isString(tokens[i + 1])) {
      found.push({ from: tokens[i + 1]!.text.slice(1, -1), names: [], ...place });
      continue;
    }
    let end = i + 1;
    while (end < tokens.length && (isName(tokens[end]) || isString(tokens[end]) || /^[{},*]$/.test(tokens[end]!.text)) && tokens[end]!.text !== 'from') end++;
    if (tokens[end]?.text !== 'from' || !isString(tokens[end + 1])) continue;
    const clause = tokens.slice(i + 1, end);
    const typeOnly = clause[0]?.text === 'type' && clause.length > 1 && clause[1]!.text !== ',';
    found.push({ from: tokens[end + 1]!.text.slice(1, -1), names: typeOnly ? [] : importedValues(source, clause), ...place });
    i = end + 1;
  }
  return found;
}
