// Phones that vote and think again for as long as a vote is open, and an instructor who presses a button until the room has moved, for tests in
// which servers, databases and networks go and come back meanwhile.

import type { Command } from '@site/src/formats/class';
import type { Rng } from '@site/src/engine/random';
import type { SimulatedClass } from './class';
import type { Instructor } from './instructor';
import type { Phone } from './phone';

const TRIES = 1000;

export const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

export class Crowd {
  private readonly loops: Promise<void>[];
  private over = false;

  /** Each phone waits up to `pauseMs` between two votes. */
  constructor({ phones }: SimulatedClass, rng: Rng, pauseMs = 400) {
    this.loops = phones.map((phone) => this.keepVoting(phone, rng, pauseMs));
  }

  private async keepVoting(phone: Phone, rng: Rng, pauseMs: number): Promise<void> {
    while (!this.over) {
      await sleep(rng.uniform() * pauseMs);
      const { phase, question } = phone.snapshot!;
      if (phase === 'voting') await phone.vote(rng.pick(question!.options).id, TRIES);
    }
  }

  /** Resolves when every phone has the answer to its last vote. */
  async stop(): Promise<void> {
    this.over = true;
    await Promise.all(this.loops);
  }
}

/** Looks until there is an answer. */
async function lookAgain(host: Instructor): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await host.look();
      return;
    } catch (error) {
      if (tries >= TRIES) throw error;
      await sleep(50);
    }
  }
}

/** Presses a button until the room has moved on from where it stands now; what became of a press without an answer is looked up. */
export async function press(host: Instructor, command: Command): Promise<void> {
  await lookAgain(host);
  const { seq } = host.snapshot!;
  while (host.snapshot!.seq === seq) {
    await host.send(command, seq).catch(() => undefined);
    await lookAgain(host);
  }
}

/** A question from its first vote to the reveal, step by step; the room must have questions that were not asked. */
export function* lesson(host: Instructor): Iterable<() => Promise<void>> {
  const step = (command: Command) => () => press(host, command);
  for (;;) {
    yield async () => {
      await lookAgain(host);
      await press(host, { do: 'open', question: host.host!.questions.find(({ state }) => state === 'planned')!.id, seconds: null });
    };
    yield step({ do: 'close' });
    yield step({ do: 'discuss' });
    yield step({ do: 'revote', seconds: null });
    yield step({ do: 'close' });
    yield step({ do: 'reveal' });
    yield step({ do: 'next' });
  }
}
