// What an access of one site to one memory concerns: looked up once, then at hand.

import type { Shadow } from './shadow';
import type { Accesses } from './tally';

export class Target implements Accesses {
  count = 0;
  readonly site: number;
  readonly memory: number;
  readonly bytesEach: number;
  readonly bits: Uint32Array;
  /** Units are half words. */
  readonly halves: boolean;
  /** Its warps' requests are counted: all but uniform memory. */
  readonly followed: boolean;
  /** Null where nobody asks what is written. */
  readonly written: Uint8Array | null;
  /** Null where nothing can race. */
  readonly shadow: Shadow | null;

  constructor(site: number, memory: number, bytesEach: number, bits: Uint32Array, halves: boolean, followed: boolean, written: Uint8Array | null, shadow: Shadow | null) {
    this.site = site;
    this.memory = memory;
    this.bytesEach = bytesEach;
    this.bits = bits;
    this.halves = halves;
    this.followed = followed;
    this.written = written;
    this.shadow = shadow;
  }
}
