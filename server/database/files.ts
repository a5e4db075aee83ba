// The files of the embedded database, with fsync: PGlite's file system has none, and its PostgreSQL is told to do without. With it,
// PostgreSQL flushes its log at each commit and the rest before it relies on it, as it does anywhere else.

import { fsyncSync } from 'node:fs';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** Of Emscripten's file system in Node, what is needed here. */
interface NodeFiles {
  NODEFS: { stream_ops: { fsync?: (stream: { nfd: number }) => void }; tryFSOperation<T>(work: () => T): T };
}

export class SyncedFiles extends NodeFS {
  /** `onAbort`: PostgreSQL has given up (PANIC); nothing may be asked of it any more. */
  constructor(
    folder: string,
    private readonly onAbort: () => unknown,
  ) {
    super(folder);
  }

  override async init(...given: Parameters<NodeFS['init']>) {
    const { emscriptenOpts } = await super.init(...given);
    const { onAbort } = this;
    const addFsync = ({ NODEFS }: NodeFiles) => {
      NODEFS.stream_ops.fsync = ({ nfd }) => NODEFS.tryFSOperation(() => fsyncSync(nfd));
    };
    return { emscriptenOpts: { ...emscriptenOpts, onAbort, preRun: [...(emscriptenOpts.preRun ?? []), addFsync as never] } };
  }
}
