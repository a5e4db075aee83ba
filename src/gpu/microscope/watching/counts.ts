// Counts of a run, added up by line, by variable and in all. Pure: it reads what tally, warps and blocks have gathered.

import type { AccessCounts, Counts, LineCounts } from '../results';
import type { Plan } from '../watch';
import { kindOf, reads, STORAGE, WORKGROUP, writes } from './kinds';
import type { Tally } from './tally';
import type { Text } from './text';
import type { Warps } from './warps';

export interface Gathered {
  plan: Plan;
  text: Text;
  tally: Tally;
  warps: Warps;
  /** Space of each site, as kinds.ts names it. */
  spaces: Uint8Array;
  blockExecutions: Float64Array;
  /** Barriers passed by a workgroup, by site. */
  barriers: Float64Array;
  workgroups: number;
  workgroupSize: number;
  warpSize: number;
  sampledWorkgroups: number | null;
}

const noAccess = (): AccessCounts => ({ loads: 0, stores: 0, atomics: 0, loadBytes: 0, storeBytes: 0, distinctLoadBytes: 0, distinctStoreBytes: 0 });

const noCounts = (line: number): LineCounts => ({
  line, executions: 0, flops: 0, global: noAccess(), workgroup: noAccess(),
  globalRequests: 0, sectors: 0, workgroupRequests: 0, bankPasses: 0, issues: 0, activeLanes: 0, barriers: 0,
});

class Lines {
  readonly #lines = new Map<number, LineCounts>();

  at(line: number): LineCounts {
    const known = this.#lines.get(line);
    if (known) return known;
    const counts = noCounts(line);
    this.#lines.set(line, counts);
    return counts;
  }

  sorted(): LineCounts[] {
    return [...this.#lines.values()].sort((a, b) => a.line - b.line);
  }
}

export function countsOf(gathered: Gathered): Counts {
  const { plan, barriers, text, workgroups, workgroupSize, warpSize, sampledWorkgroups } = gathered;
  const lines = new Lines();
  const blocks = addBlocks(gathered, lines);
  const accesses = addAccesses(gathered, lines);
  addRequests(gathered, lines);
  plan.sites.forEach((site, i) => barriers[i]! > 0 && (lines.at(text.lineOf(site.span.start)).barriers += barriers[i]!));
  const all = lines.sorted();
  const sum = (key: 'globalRequests' | 'sectors' | 'workgroupRequests' | 'bankPasses' | 'barriers' | 'flops') => all.reduce((n, line) => n + line[key], 0);
  const flops = sum('flops');
  const { global } = accesses;
  return {
    invocations: workgroups * workgroupSize,
    workgroups,
    warps: workgroups * Math.ceil(workgroupSize / warpSize),
    flops,
    ...blocks,
    barriers: sum('barriers'),
    ...accesses,
    globalRequests: sum('globalRequests'),
    sectors: sum('sectors'),
    workgroupRequests: sum('workgroupRequests'),
    bankPasses: sum('bankPasses'),
    intensityDistinct: intensity(flops, global.distinctLoadBytes + global.distinctStoreBytes),
    intensityAsked: intensity(flops, global.loadBytes + global.storeBytes),
    lines: all,
    sampledWorkgroups,
  };
}

/** FLOP per byte; 0 where there is no arithmetic, Infinity where there is no traffic. */
const intensity = (flops: number, bytes: number) => (flops === 0 ? 0 : flops / bytes);

function addBlocks({ plan, warps, blockExecutions, workgroupSize, warpSize }: Gathered, lines: Lines) {
  const total = { integerOps: 0, issues: 0, activeLanes: 0 };
  const issuesOfWhole = Math.ceil(workgroupSize / warpSize) / workgroupSize;
  plan.blocks.forEach((block, i) => {
    const executions = blockExecutions[i]!;
    if (executions === 0) return;
    // A warp's issues are known of the warps that were followed: others behave like them.
    const followed = warps.activeLanes[i]!;
    const issues = block.branchTarget && followed > 0 ? Math.round((warps.issues[i]! * executions) / followed) : Math.round(executions * issuesOfWhole);
    total.issues += issues;
    total.activeLanes += executions;
    for (const { line, flops, integerOps } of block.lines) {
      const counts = lines.at(line);
      counts.executions = Math.max(counts.executions, executions);
      counts.flops += executions * flops;
      total.integerOps += executions * integerOps;
    }
    for (const line of new Set(block.lines.map((l) => l.line))) {
      lines.at(line).issues += issues;
      lines.at(line).activeLanes += executions;
    }
  });
  return total;
}

function addAccesses({ plan, text, tally }: Gathered, lines: Lines) {
  const all = { global: noAccess(), workgroup: noAccess() };
  const buffers: Record<string, AccessCounts> = Object.fromEntries(plan.memories.map((m) => [m.name, noAccess()]));
  const into = (memory: number, line: number): AccessCounts[] => {
    const { name, space } = plan.memories[memory]!;
    const by = space === 'uniform' ? [] : [all[key(space)], lines.at(line)[key(space)]];
    return [buffers[name]!, ...by];
  };
  for (const { site: s, memory, count, bytesEach } of tally.accesses) {
    const site = plan.sites[s]!;
    for (const counts of into(memory, text.lineOf(site.span.start))) {
      counts[site.kind === 'atomic' ? 'atomics' : site.kind === 'store' ? 'stores' : 'loads'] += count;
      if (reads(kindOf(site))) counts.loadBytes += count * bytesEach;
      if (writes(kindOf(site))) counts.storeBytes += count * bytesEach;
    }
  }
  addDistinct(plan, tally, lines, all, buffers);
  return { ...all, buffers };
}

function addDistinct(plan: Plan, tally: Tally, lines: Lines, all: { global: AccessCounts; workgroup: AccessCounts }, buffers: Record<string, AccessCounts>): void {
  plan.memories.forEach(({ name, space }, m) => {
    const { loadBytes, storeBytes } = tally.distinctOf(m);
    for (const counts of space === 'uniform' ? [buffers[name]!] : [buffers[name]!, all[key(space)]]) {
      counts.distinctLoadBytes += loadBytes;
      counts.distinctStoreBytes += storeBytes;
    }
    if (space === 'uniform') return;
    for (const [line, distinct] of tally.distinctByLine(m)) {
      lines.at(line)[key(space)].distinctLoadBytes += distinct.loadBytes;
      lines.at(line)[key(space)].distinctStoreBytes += distinct.storeBytes;
    }
  });
}

const key = (space: 'storage' | 'workgroup') => (space === 'storage' ? 'global' : 'workgroup');

function addRequests({ plan, text, tally, warps, spaces }: Gathered, lines: Lines): void {
  plan.sites.forEach((site, s) => {
    if (warps.counted[s] === 0) return;
    const line = lines.at(text.lineOf(site.span.start));
    const made = tally.accesses.reduce((n, a) => n + (a.site === s ? a.count : 0), 0);
    const scaled = (counted: number) => Math.round((counted * made) / warps.counted[s]!);
    if (spaces[s] === STORAGE) {
      line.globalRequests += scaled(warps.requests[s]!);
      line.sectors += scaled(warps.cost[s]!);
    } else if (spaces[s] === WORKGROUP) {
      line.workgroupRequests += scaled(warps.requests[s]!);
      line.bankPasses += scaled(warps.cost[s]!);
    }
  });
}
