import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLabs } from './build-labs';
import { kitTypes } from './kit-types';

const root = process.cwd();
let folder: string;
beforeAll(async () => {
  await mkdir(join(root, '.cache'), { recursive: true });
  // Inside the repository, since the labs' imports are found from there.
  folder = await mkdtemp(join(root, '.cache/labs-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const labsDir = join(root, 'tests/runtime/labs');
const filesOf = async (out: string) => {
  const assets = join(out, 'static/lab-assets');
  return Promise.all((await readdir(assets)).sort().map(async (name) => [name, await readFile(join(assets, name), 'utf8')] as const));
};

/** A copy of the sandbox lab with some of its files replaced. */
async function brokenLab(files: Record<string, string>): Promise<string> {
  const labs = await mkdtemp(join(folder, 'labs-'));
  await cp(join(labsDir, 'sandbox'), join(labs, 'sandbox'), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(labs, 'sandbox', name), text);
  return labs;
}

describe('buildLabs', () => {
  it('gives the same bytes twice, and removes what is stale', async () => {
    const [a, b] = [join(folder, 'a'), join(folder, 'b')];
    const manifests = await buildLabs(a, { labsDir });
    await buildLabs(b, { labsDir });
    expect(await filesOf(a)).toEqual(await filesOf(b));
    expect(manifests.map(({ lab, language }) => [lab.id, language])).toEqual([['kernels', 'wgsl'], ['sandbox', 'typescript']]);
    await writeFile(join(a, 'static/lab-assets/old.js'), '');
    await buildLabs(a, { labsDir });
    expect(await filesOf(a)).toEqual(await filesOf(b));
  });
  it('puts the solution in a file of its own and nowhere else', async () => {
    const marker = 'const onlyInTheSolution = 1;';
    const labs = await brokenLab({ 'solution.ts': marker });
    const out = join(folder, 'c');
    await buildLabs(out, { labsDir: labs });
    const holding = (await filesOf(out)).filter(([, text]) => text.includes('onlyInTheSolution')).map(([name]) => name);
    expect(holding).toHaveLength(1);
    expect(holding[0]).toMatch(/^sandbox\.solution\.[0-9a-f]{12}\.json$/);
  });
  it('gives WGSL labs one microscope in a file of its own, within 150 kB compressed', async () => {
    const out = join(folder, 'm');
    const [kernels, sandbox] = await buildLabs(out, { labsDir });
    const files = new Map(await filesOf(out));
    const microscope = [...files].find(([name]) => /^microscope\.[0-9a-f]{12}\.js$/.test(name))!;
    expect(gzipSync(microscope[1]).length).toBeLessThan(150_000);
    expect(sandbox!.paths.microscope).toBeUndefined();
    for (const path of [kernels!.paths.checks, kernels!.paths.microscope!]) {
      const text = files.get(path.replace('lab-assets/', ''))!;
      expect(text, 'its name is in the worker, so that the worker’s own hash stands for it too').toContain(microscope[0]);
      expect(text.length, 'and its code is not').toBeLessThan(microscope[1].length / 3);
    }
  });
  it.each([
    ['lab.yaml', 'id: other', /lab\.yaml:1: /],
    ['checks.ts', "import './solution';\nexport default {};", /checks\.ts:1: a check may not import ".\/solution": compute what you expect another way/],
    ['checks.ts', "\nimport fs from 'node:fs';\nexport default fs;", /checks\.ts:2: a check may import 'kit', 'grader' and files of its own lab, not "node:fs"/],
    ['checks.ts', 'export default {;', /checks\.ts:1: /],
  ])('names file, line and fix of a broken %s', async (name, text, message) => {
    await expect(buildLabs(join(folder, 'd'), { labsDir: await brokenLab({ [name]: text }) })).rejects.toThrow(message);
  });
  it('refuses names that the kit does not have', async () => {
    const yaml = (await readFile(join(labsDir, 'sandbox/lab.yaml'), 'utf8')).replace('createRng,', 'nothingLikeIt,');
    await expect(buildLabs(join(folder, 'e'), { labsDir: await brokenLab({ 'lab.yaml': yaml }) })).rejects.toThrow('allow: the kit has no nothingLikeIt');
  });
});

it('kit types: a program type-checks against the one text alone, and its mistakes are found', async () => {
  const types = join(await mkdtemp(join(tmpdir(), 'kit-types-')), 'kit.d.ts');
  await writeFile(types, kitTypes(root));
  const errorsOf = async (source: string) => {
    const file = join(types, '..', 'program.ts');
    await writeFile(file, source);
    const program = ts.createProgram([types, file], { strict: true, noEmit: true, types: [], target: ts.ScriptTarget.ES2022, lib: ['lib.es2023.d.ts'], module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler });
    return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  };
  expect(await errorsOf(`import { createRng, showPoint, type Rng } from 'kit';\nconst rng: Rng = createRng(1);\nshowPoint('loss', 0, rng.uniform());`)).toEqual([]);
  expect(await errorsOf(`import { createRng } from 'kit';\nconst s: string = createRng(1).uniform();`)).toEqual(["Type 'number' is not assignable to type 'string'."]);
  expect((await errorsOf(`import { nothingLikeIt } from 'kit';`))[0]).toContain('nothingLikeIt');
  await rm(join(types, '..'), { recursive: true });
});
