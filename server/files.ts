// Serves build/ as any file host would, compressed and with the headers that the book asks of a host. Not here: the class (app.ts).

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import compression from 'compression';
import sirv from 'sirv';

const policy = (rules: Record<string, string>): string => Object.entries(rules).map(([name, value]) => `${name} ${value}`).join('; ');

/**
 * What a page may load: its own files alone, and a model of the Hugging Face Hub, with the hosts to which the Hub refers for files, when a reader asks for
 * one. The frame of a lab (srcdoc) inherits this, and narrows it by its own.
 */
const bookPolicy = policy({
  'default-src': "'self'",
  'script-src': "'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
  'worker-src': "'self' blob:",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'font-src': "'self' data:",
  'connect-src': "'self' data: blob: https://huggingface.co https://*.huggingface.co https://*.hf.co",
  'frame-src': "'self' blob: data:",
  'object-src': "'none'",
  'base-uri': "'self'",
  'frame-ancestors': "'none'",
});

/** The page of a student's phone shows what an instructor wrote: no script but its own file runs there. KaTeX places by style attributes. */
const joinPolicy = policy({
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers with the files of `folder`, and with its 404.html where there is none. */
export function fileHandler(folder: string): Handler {
  const files = sirv(folder, { etag: true, setHeaders: (response, path) => setHeaders(response, path) });
  const compress = compression();
  return (request, response) => {
    compress(request as never, response as never, () =>
      files(request, response, () => {
        response.statusCode = 404;
        request.url = '/404.html';
        files(request, response, () => void response.end('Not found'));
      }),
    );
  };
}

/** Starts a server of `folder` on `port` (0: any free one). Rejects when the port is taken. */
export function serve(folder: string, port: number): Promise<{ server: Server; url: string }> {
  const server = createServer(fileHandler(folder));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      const address = server.address();
      resolve({ server, url: `http://localhost:${typeof address === 'object' && address ? address.port : port}` });
    });
  });
}

function setHeaders(response: { setHeader(name: string, value: string): void }, path: string): void {
  response.setHeader('Content-Security-Policy', /^[\\/]?join([\\/]|$)/.test(path) ? joinPolicy : bookPolicy);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  // Files with a hash in their name never change; pages are asked for anew, else one of the edition before would look for files that are gone.
  if (/[.-]([0-9a-f]{8,}|[0-9A-Z]{8})\.\w+$/.test(path)) response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  else if (/(\.html|\/[^.]*)$/.test(path)) response.setHeader('Cache-Control', 'no-cache');
}
