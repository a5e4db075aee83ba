// A class of simulated phones and its instructor, and the waiting that tests of it need.

import { Agent } from 'node:http';
import type { Phase } from '@site/src/formats/class';
import { Instructor } from './instructor';
import { Phone } from './phone';

export async function until(isSo: () => boolean, what: string, mostMs = 60_000): Promise<void> {
  const end = performance.now() + mostMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`waited ${mostMs} ms for ${what}`);
    await new Promise((next) => setTimeout(next, 5));
  }
}

export class SimulatedClass {
  readonly agent = new Agent({ keepAlive: true, maxSockets: 256 });
  readonly phones: Phone[] = [];
  readonly host: Instructor;

  constructor(readonly bases: string[]) {
    this.host = new Instructor(bases[0]!, this.agent);
  }

  /** Brings in `count` phones, each at the next of the server processes. */
  async bringIn(count: number): Promise<void> {
    const fresh = Array.from({ length: count }, (_, i) => new Phone([...this.bases.slice(i % this.bases.length), ...this.bases.slice(0, i % this.bases.length)], this.host.code, this.agent));
    await Promise.all(fresh.map((phone) => phone.join()));
    for (const phone of fresh) phone.connect();
    this.phones.push(...fresh);
    await until(() => fresh.every(({ snapshot, me }) => snapshot && me), 'every phone to see the room', 60_000);
  }

  /** Waits until every phone has seen a phase. */
  async seen(phase: Phase, round: number): Promise<void> {
    await until(() => this.phones.every(({ snapshot }) => snapshot?.phase === phase && snapshot.round === round), `every phone to see ${phase} ${round}`, 60_000);
  }

  /** Milliseconds to the last phone that heard of the latest change, from `startMs`. */
  fanOutMs(startMs: number): number {
    return Math.max(...this.phones.map(({ heard }) => heard.filter(({ event }) => event === 'snapshot').at(-1)!.atMs)) - startMs;
  }

  /** Every acknowledged vote's last word, by participant, question and round. */
  promised(): Map<string, string> {
    const last = new Map<string, { option: string; revision: number }>();
    for (const { name, acknowledged } of this.phones)
      for (const { question, round, option, revision } of acknowledged) {
        const key = `${name} ${question} ${round}`;
        if ((last.get(key)?.revision ?? 0) < revision) last.set(key, { option, revision });
      }
    return new Map([...last].map(([key, { option }]) => [key, option]));
  }

  close(): void {
    for (const phone of this.phones) phone.close();
    this.agent.destroy();
  }
}

/** What the database holds, in the form of promised(). */
export async function stored(query: <Row>(text: string) => Promise<Row[]>): Promise<Map<string, string>> {
  const rows = await query<{ name: string; question_id: string; round: number; option_id: string }>('select p.name, v.question_id, v.round, v.option_id from votes v join participants p on p.id = v.participant_id');
  return new Map(rows.map(({ name, question_id, round, option_id }) => [`${name} ${question_id} ${round}`, option_id]));
}

export const percentile = (values: readonly number[], share: number): number => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;
