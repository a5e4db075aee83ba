// Until the reveal nobody in the room can tell which option is right, nor what others chose: two classes that differ in nothing else look the same
// to a student and on the projector, whatever happens in them. Not here: with whom one talks, and the two cases between votes that are given
// alone, which are made of the others' votes and of the key (src/quiz).

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Command } from '@site/src/formats/class';
import { confidences } from '@site/src/formats/confidence';
import { SimulatedClass, until } from './testing/class';
import { ask } from './testing/phone';
import { startEmbedded, type TestServer } from './testing/servers';

let server: TestServer;
beforeAll(async () => {
  server = await startEmbedded();
}, 60_000);
afterAll(() => server.stop());

const OPTIONS = ['first', 'second', 'third', 'fourth'];
const OTHERS = 2;

interface World {
  /** The place of the right option. */
  right: number;
  /** Which of two choices the others make. */
  chosen: 0 | 1;
}

type Step = { command: Command['do'] } | { who: number; choices: [number, number]; confidence: (typeof confidences)[number] } | { own: number } | 'look';

const questionOf = (n: number, { right }: World) => ({
  stem: `Question ${n}`,
  options: OPTIONS.map((id, i) => ({ id, text: `Option ${id}`, why: `why ${right}`, argument: `A case for ${id}`, correct: i === right })),
  explanation: `explanation ${right}`,
  listenFor: `listen for ${right}`,
});

/** One of the two classes: takes steps, and keeps what a student and the projector are told. */
class Observed {
  readonly lesson = new SimulatedClass([server.url]);
  private readonly told: unknown[] = [];
  private projectorSeq = -1;
  private revision = 0;

  constructor(private readonly world: World) {}

  async begin(): Promise<void> {
    const { host } = this.lesson;
    await host.open({ questions: [questionOf(1, this.world), questionOf(2, this.world)], settings: { askConfidence: true, voteSeconds: null, discussSeconds: null, revoteSeconds: null } });
    await this.lesson.bringIn(1 + OTHERS);
    host.listen('projector', (event, data) => {
      if (event === 'beat') return undefined;
      const message = JSON.parse(data) as { seq: number };
      // How many there are is told now and then; it names nobody's choice.
      if (event === 'counts') return expect(Object.keys(message)).toEqual(['joined', 'voted']);
      this.projectorSeq = message.seq;
      return this.told.push(['projector', event, message]);
    });
    await this.settle();
  }

  private async settle(): Promise<void> {
    const { seq } = (await this.lesson.host.look()).snapshot;
    await until(() => this.projectorSeq === seq && this.lesson.phones.every(({ snapshot }) => snapshot!.seq === seq), 'everyone to see the room');
  }

  async press(name: Command['do']): Promise<void> {
    const { host } = this.lesson;
    const planned = host.host!.questions.find(({ state }) => state === 'planned')?.id;
    if (name === 'open' && !planned) return;
    const more: Partial<Record<Command['do'], object>> = { open: { question: planned }, extend: { seconds: 3000 }, assign: { hours: null } };
    await host.send({ do: name, ...more[name] } as Command);
    await this.settle();
  }

  private async voteOfAnother(who: number, option: string, confidence: (typeof confidences)[number]): Promise<void> {
    const phone = this.lesson.phones[1 + who]!;
    const { phase, question, round } = phone.snapshot!;
    if (phase === 'voting') await phone.post({ question: question!.id, round: round as 1 | 2, option, confidence, revision: ++this.revision });
    if (phase === 'assigned') for (const given of await phone.assigned()) for (const at of [1, 2] as const) await phone.voteAlone(given.question.id, at, option);
  }

  async take(step: Step): Promise<void> {
    const { host, phones } = this.lesson;
    const { token, snapshot } = phones[0]!;
    const asStudent = async (method: string, path: string, body?: unknown) => {
      const answer = await ask(server.url, method, `/api/class/rooms/${host.code}/${path}`, body, { headers: { Authorization: `Bearer ${token}` } });
      this.told.push([path, answer.status, answer.body]);
    };
    if (step === 'look') for (const path of ['me', 'assigned']) await asStudent('GET', path);
    else if ('command' in step) await this.press(step.command);
    else if ('who' in step) await this.voteOfAnother(step.who, OPTIONS[step.choices[this.world.chosen]]!, step.confidence);
    else if (snapshot!.question) await asStudent('POST', 'votes', { question: snapshot!.question.id, round: snapshot!.round, option: OPTIONS[step.own], revision: ++this.revision });
  }

  /** All that was told, without what is drawn anew for every class, the time that is left, and the beats of a stream. */
  transcript(): string[] {
    const { host, phones } = this.lesson;
    const ids = new Map<string, string>();
    const idOf = (id: string) => ids.get(id) ?? ids.set(id, `id ${ids.size}`).get(id)!;
    return [...this.told, ...phones[0]!.heard.filter(({ event }) => event !== 'beat').map(({ event, data }) => [event, data])].map((message) =>
      JSON.stringify(message)
        .replaceAll(host.code, 'CODE')
        .replaceAll(phones[0]!.name, 'NAME')
        .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, idOf)
        .replace(/"remainingMs":\d+/g, '"remainingMs":0'),
    );
  }

  /** Shows the answer, so that what was kept is seen to have been there. */
  async reveal(): Promise<void> {
    for (const name of ['collect', 'close', 'reveal'] as const) await this.press(name);
    await this.take('look');
  }
}

const place = fc.nat(OPTIONS.length - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<Command['do'][]>('open', 'close', 'close', 'reopen', 'discuss', 'revote', 'revote', 'extend', 'end', 'resume', 'next').map((command) => ({ command })) },
  { weight: 4, arbitrary: fc.record({ who: fc.nat(OTHERS - 1), choices: fc.tuple(place, place), confidence: fc.constantFrom(...confidences) }) },
  { weight: 2, arbitrary: fc.record({ own: place }) },
  { weight: 1, arbitrary: fc.constant('look' as const) },
);

test('two classes that differ in the key and in the others’ votes look the same until the reveal', { timeout: 300_000 }, async () => {
  const begin = fc.constantFrom<Command['do'][]>('open', 'open', 'open', 'assign');
  const rights = fc.tuple(place, place).filter(([one, other]) => one !== other);
  await fc.assert(
    fc.asyncProperty(rights, begin, fc.array(step, { minLength: 5, maxLength: 20 }), async ([one, other], first, steps) => {
      const classes = [new Observed({ right: one, chosen: 0 }), new Observed({ right: other, chosen: 1 })] as const;
      for (const observed of classes) {
        await observed.begin();
        await observed.press(first);
        for (const next of steps) await observed.take(next);
        await observed.take('look');
      }
      expect(classes[0].transcript()).toEqual(classes[1].transcript());
      for (const observed of classes) await observed.reveal();
      expect(classes[0].transcript()).not.toEqual(classes[1].transcript());
      for (const { lesson } of classes) lesson.close();
    }),
    // Each run is some hundred requests: a failure is told at once, not made small first.
    { numRuns: 15, endOnFailure: true },
  );
});
