// Slows whoever guesses room codes and keys, without locking out a classroom behind one address. A browser that guessed wrong a few times
// waits by itself. An address with many wrong guesses gets every answer to a newcomer late, right or wrong alike, so that nothing is learnt
// from the delay; who is already in is not concerned.

/** Wrong guesses of one browser before it waits; it names itself, so the address is watched too. */
const CLIENT_FREE = 5;
const CLIENT_WAIT_MS = 2000;
/** Of 500 students behind one address, one in ten mistypes: that many cost nobody anything. */
const ADDRESS_FREE = 60;
const ADDRESS_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5000;
/** One wrong guess is forgotten in this time. */
const FORGET_MS = 1000;
const MOST_KEPT = 50_000;

interface Record {
  wrong: number;
  at: number;
}

export class Guesses {
  private readonly records = new Map<string, Record>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Milliseconds by which the answer is held back, and how long this browser must wait before it may ask at all (0: now). */
  check(address: string, client: string): { delayMs: number; waitMs: number } {
    const network = networkOf(address);
    // Whoever has no name shares it with all of the address.
    const mine = client ? this.wrong(`${network} ${client}`) : 0;
    const theirs = this.wrong(network);
    return {
      delayMs: Math.min(LONGEST_DELAY_MS, Math.max(0, theirs - ADDRESS_FREE) * ADDRESS_DELAY_MS),
      waitMs: mine <= CLIENT_FREE ? 0 : CLIENT_WAIT_MS * (mine - CLIENT_FREE),
    };
  }

  wrongGuess(address: string, client: string): void {
    const network = networkOf(address);
    for (const key of [network, ...(client ? [`${network} ${client}`] : [])]) {
      const wrong = this.wrong(key) + 1;
      this.records.delete(key);
      this.records.set(key, { wrong, at: this.now() });
    }
    // The oldest go first.
    while (this.records.size > MOST_KEPT) this.records.delete(this.records.keys().next().value!);
  }

  private wrong(key: string): number {
    const record = this.records.get(key);
    return record ? Math.max(0, record.wrong - (this.now() - record.at) / FORGET_MS) : 0;
  }
}

/** An address of IPv4, or the first half of one of IPv6: a household has all of the 2^64 second halves. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address.replace(/^::ffff:/i, '');
  const [head = '', tail] = address.split('::');
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4).map((part) => parseInt(part, 16).toString(16)).join(':');
}
