// One declaration text for the editor, in which `import … from 'kit'` has types: the compiler's own
// declarations of the kit and of what it re-exports, each as an ambient module.

import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

/** Module name of a source file: "@site/src/engine/random". */
const moduleName = (root: string, file: string) => `@site/${relative(root, file).split(sep).join('/').replace(/(\.d)?\.ts$/, '')}`;

/** Inside `declare module` blocks nothing is declared again, and a relative import has no file to start from. */
function asAmbientModule(root: string, file: string, text: string): string {
  const absolute = (specifier: string) =>
    specifier.startsWith('.') ? moduleName(root, resolveModule(resolve(dirname(file), specifier))) : normalised(root, specifier);
  const body = text
    .replace(/^(export )?(default )?declare /gm, '$1$2')
    .replace(/(\bfrom\s+|\bimport\(\s*|^import\s+)(['"])([^'"]+)\2/gm, (_, before: string, quote: string, specifier: string) => `${before}${quote}${absolute(specifier)}${quote}`);
  return `declare module '${moduleName(root, file)}' {\n${body.replace(/^(?=.)/gm, '  ')}}\n`;
}

function resolveModule(path: string): string {
  const found = [path, `${path}.ts`, join(path, 'index.ts')].find((candidate) => candidate.endsWith('.ts') && ts.sys.fileExists(candidate));
  if (!found) throw new Error(`kit types: cannot find ${path}`);
  return found;
}

const normalised = (root: string, specifier: string) =>
  specifier.startsWith('@site/') ? moduleName(root, resolveModule(join(root, specifier.slice('@site/'.length)))) : specifier;

/** The declaration text. Takes a second or two: callers keep it while the kit's sources stay the same. */
export function kitTypes(root: string): string {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => readFileSync(path, 'utf8')).config as { compilerOptions: object };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const entry = join(root, 'src/kit/index.ts');
  const emitted = new Map<string, string>();
  const host = ts.createCompilerHost(options);
  host.writeFile = (_, text, __, ___, sources) => {
    if (sources?.[0]) emitted.set(sources[0].fileName, text);
  };
  const program = ts.createProgram([entry], { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true, outDir: '/', types: [], removeComments: false }, host);
  program.emit();
  const modules = [...emitted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, text]) => asAmbientModule(root, resolve(file), text));
  return `${modules.join('\n')}\ndeclare module 'kit' {\n  export * from '${moduleName(root, entry)}';\n}\n`;
}
