import { describe, expect, it } from 'vitest';
import { findImports } from './imports';
import { locateSyntaxError, transpile } from './transpile';

const kit = ['createRng', 'matmul', 'showPoint'];
const diagnosticsOf = (source: string, allow = ['createRng']) => transpile(source, allow, kit).diagnostics;

describe('transpile', () => {
  it('keeps every line where it was', () => {
    const source = `import { createRng, type Rng } from 'kit';\ninterface A {\n  x: number;\n}\nexport enum E { One, Two }\nexport class P<T> {\n  constructor(private readonly t: T) {}\n}\nthrow new Error('line 9');`;
    const { code } = transpile(source, ['createRng'], kit);
    expect(code.split('\n')).toHaveLength(9);
    expect(code.split('\n')[8]).toContain("throw new Error('line 9')");
  });
  it('gives line and column of what does not parse', () => {
    expect(diagnosticsOf('const a = 1;\nconst b = (2 +;\n')[0]).toMatchObject({ line: 2, column: 15, severity: 'error' });
    expect(diagnosticsOf('function f() {\n  return 1;\n')[0]).toMatchObject({ line: 3 });
  });
  it('finds the place of what only the engine refuses', () => {
    const { code } = transpile('const a: number = 1;\nlet b = 2;\nlet a = 3;', [], kit);
    expect(locateSyntaxError(code, 'Identifier taken')).toMatchObject({ line: 3, column: 5, message: "Identifier 'a' has already been declared." });
  });
});

describe('imports', () => {
  it.each([
    [`import { matmul } from 'kit';`, 'does not let you import "matmul"'],
    [`import { matmull } from 'kit';`, 'The kit has no "matmull"'],
    [`import { createRng as matmul, matmul as x } from 'kit';`, 'does not let you import "matmul"'],
    [`import fs from 'node:fs';`, 'no module "node:fs"'],
    [`import './other';`, 'no module "./other"'],
    [`export { matmul } from 'kit';`, 'does not let you import "matmul"'],
    [`import kit from 'kit';`, 'The kit has no "default"'],
  ])('refuses %s', (source, message) => {
    expect(diagnosticsOf(`// first line\n${source}`)[0]).toMatchObject({ line: 2, message: expect.stringContaining(message) });
  });
  it.each([
    `import { createRng } from 'kit';`,
    `import * as kit from 'kit';`,
    `import type { Matrix } from 'kit';`,
    `import { type Matrix, createRng } from 'kit';`,
    `// import { matmul } from 'kit';`,
    '/* import x from "y" */ const s = `import x from "y"`;',
    `const a = "import { matmul } from 'kit'";`,
    `export const from = 1; const o = { import: 2 }; o.import;`,
  ])('lets pass %s', (source) => {
    expect(diagnosticsOf(source)).toEqual([]);
  });
  it('points at the name', () => {
    expect(findImports(`import {\n  a,\n  b as c,\n} from 'kit';`)[0]!.names).toEqual([
      { name: 'a', line: 2, column: 3 },
      { name: 'b', line: 3, column: 3 },
    ]);
  });
});
