// One process a folder, whatever happens to the others: killed, stopped, or starting at the same moment.

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/servers';
import { lockFolder } from './lock';

class Contender {
  readonly process: ChildProcess;
  private readonly lines: AsyncIterator<string>;

  constructor(folder: string) {
    this.process = spawn(process.execPath, ['--import', 'tsx', join(process.cwd(), 'server/testing/contender.ts'), folder], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface(this.process.stdout!)[Symbol.asyncIterator]();
  }

  async tell(what: 'take' | 'release'): Promise<string> {
    this.process.stdin!.write(`${what}\n`);
    return String((await this.lines.next()).value);
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    const ended = new Promise((done) => this.process.once('close', done));
    this.process.kill(signal);
    if (signal === 'SIGKILL') await ended;
  }
}

const contenders: Contender[] = [];
const contend = (folder: string) => {
  const contender = new Contender(folder);
  contenders.push(contender);
  return contender;
};
afterAll(() => Promise.all(contenders.map(({ process: child }) => child.kill('SIGKILL'))));

const refusal = (pid: number | undefined) => new RegExp(`^the data folder is in use by process ${pid} \\(started 20`);

test('of three that take a folder at the same moment one has it, and the others are told its process; thirty times', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  const three = [contend(folder), contend(folder), contend(folder)];
  for (let times = 0; times < 30; times++) {
    const answers = await Promise.all(three.map((contender) => contender.tell('take')));
    const winner = three[answers.indexOf('has it')]!;
    expect(winner, answers.join('\n')).toBeDefined();
    expect(answers.filter((answer) => answer !== 'has it')).toHaveLength(2);
    for (const answer of answers) if (answer !== 'has it') expect(answer).toMatch(refusal(winner.process.pid));
    await winner.tell('release');
  }
  expect(readdirSync(folder)).toEqual(['lock.30.sock']);
});

test('many at once in one process: one has it', async () => {
  const folder = temporaryFolder();
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
  const taken = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  expect(taken).toHaveLength(1);
  await taken[0]!.release();
});

test('a killed process has it no more; one that is stopped still has it', { timeout: 180_000 }, async () => {
  const folder = temporaryFolder();
  const [killed, stopped] = [contend(folder), contend(folder)];
  expect(await killed.tell('take')).toBe('has it');
  await expect(lockFolder(folder)).rejects.toThrow(refusal(killed.process.pid));
  await killed.kill('SIGKILL');
  expect(await stopped.tell('take')).toBe('has it');
  await stopped.kill('SIGSTOP');
  await expect(lockFolder(folder)).rejects.toThrow('in use by process that does not answer');
  await stopped.kill('SIGKILL');
  await (await lockFolder(folder)).release();
});

test('a path too long for a socket is refused in words, and nothing is left', async () => {
  const folder = join(temporaryFolder(), 'x'.repeat(100));
  await expect(lockFolder(folder)).rejects.toThrow(/too long for its lock.*Choose a shorter one/);
  expect(existsSync(folder)).toBe(false);
});
