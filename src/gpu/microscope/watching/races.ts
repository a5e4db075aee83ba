// Races as the shadows find them, put together by lines and told as findings. Not here: how they are found (shadow.ts), the words (race-words.ts).

import type { Finding } from '../results';
import type { Memory, Plan } from '../watch';
import type { Names } from './names';
import { fixOf, messageOf, type RaceFacts } from './race-words';
import { invocationOf, MAX_SITES, phaseOf, siteOf, type RaceListener, type SamePath, type Shadow } from './shadow';
import type { Text } from './text';

/** What the watcher knows while a race is found. */
export interface Moment {
  /** Number of the present workgroup. */
  workgroup: number;
  /** The word held this value before the present write. */
  sameBits: boolean;
  /** The present invocation executed the site since its last barrier of any kind. */
  executed(site: number): boolean;
  /** The same, and in the present round of all loops. */
  executedInRound(site: number): boolean;
  /** Site of the n-th barrier (from 0) that this shadow's interval has passed without being ordered by it. */
  passedBarrier(shadow: Shadow, n: number): number | undefined;
}

interface Race {
  between: boolean;
  memory: number;
  unit: number;
  earlier: { who: number; writes: boolean; workgroup: number };
  now: { who: number; writes: boolean; workgroup: number };
  /** In one invocation and interval the site of `earlier` was seen to come before that of `now`, or after it. */
  inOrder: boolean;
  inReverse: boolean;
  /** Some pair raced in one round of the loops around it. */
  sameRound: boolean;
  /** Both stand in the same loops, so that "another round" means something. */
  sameLoops: boolean;
  readBefore: boolean;
  sameBits: boolean;
  wrongBarrier: number | undefined;
  occurrences: number;
}

export class Races implements RaceListener {
  readonly #races = new Map<number, Race>();
  readonly #plan: Plan;
  readonly #text: Text;
  readonly #names: Names;
  readonly #moment: Moment;

  constructor(plan: Plan, text: Text, names: Names, moment: Moment) {
    this.#plan = plan;
    this.#text = text;
    this.#names = names;
    this.#moment = moment;
  }

  inWorkgroup(shadow: Shadow, unit: number, earlier: number, earlierWrites: boolean, now: number, nowWrites: boolean, samePath: SamePath): void {
    const race = this.#add(shadow, unit, false, earlier, earlierWrites, this.#moment.workgroup, now, nowWrites);
    race.sameRound ||= samePath === 'yes';
    race.sameLoops ||= this.#moment.executedInRound(siteOf(earlier));
    this.#learnOrder(race, shadow, earlier, now);
  }

  betweenWorkgroups(shadow: Shadow, unit: number, earlier: number, earlierWrites: boolean, workgroup: number, now: number, nowWrites: boolean): void {
    const race = this.#add(shadow, unit, true, earlier, earlierWrites, workgroup, now, nowWrites);
    race.sameRound = true; // No round of one workgroup is ordered with any of another.
  }

  /** True where a race on this memory has to do with this line. */
  concerns(memory: number, line: number): boolean {
    return [...this.#races.values()].some((r) => r.memory === memory && [r.earlier.who, r.now.who].some((who) => this.#lineOf(siteOf(who)) === line));
  }

  /** One finding for each kind, memory and pair of lines. */
  findings(): Finding[] {
    const groups = new Map<string, Race[]>();
    for (const race of this.#races.values()) {
      const key = `${race.between} ${race.memory} ${this.#linesOf(race).join()}`;
      groups.set(key, [...(groups.get(key) ?? []), race]);
    }
    const all = [...groups.values()];
    // An update in two lines races with itself as well: that is one mistake.
    const told = all.filter((races) => !all.some((others) => others !== races && this.#isPartOf(races, others)));
    return told.map((races) => this.#findingOf(races, all.filter((others) => this.#isPartOf(others, races)).flat()));
  }

  #linesOf(race: Race): [number, number] {
    return [race.earlier, race.now].map((a) => this.#lineOf(siteOf(a.who))).sort((a, b) => a - b) as [number, number];
  }

  /** `races`: writes of one line that are the second half of the update that `others` are. */
  #isPartOf(races: Race[], others: Race[]): boolean {
    const [race, other] = [races[0]!, others[0]!];
    const [line, sameLine] = this.#linesOf(race);
    if (line !== sameLine || race.between !== other.between || race.memory !== other.memory || !this.#isUpdated(races) || !this.#isUpdated(others)) return false;
    const [a, b] = this.#linesOf(other);
    return a !== b && others.some((o) => [o.earlier, o.now].some((x) => x.writes && this.#lineOf(siteOf(x.who)) === line));
  }

  #add(shadow: Shadow, unit: number, between: boolean, earlier: number, earlierWrites: boolean, workgroup: number, now: number, nowWrites: boolean): Race {
    const [a, b] = [siteOf(earlier), siteOf(now)];
    const key = ((shadow.memory * 2 + Number(between)) * MAX_SITES + Math.min(a, b)) * MAX_SITES + Math.max(a, b);
    let race = this.#races.get(key);
    if (!race) {
      race = {
        between,
        memory: shadow.memory,
        unit,
        earlier: { who: earlier, writes: earlierWrites, workgroup },
        now: { who: now, writes: nowWrites, workgroup: this.#moment.workgroup },
        inOrder: false,
        inReverse: false,
        sameRound: false,
        sameLoops: siteOf(earlier) === siteOf(now),
        readBefore: false,
        sameBits: earlierWrites && nowWrites,
        wrongBarrier: undefined,
        occurrences: 0,
      };
      this.#races.set(key, race);
    }
    race.occurrences++;
    if (earlierWrites && nowWrites) {
      race.readBefore ||= shadow.hasRead(unit, invocationOf(now));
      race.sameBits &&= this.#moment.sameBits;
    }
    return race;
  }

  #learnOrder(race: Race, shadow: Shadow, earlier: number, now: number): void {
    if (phaseOf(earlier) !== phaseOf(now)) race.wrongBarrier ??= this.#moment.passedBarrier(shadow, phaseOf(earlier));
    if (siteOf(earlier) === siteOf(now) || !this.#moment.executed(siteOf(earlier))) return;
    if (siteOf(earlier) === siteOf(race.earlier.who)) race.inOrder = true;
    else race.inReverse = true;
  }

  #lineOf(site: number): number {
    return this.#text.lineOf(this.#plan.sites[site]!.span.start);
  }

  #offsetOf(who: number): number {
    return this.#plan.sites[siteOf(who)]!.span.start;
  }

  #findingOf(races: Race[], parts: Race[]): Finding {
    const race = races[0]!;
    const memory = this.#plan.memories[race.memory]!;
    const facts = this.#factsOf(races, memory);
    return {
      kind: race.between ? 'race-between-workgroups' : 'race-in-workgroup',
      severity: 'error',
      message: messageOf(facts),
      fix: fixOf(facts),
      places: [race.now, race.earlier].map(({ who, writes, workgroup }) => ({
        place: this.#text.placeOf(this.#plan.sites[siteOf(who)]!.span),
        invocation: this.#names.idOf(invocationOf(who), workgroup),
        access: writes ? ('write' as const) : ('read' as const),
      })),
      address: facts.address,
      occurrences: [...races, ...parts].reduce((n, r) => n + r.occurrences, 0),
    };
  }

  #factsOf(races: Race[], memory: Memory): RaceFacts {
    const race = races[0]!;
    const side = ({ who, writes, workgroup }: Race['now']) => ({
      line: this.#lineOf(siteOf(who)),
      writes,
      invocation: this.#names.invocation(invocationOf(who)),
      workgroup: this.#names.workgroup(workgroup),
    });
    const wrong = races.map((r) => r.wrongBarrier).find((site) => site !== undefined);
    return {
      between: race.between,
      space: memory.space === 'workgroup' ? 'workgroup' : 'storage',
      name: memory.name,
      address: memory.nameOf(race.unit * (memory.halves ? 2 : 4)),
      earlier: side(race.earlier),
      now: side(race.now),
      format: memory.format,
      order: race.inOrder === race.inReverse ? this.#orderByText(race) : race.inOrder ? 'earlier-first' : 'now-first',
      acrossRounds: races.some((r) => r.sameLoops) && !races.some((r) => r.sameRound),
      alsoBetween: !race.between && [...this.#races.values()].some((r) => r.between && r.memory === race.memory && this.#linesOf(r).join() === this.#linesOf(race).join()),
      atomicBetween: this.#atomicBetween(race),
      operator: this.#text.lineAt(this.#lineOf(siteOf((race.now.writes ? race.now : race.earlier).who))),
      oneFunction: this.#text.inOneFunction(this.#offsetOf(race.earlier.who), this.#offsetOf(race.now.who)),
      updates: this.#isUpdated(races),
      sameBits: races.every((r) => r.sameBits),
      wrongBarrierLine: wrong === undefined ? undefined : this.#lineOf(wrong),
    };
  }

  /** Some site that writes here reads first and races with itself in one round: a barrier would not help. */
  #isUpdated(races: Race[]): boolean {
    const stores = new Set(races.flatMap((r) => [r.earlier, r.now].filter((a) => a.writes).map((a) => siteOf(a.who))));
    return [...this.#races.values()].some(
      (r) => r.memory === races[0]!.memory && r.readBefore && r.sameRound && siteOf(r.earlier.who) === siteOf(r.now.who) && stores.has(siteOf(r.now.who)),
    );
  }

  #atomicBetween(race: Race): boolean {
    const [a, b] = [this.#offsetOf(race.earlier.who), this.#offsetOf(race.now.who)];
    return this.#text.inOneFunction(a, b) && this.#plan.sites.some(({ kind, span }) => kind === 'atomic' && span.start > Math.min(a, b) && span.start < Math.max(a, b));
  }

  /** As the text stands; where a barrier that orders the memory stands between the two, the way from one to the other goes round a loop. */
  #orderByText(race: Race): RaceFacts['order'] {
    const [a, b] = [this.#offsetOf(race.earlier.who), this.#offsetOf(race.now.who)];
    const [first, last] = [Math.min(a, b), Math.max(a, b)];
    const round = race.wrongBarrier === undefined && this.#plan.sites.some((s) => s.kind === 'barrier' && s.span.start > first && s.span.start < last);
    return a < b !== round ? 'earlier-first' : 'now-first';
  }
}
