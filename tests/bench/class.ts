// A lecture hall: 5,000 simulated phones on one server process with its embedded database, and on two processes with one PostgreSQL, half of the
// phones at each; beside a bare http server that stores nothing. Both cores are shared with the phones. Votes come over five seconds.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Pool } from 'pg';
import { root } from '../../scripts/steps';
import { openEmbedded } from '../../server/database/embedded';
import { percentile, SimulatedClass, stored } from '../../server/testing/class';
import { freePort, postgresPrograms, spawnServer, startPostgres, temporaryFolder } from '../../server/testing/servers';
import { compare, type Bench, type BenchOptions, type BenchResult } from './lib/result';

const PHONES = 5000;
const VOTING_MS = 5000;
/** Marks of the vote's 99th percentile and of the slowest phone to hear of a phase. */
const MARK_MS = 1000;

interface Measured {
  voteP99Ms: number;
  voteP50Ms: number;
  fanOutMs: number;
  promised: Map<string, string>;
}

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** One question with one round, from the open to the reveal. Throws when a phone misses a phase or a vote is not acknowledged. */
async function lesson(bases: string[]): Promise<Measured> {
  const hall = new SimulatedClass(bases);
  try {
    await hall.host.open();
    for (let i = 0; i < PHONES; i += 500) await hall.bringIn(500);
    const fanOuts: number[] = [];
    const change = async (work: () => Promise<unknown>, phase: 'voting' | 'closed' | 'revealed') => {
      const start = performance.now();
      await work();
      await hall.seen(phase, 1);
      fanOuts.push(hall.fanOutMs(start));
    };
    await change(() => hall.host.openNext(), 'voting');
    const times = await Promise.all(
      hall.phones.map(async (phone, i) => {
        await sleep(Math.random() * VOTING_MS);
        return (await phone.vote(['first', 'second', 'third', 'fourth'][i % 4]!))!;
      }),
    );
    await change(() => hall.host.do({ do: 'close' }), 'closed');
    await change(() => hall.host.do({ do: 'reveal' }), 'revealed');
    const promised = hall.promised();
    if (promised.size !== PHONES) throw new Error(`${promised.size} of ${PHONES} votes were acknowledged`);
    return { voteP99Ms: percentile(times, 0.99), voteP50Ms: percentile(times, 0.5), fanOutMs: Math.max(...fanOuts), promised };
  } finally {
    hall.close();
  }
}

function compareStored(promised: Map<string, string>, kept: Map<string, string>): void {
  const lost = [...promised].filter(([key, option]) => kept.get(key) !== option);
  if (lost.length > 0 || kept.size !== promised.size) throw new Error(`${lost.length} acknowledged votes are not in the database, which holds ${kept.size}`);
}

async function onEmbedded(): Promise<Measured> {
  const folder = temporaryFolder();
  const server = await spawnServer({ CLASS_DATA: folder });
  const measured = await lesson([server.url]).finally(() => server.kill('SIGTERM'));
  const database = await openEmbedded(folder);
  compareStored(measured.promised, await stored((text) => database.query(text)));
  await database.close();
  return measured;
}

async function onPostgres(): Promise<Measured> {
  const postgres = await startPostgres();
  try {
    const url = await postgres.createDatabase();
    const servers = [await spawnServer({ DATABASE_URL: url }), await spawnServer({ DATABASE_URL: url })];
    const measured = await lesson(servers.map((server) => server.url)).finally(() => Promise.all(servers.map((server) => server.kill('SIGTERM'))));
    const pool = new Pool({ connectionString: url });
    compareStored(measured.promised, await stored(async <Row>(text: string) => (await pool.query(text)).rows as Row[]));
    await pool.end();
    return measured;
  } finally {
    postgres.stop();
  }
}

async function onBare(): Promise<Measured> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'tests/bench/lib/bare-class.ts'), String(port)], { stdio: 'inherit' });
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/readyz`).then((r) => r.ok, () => false))) await sleep(50);
  return lesson([url]).finally(() => child.kill());
}

async function run({ runs, log }: BenchOptions): Promise<BenchResult[]> {
  const kinds: [string, () => Promise<Measured>][] = [['embedded', onEmbedded]];
  if (postgresPrograms()) kinds.push(['two-processes-postgres', onPostgres]);
  else log('no PostgreSQL 15 or later found: two processes are not measured');
  const measured = new Map<string, Measured[]>([...kinds.map(([name]) => [name, []] as [string, Measured[]]), ['bare', []]]);
  for (let i = 0; i < runs; i++)
    for (const [name, measure] of [...kinds, ['bare', onBare] as const]) {
      const result = await measure();
      measured.get(name)!.push(result);
      log(`run ${i + 1} of ${runs}, ${name}: vote p50 ${result.voteP50Ms.toFixed(0)} ms, p99 ${result.voteP99Ms.toFixed(0)} ms, slowest phone to hear of a phase ${result.fanOutMs.toFixed(0)} ms; the marks are ${MARK_MS} ms`);
    }
  const bare = measured.get('bare')!;
  const peer = { name: 'bare http server that stores nothing', version: process.version };
  const metric = { unit: 'ms', better: 'lower' as const };
  return kinds.flatMap(([name]) => {
    const ours = measured.get(name)!;
    return [
      compare(`class/${PHONES}-phones-${name}/vote-p99`, metric, ours.map((m) => m.voteP99Ms), bare.map((m) => m.voteP99Ms), peer),
      compare(`class/${PHONES}-phones-${name}/fan-out`, metric, ours.map((m) => m.fanOutMs), bare.map((m) => m.fanOutMs), peer),
    ];
  });
}

export default { title: 'a lecture hall of 5,000 phones', run } satisfies Bench;
