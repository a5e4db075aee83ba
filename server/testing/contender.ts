// A process that locks a folder when it is told to, for the tests of the lock: `take` and `release` come line by line.

import { createInterface } from 'node:readline';
import { lockFolder, type FolderLock } from '../database/lock';

const folder = process.argv[2]!;
let lock: FolderLock | undefined;

async function take(): Promise<string> {
  try {
    lock = await lockFolder(folder);
    return 'has it';
  } catch (error) {
    return (error as Error).message;
  }
}

for await (const line of createInterface(process.stdin)) {
  if (line === 'take') console.log(await take());
  if (line === 'release') {
    await lock?.release();
    lock = undefined;
    console.log('released');
  }
}
