// Builds what labs need to run: one hashed runtime text for the reader's realm, one checks worker a lab, the kit's
// types for the editor, and a manifest a lab. The site, `npm run labs` and a regrade load these same bytes.
// mistakes/ and the solution's text never enter a bundle (the solution is a file of its own, fetched on demand).

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { build, type BuildFailure, type Metafile, type Plugin } from 'esbuild';
import { FormatError, labFile, parseYaml, type Lab } from '@site/src/formats';
import type { LabManifest } from '@site/src/runtime/types';
import { kitTypes } from './kit-types';

export interface BuildLabsOptions {
  /** The repository. */
  root?: string;
  /** Where the lab folders are. Default `<root>/labs`. */
  labsDir?: string;
  /** Builds these alone, and leaves what else is there. */
  ids?: readonly string[];
}

/** A lab as it stands in its folder, before it is built. */
export interface LabSource {
  folder: string;
  lab: Lab;
  language: 'typescript' | 'wgsl';
  starter: string;
  solution: string;
}

export const assetsPath = 'lab-assets';

/** Reads and validates the folder of a lab. Throws FormatError. */
export async function readLab(folder: string, root: string): Promise<LabSource> {
  const shown = (name: string) => relative(root, join(folder, name)).split(sep).join('/');
  const read = async (name: string, what: string) => {
    if (!existsSync(join(folder, name))) throw new FormatError([`${shown(name)}: missing; ${what}`]);
    return (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
  };
  const lab = parseYaml(labFile, await read('lab.yaml', 'every lab has one, see src/formats/lab.ts'), shown('lab.yaml'));
  const name = folder.split(sep).at(-1)!;
  if (lab.id !== name) throw new FormatError([`${shown('lab.yaml')}:1: id is "${lab.id}" but the folder is "${name}"; make them the same`]);
  const extension = lab.kind === 'wgsl' ? 'wgsl' : 'ts';
  await read('checks.ts', 'write `export default defineChecks({ … })` in it');
  return {
    folder,
    lab,
    language: lab.kind,
    starter: await read(`starter.${extension}`, 'the text that the reader starts from'),
    solution: await read(`solution.${extension}`, 'the reference solution'),
  };
}

/** Folders of labs, by id; those that are still being written (no lab.yaml) are left out. */
export async function findLabs(labsDir: string): Promise<Map<string, string>> {
  if (!existsSync(labsDir)) return new Map();
  const entries = await readdir(labsDir, { withFileTypes: true });
  const ids = entries.filter((entry) => entry.isDirectory() && existsSync(join(labsDir, entry.name, 'lab.yaml'))).map(({ name }) => name);
  return new Map(ids.sort().map((id) => [id, join(labsDir, id)]));
}

/** Says no to what a check may not import: anything but kit, grader and its own folder, and never the solution. */
function importsOfChecks(folder: string): Plugin {
  return {
    name: 'imports-of-checks',
    setup(esbuild) {
      esbuild.onResolve({ filter: /.*/ }, ({ path, importer }) => {
        if (!importer.startsWith(folder + sep) || path === 'kit' || path === 'grader') return undefined;
        const own = path.startsWith('.') && resolve(importer, '..', path).startsWith(folder + sep);
        if (!own) return { errors: [{ text: `a check may import 'kit', 'grader' and files of its own lab, not "${path}"` }] };
        if (/(^|\/)(solution|starter)(\.|$)|(^|\/)mistakes\//.test(path))
          return { errors: [{ text: `a check may not import "${path}": compute what you expect another way` }] };
        return undefined;
      });
    },
  };
}

/** Modules of the one file that all workers with a microscope share; its global holds them by these names. */
const microscopeModules = { kernel: 'src/gpu/kernel.ts', microscope: 'src/gpu/microscope/index.ts', reflect: 'src/gpu/wgsl/reflect.ts', guard: 'src/gpu/wgsl/guard.ts' } as const;
const microscopeGlobal = 'kernelMicroscope';

const microscopeEntry = Object.entries(microscopeModules)
  .map(([name, path]) => `export * as ${name} from '@site/${path}';`)
  .join('\n');

/** Takes those modules from the shared file, which lies beside the worker's own. */
function sharedMicroscope(root: string, fileName: string): Plugin {
  const names = new Map(Object.entries(microscopeModules).map(([name, path]) => [join(root, path), name]));
  return {
    name: 'shared-microscope',
    setup(esbuild) {
      esbuild.onResolve({ filter: /(kernel|microscope|reflect|guard)$/ }, async ({ path, pluginData, ...rest }) => {
        if (pluginData === 'resolving') return undefined;
        const resolved = await esbuild.resolve(path, { ...rest, pluginData: 'resolving' });
        const name = names.get(resolved.path);
        return name === undefined ? resolved : { path: name, namespace: 'shared-microscope' };
      });
      esbuild.onLoad({ filter: /.*/, namespace: 'shared-microscope' }, ({ path }) => ({
        contents: `self.${microscopeGlobal} ?? importScripts(new URL(${JSON.stringify(fileName)}, self.location.href).href); module.exports = self.${microscopeGlobal}.${path};`,
      }));
    },
  };
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

interface Bundle {
  text: string;
  metafile: Metafile;
}

interface BundleOptions {
  plugins?: Plugin[];
  /** Global variable for what the entry exports. */
  globalName?: string;
}

async function bundle(root: string, entry: { file: string } | { text: string }, format: 'iife' | 'esm', { plugins = [], globalName }: BundleOptions = {}): Promise<Bundle> {
  try {
    const result = await build({
      ...('file' in entry ? { entryPoints: [entry.file] } : { stdin: { contents: entry.text, resolveDir: root, sourcefile: '<lab worker>', loader: 'ts' as const } }),
      absWorkingDir: root,
      bundle: true,
      write: false,
      metafile: true,
      format,
      globalName,
      platform: 'browser',
      target: ['es2022'],
      charset: 'utf8',
      minifyWhitespace: true,
      // In the reader's realm names stay whole: the console shows the kit's classes.
      minifyIdentifiers: 'text' in entry,
      minifySyntax: true,
      legalComments: 'none',
      // Strict, so that no stack trace hands the reader's code a function or `this` of ours.
      banner: { js: '"use strict";' },
      alias: { kit: join(root, 'src/kit/index.ts'), grader: join(root, 'src/grader/api.ts'), '@site': root },
      plugins,
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { target: 'es2022', useDefineForClassFields: true } },
    });
    return { text: result.outputFiles[0]!.text, metafile: result.metafile };
  } catch (error) {
    const { errors } = error as BuildFailure;
    if (!errors) throw error;
    throw new FormatError(errors.map(({ location, text }) => `${location ? `${location.file}:${location.line}` : 'labs'}: ${text}`));
  }
}

/** Keeps the kit's types in .cache while none of the kit's sources has changed. */
async function cachedKitTypes(root: string, kit: Metafile): Promise<string> {
  const sources = await Promise.all(Object.keys(kit.inputs).sort().map(async (path) => `${path}\n${await readFile(join(root, path), 'utf8')}`));
  const generator = await readFile(join(root, 'scripts/kit-types.ts'), 'utf8');
  const file = join(root, '.cache/kit-types', `${hashOf([...sources, generator].join('\n'))}.d.ts`);
  if (existsSync(file)) return readFile(file, 'utf8');
  const text = kitTypes(root);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, text);
  return text;
}

const workerEntry = (root: string, { lab, language, folder }: LabSource, kitNames: string[]) => `
import { startChecksWorker } from '@site/src/grader/worker';
import { openSubject } from '@site/src/grader/${language === 'wgsl' ? 'kernel' : 'module'}-subject';
import checks from './${relative(root, folder).split(sep).join('/')}/checks';
startChecksWorker({ lab: ${JSON.stringify(lab)}, checks, kitNames: ${JSON.stringify(kitNames)}, openSubject });
`;

async function writeIfChanged(file: string, text: string): Promise<void> {
  if (existsSync(file) && (await readFile(file, 'utf8')) === text) return;
  await writeFile(file, text);
}

async function removeStale(folder: string, keep: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder)) if (!keep.has(name)) await rm(join(folder, name));
}

/** Builds the labs into `<outDir>/labs` and `<outDir>/static/lab-assets`. Throws FormatError with every broken lab. */
export async function buildLabs(outDir: string, options: BuildLabsOptions = {}): Promise<LabManifest[]> {
  const root = options.root ?? process.cwd();
  const folders = await findLabs(options.labsDir ?? join(root, 'labs'));
  for (const id of options.ids ?? []) if (!folders.has(id)) throw new FormatError([`no lab "${id}"; there are ${[...folders.keys()].join(', ') || 'none'}`]);
  const ids = options.ids ?? [...folders.keys()];

  const manifests = join(outDir, 'labs');
  const assets = join(outDir, 'static', assetsPath);
  await Promise.all([mkdir(manifests, { recursive: true }), mkdir(assets, { recursive: true })]);
  const written = new Set<string>();
  const emit = async (name: string, extension: string, text: string) => {
    const file = `${name}.${hashOf(text)}.${extension}`;
    written.add(file);
    await writeIfChanged(join(assets, file), text);
    return `${assetsPath}/${file}`;
  };

  const [runtime, kit] = await Promise.all([
    bundle(root, { file: join(root, 'src/runtime/realm.ts') }, 'iife'),
    bundle(root, { file: join(root, 'src/kit/index.ts') }, 'esm'),
  ]);
  const kitNames = Object.values(kit.metafile.outputs)[0]!.exports.sort();
  const shared = { runtime: await emit('runtime', 'js', runtime.text), kitTypes: await emit('kit', 'd.ts.txt', await cachedKitTypes(root, kit.metafile)) };

  // A change of the microscope changes its name, and with it the hash of every worker that grades by it.
  const microscopeFile = (await emit('microscope', 'js', (await bundle(root, { text: microscopeEntry }, 'iife', { globalName: microscopeGlobal })).text)).slice(assetsPath.length + 1);
  const shareMicroscope = sharedMicroscope(root, microscopeFile);
  const microscopeWorker = await emit('microscope-worker', 'js', (await bundle(root, { text: "import '@site/src/runtime/microscope-worker';" }, 'iife', { plugins: [shareMicroscope] })).text);

  const one = async (id: string): Promise<LabManifest> => {
    const source = await readLab(folders.get(id)!, root);
    const unknown = source.lab.allow.filter((name) => !kitNames.includes(name));
    if (unknown.length > 0) throw new FormatError([`labs/${id}/lab.yaml: allow: the kit has no ${unknown.join(', ')}; it has ${kitNames.join(', ')}`]);
    const isKernel = source.language === 'wgsl';
    const worker = await bundle(root, { text: workerEntry(root, source, kitNames) }, 'iife', { plugins: [importsOfChecks(source.folder), ...(isKernel ? [shareMicroscope] : [])] });
    const { lab, language, starter } = source;
    const manifest: LabManifest = {
      schemaVersion: 1,
      lab,
      language,
      starter,
      paths: {
        ...shared,
        checks: await emit(`${id}.checks`, 'js', worker.text),
        ...(isKernel ? { microscope: microscopeWorker } : {}),
        solution: await emit(`${id}.solution`, 'json', JSON.stringify({ source: source.solution })),
      },
    };
    await writeIfChanged(join(manifests, `${id}.json`), `${JSON.stringify(manifest, null, 1)}\n`);
    return manifest;
  };

  const results = await Promise.allSettled(ids.map(one));
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const unexpected = failures.find((failure) => !(failure instanceof FormatError));
  if (unexpected) throw unexpected;
  if (failures.length > 0) throw new FormatError((failures as FormatError[]).flatMap(({ problems }) => [...problems]));
  if (!options.ids) await Promise.all([removeStale(assets, written), removeStale(manifests, new Set(ids.map((id) => `${id}.json`)))]);
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

if (process.argv[1]?.endsWith('build-labs.ts')) {
  const start = performance.now();
  try {
    const built = await buildLabs(join(process.cwd(), '.generated'));
    console.log(`${built.length} labs built in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  } catch (error) {
    console.error(error instanceof FormatError ? error.message : error);
    process.exitCode = 1;
  }
}
