// Reads of memory that nothing has written: workgroup memory, which WGSL fills with zeros and others do not, and buffers
// that the caller names.

import type { Finding } from '../results';
import type { Plan } from '../watch';
import { reads, unitsOf, writes } from './kinds';
import type { Names } from './names';
import type { Text } from './text';
import { unwrittenFinding } from './value-words';

export interface UnwrittenRead {
  finding: Finding;
  memory: number;
}

export class Unwritten {
  readonly #plan: Plan;
  readonly #text: Text;
  readonly #names: Names;
  readonly #written: (Uint8Array | null)[];
  /** By line and memory. */
  readonly #found = new Map<number, UnwrittenRead>();

  constructor(plan: Plan, text: Text, names: Names, asked: readonly string[]) {
    this.#plan = plan;
    this.#text = text;
    this.#names = names;
    this.#written = plan.memories.map((m) => (m.space === 'workgroup' || asked.includes(m.name) ? new Uint8Array(unitsOf(m)) : null));
  }

  beginWorkgroup(): void {
    this.#plan.memories.forEach((m, i) => m.space === 'workgroup' && this.#written[i]!.fill(0));
  }

  /** Of a memory: 1 where something wrote the unit; null where nobody asks. */
  writtenOf(memory: number): Uint8Array | null {
    return this.#written[memory]!;
  }

  /** An access to units of which some are not written yet. */
  access(kind: number, site: number, memory: number, unit: number, units: number, invocation: number, workgroup: number): void {
    const written = this.#written[memory]!;
    for (let u = unit; u < unit + units; u++) {
      if (written[u] === 1) continue;
      if (reads(kind)) this.#add(site, memory, u, invocation, workgroup);
      if (writes(kind)) written[u] = 1;
    }
  }

  found(): Iterable<UnwrittenRead> {
    return this.#found.values();
  }

  #add(site: number, memory: number, unit: number, invocation: number, workgroup: number): void {
    const { sites, memories } = this.#plan;
    const { span } = sites[site]!;
    const key = this.#text.lineOf(span.start) * memories.length + memory;
    const known = this.#found.get(key);
    if (known) known.finding.occurrences++;
    else this.#found.set(key, { finding: unwrittenFinding(this.#text, span, memories[memory]!, unit, this.#names, invocation, workgroup), memory });
  }
}
