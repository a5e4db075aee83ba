// Ids of invocations and workgroups, as data and in words.

import { localId } from '../../simt/warp';
import type { InvocationId } from '../results';

export type Triple = [number, number, number];

export class Names {
  readonly #size: Triple;
  readonly #workgroups: Triple;
  /** Dimensions worth saying: a one-dimensional kernel has invocation 5, not (5, 0, 0). */
  readonly #dimensions: number;

  constructor(workgroupSize: Triple, workgroups: Triple) {
    this.#size = workgroupSize;
    this.#workgroups = workgroups;
    this.#dimensions = [2, 1].find((d) => workgroupSize[d]! > 1 || workgroups[d]! > 1) ?? 0;
  }

  workgroupOf(number: number): Triple {
    return localId(number, this.#workgroups);
  }

  idOf(invocation: number, workgroup: number): InvocationId {
    const local = localId(invocation, this.#size);
    const group = this.workgroupOf(workgroup);
    return { workgroup: group, local, global: [0, 1, 2].map((d) => group[d]! * this.#size[d]! + local[d]!) as Triple };
  }

  /** e.g. "invocation 5" or "invocation (5, 1)": its local id. */
  invocation(invocation: number): string {
    return `invocation ${this.#short(localId(invocation, this.#size))}`;
  }

  workgroup(number: number): string {
    return `workgroup ${this.#short(this.workgroupOf(number))}`;
  }

  #short(id: Triple): string {
    return this.#dimensions === 0 ? String(id[0]) : `(${id.slice(0, this.#dimensions + 1).join(', ')})`;
  }
}
