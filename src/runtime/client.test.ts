// The receiving side against realms that lie, flood or hang; the honest realm runs in tests/runtime.

import { afterEach, describe, expect, it } from 'vitest';
import type { ConsoleLine } from '@site/src/formats';
import { RealmClient } from './client';
import { ReaderError, ReaderTimeout } from './reader';

type Answer = (request: { id: number; op: string }, port: MessagePort) => void;
const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

function against(answer: Answer, callMs = 200) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  port2.onmessage = (event: MessageEvent<{ id: number; op: string }>) => answer(event.data, port2);
  const lines: ConsoleLine[] = [];
  const client = new RealmClient(port1, { callMs, deadline: performance.now() + 60_000, onConsole: (more) => lines.push(...more), onShow: () => {} });
  port2.postMessage({ kind: 'ready' });
  return { client, lines };
}

describe('a realm that lies', () => {
  it('is believed about the answer to a question, and about nothing else', async () => {
    const { client } = against(({ id }, port) => {
      for (const message of [null, 1, 'x', [], { kind: 'checked', task: 't', report: {} }, { kind: 'result', id: id + 1, wire: 'other' }, { kind: 'result', wire: 1 }]) port.postMessage(message);
      port.postMessage({ kind: 'result', id, wire: 'mine' });
      port.postMessage({ kind: 'result', id, wire: 'too late' });
    });
    expect(await client.reader.call('f')).toBe('mine');
  });
  it('cannot send what is not in the form of the wire', async () => {
    const { client } = against(({ id }, port) => port.postMessage({ kind: 'result', id, wire: new Map() }));
    await expect(client.reader.call('f', 1)).rejects.toThrow('What f(1) gave back is not in the form that values travel in.');
  });
  it('cannot make a handle that encodes as another object', async () => {
    const { client } = against(({ id }, port) => port.postMessage({ kind: 'result', id, wire: { t: 'handle', id: 3, is: 'Node' } }));
    const node = await client.reader.call('f');
    await client.release();
    await expect(client.reader.call('f', node)).rejects.toThrow('only plain data and handles of this check cross');
  });
  it('has its errors read as text', async () => {
    const { client } = against(({ id }, port) => port.postMessage({ kind: 'thrown', id, error: { message: { not: 'text' }, line: -1 } }));
    const error = await client.reader.call('f').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ReaderError);
    expect(error).toMatchObject({ message: 'f() threw an error without a message.', line: undefined });
  });
});

it('ends a realm that floods', async () => {
  const { client, lines } = against((_, port) => {
    for (let i = 0; i < 100; i++) port.postMessage({ kind: 'output', lines: Array.from({ length: 100 }, () => ({ level: 'log', text: 'x'.repeat(1e4) })), items: [] });
  });
  await expect(client.reader.call('f')).rejects.toThrow('sent more output than a program may');
  expect(lines.length).toBeLessThan(200);
});

it('drops lines and items of the wrong form', async () => {
  const { client, lines } = against(({ id }, port) => {
    port.postMessage({ kind: 'output', lines: [{ level: 'log', text: 'good' }, { level: 'evil', text: 'x' }, { level: 'log', text: 7 }, null], items: [{ kind: 'image', width: 2, height: 2, pixels: [1] }] });
    port.postMessage({ kind: 'result', id, wire: 1 });
  });
  await client.reader.call('f');
  expect(lines).toEqual([{ level: 'log', text: 'good' }]);
});

describe('a realm that hangs', () => {
  it('is told from a promise that never settles', async () => {
    const hangs = against(() => {}, 50).client;
    await expect(hangs.reader.call('f', [1, 2])).rejects.toThrow(/f\(\[1, 2\]\) did not come back before 0.1 seconds.*loop that never ends/);
    expect(hangs.lost).toBeInstanceOf(ReaderTimeout);
    await expect(hangs.reader.call('f')).rejects.toBe(hangs.lost);
    const waits = against(({ id, op }, port) => op === 'ping' && port.postMessage({ kind: 'result', id, wire: undefined }), 50).client;
    await expect(waits.reader.call('f')).rejects.toThrow(/promise that never settles/);
  });
});

it('refuses to send what cannot cross, as the fault of the check', async () => {
  const { client } = against(() => {});
  await expect(client.reader.call('f', () => 1)).rejects.toThrow(TypeError);
  await expect(client.reader.call('f', new Date())).rejects.toThrow('A check cannot pass a Date');
});
