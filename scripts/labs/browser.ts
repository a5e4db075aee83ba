// Headless Chromium on a local page that runs labs: builds the labs, serves them on a free port, opens the harness.

import { createServer, type Server } from 'node:http';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, sep } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { build } from 'esbuild';
import type { LabManifest } from '@site/src/runtime/types';
import { buildLabs, type BuildLabsOptions } from '../build-labs';
import { chromiumArgs, chromiumMissing, findChromium } from '../chromium';

const types: Record<string, string> = { '.js': 'text/javascript', '.json': 'application/json', '.html': 'text/html; charset=utf-8', '.wasm': 'application/wasm' };

/** Serves the harness at / and the files of each folder below it, the first that has the file. */
function serve(harness: string, folders: readonly string[]): Promise<Server> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
    const send = (type: string, text: string) => response.writeHead(200, { 'content-type': type }).end(text);
    if (path === '/') return send(types['.html']!, '<!doctype html><title>Labs</title><script src="/harness.js"></script><body>');
    if (path === '/harness.js') return send(types['.js']!, harness);
    const file = folders.map((folder) => join(folder, path)).find((file, i) => file.startsWith(folders[i]! + sep) && existsSync(file) && statSync(file).isFile());
    if (!file) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'cache-control': 'max-age=3600' });
    createReadStream(file).pipe(response);
    return undefined;
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function harnessText(root: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'scripts/labs/harness.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: ['es2022'],
    alias: { '@site': root },
    logLevel: 'silent',
    tsconfigRaw: {},
  });
  return outputFiles[0]!.text;
}

export interface LabServer {
  url: string;
  manifests: Map<string, LabManifest>;
  close(): Promise<void>;
}

/** Builds labs into a temporary folder and serves them with the harness. */
export async function serveLabs(options: BuildLabsOptions = {}): Promise<LabServer> {
  const root = options.root ?? process.cwd();
  const folder = await mkdtemp(join(tmpdir(), 'labs-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const [manifests, harness] = await Promise.all([buildLabs(folder, options), harnessText(root)]);
    const server = await serve(harness, [join(folder, 'static'), join(root, 'static')]);
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      manifests: new Map(manifests.map((manifest) => [manifest.lab.id, manifest])),
      async close() {
        server.closeAllConnections();
        server.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Starts Chromium. Throws with plain words where there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error(chromiumMissing);
  return chromium.launch({ executablePath, args: chromiumArgs });
}

export async function openHarness(browser: Browser, server: LabServer): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(server.url);
  return page;
}

/** Opens a lab in the harness page. */
export async function openInHarness(page: Page, manifest: LabManifest): Promise<void> {
  await page.evaluate((bundle) => window.harness.open(bundle), { ...manifest, baseUrl: '/' });
}
