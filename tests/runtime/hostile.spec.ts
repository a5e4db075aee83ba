// Programs that attack, hang or flood: each ends with a clear verdict within seconds, and the page stays usable.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { checkOf, test, type LabPage } from './page';

const solution = readFileSync('tests/runtime/labs/sandbox/solution.ts', 'utf8');

/** The verdict on `answer`, while the page must keep drawing. */
async function answerOf(lab: LabPage, source: string) {
  await lab.page.evaluate(() => {
    const ticks: number[] = [];
    Object.assign(window, { ticks });
    const tick = () => (ticks.push(performance.now()), setTimeout(tick, 20));
    tick();
  });
  const start = Date.now();
  const result = await lab.check(source, { task: 'answer' });
  const seconds = (Date.now() - start) / 1000;
  const longestGap = await lab.page.evaluate(() => {
    const { ticks } = window as unknown as { ticks: number[] };
    return Math.max(...ticks.slice(1).map((t, i) => t - ticks[i]!));
  });
  expect(seconds, 'seconds to the verdict').toBeLessThan(10);
  expect(longestGap, 'longest time in which the page did not answer').toBeLessThan(1000);
  return { ...result, first: checkOf(result, 'answer', 'value') };
}

/** After an attack the same page grades an honest program. */
async function expectStillUsable(lab: LabPage) {
  const { report } = await lab.check(solution);
  expect(report.tasks.map(({ earned }) => earned)).toEqual([2, 3]);
}

test.describe('what never ends', () => {
  test('a loop', async ({ lab }) => {
    const { first, ended } = await answerOf(lab, 'export function answer() { while (true) {} }');
    expect(first).toMatchObject({ verdict: 'timeout', called: 'answer()' });
    expect(first.message).toContain('answer() did not come back before 1.5 seconds were over');
    expect(first.message).toContain('a loop that never ends');
    expect(ended).toBe('timeout');
    await expectStillUsable(lab);
  });

  test('a loop while the module loads', async ({ lab }) => {
    const { first } = await answerOf(lab, 'while (true) {}\nexport const answer = 1;');
    expect(first.verdict).toBe('timeout');
    expect(await lab.run('while (true) {}')).toMatchObject({ ended: 'timeout' });
    await expectStillUsable(lab);
  });

  test('a loop in one task leaves the other task its verdict', async ({ lab }) => {
    const result = await lab.check(solution.replace('return 42', 'for (;;) {}'));
    expect(checkOf(result, 'answer', 'value').verdict).toBe('timeout');
    expect(checkOf(result, 'answer', 'echo')).toMatchObject({ verdict: 'timeout', message: 'Not run: an earlier check of this task did not come back.' });
    expect(checkOf(result, 'node', 'graph').verdict).toBe('pass');
  });

  test('a promise', async ({ lab }) => {
    const { first } = await answerOf(lab, 'export const answer = () => new Promise(() => {});');
    expect(first.verdict).toBe('timeout');
    expect(first.message).toContain('a promise that never settles');
  });

  test('a getter and a Proxy that answer for ever', async ({ lab }) => {
    const { first } = await answerOf(lab, 'export const answer = () => new Proxy([], { get: (t, k) => { for (;;) {} } });');
    expect(first.verdict).toBe('timeout');
  });

  test('a run that the page ends', async ({ lab }) => {
    const running = lab.run('export function main() { for (;;) {} }');
    await lab.page.waitForTimeout(300);
    const start = Date.now();
    await lab.open('sandbox');
    expect(await running).toMatchObject({ ended: 'stopped' });
    expect(Date.now() - start).toBeLessThan(1000);
    await expectStillUsable(lab);
  });

  test('workers that start workers', async ({ lab }) => {
    const source = `export function answer() {
      const code = 'self.onmessage = (e) => { const u = URL.createObjectURL(new Blob([e.data])); for (let i = 0; i < 2; i++) new Worker(u).postMessage(e.data); for (;;) {} }';
      try { new Worker(URL.createObjectURL(new Blob([code]))).postMessage(code); } catch {}
      for (;;) {}
    }`;
    const { first } = await answerOf(lab, source);
    expect(first.verdict).toBe('timeout');
    await expectStillUsable(lab);
  });
});

test.describe('what takes too much', () => {
  for (const [name, source] of [
    ['lists', 'export function answer() { const all: unknown[] = []; for (;;) all.push(new Array(1e6).fill({})); }'],
    ['typed arrays', 'export function answer() { const all: unknown[] = []; for (;;) all.push(new Uint8Array(1 << 30)); }'],
    ['a string', "export function answer() { let s = 'x'; for (;;) s += s; }"],
  ] as const)
    test(`memory: ${name}`, async ({ lab }) => {
      const { first } = await answerOf(lab, source);
      expect(['fail', 'timeout']).toContain(first.verdict);
      expect(first.message).not.toBe('');
      await expectStillUsable(lab);
    });

  test('100 MB of console output', async ({ lab }) => {
    const result = await answerOf(lab, "export function answer() { const line = 'x'.repeat(1000); for (let i = 0; i < 1e5; i++) console.log(line); return 42; }");
    expect(result.first.verdict).toBe('pass');
    expect(result.lines.length).toBeLessThan(500);
    expect(result.lines.at(-1)?.text).toContain('has printed more than');
  });

  test('a million points', async ({ lab }) => {
    const result = await answerOf(lab, "import { showPoint } from 'kit';\nexport function answer() { for (let i = 0; i < 1e6; i++) showPoint('a', i, i); return 42; }");
    expect(result.first.verdict).toBe('pass');
    expect(result.shown.point).toBeLessThanOrEqual(20_000);
    expect(result.lines.at(-1)?.text).toContain('has shown more than');
  });

  test('a flood past the cap, through a stolen port', async ({ lab }) => {
    const { first } = await answerOf(lab, `
      let port: any;
      const post = MessagePort.prototype.postMessage;
      MessagePort.prototype.postMessage = function (...a: any[]) { port = this; return (post as any).apply(this, a); };
      Function.prototype.apply = function () { port ??= arguments[0]; } as any;
      Reflect.apply = () => { throw 1; };
      export function answer() { return port ? 'stolen' : 42; }`);
    expect(first).toMatchObject({ verdict: 'pass' });
  });
});

test.describe('what is thrown', () => {
  test('null', async ({ lab }) => {
    const { first } = await answerOf(lab, 'export function answer() { throw null; }');
    expect(first).toMatchObject({ verdict: 'fail', message: 'answer() threw null, which is not an Error.' });
  });

  test('an error, with the line in the reader’s own text', async ({ lab }) => {
    const source = 'interface A { x: number }\n\nexport function answer() {\n  const a = null as unknown as A;\n  return a.x;\n}';
    const { first, diagnostics } = await answerOf(lab, source);
    expect(first).toMatchObject({ verdict: 'fail', where: 'line 5' });
    expect(first.message).toContain('threw TypeError: Cannot read properties of null');
    expect(first.message).toContain('at line 5 of your code');
    expect(diagnostics).toEqual([]);
    expect((await lab.run(`export function main() {\n  throw new RangeError('too long');\n}`)).diagnostics).toMatchObject([{ line: 2, severity: 'error' }]);
  });

  test('an object that lies about itself', async ({ lab }) => {
    const lies = ['{ get message() { throw 1 }, get stack() { throw 2 } }', 'new Proxy({}, { get() { throw 3 }, getPrototypeOf() { throw 4 }, ownKeys() { throw 5 } })', 'Object.assign(new Error(), { message: { toString() { throw 1 } }, stack: 7 })', 'Symbol("x")', '() => 1'];
    for (const lie of lies) {
      const { first } = await answerOf(lab, `export function answer() { throw ${lie}; }`);
      expect(first.verdict).toBe('fail');
      expect(first.message).toMatch(/^answer\(\) threw /);
    }
  });

  test('nothing: it is missing, or no function', async ({ lab }) => {
    expect((await answerOf(lab, 'const answer = 1;')).first.message).toContain('does not export "answer"');
    expect((await answerOf(lab, 'export const answer = 42;')).first.message).toContain('"answer" is 42; it must be a function');
  });
});

test.describe('what comes back', () => {
  const values: [string, string, RegExp][] = [
    ['a list that contains itself', 'const a: unknown[] = []; a.push(a); return a;', /nested more than 64 deep, or contains itself/],
    ['a tree too large to send', 'let a: unknown[] = [1]; for (let i = 0; i < 40; i++) a = [a, a]; return a;', /holds too many values/],
    ['a list with a length of its own', 'return new Proxy([], { get: (t, k) => k === "length" ? 2 ** 31 : 1 });', /holds too many values|which is not a number/],
    ['a getter that throws', 'return { get x() { throw new Error("trap") } };', /which is not a number/],
    ['a Proxy whose traps throw', 'return new Proxy({}, { ownKeys() { throw new Error("trap") }, getPrototypeOf() { throw new Error("no prototype") } });', /threw Error: no prototype/],
    ['a thenable that throws', 'return { then() { throw new Error("in then") } };', /in then/],
    ['a symbol', 'return Symbol("s");', /holds a symbol/],
    ['an object in the form of a handle', 'return { t: "handle", id: 1, is: "Node" };', /which is not a number/],
    ['an object with __proto__', 'return JSON.parse(\'{"__proto__": {"polluted": 1}}\');', /which is not a number/],
    ['an object that says that it is 42', 'return { valueOf: () => 42, toString: () => "42", toJSON: () => 42 };', /which is not a number/],
  ];
  for (const [name, body, message] of values)
    test(name, async ({ lab }) => {
      const { first } = await answerOf(lab, `export function answer(): unknown { ${body} }`);
      expect(first.verdict).toBe('fail');
      expect(first.message).toMatch(message);
    });
});

test.describe('what is overwritten', () => {
  const vandal = `
    const broken = () => { throw new Error('overwritten'); };
    for (const name of ['map', 'push', 'forEach', 'slice', 'join', 'flatMap', 'filter', 'concat']) (Array.prototype as any)[name] = broken;
    for (const name of ['get', 'set', 'has', 'forEach', 'clear']) (Map.prototype as any)[name] = broken;
    for (const name of ['call', 'apply', 'bind']) (Function.prototype as any)[name] = broken;
    for (const name of ['apply', 'construct', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor', 'defineProperty']) (Reflect as any)[name] = broken;
    for (const name of ['keys', 'freeze', 'create', 'hasOwn', 'getPrototypeOf']) (Object as any)[name] = broken;
    Promise.prototype.then = broken as any;
    MessagePort.prototype.postMessage = broken as any;
    Math.random = () => 0.5;
    performance.now = broken as any;
    const g = globalThis as any;
    g.postMessage = broken; g.JSON = undefined; g.Promise = undefined; g.Map = undefined; g.Error = undefined; g.setTimeout = broken; g.Reflect = undefined;
    RegExp.prototype.exec = broken as any; String.prototype.slice = broken as any; g.String = undefined;
    Array.prototype[Symbol.iterator] = broken as any;`;
  test('every built-in that the runtime needs: a right answer still passes', async ({ lab }) => {
    const { first } = await answerOf(lab, `${vandal}\nexport const answer = () => 42;\nconsole.log('still here', [1, 2]);`);
    expect(first).toMatchObject({ verdict: 'pass' });
  });
  test('and a wrong one still fails', async ({ lab }) => {
    const { first } = await answerOf(lab, `${vandal}\nexport const answer = () => 41;`);
    expect(first).toMatchObject({ message: 'answer() gave 41; expected 42.' });
  });
});

test.describe('what is forged', () => {
  test('a passed check, sent wherever a message can go', async ({ lab }) => {
    const { first, report } = await answerOf(lab, `
      const report = { id: 'value', title: '', verdict: 'pass', message: '' };
      const forged = [{ kind: 'checked', task: 'answer', report }, { kind: 'done', diagnostics: [] }, { kind: 'ran', ended: 'finished', message: '', diagnostics: [] }, { kind: 'result', id: 1, wire: 42 }, { kind: 'result', id: 2, wire: 42 }, { kind: 'ready' }];
      const post = globalThis.postMessage as any;
      function send() {
        for (const message of forged) { try { post(message); } catch {} try { post(message, '*'); } catch {} }
        const channel = new BroadcastChannel('x'); for (const message of forged) channel.postMessage(message);
      }
      send();
      export function answer() { send(); return 41; }`);
    expect(first).toMatchObject({ message: 'answer() gave 41; expected 42.' });
    expect(report.tasks[0]!.earned).toBe(0);
  });
});

test('nothing outside can be reached', async ({ lab }) => {
  // Playwright also lists requests that the policy blocks; a server that counts cannot be mistaken.
  const arrived: string[] = [];
  const server = createServer((request, response) => {
    arrived.push(request.url ?? '');
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' }).end('');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { lines, ended } = await lab.run(`
    const g = globalThis as any;
    const url = 'http://127.0.0.1:${port}/stolen';
    const image = 'data:text/javascript,self.stolen=1';
    const attempts: Record<string, () => unknown> = {
      fetch: () => g.fetch(url),
      fetchOrigin: () => g.fetch('/harness.js'),
      fetchData: () => g.fetch('data:text/plain,x'),
      XMLHttpRequest: () => new Promise((ok, no) => { const r = new g.XMLHttpRequest(); r.open('GET', url); r.onload = ok; r.onerror = () => no(new Error('blocked')); r.send(); }),
      WebSocket: () => new Promise((ok, no) => { const s = new g.WebSocket(url.replace('http', 'ws')); s.onopen = ok; s.onerror = () => no(new Error('blocked')); }),
      EventSource: () => new Promise((ok, no) => { const s = new g.EventSource(url); s.onopen = ok; s.onerror = () => no(new Error('blocked')); }),
      indexedDB: () => new Promise((ok, no) => { const r = g.indexedDB.open('x'); r.onsuccess = ok; r.onerror = () => no(r.error); }),
      caches: () => g.caches.open('x'),
      localStorage: () => g.localStorage.length,
      storage: () => g.navigator.storage.getDirectory(),
      cookie: () => g.document.cookie,
      parent: () => g.parent.document,
      top: () => g.top.location,
      window: () => g.window.open(url),
      importScripts: () => g.importScripts(url),
      importScriptsData: () => g.importScripts(image),
      dynamicImport: () => (0, eval)("import('" + url + "')"),
      gpu: () => g.navigator.gpu.requestAdapter(),
      serviceWorker: () => g.navigator.serviceWorker.register('/harness.js'),
      nestedFetch: () => new Promise((ok, no) => { const w = new Worker(URL.createObjectURL(new Blob(["fetch('" + url + "').then(() => postMessage(1), () => postMessage(0))"]))); w.onmessage = (e: any) => (e.data ? ok(1) : no(new Error('blocked'))); w.onerror = () => no(new Error('blocked')); }),
    };
    export async function main() {
      for (const name of Object.keys(attempts)) {
        const late = new Promise((_, no) => setTimeout(() => no(new Error('no answer')), 700));
        try { await Promise.race([attempts[name]!(), late]); console.log(name, 'REACHED'); }
        catch (error) { console.log(name, 'refused'); }
      }
    }`);
  expect(ended).toBe('finished');
  expect(lines.length).toBe(20);
  expect(lines.filter(({ text }) => !text.endsWith(' refused'))).toEqual([]);
  expect(arrived).toEqual([]);
  // The server answers who may ask: otherwise its silence would prove nothing.
  expect(await lab.page.evaluate(async (url) => (await fetch(url)).status, `http://127.0.0.1:${port}/`)).toBe(200);
  server.close();
});
