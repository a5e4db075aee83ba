// Servers for tests: in this process on a database of their own, or as processes that can be killed; and PostgreSQL where it is installed.

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { readConfig, type Config } from '../config';
import type { Database } from '../database/connect';
import { openEmbedded } from '../database/embedded';
import { openPostgres } from '../database/postgres';
import type { Handler } from '../app';
import { startServer, type RunningServer } from '../main';

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'class-'));

export const testConfig = (settings: Partial<Config> = {}): Config => ({ ...readConfig({ PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent' }), ...settings });

export interface TestServer extends RunningServer {
  database: Database;
}

async function startOn(database: Database, settings: Partial<Config>, book?: Handler): Promise<TestServer> {
  return { ...(await startServer({ config: testConfig(settings), openDatabase: async () => database, book })), database };
}

/** A server on a folder, by default a fresh one, in this process; with a book beside it where one is given. */
export const startEmbedded = async (settings: Partial<Config> = {}, folder = temporaryFolder(), book?: Handler): Promise<TestServer> =>
  startOn(await openEmbedded(folder), settings, book);

export const startOnPostgres = async (url: string, settings: Partial<Config> = {}): Promise<TestServer> => startOn(await openPostgres(url), settings);

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

export interface ServerProcess {
  url: string;
  process: ChildProcess;
  /** What it wrote so far. */
  output(): string;
  /** Its exit code, when it is gone. */
  ended: Promise<number | null>;
  /** Resolves when it is gone. */
  kill(signal?: NodeJS.Signals): Promise<number | null>;
}

/** `node server` as an operator starts it. Resolves when it is ready; rejects with its output, and its exit code, when it ends before. */
export async function spawnServer(env: Record<string, string>, port?: number, preload: string[] = []): Promise<ServerProcess> {
  const at = port ?? (await freePort());
  const url = `http://127.0.0.1:${at}`;
  const child = spawn(process.execPath, ['--import', 'tsx', ...preload.flatMap((file) => ['--import', file]), join(process.cwd(), 'server', 'start.ts')], {
    env: { ...process.env, PORT: String(at), HOST: '127.0.0.1', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
  const isReady = async (): Promise<boolean> => {
    for (;;) {
      const ok = await fetch(`${url}/readyz`).then((r) => r.ok, () => false);
      if (ok) return true;
      if (child.exitCode !== null || child.signalCode !== null) return false;
      await new Promise((next) => setTimeout(next, 50));
    }
  };
  if (!(await isReady())) throw Object.assign(new Error(output), { exitCode: await ended });
  return {
    url,
    process: child,
    output: () => output,
    ended,
    async kill(signal = 'SIGKILL') {
      child.kill(signal);
      return ended;
    },
  };
}

/** The folder of PostgreSQL's programs: of the newest version that Debian has installed, or wherever initdb is found. */
export function postgresPrograms(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).filter((v) => existsSync(join(debian, v, 'bin', 'initdb'))) : [];
  const newest = versions.map(Number).filter((v) => v >= 15).sort((a, b) => b - a)[0];
  if (newest) return join(debian, String(newest), 'bin');
  const found = spawnSync('sh', ['-c', 'command -v initdb']).stdout.toString().trim();
  return found ? join(found, '..') : undefined;
}

export interface Postgres {
  /** Of a new, empty database. */
  createDatabase(): Promise<string>;
  /** Ends it as a crash does: nothing is finished or said goodbye to. */
  crash(): Promise<void>;
  startAgain(): Promise<void>;
  stop(): void;
}

/** A PostgreSQL of one's own, in a folder that goes with it. It refuses to run as root, so root starts it as the user "postgres". */
export async function startPostgres(): Promise<Postgres> {
  const programs = postgresPrograms();
  if (!programs) throw new Error('PostgreSQL 15 or later is not installed');
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  const port = await freePort();
  const isRoot = userInfo().uid === 0;
  const user = isRoot ? 'postgres' : userInfo().username;
  const commandOf = (program: string, args: string[]): [string, string[]] => (isRoot ? ['runuser', ['-u', user, '--', join(programs, program), ...args]] : [join(programs, program), args]);
  const run = (program: string, ...args: string[]) => {
    const result = spawnSync(...commandOf(program, args), { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
    if (result.status !== 0) throw new Error(`${program}: ${result.stderr.toString()}${result.stdout.toString()}`);
  };
  const runBeside = (program: string, ...args: string[]) =>
    new Promise<void>((done, fail) => {
      const child = spawn(...commandOf(program, args), { cwd: '/', stdio: 'ignore' });
      child.once('error', fail);
      child.once('exit', (code) => (code === 0 ? done() : fail(new Error(`${program} ended with ${code}`))));
    });
  if (isRoot) spawnSync('chown', ['-R', user, folder]);
  run('initdb', '-D', data, '-A', 'trust', '-U', user, '-E', 'UTF8', '--no-sync');
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c max_connections=100`;
  const startArguments = ['-D', data, '-l', join(folder, 'log'), '-o', options, '-w', 'start'];
  const stopArguments = ['-D', data, '-m', 'immediate', '-w', 'stop'];
  run('pg_ctl', ...startArguments);
  let count = 0;
  const admin = `postgres://${user}@127.0.0.1:${port}/postgres`;
  return {
    async createDatabase() {
      const name = `class${++count}`;
      const client = new pg.Client(admin);
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return `postgres://${user}@127.0.0.1:${port}/${name}`;
    },
    crash: () => runBeside('pg_ctl', ...stopArguments),
    startAgain: () => runBeside('pg_ctl', ...startArguments),
    stop() {
      run('pg_ctl', ...stopArguments);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
