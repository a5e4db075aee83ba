// One process a folder. The lock is a socket in the folder: the system closes it when its process ends, however it ends, so no lock is
// ever left behind, and whoever finds it taken can ask by whom.

import { linkSync, rmSync } from 'node:fs';
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

function addresses(folder: string): { lock: string; own: string } {
  const id = randomBytes(6).toString('hex');
  if (process.platform === 'win32') {
    const name = createHash('sha256').update(resolve(folder).toLowerCase()).digest('hex').slice(0, 32);
    return { lock: `\\\\.\\pipe\\class-${name}`, own: `\\\\.\\pipe\\class-${name}` };
  }
  const shortest = [folder, relative(process.cwd(), folder) || '.'].sort((a, b) => a.length - b.length)[0]!;
  const lock = join(shortest, 'lock.sock');
  if (Buffer.byteLength(lock) + id.length + 1 > LONGEST_ADDRESS)
    throw new Error(`The path of the data folder is too long for its lock: ${folder}. Choose a shorter one, such as one in ${tmpdir()}.`);
  return { lock, own: `${lock}.${id}` };
}

const listen = (server: Server, address: string) =>
  new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(address, done);
  });

/** What the holder of the lock says of itself; undefined when nobody answers. */
function ask(address: string): Promise<string | undefined> {
  return new Promise((done) => {
    let heard = '';
    const socket = connect(address);
    socket.setTimeout(2000, () => socket.destroy());
    socket.on('data', (data) => (heard += data.toString()));
    socket.on('error', () => done(undefined));
    socket.on('close', () => done(heard || undefined));
  });
}

const holder = (said: string) => new FolderInUse(`the data folder is in use by process ${said}`);

/** Gives the lock's name to our own socket; a name that nobody answers to any more is taken away first. */
async function takeName(lock: string, own: string): Promise<void> {
  for (let tries = 0; tries < 5; tries++) {
    try {
      linkSync(own, lock);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const said = await ask(lock);
    if (said) throw holder(said);
    rmSync(lock, { force: true });
  }
  throw holder('that starts at the same time');
}

/** Throws FolderInUse, with the holder's process id, when another process has it. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const { lock, own } = addresses(folder);
  const name = `${process.pid} (started ${new Date(Date.now() - process.uptime() * 1000).toISOString()})`;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(name);
  });
  server.unref();
  try {
    await listen(server, own);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw holder((await ask(lock)) ?? 'that does not answer');
    throw error;
  }
  const release = () => new Promise<void>((done) => server.close(() => done()));
  if (lock === own) return { release };
  try {
    await takeName(lock, own);
    // Two that both found a dead lock may both have taken its name away; the later one holds it.
    await new Promise((done) => setTimeout(done, 50));
    const said = await ask(lock);
    if (said !== name) throw holder(said ?? 'that starts at the same time');
  } catch (error) {
    await release();
    rmSync(own, { force: true });
    throw error;
  }
  rmSync(own, { force: true });
  return {
    async release() {
      rmSync(lock, { force: true });
      await release();
    },
  };
}
