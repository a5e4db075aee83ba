// Per-line measures of a run: what the counts table lists and what the editor's gutter may show as heat. Plain data.

import type { AccessCounts, LineCounts, MicroscopeRun } from '@site/src/gpu/microscope/results';

export type MeasureId = 'executions' | 'flops' | 'loads' | 'stores' | 'atomics' | 'bytes' | 'sectors' | 'workgroup' | 'banks' | 'lanes';

export interface Measure {
  id: MeasureId;
  /** Column head. */
  name: string;
  /** Unit, for a label: "64 loads". */
  unit: string;
  definition: string;
  /** null: the line does nothing of the kind. */
  valueOf(line: LineCounts): number | null;
  /** sum: lines add up to the kernel. high, low: a mean of which the largest, the smallest is the worst. */
  kind: 'sum' | 'high' | 'low';
}

const sum = (value: number) => (value > 0 ? value : null);
const mean = (total: number, count: number) => (count > 0 ? total / count : null);
const bytesOf = (a: AccessCounts) => a.loadBytes + a.storeBytes;

export const measures: readonly Measure[] = [
  {
    id: 'executions',
    name: 'Executions',
    unit: 'executions',
    definition: 'How often an invocation executed something of this line, all invocations together.',
    valueOf: (l) => sum(l.executions),
    kind: 'sum',
  },
  {
    id: 'flops',
    name: 'FLOPs',
    unit: 'FLOPs',
    definition: 'Floating-point operations; a fused multiply-add counts as two.',
    valueOf: (l) => sum(l.flops),
    kind: 'sum',
  },
  { id: 'loads', name: 'Global loads', unit: 'global loads', definition: 'Reads of storage buffers, which lie in device memory.', valueOf: (l) => sum(l.global.loads), kind: 'sum' },
  { id: 'stores', name: 'Global stores', unit: 'global stores', definition: 'Writes to storage buffers, which lie in device memory.', valueOf: (l) => sum(l.global.stores), kind: 'sum' },
  {
    id: 'atomics',
    name: 'Atomics',
    unit: 'atomic operations',
    definition: 'Atomic operations on storage or workgroup memory. Those of a warp on one address are done one after the other.',
    valueOf: (l) => sum(l.global.atomics + l.workgroup.atomics),
    kind: 'sum',
  },
  {
    id: 'bytes',
    name: 'Global bytes',
    unit: 'bytes',
    definition: 'Bytes of storage buffers that invocations asked for. An address asked for twice counts twice.',
    valueOf: (l) => sum(bytesOf(l.global)),
    kind: 'sum',
  },
  {
    id: 'sectors',
    name: 'Sectors per request',
    unit: 'sectors per request',
    definition: 'Device memory moves in sectors of 32 bytes. This is how many one access of a whole warp touches, on average: 4 where 32 lanes read neighbouring 4-byte elements, 32 where each lane is in a sector of its own.',
    valueOf: (l) => mean(l.sectors, l.globalRequests),
    kind: 'high',
  },
  {
    id: 'workgroup',
    name: 'Workgroup accesses',
    unit: 'workgroup accesses',
    definition: 'Reads and writes of workgroup (shared) memory.',
    valueOf: (l) => sum(l.workgroup.loads + l.workgroup.stores),
    kind: 'sum',
  },
  {
    id: 'banks',
    name: 'Bank passes',
    unit: 'passes per access',
    definition: 'Workgroup memory has 32 banks. This is how many passes one access of a whole warp needs, on average: 1 without a conflict, 32 where all lanes want different words of one bank.',
    valueOf: (l) => mean(l.bankPasses, l.workgroupRequests),
    kind: 'high',
  },
  {
    id: 'lanes',
    name: 'Active lanes',
    unit: 'lanes active',
    definition: 'Lanes of a warp that take part when it passes this line, on average. Fewer than the warp has means that branches or loops sent its lanes different ways, or that the warp is not full.',
    valueOf: (l) => mean(l.activeLanes, l.issues),
    kind: 'low',
  },
];

export const measureOf = (id: MeasureId): Measure => measures.find((m) => m.id === id)!;

export interface Heat {
  value: number;
  /** 0 to 1. Sums: the line's part of the kernel. Means: how near to the worst line; for lanes, the part that is idle. */
  share: number;
  /** E.g. "4,096 global loads, 66% of all". */
  label: string;
}

/** Heat of every line that has any, for one measure; empty without counts. */
export function heatOf(run: Pick<MicroscopeRun, 'counts' | 'trace'>, id: MeasureId): Map<number, Heat> {
  const measure = measureOf(id);
  const values = (run.counts?.lines ?? []).flatMap((line): [number, number][] => {
    const value = measure.valueOf(line);
    return value === null ? [] : [[line.line, value]];
  });
  const total = values.reduce((t, [, v]) => t + v, 0);
  const most = values.reduce((m, [, v]) => Math.max(m, v), 0);
  const lanes = run.trace?.subgroupSize ?? 32;
  return new Map(
    values.map(([line, value]) => {
      if (measure.kind === 'sum') return [line, { value, share: value / total, label: `${numberText(value)} ${measure.unit}, ${percent(value / total)} of all` }];
      if (measure.kind === 'high') return [line, { value, share: value / most, label: `${numberText(value)} ${measure.unit}` }];
      return [line, { value, share: Math.max(0, 1 - value / lanes), label: `${numberText(value)} of ${lanes} ${measure.unit}` }];
    }),
  );
}

export const percent = (share: number): string => `${share > 0 && share < 0.01 ? '<1' : Math.round(share * 100)}%`;

/** Whole numbers with separators; others to three digits. */
export const numberText = (value: number): string => (Number.isInteger(value) ? value.toLocaleString('en-GB') : Number(value.toPrecision(3)).toLocaleString('en-GB'));

const prefixes = ['', 'k', 'M', 'G', 'T', 'P'];

/** 19.5e12 FLOP/s → "19.5 TFLOP/s"; three digits. */
export function quantity(value: number, unit: string): string {
  if (value === 0 || !Number.isFinite(value)) return `${value} ${unit}`;
  const step = Math.max(0, Math.min(prefixes.length - 1, Math.floor(Math.log10(Number(value.toPrecision(3))) / 3)));
  return `${numberText(Number((value / 10 ** (3 * step)).toPrecision(3)))} ${prefixes[step]}${unit}`;
}

/** Seconds as ns, µs, ms or s; three digits. */
export function duration(seconds: number): string {
  const [scale, unit] = seconds < 1e-6 ? [1e9, 'ns'] : seconds < 1e-3 ? [1e6, 'µs'] : seconds < 1 ? [1e3, 'ms'] : [1, 's'];
  return `${Number((seconds * scale).toPrecision(3))} ${unit}`;
}
