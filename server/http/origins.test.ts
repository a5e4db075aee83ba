// Who is told under which addresses phones reach the server.

import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { startEmbedded } from '../testing/servers';
import { joinOrigins } from './origins';

const card = (address: string, family: 'IPv4' | 'IPv6', internal = false) => ({ address, family, internal }) as NetworkInterfaceInfo;
const interfaces = { lo: [card('127.0.0.1', 'IPv4', true)], en0: [card('fe80::1', 'IPv6'), card('192.168.1.20', 'IPv4')], en1: [card('10.0.0.7', 'IPv4')] };
const open = { host: '0.0.0.0' };

test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('this computer itself, as %s, is told its addresses in its networks', (client) =>
  expect(joinOrigins(open, client, 3000, interfaces)).toEqual(['http://192.168.1.20:3000', 'http://10.0.0.7:3000']));

test.each(['192.168.1.31', '::ffff:10.1.1.1', '2001:db8::1'])('%s is told none', (client) => expect(joinOrigins(open, client, 3000, interfaces)).toEqual([]));

test('a server that listens to itself alone has none', () => expect(joinOrigins({ host: '127.0.0.1' }, '127.0.0.1', 3000, interfaces)).toEqual([]));

test('the operator’s address comes before all', () =>
  expect(joinOrigins({ host: '127.0.0.1', publicUrl: 'https://class.example.edu/' }, '203.0.113.9', 3000, interfaces)).toEqual(['https://class.example.edu']));

test('the server says so to its pages', async () => {
  const server = await startEmbedded({ publicUrl: 'https://class.example.edu' });
  expect(await (await fetch(`${server.url}/api/class/`)).json()).toEqual({ schemaVersion: 1, instructorKey: false, joinOrigins: ['https://class.example.edu'] });
  await server.stop();
});
