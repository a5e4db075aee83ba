// `npm run class`: the class server by itself, with the book beside it where it is built. Its settings: server/README.md.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from './config';
import { fileHandler } from './files';
import { databaseOf, startServer, stopOnSignal } from './main';

try {
  const config = readConfig(process.env);
  const build = join(process.cwd(), 'build');
  const server = await startServer({ config, openDatabase: databaseOf(config), book: existsSync(build) ? fileHandler(build) : undefined });
  console.log(`The class server is at ${server.url}  (Ctrl+C ends it)`);
  stopOnSignal(server);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
