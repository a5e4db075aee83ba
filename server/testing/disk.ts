// A disk whose power can be cut: notes every write, change of name and flush that goes through node:fs, as PGlite's do, and makes from the
// notes what a cut at some moment could leave behind. What was written and not flushed is there or not, each block of 4 KiB by itself, in any
// order; names change in the order in which they were changed. Not here: what is looked for in what is left (power-cut.ts).

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { Rng } from '@site/src/engine/random';

export type Note =
  | { do: 'write'; path: string; at: number; bytes: Buffer }
  | { do: 'resize'; path: string; size: number }
  | { do: 'create' | 'remove' | 'flush'; path: string }
  | { do: 'rename'; path: string; to: string };

const BLOCK = 4096;

/** A file as programs see it, and what of it the disk still has otherwise. */
class SimulatedFile {
  private stale = new Map<number, Buffer>();
  private flushedSize: number;
  private isOwn = false;

  constructor(private bytes: Buffer) {
    this.flushedSize = bytes.length;
  }

  /** Notes how the disk has the blocks between two places, before they change. */
  private keep(from: number, to: number): void {
    for (let block = Math.floor(from / BLOCK); block * BLOCK < to; block++) {
      if (this.stale.has(block)) continue;
      const old = Buffer.alloc(BLOCK);
      this.bytes.subarray(block * BLOCK, (block + 1) * BLOCK).copy(old);
      this.stale.set(block, old);
    }
  }

  resize(size: number): void {
    this.keep(Math.min(size, this.bytes.length), Math.max(size, this.bytes.length));
    const grown = Buffer.alloc(size);
    this.bytes.copy(grown);
    this.bytes = grown;
    this.isOwn = true;
  }

  write(at: number, bytes: Buffer): void {
    if (at + bytes.length > this.bytes.length) this.resize(at + bytes.length);
    this.keep(at, at + bytes.length);
    // The bytes that it began with belong to whoever gave them.
    if (!this.isOwn) this.bytes = Buffer.from(this.bytes);
    this.isOwn = true;
    bytes.copy(this.bytes, at);
  }

  flush(): void {
    this.stale.clear();
    this.flushedSize = this.bytes.length;
  }

  /** One of the contents that the disk may have. */
  leftBehind(rng: Rng): Buffer {
    if (this.stale.size === 0) return this.bytes;
    const sizes = [this.flushedSize, this.bytes.length];
    const left = Buffer.alloc(rng.pick([...sizes, rng.integer(Math.min(...sizes), Math.max(...sizes))]));
    this.bytes.copy(left);
    for (const [block, old] of this.stale) if (rng.uniform() < 0.5 && block * BLOCK < left.length) old.copy(left, block * BLOCK);
    return left;
  }
}

/** The names of files, and how to take back the changes of them that are not on the disk yet. */
class SimulatedFolder {
  private readonly files: Map<string, SimulatedFile>;
  private changes: { folder: string; undo: () => void }[] = [];

  constructor(start: ReadonlyMap<string, Buffer>) {
    this.files = new Map([...start].map(([path, bytes]) => [path, new SimulatedFile(bytes)]));
  }

  /** Gives a file a name; undefined takes the name away. */
  private put(path: string, file: SimulatedFile | undefined): void {
    if (file) this.files.set(path, file);
    else this.files.delete(path);
  }

  /** Changes what some names stand for, all of them or none. */
  private rename(...names: [path: string, file: SimulatedFile | undefined][]): void {
    const before = names.map(([path]) => [path, this.files.get(path)] as const);
    const undo = () => before.forEach(([path, file]) => this.put(path, file));
    this.changes.push({ folder: dirname(names[0]![0]), undo });
    for (const [path, file] of names) this.put(path, file);
  }

  private flush(path: string): void {
    this.files.get(path)?.flush();
    this.changes = this.changes.filter(({ folder }) => folder !== path);
  }

  happen(note: Note): void {
    const file = this.files.get(note.path);
    if (note.do === 'write') file?.write(note.at, note.bytes);
    if (note.do === 'resize') file?.resize(note.size);
    if (note.do === 'create') this.rename([note.path, new SimulatedFile(Buffer.alloc(0))]);
    if (note.do === 'remove') this.rename([note.path, undefined]);
    if (note.do === 'rename') this.rename([note.to, file], [note.path, undefined]);
    if (note.do === 'flush') this.flush(note.path);
  }

  leftBehind(rng: Rng): Map<string, Buffer> {
    for (const { undo } of this.changes.slice(rng.integer(0, this.changes.length)).reverse()) undo();
    return new Map([...this.files].map(([path, file]) => [path, file.leftBehind(rng)]));
  }
}

/** What a cut right before note number `moment` could leave, of a disk that held `start` and had all of it flushed. */
export function cut(start: ReadonlyMap<string, Buffer>, notes: readonly Note[], moment: number, rng: Rng): Map<string, Buffer> {
  const folder = new SimulatedFolder(start);
  for (const note of notes.slice(0, moment)) folder.happen(note);
  return folder.leftBehind(rng);
}

/** Every file under a folder, by its path in it. */
export function readFolder(folder: string): Map<string, Buffer> {
  const files = fs.readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return new Map(files.map(({ parentPath, name }) => [relative(folder, join(parentPath, name)), fs.readFileSync(join(parentPath, name))]));
}

/** Notes what happens under `folder` until `stop`. */
export function watchDisk(folder: string): { notes: Note[]; stop: () => void } {
  const notes: Note[] = [];
  const real = { ...fs };
  const open = new Map<number, string>();
  const inside = (path: unknown) => typeof path === 'string' && !relative(folder, path).startsWith('..');
  const note = (entry: Note) => {
    if (inside(entry.path)) notes.push({ ...entry, path: relative(folder, entry.path), ...('to' in entry ? { to: relative(folder, entry.to) } : {}) } as Note);
  };
  const sizeOf = (path: string) => real.statSync(path).size;
  const watching = {
    openSync(path: string, flags: number, mode?: number) {
      const isThere = real.existsSync(path);
      const fd = real.openSync(path, flags, mode);
      open.set(fd, path);
      if (!isThere) note({ do: 'create', path });
      else if (typeof flags === 'number' && flags & fs.constants.O_TRUNC) note({ do: 'resize', path, size: 0 });
      return fd;
    },
    writeSync(fd: number, buffer: Uint8Array, offset: number, length: number, position: number | null) {
      const path = open.get(fd);
      const written = real.writeSync(fd, buffer, offset, length, position);
      if (path) note({ do: 'write', path, at: position ?? sizeOf(path) - written, bytes: Buffer.from(buffer.slice(offset, offset + written)) });
      return written;
    },
    writeFileSync(path: string, data: string, options?: fs.WriteFileOptions) {
      const isThere = real.existsSync(path);
      real.writeFileSync(path, data, options);
      note(isThere ? { do: 'resize', path, size: 0 } : { do: 'create', path });
      if (data.length > 0) note({ do: 'write', path, at: 0, bytes: Buffer.from(data) });
    },
    ftruncateSync(fd: number, size: number) {
      real.ftruncateSync(fd, size);
      note({ do: 'resize', path: open.get(fd)!, size });
    },
    truncateSync(path: string, size: number) {
      real.truncateSync(path, size);
      note({ do: 'resize', path, size });
    },
    fsyncSync(fd: number) {
      real.fsyncSync(fd);
      note({ do: 'flush', path: open.get(fd)! });
    },
    renameSync(path: string, to: string) {
      real.renameSync(path, to);
      for (const [fd, opened] of open) if (opened === path) open.set(fd, to);
      note({ do: 'rename', path, to });
    },
    unlinkSync(path: string) {
      real.unlinkSync(path);
      note({ do: 'remove', path });
    },
  };
  Object.assign(fs, watching);
  syncBuiltinESMExports();
  return {
    notes,
    stop() {
      for (const name of Object.keys(watching) as (keyof typeof watching)[]) (fs as unknown as Record<string, unknown>)[name] = real[name];
      syncBuiltinESMExports();
    },
  };
}
