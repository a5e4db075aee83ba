import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { PGlite } from '@electric-sql/pglite';
import { expect, test } from 'vitest';
import { describeError } from './log';

test('a failed query is logged without what was sent in it', async () => {
  const client = await PGlite.create();
  const error: unknown = await drizzle(client).execute(sql`select ${'Quiet Heron'}::text from nowhere where code = ${'ABC234'}`).catch((e: unknown) => e);
  await client.close();
  expect(String((error as Error).message)).toContain('Quiet Heron');
  const logged = describeError(error);
  expect(JSON.stringify(logged)).not.toMatch(/Quiet Heron|ABC234/);
  expect(logged.message).toContain('select $1::text from nowhere');
  expect(logged.cause).toMatchObject({ code: '42P01', message: expect.stringContaining('nowhere') as string });
  expect(logged.stack).toMatch(/^ {4}at /);
});

test('what is thrown and is no error is described as well; causes end', () => {
  expect(describeError('text')).toMatchObject({ type: 'unknown' });
  expect(describeError(undefined)).toMatchObject({ type: 'unknown' });
  const round = new Error('round');
  round.cause = round;
  expect(JSON.stringify(describeError(round))).toContain('round');
});
