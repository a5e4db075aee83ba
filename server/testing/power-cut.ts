// What a power cut can take from the embedded database, measured: a class votes, the power goes at random moments, and each folder that may be
// left behind is opened and asked for every vote that had been acknowledged by then.
// `npx tsx server/testing/power-cut.ts [cuts] [seed]` prints the result, which server/README.md holds, and that of a disk that is never told to
// flush, as PGlite by itself leaves it.

import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRng } from '@site/src/engine/random';
import { roomSettings } from '@site/src/formats/class';
import type { Database } from '../database/connect';
import { openEmbedded } from '../database/embedded';
import { entrance, type Joined } from '../rooms/people';
import { renderQuestion } from '../rooms/questions';
import { createRoom, readQuestions, readRoom, runCommand } from '../rooms/store';
import { voteWriter, type CastVote } from '../rooms/votes';
import { cut, readFolder, watchDisk, type Note } from './disk';
import { sampleQuestion } from './instructor';
import { temporaryFolder } from './servers';

const PHONES = 40;
const QUESTIONS = 4;

interface Acknowledged extends CastVote {
  /** Notes of the disk when it was acknowledged. */
  after: number;
}

export interface Recording {
  folder: string;
  start: Map<string, Buffer>;
  notes: Note[];
  acknowledged: Acknowledged[];
}

async function ask(database: Database, roomId: string, people: string[], keep: (vote: CastVote) => void): Promise<void> {
  const votes = voteWriter(database);
  const command = async (what: Parameters<typeof runCommand>[2]) => runCommand(database, roomId, what, (await readRoom(database, roomId))!.seq);
  const planned = (await readQuestions(database, roomId)).find(({ openedAt }) => !openedAt)!;
  let revision = 0;
  const everyoneVotes = async (round: 1 | 2) => {
    for (let times = 0; times < 3; times++) {
      revision++;
      await Promise.all(
        people.map(async (participantId, i) => {
          const vote = { roomId, participantId, question: planned.id, round, option: planned.shown.options[(i + times) % 4]!.id, revision };
          if ((await votes.add(vote)).result === 'kept') keep(vote);
        }),
      );
    }
  };
  await command({ do: 'open', question: planned.id, seconds: null });
  await everyoneVotes(1);
  await command({ do: 'close' });
  await command({ do: 'discuss' });
  await command({ do: 'revote', seconds: null });
  await everyoneVotes(2);
  await command({ do: 'close' });
  await command({ do: 'reveal' });
  await command({ do: 'next' });
}

/** A class on a disk that is watched: it begins on the folder of a killed server, so with its recovery, and holds a checkpoint, a stop and a start. */
export async function record(): Promise<Recording> {
  const before = temporaryFolder();
  const folder = temporaryFolder();
  const first = await openEmbedded(before);
  const questions = await Promise.all(Array.from({ length: QUESTIONS }, (_, i) => renderQuestion(sampleQuestion(i))));
  const { room } = await createRoom(first, 'Attention', roomSettings.parse({}), questions);
  const enter = entrance(first);
  const people = (await Promise.all(Array.from({ length: PHONES }, () => enter.add({ roomId: room.id, meetingId: room.meetingId })))).map((joined) => (joined as Joined).id);
  cpSync(join(before, 'postgres'), join(folder, 'postgres'), { recursive: true });
  await first.close();

  const start = readFolder(folder);
  const { notes, stop } = watchDisk(folder);
  const acknowledged: Acknowledged[] = [];
  const keep = (vote: CastVote) => void acknowledged.push({ ...vote, after: notes.length });
  let database = await openEmbedded(folder);
  await ask(database, room.id, people, keep);
  await ask(database, room.id, people, keep);
  await database.query('checkpoint');
  await ask(database, room.id, people, keep);
  await database.close();
  database = await openEmbedded(folder);
  await ask(database, room.id, people, keep);
  await database.close();
  stop();
  return { folder, start, notes, acknowledged };
}

/** Writes what is left; folders that hold nothing are there, too. */
function writeFolder(like: string, files: Map<string, Buffer>): string {
  const folder = temporaryFolder();
  for (const entry of readdirSync(like, { withFileTypes: true, recursive: true })) if (entry.isDirectory()) mkdirSync(join(entry.parentPath.replace(like, folder), entry.name), { recursive: true });
  for (const [path, bytes] of files) writeFileSync(join(folder, path), bytes);
  return folder;
}

export interface Outcome {
  /** Why it could not be opened or read. */
  trouble?: string;
  acknowledged: number;
  lost: number;
}

async function inspect(folder: string, promised: Map<string, Acknowledged>): Promise<Outcome> {
  const acknowledged = promised.size;
  let database: Database | undefined;
  try {
    database = await openEmbedded(folder);
    const rows = await database.query<{ key: string; revision: number }>(`select participant_id || ' ' || question_id || ' ' || round as key, revision from votes`);
    await database.query('set enable_seqscan = off');
    const [indexed] = await database.query<{ count: number }>('select count(*)::int as count from votes where question_id >= $1', ['00000000-0000-0000-0000-000000000000']);
    if (indexed!.count !== rows.length) return { trouble: `the index of votes has ${indexed!.count} of ${rows.length}`, acknowledged, lost: 0 };
    const stored = new Map(rows.map(({ key, revision }) => [key, revision]));
    return { acknowledged, lost: [...promised].filter(([key, { revision }]) => (stored.get(key) ?? 0) < revision).length };
  } catch (error) {
    return { trouble: (error as Error).message, acknowledged, lost: acknowledged };
  } finally {
    await database?.close();
  }
}

/** Cuts the power at `moment` and looks at what one of the possible disks holds. */
export async function cutAt({ folder, start, notes, acknowledged }: Recording, moment: number, seed: number): Promise<Outcome> {
  const left = writeFolder(folder, cut(start, notes, moment, createRng(seed)));
  const promised = new Map(acknowledged.filter(({ after }) => after <= moment).map((vote) => [`${vote.participantId} ${vote.question} ${vote.round}`, vote]));
  const outcome = await inspect(left, promised);
  rmSync(left, { recursive: true, force: true });
  return outcome;
}

/** Moments of a recording: as many amid the votes as anywhere else, such as at a start, a stop or a checkpoint. */
export function moments({ notes, acknowledged }: Recording, count: number, seed: number): number[] {
  const rng = createRng(seed);
  const changes = notes.flatMap((note, i) => (note.do === 'flush' ? [] : [i]));
  return Array.from({ length: count }, (_, i) => (i % 2 === 0 ? rng.pick(acknowledged).after + rng.integer(0, 3) : rng.pick(changes)));
}

async function main(cuts: number, seed: number): Promise<void> {
  const recording = await record();
  const withoutFlushes = { ...recording, notes: recording.notes.map((note) => (note.do === 'flush' ? { ...note, path: '-' } : note)) };
  for (const [name, recorded] of [['as it is', recording], ['without its flushes', withoutFlushes]] as const) {
    const outcomes: Outcome[] = [];
    for (const [i, moment] of moments(recorded, cuts, seed).entries()) outcomes.push(await cutAt(recorded, moment, seed + i));
    const troubles = outcomes.filter(({ trouble }) => trouble);
    const losing = outcomes.filter(({ lost }) => lost > 0);
    console.log(`${name}: of ${cuts} cuts ${troubles.length} left a database that cannot be opened or read, ${losing.length} lost acknowledged votes (${outcomes.reduce((sum, { lost }) => sum + lost, 0)} of ${outcomes.reduce((sum, o) => sum + o.acknowledged, 0)})`);
    for (const { trouble } of troubles) console.log(`  ${trouble}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]!).href) await main(Number(process.argv[2] ?? 40), Number(process.argv[3] ?? 1));
