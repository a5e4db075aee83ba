// For `node --import`: a process whose disk is full for as long as the file FULL_DISK is there. With "grow" in it, what would make a file
// longer fails, as on most file systems; with anything else every write fails, as on those that never write in place.

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { ftruncateSync, writeSync } = fs;
const switchFile = process.env.FULL_DISK!;

function refuse(fd: number, end: number): void {
  if (!fs.existsSync(switchFile)) return;
  if (fs.readFileSync(switchFile, 'utf8') === 'grow' && end <= fs.fstatSync(fd).size) return;
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', errno: -28, syscall: 'write' });
}

fs.writeSync = ((fd: number, bytes: Uint8Array, offset: number, length: number, position: number | null) => {
  // Not what is said on the terminal.
  if (fd > 2) refuse(fd, (position ?? 0) + length);
  return writeSync(fd, bytes, offset, length, position);
}) as typeof fs.writeSync;

fs.ftruncateSync = (fd: number, length = 0) => {
  refuse(fd, length);
  ftruncateSync(fd, length);
};

syncBuiltinESMExports();
