// What a branch or a loop costs a warp: one instruction stream, so every path that some lane takes is walked by all,
// with the others masked off. Costs are in issue slots (one instruction for the whole warp). Not here: latencies.

export interface Phase {
  name: string;
  slots: number;
  /** Which lanes do something in this phase. */
  active: boolean[];
}

export interface WarpTime {
  phases: Phase[];
  /** Issue slots that the warp takes. */
  slots: number;
  /** Lane-slots that did work over lane-slots that passed. */
  efficiency: number;
}

function timeOf(lanes: number, phases: Phase[]): WarpTime {
  const walked = phases.filter((p) => p.slots > 0 && p.active.some(Boolean));
  const slots = walked.reduce((sum, p) => sum + p.slots, 0);
  const useful = walked.reduce((sum, p) => sum + p.slots * p.active.filter(Boolean).length, 0);
  return { phases: walked, slots, efficiency: slots === 0 ? 1 : useful / (slots * lanes) };
}

/** `if (taken) {thenSlots} else {elseSlots}`: a side that no lane takes is skipped. */
export function branchTime(taken: readonly boolean[], thenSlots: number, elseSlots: number): WarpTime {
  return timeOf(taken.length, [
    { name: 'then', slots: thenSlots, active: [...taken] },
    { name: 'else', slots: elseSlots, active: taken.map((t) => !t) },
  ]);
}

/** A loop whose trip count differs by lane: the warp stays until its last lane is done. */
export function loopTime(trips: readonly number[], slotsPerTrip: number): WarpTime {
  const most = Math.max(0, ...trips);
  const phases = Array.from({ length: most }, (_, trip) => ({ name: `trip ${trip + 1}`, slots: slotsPerTrip, active: trips.map((t) => t > trip) }));
  return timeOf(trips.length, phases);
}

/** Sum over the warps of a workgroup; `taken` runs over its invocations in local index order, the last warp padded with idle lanes. */
export function branchTimeOfWorkgroup(taken: readonly boolean[], warpSize: number, thenSlots: number, elseSlots: number): { warps: WarpTime[]; slots: number; efficiency: number } {
  const warps: WarpTime[] = [];
  for (let first = 0; first < taken.length; first += warpSize) warps.push(branchTime(taken.slice(first, first + warpSize), thenSlots, elseSlots));
  const slots = warps.reduce((sum, w) => sum + w.slots, 0);
  const useful = taken.reduce((sum, t) => sum + (t ? thenSlots : elseSlots), 0);
  return { warps, slots, efficiency: slots === 0 ? 1 : useful / (slots * warpSize) };
}
