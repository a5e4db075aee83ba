// Serves build/ as any file host would, compressed and with the headers that the book asks of a host.

import { createServer, type Server } from 'node:http';
import compression from 'compression';
import sirv from 'sirv';

/** What a page may load: its own files alone. The frame of a lab (srcdoc) inherits this, and narrows it by its own. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self' data: blob:",
  "frame-src 'self' blob: data:",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Starts a server of `folder` on `port` (0: any free one). Rejects when the port is taken. */
export function serve(folder: string, port: number): Promise<{ server: Server; url: string }> {
  const files = sirv(folder, { etag: true, setHeaders: (response, path) => setHeaders(response, path) });
  const compress = compression();
  const server = createServer((request, response) => {
    compress(request as never, response as never, () =>
      files(request, response, () => {
        response.statusCode = 404;
        request.url = '/404.html';
        files(request, response, () => void response.end('Not found'));
      }),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      const address = server.address();
      resolve({ server, url: `http://localhost:${typeof address === 'object' && address ? address.port : port}` });
    });
  });
}

function setHeaders(response: { setHeader(name: string, value: string): void }, path: string): void {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  // Files with a hash in their name never change.
  if (/[.-][0-9a-f]{8,}\.\w+$/.test(path)) response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
}
