// Who is to get points, from devices, what students said of themselves, and the list of the class; and each meeting as coursePoints wants it. Pure.
//
// A student who entered one id on two devices is one person, with the union of what the devices did: there from the earlier one's coming on, and having
// answered what either answered. Where both voted in the same round of the same question, the vote is right if both are: else a second phone would
// be a second guess. Excused with any device is excused.

import type { ClassResults } from '@site/src/formats/class-results';
import type { Answered, Attendance, SessionRecord } from '@site/src/quiz/peer';

export interface Person {
  /** Unique, and the participantId of their points. */
  key: string;
  studentId?: string;
  /** As the list of the class has it. */
  name?: string;
  email?: string;
  isListed: boolean;
  /** Participants' ids, and the names that were made for them. */
  devices: { id: string; name: string }[];
}

/** How a person is called on the page. */
export const calledBy = ({ name, studentId, devices }: Person): string => name || studentId || devices[0]!.name;

/** The class's list in its order, then ids that it doesn't hold, then participants who gave none. */
export function peopleOf({ participants, roster }: Pick<ClassResults, 'participants' | 'roster'>): Person[] {
  const listed = roster.map(({ id, name, email }): Person => ({ key: `student ${id}`, studentId: id, name, email, isListed: true, devices: [] }));
  const byId = new Map(listed.map((person) => [person.studentId!, person]));
  const strangers: Person[] = [];
  const nameless: Person[] = [];
  for (const { id, name, studentId } of participants) {
    const device = { id, name };
    const known = studentId === undefined ? undefined : byId.get(studentId);
    if (known) known.devices.push(device);
    else if (studentId === undefined) nameless.push({ key: `device ${id}`, isListed: false, devices: [device] });
    else {
      const stranger: Person = { key: `student ${studentId}`, studentId, isListed: false, devices: [device] };
      byId.set(studentId, stranger);
      strangers.push(stranger);
    }
  }
  return [...listed, ...strangers, ...nameless];
}

/** Participants' ids by the number of the meeting. */
export type Excused = Record<string, string[]>;

export const isExcused = (excused: Excused, meeting: number, { devices }: Person): boolean => devices.some(({ id }) => excused[meeting]?.includes(id));

/** A copy with a person excused from a meeting, or not. */
export function withExcused(excused: Excused, meeting: number, { devices }: Person, on: boolean): Excused {
  const ids = devices.map(({ id }) => id);
  const others = (excused[meeting] ?? []).filter((id) => !ids.includes(id));
  const { [meeting]: _, ...rest } = excused;
  const here = on ? [...others, ...ids] : others;
  return here.length > 0 ? { ...rest, [meeting]: here } : rest;
}

export interface Records {
  sessions: SessionRecord[];
  /** How often a person had two votes in one round of one question, by key; only where that happened. */
  twice: Map<string, number>;
}

/** By person: the answers, by the question's place. */
function answersByPerson({ participants, questions, votes }: ClassResults, people: readonly Person[]) {
  const keys = new Map(people.flatMap(({ key, devices }) => devices.map(({ id }) => [id, key] as const)));
  const keyAt = participants.map(({ id }) => keys.get(id)!);
  const answers = new Map(people.map(({ key }) => [key, new Map<number, Answered>()]));
  const twice = new Map<string, number>();
  for (const [who, at, round, option] of votes) {
    const key = keyAt[who]!;
    const { id, options, correct } = questions[at]!;
    const mine = answers.get(key)!;
    const answer = mine.get(at) ?? { questionId: id };
    const field = round === 1 ? 'first' : 'second';
    if (answer[field] !== undefined) twice.set(key, (twice.get(key) ?? 0) + 1);
    mine.set(at, { ...answer, [field]: (answer[field] ?? true) && options[option]!.id === correct });
  }
  return { keyAt, answers, twice };
}

/** Everyone's record of every meeting, without what is excused. */
export function recordsOf(results: ClassResults, people: readonly Person[]): Records {
  const { keyAt, answers, twice } = answersByPerson(results, people);
  const sessions = results.meetings.map(({ number }): SessionRecord => {
    const asked = results.questions.flatMap(({ id, rounds, meeting }, at) => (meeting === number ? [{ questionId: id, rounds, at }] : []));
    const joinedAfter = new Map<string, number>();
    for (const [who, meeting, after] of results.attendance) if (meeting === number) joinedAfter.set(keyAt[who]!, Math.min(after, joinedAfter.get(keyAt[who]!) ?? Infinity));
    const attendances = people.flatMap(({ key }): Attendance[] => {
      const given = asked.flatMap(({ at }) => answers.get(key)!.get(at) ?? []);
      return given.length > 0 || joinedAfter.has(key) ? [{ participantId: key, joinedAfter: joinedAfter.get(key), answers: given }] : [];
    });
    return { sessionId: String(number), questions: asked.map(({ questionId, rounds }) => ({ questionId, rounds })), attendances };
  });
  return { sessions, twice };
}

/** The records with who is excused; whoever was not there may be, too. */
export function excusedRecords(sessions: readonly SessionRecord[], people: readonly Person[], excused: Excused): SessionRecord[] {
  return sessions.map((session) => {
    const meeting = Number(session.sessionId);
    const keys = new Set(people.filter((person) => isExcused(excused, meeting, person)).map(({ key }) => key));
    const there = session.attendances.map((attendance) => (keys.has(attendance.participantId) ? { ...attendance, excused: true } : attendance));
    const seen = new Set(there.map(({ participantId }) => participantId));
    const away = [...keys].filter((key) => !seen.has(key)).map((participantId): Attendance => ({ participantId, excused: true, answers: [] }));
    return { ...session, attendances: [...there, ...away] };
  });
}
