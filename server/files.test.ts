// Headers of the book's files: what a page may load, and what a browser may keep.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HUB } from '@site/src/llm/hub/source';
import { serve } from './files';

const files = ['index.html', '404.html', 'join/index.html', 'join/main.LU7E36VE.js', 'labs/inner-join/index.html', 'assets/main.0a1b2c3d.js', 'models/weights.bin'];
let server: Server;
let url = '';

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'files-'));
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), file);
  }
  ({ server, url } = await serve(folder, 0));
});
afterAll(() => void server.close());

const headers = async (path: string) => (await fetch(url + path)).headers;

test.each(['/join/', '/join', '/join/index.html', '/join/main.LU7E36VE.js'])('%s runs no script but its own file', async (path) =>
  expect((await headers(path)).get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/));

test('a page of the book may ask the Hub for a model, and no other site for anything', async () => {
  const connect = (await headers('/')).get('content-security-policy')!.match(/connect-src ([^;]*)/)![1]!.split(' ');
  expect(connect).toContain(HUB);
  expect(connect.filter((source) => source.includes('.')).every((source) => /(^https:\/\/|\.)(huggingface\.co|hf\.co)$/.test(source))).toBe(true);
});
test.each(['/', '/labs/inner-join/', '/nothing'])('%s is a page of the book', async (path) => expect((await headers(path)).get('content-security-policy')).toContain("script-src 'self' 'unsafe-inline'"));

test.each(['/join/main.LU7E36VE.js', '/assets/main.0a1b2c3d.js'])('%s is kept for ever', async (path) => expect((await headers(path)).get('cache-control')).toBe('public, max-age=31536000, immutable'));

test.each(['/', '/index.html', '/join/', '/join', '/labs/inner-join/', '/nothing'])('%s is asked for anew', async (path) => expect((await headers(path)).get('cache-control')).toBe('no-cache'));

test('what has no hash is left to the browser', async () => expect((await headers('/models/weights.bin')).get('cache-control')).toBeNull());
