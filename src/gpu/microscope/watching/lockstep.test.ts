import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lockstep, UNTRACKED } from './lockstep';

type Step = [code: number, path: number];

/** The definition, by names: a lane's k-th step of a code and path belongs to the group "code path k". */
function membersByDefinition(lanes: Step[][]): Map<string, number[]> {
  const members = new Map<string, number[]>();
  lanes.forEach((steps, lane) => {
    const times = new Map<string, number>();
    for (const [code, path] of steps) {
      const key = `${code} ${path}`;
      const nth = times.get(key) ?? 0;
      times.set(key, nth + 1);
      members.set(`${key} ${nth}`, [...(members.get(`${key} ${nth}`) ?? []), lane]);
    }
  });
  return members;
}

function membersOf(lockstep: Lockstep, lanes: Step[][]): Map<number, number[]> {
  const members = new Map<number, number[]>();
  lanes.forEach((steps, lane) => {
    lockstep.beginLane(lane);
    for (const [code, path] of steps) {
      const group = lockstep.step(code, path);
      expect(lockstep.codeOf(group)).toBe(code);
      members.set(group, [...(members.get(group) ?? []), lane]);
    }
  });
  return members;
}

const sorted = (members: Iterable<number[]>) => [...members].map((m) => m.join()).sort();
const steps = fc.array(fc.tuple(fc.nat(3), fc.oneof(fc.nat(3), fc.constantFrom(-5, 2 ** 31 - 1))), { maxLength: 40 });

describe('lockstep', () => {
  it('puts together what the definition puts together, interval after interval', () => {
    const lockstep = new Lockstep(1 << 16);
    fc.assert(
      fc.property(fc.array(steps, { minLength: 1, maxLength: 8 }), (lanes) => {
        lockstep.clear();
        const members = membersOf(lockstep, lanes);
        expect(sorted(members.values())).toEqual(sorted(membersByDefinition(lanes).values()));
        for (const [group, who] of members) expect(lockstep.lanesOf(group)).toBe(who.length);
        expect(lockstep.end / lockstep.stride - 1).toBe(members.size);
      }),
    );
  });
  it('keeps its groups while its tables grow', () => {
    const lockstep = new Lockstep(1 << 16);
    const loop = Array.from({ length: 5000 }, (_, round): Step => [round % 3, round]);
    const again = Array.from({ length: 5000 }, (): Step => [7, 7]);
    const members = membersOf(lockstep, [[...loop, ...again], [...again, ...loop], loop.filter((_, i) => i % 7 === 0)]);
    expect(sorted(members.values())).toEqual(sorted(membersByDefinition([[...loop, ...again], [...again, ...loop], loop.filter((_, i) => i % 7 === 0)]).values()));
  });
  it('stops at its limit, and follows other lanes as far', () => {
    const lockstep = new Lockstep(3);
    const { stride } = lockstep;
    lockstep.beginLane(0);
    expect([lockstep.step(1, 0), lockstep.step(2, 0), lockstep.step(3, 0), lockstep.step(1, 0)]).toEqual([stride, 2 * stride, UNTRACKED, UNTRACKED]);
    lockstep.beginLane(1);
    expect([lockstep.step(2, 0), lockstep.step(1, 0)]).toEqual([2 * stride, stride]);
  });
});
