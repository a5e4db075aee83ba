// Who a participant is, where they said so and the instructor asked for it. Apart from votes, and erased by itself.

import { and, eq, sql } from 'drizzle-orm';
import type { RosterEntry } from '@site/src/quiz/peer';
import type { Database } from '../database/connect';
import { rosterClaims, rosterEntries } from '../database/schema';

/** Replaces the list of the class; who entered an id stays. */
export async function writeRoster({ orm }: Database, roomId: string, entries: RosterEntry[]): Promise<void> {
  await orm.transaction(async (tx) => {
    await tx.delete(rosterEntries).where(eq(rosterEntries.roomId, roomId));
    for (let i = 0; i < entries.length; i += 1000)
      await tx.insert(rosterEntries).values(entries.slice(i, i + 1000).map(({ id, name, email }) => ({ roomId, studentId: id, name: name ?? '', email: email ?? '' })));
  });
}

/** Forgets the list and who is who; votes and generated names stay. */
export async function eraseRoster({ orm }: Database, roomId: string): Promise<void> {
  await orm.transaction(async (tx) => {
    await tx.delete(rosterEntries).where(eq(rosterEntries.roomId, roomId));
    await tx.delete(rosterClaims).where(eq(rosterClaims.roomId, roomId));
  });
}

/** Notes which student a participant is; false when the class has a list and it has no such id. */
export async function identify({ orm }: Database, roomId: string, participantId: string, studentId: string): Promise<boolean> {
  const [listed] = await orm.select({ count: sql<number>`count(*)::int` }).from(rosterEntries).where(eq(rosterEntries.roomId, roomId));
  if (listed!.count > 0) {
    const [entry] = await orm
      .select()
      .from(rosterEntries)
      .where(and(eq(rosterEntries.roomId, roomId), eq(rosterEntries.studentId, studentId)));
    if (!entry) return false;
  }
  await orm.insert(rosterClaims).values({ participantId, roomId, studentId }).onConflictDoUpdate({ target: rosterClaims.participantId, set: { studentId } });
  return true;
}

export async function leaveRoster({ orm }: Database, roomId: string, participantId: string): Promise<void> {
  await orm.delete(rosterClaims).where(and(eq(rosterClaims.participantId, participantId), eq(rosterClaims.roomId, roomId)));
}
