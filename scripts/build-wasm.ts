// Compiles the AssemblyScript of the engine's wasm backend into .generated/wasm/engine.json, where the backend imports it: base64 in a
// module works the same in a page, a worker, Node and a frame that may fetch nothing. Does nothing where sources and compiler are as they were.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { main, version } from 'assemblyscript/asc';
import { FormatError } from '@site/src/formats';
import { cli, root } from './steps';

const folder = 'src/engine/backend/wasm/assembly';
const output = join(root, '.generated', 'wasm', 'engine.json');
// The warning is of functions with SIMD arguments that the host might call; it calls none.
const flags = ['--runtime', 'stub', '--use', 'abort=', '--noAssert', '--enable', 'simd', '-O3', '--disableWarning', '112'];

async function readSources(): Promise<Map<string, string>> {
  const names = (await readdir(join(root, folder))).filter((name) => name.endsWith('.ts')).sort();
  return new Map(await Promise.all(names.map(async (name) => [`${folder}/${name}`, await readFile(join(root, folder, name), 'utf8')] as const)));
}

/** The module's bytes. Throws FormatError with the compiler's messages. */
async function compile(sources: ReadonlyMap<string, string>): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await main([`${folder}/index.ts`, '--outFile', 'engine.wasm', ...flags], {
    readFile: (name) => sources.get(name) ?? null,
    writeFile: (name, contents) => {
      if (name === 'engine.wasm') bytes = contents as unknown as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error || !bytes) throw new FormatError([`${folder}: ${stderr.toString().trim() || error?.message || 'the compiler wrote nothing'}`]);
  return bytes;
}

export async function buildWasm(): Promise<void> {
  const sources = await readSources();
  const hash = createHash('sha256').update(JSON.stringify([version, flags, ...sources])).digest('hex').slice(0, 16);
  if (existsSync(output) && (JSON.parse(await readFile(output, 'utf8')) as { hash: string }).hash === hash) return;
  const base64 = Buffer.from(await compile(sources)).toString('base64');
  await mkdir(join(output, '..'), { recursive: true });
  // Written aside and renamed: whoever reads it meanwhile reads a whole file.
  const aside = `${output}.${process.pid}`;
  await writeFile(aside, JSON.stringify({ hash, base64 }));
  await rename(aside, output);
}

/** For vitest, which runs it before the tests. */
export const setup = buildWasm;

if (process.argv[1]?.endsWith('build-wasm.ts')) await cli(buildWasm);
