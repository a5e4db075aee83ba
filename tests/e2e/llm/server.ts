// A web server for the loader's tests: a page with src/llm, the models, the runtime, and what a bad network does to them. The same models lie
// under the Hub's layout too. It knows ranges, counts what is asked of it, and answers as a test wants.

import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { build } from 'esbuild';

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' };
const root = process.cwd();

/** The page's script and each worker's, by the path that the bundle asks for. */
async function scripts(): Promise<Map<string, string>> {
  const entries = { '/src/llm/page.js': 'tests/e2e/llm/entry.ts', '/src/llm/worker.ts': 'src/llm/embeddings/worker.ts', '/src/llm/graphWorker.ts': 'src/llm/remote/graphWorker.ts' };
  const built = Object.entries(entries).map(async ([path, entry]) => {
    const { outputFiles } = await build({
      entryPoints: [join(root, entry)],
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      alias: { '@site': root, 'onnxruntime-web/webgpu': join(root, 'scripts/empty-package') },
      conditions: ['default'],
      external: ['onnxruntime-web/wasm'],
      logLevel: 'error',
    });
    return [path, outputFiles[0]!.text] as const;
  });
  return new Map(await Promise.all(built));
}

export interface Asked {
  path: string;
  range: string | undefined;
}

export interface ModelServer {
  /** Ends without a slash; `localhost`, which is a secure context. */
  url: string;
  /** The same by a name that playwright.config.ts maps to this machine; plain HTTP, so it is not. */
  plainUrl: string;
  asked: Asked[];
  /** Answers a request in its own way where it returns true. */
  answer: (request: IncomingMessage, response: ServerResponse, path: string) => boolean | Promise<boolean>;
  close(): Promise<void>;
}

function fileOf(path: string): string | undefined {
  const file = path.startsWith('/node_modules/') ? join(root, path) : join(root, 'static', path);
  return !path.includes('..') && existsSync(file) && statSync(file).isFile() ? file : undefined;
}

/** Sends a file, or the part of it that is asked for; `most` bytes of it, then breaks the connection. */
export function send(request: IncomingMessage, response: ServerResponse, file: string, most = Infinity): void {
  const size = statSync(file).size;
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
  response.setHeader('Content-Length', size - from);
  if (from > 0) response.setHeader('Content-Range', `bytes ${from}-${size - 1}/${size}`);
  response.statusCode = from > 0 ? 206 : 200;
  if (most === Infinity) return void createReadStream(file, { start: from }).pipe(response);
  response.write(readFileSync(file).subarray(from, from + most), () => setTimeout(() => response.destroy(), 50));
}

export async function serveModels(): Promise<ModelServer> {
  const code = await scripts();
  const page = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Models</title><link rel="icon" href="data:,"><script type="module" src="/src/llm/page.js"></script>';
  const served: ModelServer = { url: '', plainUrl: '', asked: [], answer: () => false, close: async () => {} };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url!, 'http://x').pathname);
    served.asked.push({ path, range: request.headers.range });
    void (async () => {
      if (await served.answer(request, response, path)) return;
      const text = path === '/' ? page : code.get(path);
      if (text !== undefined) {
        response.setHeader('Content-Type', path === '/' ? 'text/html' : 'text/javascript');
        return void response.end(text);
      }
      const file = fileOf(path);
      if (file) return send(request, response, file);
      response.statusCode = 404;
      response.end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as { port: number };
  served.url = `http://localhost:${port}`;
  served.plainUrl = `http://plain.test:${port}`;
  served.close = () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve())));
  return served;
}
