// One process a folder. A lock is a socket in the folder that its process listens at: the system closes it when the process ends, however it
// ends. Locks are numbered, lock.1.sock, lock.2.sock and so on: the newest counts, for as long as somebody listens there. A name is given only
// where none is, and the newest is never taken away, so of those who find it deserted together one alone gives itself the next number.

import { linkSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { createHash, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

export class FolderInUse extends Error {
  override name = 'FolderInUse';
}

export interface FolderLock {
  release(): Promise<void>;
}

/** Of a socket's address on Unix, in bytes; macOS has the shortest. */
const LONGEST_ADDRESS = 100;

const listen = (server: Server, address: string) =>
  new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(address, done);
  });

const SILENT = 'that does not answer';

/** What whoever listens at an address says of itself; undefined when nobody listens. One that is only slow, or stopped, still has the folder. */
function ask(address: string): Promise<string | undefined> {
  return new Promise((done) => {
    let heard = '';
    const socket = connect(address);
    socket.setTimeout(2000, () => socket.destroy());
    socket.on('data', (data) => (heard += data.toString()));
    socket.on('error', ({ code }: NodeJS.ErrnoException) => done(code === 'ECONNREFUSED' || code === 'ENOENT' || code === 'ENOTSOCK' ? undefined : SILENT));
    socket.on('close', () => done(heard || SILENT));
  });
}

const inUse = (by: string) => new FolderInUse(`the data folder is in use by process ${by}`);

/** Where a folder's locks are, by the shortest way there. */
function placeOf(folder: string): string {
  const shortest = [folder, relative(process.cwd(), folder) || '.'].sort((a, b) => a.length - b.length)[0]!;
  if (Buffer.byteLength(join(shortest, 'lock.1000000.sock')) > LONGEST_ADDRESS)
    throw new Error(`The path of the data folder is too long for its lock: ${folder}. Choose a shorter one, such as one in ${tmpdir()}.`);
  return shortest;
}

const numberOf = (name: string): number => Number(/^lock\.(\d+)\.sock$/.exec(name)?.[1] ?? 0);

const newestOf = (place: string): number => Math.max(0, ...readdirSync(place).map(numberOf));

/** Gives `own` the next number; false when somebody else was faster. */
function takeNumber(place: string, own: string, number: number): boolean {
  const name = join(place, `lock.${number}.sock`);
  try {
    linkSync(own, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  // Between the look and the name, others may have gone further, and taken away the name that was there.
  if (newestOf(place) === number) return true;
  rmSync(name);
  return false;
}

async function takeFolder(place: string, own: string): Promise<void> {
  for (;;) {
    const newest = newestOf(place);
    const by = newest > 0 ? await ask(join(place, `lock.${newest}.sock`)) : undefined;
    if (by) throw inUse(by);
    if (!takeNumber(place, own, newest + 1)) continue;
    for (const name of readdirSync(place)) if (numberOf(name) > 0 && numberOf(name) <= newest) rmSync(join(place, name), { force: true });
    return;
  }
}

/** Windows has no sockets in folders, but names that end with their process. */
async function lockByName(server: Server, folder: string): Promise<void> {
  const address = `\\\\.\\pipe\\class-${createHash('sha256').update(resolve(folder).toLowerCase()).digest('hex').slice(0, 32)}`;
  await listen(server, address).catch(async (error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? inUse((await ask(address)) ?? SILENT) : error;
  });
}

async function lockBySocket(server: Server, folder: string): Promise<void> {
  const place = placeOf(folder);
  const own = join(place, `${randomBytes(6).toString('hex')}.sock`);
  await listen(server, own);
  try {
    await takeFolder(place, own);
  } finally {
    rmSync(own, { force: true });
  }
}

/** Throws FolderInUse, with the holder's process id, when another process has it. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const name = `${process.pid} (started ${new Date(Date.now() - process.uptime() * 1000).toISOString()})`;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(name);
  });
  server.unref();
  const release = () => new Promise<void>((done) => server.close(() => done()));
  try {
    await (process.platform === 'win32' ? lockByName : lockBySocket)(server, folder);
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}
