// Types of starters, solutions and checks, with the repository's own settings.

import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';

/** Type errors by file path, each "file:line: message". Files not TypeScript are passed over. */
export function typeErrors(root: string, files: readonly string[]): string[] {
  const sources = files.filter((file) => file.endsWith('.ts'));
  if (sources.length === 0) return [];
  const { compilerOptions } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => readFileSync(path, 'utf8')).config as { compilerOptions: object };
  const { options } = ts.convertCompilerOptionsFromJson({ ...compilerOptions, types: ['@webgpu/types'] }, root);
  const program = ts.createProgram([...sources], options);
  return sources.flatMap((file) => {
    const source = program.getSourceFile(file);
    if (!source) return [`${file}: cannot be read`];
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(({ start = 0, messageText }) => {
      const { line } = source.getLineAndCharacterOfPosition(start);
      return `${relative(root, file).split(sep).join('/')}:${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}
