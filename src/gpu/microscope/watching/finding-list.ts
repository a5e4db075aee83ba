// Findings of one run: each kind at each place once, with how often it occurred, errors first, and not too many.

import type { Finding } from '../results';

/** More different findings than this help nobody. */
export const MAX_FINDINGS = 40;

export class FindingList {
  readonly #known = new Map<string, Finding>();
  readonly #byKey = new Map<string, Finding>();

  /** Counts once more what was added under this key; false where nothing was. Cheap, for what may happen a million times. */
  repeat(key: string): boolean {
    const known = this.#byKey.get(key);
    if (known) known.occurrences++;
    return known !== undefined;
  }

  addAs(key: string, finding: Finding): void {
    this.#byKey.set(key, this.add(finding));
  }

  /** A finding of the same kind at the same places only counts: the first is the one that is described. */
  add(finding: Finding): Finding {
    const key = keyOf(finding);
    const known = this.#known.get(key);
    if (known) known.occurrences += finding.occurrences;
    else this.#known.set(key, finding);
    return known ?? finding;
  }

  /** Errors before warnings, each in the order found. */
  list(): Finding[] {
    const all = [...this.#known.values()];
    return [...all.filter((f) => f.severity === 'error'), ...all.filter((f) => f.severity === 'warning')].slice(0, MAX_FINDINGS);
  }
}

function keyOf({ kind, places }: Finding): string {
  return [kind, ...places.map(({ place, access }) => `${place.line}:${place.column}-${place.endLine}:${place.endColumn} ${access ?? ''}`)].join('|');
}
