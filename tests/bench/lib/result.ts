// What a bench gives back: medians of ours beside a named peer's, measured in the same run on the same machine.

export interface BenchResult {
  schemaVersion: 1;
  /** "<bench>/<what>/<metric>/<peer>". */
  name: string;
  ours: number;
  /** null when the peer could not be had; peerName then says why. */
  peer: number | null;
  peerName: string;
  peerVersion: string;
  /** Above 1: ours is better. A time or size of 0 counts as 1 here, so that the ratio is a number. */
  ratio: number | null;
  unit: string;
  better: 'higher' | 'lower';
  runs: number;
}

export interface BenchOptions {
  /** How often each thing is measured; the median counts. */
  runs: number;
  log(line: string): void;
}

export interface Bench {
  /** What it measures, in one line. */
  title: string;
  run(options: BenchOptions): Promise<BenchResult[]>;
}

export interface Peer {
  name: string;
  version: string;
}

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('the median of nothing');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const round = (value: number): number => Number(value.toPrecision(5));

/** The medians of both and their ratio; `peer` is undefined where the peer could not be had. */
export function compare(
  name: string,
  { unit, better }: Pick<BenchResult, 'unit' | 'better'>,
  ours: readonly number[],
  peer: readonly number[] | undefined,
  { name: peerName, version: peerVersion }: Peer,
): BenchResult {
  const [a, b] = [median(ours), peer ? median(peer) : null];
  const floor = (value: number) => Math.max(value, 1);
  const ratio = b === null ? null : better === 'higher' ? floor(a) / floor(b) : floor(b) / floor(a);
  return { schemaVersion: 1, name, ours: round(a), peer: b === null ? null : round(b), peerName, peerVersion, ratio: ratio === null ? null : round(ratio), unit, better, runs: ours.length };
}
