import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coursePoints, type Answered, type Attendance, type SessionRecord } from './points';
import { pointsScheme, type PointsScheme } from './scheme';

type Loose = Parameters<typeof pointsScheme.parse>[0];
const schemeOf = (settings: Loose): PointsScheme => pointsScheme.parse(settings);
/** One point for each question voted on, and nothing else. */
const perAnswer = (settings: object = {}) => schemeOf({ takingPart: { points: 0 }, perAnswered: 1, perCorrect: 0, sessionCap: null, dropLowest: 0, ...settings });

const questions = (count: number, rounds: 1 | 2 = 2) => Array.from({ length: count }, (_, i) => ({ questionId: `q${i}`, rounds }));

/** One letter a question: R right in both rounds, W wrong in both, + wrong then right, x right then wrong, 1 right in the first only voted, - no vote. */
function answers(told: string): Answered[] {
  const marks: Record<string, Omit<Answered, 'questionId'>> = { R: { first: true, second: true }, W: { first: false, second: false }, '+': { first: false, second: true }, x: { first: true, second: false }, 1: { first: true }, '-': {} };
  return [...told].map((letter, i) => ({ questionId: `q${i}`, ...marks[letter]! }));
}

const attendance = (participantId: string, told: string, more: Partial<Attendance> = {}): Attendance => ({ participantId, answers: answers(told), ...more });
const session = (sessionId: string, count: number, ...attendances: Attendance[]): SessionRecord => ({ sessionId, questions: questions(count), attendances });
const only = (sessions: SessionRecord[], scheme: PointsScheme) => coursePoints(sessions, scheme, ['ann'])[0]!;

describe('a session', () => {
  const scheme = schemeOf({ dropLowest: 0 });
  it('gives most for taking part, told with its reasons', () => {
    expect(only([session('s', 8, attendance('ann', 'RRRWWW--'))], scheme).sessions).toEqual([
      {
        sessionId: 's',
        state: 'counted',
        points: 4.75,
        possible: 5,
        parts: [
          { points: 4, why: 'answered 6 of 8 questions; 4 for at least 6' },
          { points: 0.75, why: '3 right in either round, 0.25 each' },
        ],
      },
    ]);
  });
  it('gives nothing for taking part below the threshold', () => {
    expect(only([session('s', 8, attendance('ann', 'RRRWW---'))], scheme)).toMatchObject({ points: 0.75, possible: 5, share: 0.15 });
  });
  it('is capped, and says so', () => {
    const [found] = only([session('s', 8, attendance('ann', 'RRRRRRRR'))], scheme).sessions;
    expect(found).toMatchObject({ points: 5, possible: 5 });
    expect(found!.parts.at(-1)).toEqual({ points: -1, why: 'no more than 5 points a session' });
  });
  it.each([
    ['first', 3],
    ['second', 2],
    ['best', 4],
  ] as const)('counts the %s round: %d right', (round, right) => {
    const counted = schemeOf({ takingPart: { points: 0 }, perCorrect: 1, sessionCap: null, dropLowest: 0, round });
    // Right twice; only the second; only the first; the first and then no vote; wrong; no vote.
    expect(only([session('s', 6, attendance('ann', 'R+x1W-'))], counted).points).toBe(right);
  });
  it('counts the first round as the last where there was no second', () => {
    const scheme2 = schemeOf({ takingPart: { points: 0 }, perCorrect: 1, sessionCap: null, dropLowest: 0, round: 'second' });
    const record: SessionRecord = { sessionId: 's', questions: questions(2, 1), attendances: [attendance('ann', '11')] };
    expect(only([record], scheme2).points).toBe(2);
  });
  it.each([
    ['count', 2, 6],
    ['forgive', 2, 2],
  ] as const)('of a late joiner (%s)', (lateJoiners, points, possible) => {
    expect(only([session('s', 6, attendance('ann', '----RW', { joinedAfter: 4 }))], perAnswer({ lateJoiners }))).toMatchObject({ points, possible });
  });
  it('forgives a late joiner only what was not answered, and nothing to who came after the last question', () => {
    const scheme2 = perAnswer({ lateJoiners: 'forgive' });
    expect(only([session('s', 4, attendance('ann', '--RR', { joinedAfter: 3 }))], scheme2)).toMatchObject({ points: 2, possible: 2 });
    expect(only([session('s', 4, attendance('ann', '----', { joinedAfter: 4 }))], scheme2)).toMatchObject({ points: 0, possible: 4 });
  });
  it('of who was absent counts as 0, of who was excused not at all', () => {
    const sessions = [session('s', 4, attendance('bob', 'RRRR')), session('t', 4, attendance('ann', 'RR--'), attendance('bob', '', { excused: true }))];
    const [ann, bob] = coursePoints(sessions, perAnswer(), ['ann']);
    expect(ann).toMatchObject({ participantId: 'ann', points: 2, possible: 8, share: 0.25 });
    expect(ann!.sessions[0]!.parts).toEqual([{ points: 0, why: 'not there' }]);
    expect(bob).toMatchObject({ participantId: 'bob', points: 4, possible: 4, share: 1 });
    expect(bob!.sessions[1]).toEqual({ sessionId: 't', state: 'excused', points: 0, possible: 0, parts: [{ points: 0, why: 'excused' }] });
  });
  it('without a question counts for nobody', () => {
    expect(only([session('s', 0)], perAnswer())).toMatchObject({ points: 0, possible: 0, share: undefined, sessions: [{ state: 'empty' }] });
  });
  it('needs exactly the share that the scheme names', () => {
    // 0.07 × 100 is 7.000000000000001 in doubles.
    const scheme2 = schemeOf({ takingPart: { points: 1, atLeast: 0.07 }, perCorrect: 0, dropLowest: 0 });
    expect(only([session('s', 100, attendance('ann', 'WWWWWWW'))], scheme2).points).toBe(1);
    expect(only([session('s', 100, attendance('ann', 'WWWWWW'))], scheme2).points).toBe(0);
  });
});

describe('the course', () => {
  it('drops what costs most, as Kane and Kane’s Carl: quiz 4 of one, quizzes 2 and 3 of two', () => {
    const sessions = [[100, 100], [42, 91], [14, 55], [3, 38]].map(([got, of], i) => session(`quiz ${i + 1}`, of!, attendance('ann', 'W'.repeat(got!))));
    const dropped = (dropLowest: number) => {
      const { share, sessions: told } = only(sessions, perAnswer({ dropLowest }));
      return { share: share!.toFixed(3), dropped: told.filter(({ state }) => state === 'dropped').map(({ sessionId }) => sessionId) };
    };
    expect(dropped(1)).toEqual({ share: '0.634', dropped: ['quiz 4'] });
    expect(dropped(2)).toEqual({ share: '0.746', dropped: ['quiz 2', 'quiz 3'] });
    expect(dropped(9)).toEqual({ share: '1.000', dropped: ['quiz 2', 'quiz 3', 'quiz 4'] });
  });
  it('has a cap, and then drops only where that helps', () => {
    const sessions = ['a', 'b', 'c'].map((id) => session(id, 5, attendance('ann', 'WWW--')));
    expect(only(sessions, perAnswer({ courseCap: 10, dropLowest: 1 }))).toMatchObject({ points: 9, possible: 10, share: 0.9 });
    const full = ['a', 'b', 'c'].map((id) => session(id, 5, attendance('ann', 'WWWWW')));
    expect(only(full, perAnswer({ courseCap: 10 }))).toMatchObject({ points: 10, possible: 10, parts: [{ points: 15, why: '3 sessions counted, 0 dropped' }, { points: -5, why: 'no more than 10 points over the course' }] });
  });
  it('lists the course in its order, then others who were seen', () => {
    const sessions = [session('s', 1, attendance('zoe', 'R'), attendance('cy', 'R'), attendance('ann', 'R'))];
    expect(coursePoints(sessions, perAnswer(), ['dee', 'cy']).map(({ participantId }) => participantId)).toEqual(['dee', 'cy', 'ann', 'zoe']);
    expect(coursePoints([], perAnswer(), ['dee'])).toEqual([{ participantId: 'dee', sessions: [], points: 0, possible: 0, share: undefined, parts: [{ points: 0, why: '0 sessions counted, 0 dropped' }] }]);
  });
  it.each([
    ['an answer to no question', [session('s', 1, attendance('ann', 'RR'))]],
    ['a question answered twice', [session('s', 1, { participantId: 'ann', answers: [...answers('R'), ...answers('W')] })]],
    ['a participant twice', [session('s', 1, attendance('ann', 'R'), attendance('ann', 'R'))]],
    ['a session twice', [session('s', 1), session('s', 1)]],
  ])('refuses %s', (_, sessions) => expect(() => coursePoints(sessions, perAnswer())).toThrow(RangeError));
});

describe('every scheme', () => {
  const cents = (max: number) => fc.nat({ max }).map((count) => count / 100);
  const cap = (max: number) => fc.option(fc.integer({ min: 1, max }).map((count) => count / 100));
  const anyScheme = fc
    .record({
      takingPart: fc.record({ points: cents(500), atLeast: fc.constantFrom(0.1, 0.5, 0.75, 1) }),
      perAnswered: cents(200),
      perCorrect: cents(200),
      round: fc.constantFrom('first', 'second', 'best'),
      sessionCap: cap(1000),
      courseCap: cap(5000),
      dropLowest: fc.nat({ max: 4 }),
      lateJoiners: fc.constantFrom('count', 'forgive'),
    })
    .map(schemeOf);
  const anySession = fc.nat({ max: 6 }).chain((count) =>
    fc.record({ count: fc.constant(count), told: fc.string({ unit: fc.constantFrom(...'RW+x1-'), maxLength: count }), joinedAfter: fc.nat({ max: count }), absent: fc.nat({ max: 5 }), excused: fc.nat({ max: 5 }) }),
  );
  const anyCourse = fc
    .array(anySession, { minLength: 1, maxLength: 7 })
    .map((list) => list.map(({ count, told, joinedAfter, absent, excused }, i) => session(`s${i}`, count, ...(absent === 0 ? [] : [attendance('ann', told, { joinedAfter, excused: excused === 0 })]))));

  it('accounts for every point, never above a cap or what is possible', () => {
    fc.assert(
      fc.property(anyCourse, anyScheme, (course, scheme) => {
        const found = only(course, scheme);
        for (const { points, possible, parts } of [found, ...found.sessions]) {
          expect(parts.reduce((sum, part) => sum + part.points, 0)).toBeCloseTo(points, 9);
          expect(points).toBeLessThanOrEqual(possible);
          expect(points).toBeGreaterThanOrEqual(0);
        }
        for (const { points } of found.sessions) expect(points).toBeLessThanOrEqual(scheme.sessionCap ?? Infinity);
        expect(found.points).toBeLessThanOrEqual(scheme.courseCap ?? Infinity);
        if (found.share !== undefined) expect(found.share <= 1 && found.share >= 0).toBe(true);
      }),
    );
  });
  it('never lowers a share or a session for one more right answer', () => {
    const upgrade = (record: SessionRecord, questionId: string): SessionRecord => ({
      ...record,
      attendances: record.attendances.map((one) => ({ ...one, answers: one.answers.map((answer) => (answer.questionId === questionId && answer.first !== undefined ? { ...answer, first: true, second: true } : answer)) })),
    });
    fc.assert(
      fc.property(anyCourse, anyScheme, fc.nat(), fc.nat({ max: 5 }), (course, scheme, which, question) => {
        const at = which % course.length;
        const [before, after] = [course, course.map((record, i) => (i === at ? upgrade(record, `q${question}`) : record))].map((records) => only(records, scheme));
        expect(after!.share ?? 0).toBeGreaterThanOrEqual(before!.share ?? 0);
        expect(after!.sessions[at]!.points).toBeGreaterThanOrEqual(before!.sessions[at]!.points);
      }),
      { numRuns: 1000 },
    );
  });
  it('never lowers a share by dropping one more', () => {
    fc.assert(
      fc.property(anyCourse, anyScheme, (course, scheme) => {
        const shares = [0, 1, 2, 3, 8].map((dropLowest) => only(course, { ...scheme, dropLowest }).share ?? 0);
        expect(shares).toEqual([...shares].sort((a, b) => a - b));
      }),
      { numRuns: 500 },
    );
  });
  it('keeps the best of all sets that it may keep (brute force)', () => {
    const subsets = <T>(list: readonly T[]): T[][] => list.reduce<T[][]>((sets, one) => [...sets, ...sets.map((set) => [...set, one])], [[]]);
    fc.assert(
      fc.property(anyCourse, anyScheme, (course, scheme) => {
        const uncapped = { ...scheme, courseCap: null };
        const counting = only(course, { ...uncapped, dropLowest: 0 }).sessions.filter(({ possible }) => possible > 0);
        fc.pre(counting.length > 0);
        const size = Math.max(1, counting.length - scheme.dropLowest);
        const total = (set: typeof counting, key: 'points' | 'possible') => Math.round(100 * set.reduce((sum, one) => sum + one[key], 0));
        const best = Math.max(...subsets(counting).filter((set) => set.length === size).map((set) => total(set, 'points') / total(set, 'possible')));
        expect(only(course, uncapped).share).toBe(best);
      }),
      { numRuns: 300 },
    );
  });
  it('does not mind the order of sessions', () => {
    fc.assert(
      fc.property(anyCourse.chain((course) => fc.tuple(fc.constant(course), fc.shuffledSubarray(course, { minLength: course.length }))), anyScheme, ([course, shuffled], scheme) => {
        const told = (records: SessionRecord[]) => {
          const { sessions, ...rest } = only(records, scheme);
          return { ...rest, sessions: [...sessions].sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1)) };
        };
        expect(told(shuffled)).toEqual(told(course));
      }),
    );
  });
});

describe('pointsScheme', () => {
  it('gives most of the credit for taking part unless set', () => {
    expect(pointsScheme.parse({})).toEqual({ takingPart: { points: 4, atLeast: 0.75 }, perAnswered: 0, perCorrect: 0.25, round: 'best', sessionCap: 5, courseCap: null, dropLowest: 2, lateJoiners: 'count' });
    expect(pointsScheme.parse({ takingPart: { points: 0.29 } }).takingPart).toEqual({ points: 0.29, atLeast: 0.75 });
  });
  it.each([{ perCorrect: -1 }, { perCorrect: 0.125 }, { takingPart: { atLeast: 0 } }, { takingPart: { atLeast: 1.5 } }, { sessionCap: 0 }, { dropLowest: 1.5 }, { round: 'last' }, { lateJoiners: 'excuse' }, { other: 1 }, { perCorrect: NaN }])('refuses %j', (scheme) =>
    expect(pointsScheme.safeParse(scheme).success).toBe(false));
});
