// From the reader's TypeScript to JavaScript that keeps every line where it was, outside the reader's realm.
// Says what does not parse, and what may not be imported, with line and column. It does not check types: the editor does.

import { parse } from 'acorn';
import { transform } from 'sucrase';
import type { SourceDiagnostic } from '@site/src/formats';
import { findImports } from './imports';

export interface Transpiled {
  /** Empty when there are diagnostics. */
  code: string;
  diagnostics: SourceDiagnostic[];
}

const diagnostic = (line: number, column: number, message: string): SourceDiagnostic => ({ severity: 'error', line, column, message });

const sentence = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

/** Errors of the parsers end with "(line:column)"; columns of acorn start at 0. */
function fromParser(error: unknown, firstColumn: 0 | 1): SourceDiagnostic {
  const text = error instanceof Error ? error.message : String(error);
  const match = /^(?:Error transforming [^:]*: )?([\s\S]*?)\s*\((\d+):(\d+)\)$/.exec(text);
  if (!match) return diagnostic(1, 1, sentence(text));
  return diagnostic(Number(match[2]), Number(match[3]) + 1 - firstColumn, sentence(match[1]!));
}

function refusedImports(source: string, allow: readonly string[], kitNames: readonly string[]): SourceDiagnostic[] {
  const may = allow.length > 0 ? `This lab lets you import ${allow.join(', ')}.` : 'This lab has no imports: write what you need yourself.';
  return findImports(source).flatMap(({ from, names, line, column }) => {
    if (from !== 'kit') return [diagnostic(line, column, `There is no module "${from}" here. ${allow.length > 0 ? `Import from 'kit' alone. ${may}` : may}`)];
    return names
      .filter(({ name }) => name !== '*' && !allow.includes(name))
      .map(({ name, line, column }) =>
        diagnostic(line, column, kitNames.includes(name) ? `This lab does not let you import "${name}": it is what you are here to write. ${may}` : `The kit has no "${name}". ${may}`),
      );
  });
}

/** Transpiles one module. `allow`: names of the kit that it may import; `kitNames`: all that there are. */
export function transpile(source: string, allow: readonly string[], kitNames: readonly string[]): Transpiled {
  const refused = refusedImports(source, allow, kitNames);
  if (refused.length > 0) return { code: '', diagnostics: refused };
  try {
    const { code } = transform(source, { transforms: ['typescript', 'imports'], disableESTransforms: true, production: true });
    return { code, diagnostics: [] };
  } catch (error) {
    return { code: '', diagnostics: [fromParser(error, 1)] };
  }
}

/** Where transpiled code that the engine refused does not parse; engines do not say. `message`: the engine's own words. */
export function locateSyntaxError(code: string, message: string): SourceDiagnostic {
  try {
    parse(`(function(exports,require,module){"use strict";${code}\n})`, { ecmaVersion: 'latest' });
  } catch (error) {
    return fromParser(error, 0);
  }
  return diagnostic(1, 1, sentence(message));
}
