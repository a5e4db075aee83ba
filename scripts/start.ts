// npm start: builds the book if anything changed since the last build, then serves it, and the class server, at http://localhost:3000 (PORT changes it).
// The class's database is opened when the first class needs it.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build';
import { readConfig } from '../server/config';
import { fileHandler } from '../server/files';
import { databaseOf, startServer, stopOnSignal } from '../server/main';
import { cli, root } from './steps';

const inputs = ['docs', 'labs', 'src', 'static', 'scripts', 'docusaurus.config.ts', 'sidebars.ts', 'package-lock.json'];

function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function upToDate(): boolean {
  const index = join(root, 'build', 'book.json');
  if (!existsSync(index)) return false;
  return inputs.every((input) => newest(join(root, input)) <= statSync(index).mtimeMs);
}

await cli(async () => {
  if (!upToDate()) {
    const status = await build();
    if (status !== 0) return status;
  }
  const config = readConfig(process.env);
  try {
    const server = await startServer({ config, openDatabase: databaseOf(config), book: fileHandler(join(root, 'build')), lazy: true });
    stopOnSignal(server);
    console.log(`Scalars to Clusters is at ${server.url}  (Ctrl+C ends it)`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    console.error(`Port ${config.port} is taken. Choose another: PORT=3001 npm start`);
    return 1;
  }
});
