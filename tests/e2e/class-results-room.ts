// A class that was held, for the tests of the page that looks back at it: thirty phones, two meetings, what each voted and who they said they were.

import { SimulatedClass } from '../../server/testing/class';
import type { Phone } from '../../server/testing/phone';
import { confidences, type Confidence } from '../../src/formats/confidence';
import { sampleQuestion } from '../../server/testing/instructor';

export interface Cast {
  meeting: number;
  question: number;
  round: 1 | 2;
  participant: string;
  option: string;
  confidence?: Confidence;
}

export interface HeldClass {
  lesson: SimulatedClass;
  /** Everything that the server has acknowledged. */
  cast: Cast[];
}

const ids = ['first', 'second', 'third', 'fourth'];
const RIGHT = 'third';

/** How many of the thirty choose each option, in the order of `ids`. */
type Shares = [number, number, number, number];

/** The options of a vote by phone: the first phones are the stronger students, with chance of its own in each question. */
function dealt(shares: Shares, chance: number): (string | undefined)[] {
  const pile = shares.flatMap((count, i) => Array.from({ length: count }, () => ids[i]!));
  pile.sort((a, b) => Number(b === RIGHT) - Number(a === RIGHT));
  const luck = (i: number) => i + ((i * 11 + chance * 7) % 23);
  const byLuck = pile.map((_, i) => i).sort((a, b) => luck(a) - luck(b));
  const options: string[] = [];
  byLuck.forEach((phone, place) => (options[phone] = pile[place]!));
  return options;
}

const sureOf = (i: number): Confidence | undefined => (i % 5 === 4 ? undefined : confidences[2 - Math.floor(i / 11)]);

class Meeting {
  question = 0;

  constructor(
    private readonly held: HeldClass,
    private readonly number: number,
  ) {}

  private async vote(phones: Phone[], round: 1 | 2, options: (string | undefined)[]): Promise<void> {
    const { lesson, cast } = this.held;
    await lesson.seen('voting', round);
    await Promise.all(
      phones.map(async (phone, i) => {
        const option = options[i];
        if (!option) return;
        const confidence = sureOf(i);
        const answer = await phone.post({ question: phone.snapshot!.question!.id, round, option, confidence, revision: round });
        if (answer.body.result !== 'kept') throw new Error(`a vote was not kept: ${JSON.stringify(answer.body)}`);
        cast.push({ meeting: this.number, question: this.question, round, participant: phone.name, option, confidence });
      }),
    );
    await lesson.host.do({ do: 'close' });
  }

  /** One question from its opening to the next: both votes, by phone; without a second one there is one round. */
  async ask(first: (string | undefined)[], second?: (string | undefined)[]): Promise<void> {
    const { host, phones } = this.held.lesson;
    this.question++;
    await host.openNext();
    await this.vote(phones, 1, first);
    if (second) {
      await host.do({ do: 'revote' });
      await this.vote(phones, 2, second);
    }
    await host.do({ do: 'reveal' });
    await host.do({ do: 'next' });
  }
}

export const isRight = ({ option }: Cast): boolean => option === RIGHT;

/** Five questions in two meetings; the second phone of the first student comes in the second one. */
export async function holdClass(url: string): Promise<HeldClass> {
  const held: HeldClass = { lesson: new SimulatedClass([url]), cast: [] };
  const { host } = held.lesson;
  await host.open({ title: 'Attention & caches: week 3', questions: Array.from({ length: 5 }, (_, i) => sampleQuestion(i + 1)), settings: { askConfidence: true } });
  await held.lesson.bringIn(29);
  const monday = new Meeting(held, 1);
  await monday.ask(dealt([8, 9, 12, 0], 0), dealt([3, 2, 24, 0], 2));
  await held.lesson.bringIn(1);
  // A question that falls; one phone votes at first alone.
  await monday.ask(dealt([6, 5, 18, 1], 7), [...dealt([5, 8, 15, 1], 9), undefined]);
  await monday.ask(dealt([20, 4, 5, 1], 3));
  await monday.ask(dealt([4, 4, 20, 2], 11), dealt([2, 0, 28, 0], 11));
  await host.do({ do: 'end' });
  await host.do({ do: 'resume' });
  await held.lesson.seen('waiting', 0);
  await held.lesson.bringIn(1);
  const tuesday = new Meeting(held, 2);
  // Phone 0 is off; its student votes with phone 30.
  await tuesday.ask([undefined, ...dealt([5, 6, 18, 1], 5)], [undefined, ...dealt([1, 2, 27, 0], 8)]);
  await host.do({ do: 'end' });
  return held;
}

export const studentId = (i: number): string => String(1001 + i);

/** Thirty students, two of whom never come; phones 0 to 23 are students 0 to 23, and phone 30 is student 0 again. */
export const rosterCsv = ['id;name;email', ...Array.from({ length: 30 }, (_, i) => `${studentId(i)};${i === 1 ? '"Doe; Jane"' : `Student ${i + 1}`};s${i + 1}@example.edu`)].join('\r\n');

export async function sayWhoTheyAre({ phones }: SimulatedClass): Promise<void> {
  for (const i of [...Array(24).keys(), 30]) {
    const { status } = await phones[i]!.identify(studentId(i === 30 ? 0 : i));
    if (status !== 204) throw new Error(`phone ${i}: ${status}`);
  }
}
