// Coming into a room that is full.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { roomSettings } from '@site/src/formats/class';
import type { Database } from '../database/connect';
import { openEmbedded } from '../database/embedded';
import { temporaryFolder } from '../testing/servers';
import { entrance } from './people';
import { createRoom } from './store';

let database: Database;
beforeAll(async () => {
  database = await openEmbedded(temporaryFolder());
}, 60_000);
afterAll(() => database.close());

test('a full room lets in nobody but those who came before and ask again, and others go into their rooms', async () => {
  const open = async () => (await createRoom(database, 'Attention', roomSettings.parse({}), [])).room;
  const [full, other] = [await open(), await open()];
  const door = entrance(database, 3);
  const come = ({ id, meetingId }: typeof full, token: string) => door.add({ roomId: id, meetingId: meetingId!, token: token.repeat(32) });
  const first = await Promise.all(['a', 'b', 'c'].map((token) => come(full, token)));
  const late = await Promise.all([come(full, 'd'), come(other, 'e'), come(full, 'b')]);
  expect(late).toEqual(['full', expect.objectContaining({ token: 'e'.repeat(32) }), first[1]]);
  expect(await database.query('select count(*)::int as count from participants')).toEqual([{ count: 4 }]);
});
