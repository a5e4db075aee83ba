// What a GPU made of a dispatch, beside what the microscope made of it: whether they agree, and if not, why.
// Words for the reader and no more: a grade never depends on them. Not here: how either ran it.

import type { GpuNote } from '@site/src/formats';
import type { GpuArray } from './kernel';
import type { FindingKind, MicroscopeRun } from './microscope/results';

/** What two results of one dispatch have in common. */
export interface Difference {
  /** Words that are not the same, of all words compared. */
  words: number;
  of: number;
  /** The first of them, and both values, e.g. "result[3]". */
  first: { at: string; microscope: number; gpu: number } | null;
  /** Largest difference of two floats, in units of the largest magnitude in their buffer; Infinity where integers or non-finite values differ. */
  largest: number;
}

const sameNumber = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

function scaleOf(ours: Float32Array, theirs: Float32Array): number {
  let scale = 0;
  for (const buffer of [ours, theirs]) for (const value of buffer) if (Number.isFinite(value)) scale = Math.max(scale, Math.abs(value));
  return scale;
}

/** Compares buffer by buffer. */
export function differenceOf(ours: Record<string, GpuArray>, theirs: Record<string, GpuArray>): Difference {
  const difference: Difference = { words: 0, of: 0, first: null, largest: 0 };
  for (const [name, mine] of Object.entries(ours)) {
    const other = theirs[name];
    difference.of += mine.length;
    if (!other || other.length !== mine.length || other.constructor !== mine.constructor) {
      difference.words += mine.length;
      difference.largest = Infinity;
      continue;
    }
    const scale = mine instanceof Float32Array && other instanceof Float32Array ? scaleOf(mine, other) : 0;
    for (let i = 0; i < mine.length; i++) {
      const [a, b] = [mine[i]!, other[i]!];
      if (sameNumber(a, b)) continue;
      difference.words++;
      difference.first ??= { at: `${name}[${i}]`, microscope: a, gpu: b };
      const comparable = scale > 0 && Number.isFinite(a) && Number.isFinite(b);
      difference.largest = Math.max(difference.largest, comparable ? Math.abs(a - b) / scale : Infinity);
    }
  }
  return difference;
}

/** One f32 rounding, relative. */
const halfUlp = 2 ** -24;

/**
 * How far two right results may lie apart, relative to the largest magnitude: each operation of an invocation may be rounded by a few
 * units in the last place (WGSL, section 15.7.4: 2.5 ulp for a division, more for exp and sin), and the roundings add up.
 */
function roundingAllowance(run: Pick<MicroscopeRun, 'counts'>): number {
  const perInvocation = run.counts ? run.counts.flops / Math.max(1, run.counts.invocations) : 0;
  return halfUlp * 8 * Math.max(16, perInvocation);
}

/** In the order in which they explain a difference best. */
const reasons: [FindingKind[], string][] = [
  [['out-of-bounds'], 'The access out of bounds explains it: a browser moves such an access to an element inside the buffer, or drops it, and says nothing.'],
  [['race-in-workgroup', 'race-between-workgroups'], 'The race explains it: which access comes first is decided anew on each device, each time.'],
  [['unwritten-read'], 'The read of memory that nothing has written explains it: what stands there is not yours to count on.'],
  [['not-a-number'], 'NaN or infinity explains it: WGSL lets a GPU assume that there are none.'],
  [['integer-division-by-zero', 'numeric-conversion'], 'The integer operation that the microscope names may explain it: WGSL settles most such cases, but not every driver keeps to that.'],
];

/** What is worth saying where both agree although the microscope found an error. */
const luck: [FindingKind[], string][] = [
  [['race-in-workgroup', 'race-between-workgroups'], 'The race went well there, by luck: nothing in the kernel makes it go well on the next device, or the next time.'],
  [['out-of-bounds'], 'The access out of bounds did no harm there, since the browser moved it inside the buffer or dropped it. CUDA would not.'],
];

function reasonFor(list: readonly [FindingKind[], string][], { findings }: Pick<MicroscopeRun, 'findings'>): string | undefined {
  return list.find(([kinds]) => findings.some(({ kind }) => kinds.includes(kind)))?.[1];
}

const show = (value: number): string => (Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(9))));

/** Words on one dispatch that ran on both. */
export function besideNote(run: MicroscopeRun, gpu: Record<string, GpuArray>): GpuNote {
  const { words, of, first, largest } = differenceOf(run.buffers, gpu);
  if (words === 0) {
    const lucky = reasonFor(luck, run);
    return { outcome: 'same', message: `Your GPU gives the same result.${lucky ? ` ${lucky}` : ''}` };
  }
  const where = first ? ` The first is ${first.at}: ${show(first.microscope)} on the microscope, ${show(first.gpu)} on your GPU.` : '';
  const clean = run.findings.every(({ severity }) => severity !== 'error');
  if (clean && largest <= roundingAllowance(run))
    return {
      outcome: 'rounding',
      message: `Your GPU gives the same result but for rounding: ${words} of ${of} words differ, by at most ${largest.toExponential(1)} of the largest value. WGSL leaves a GPU that freedom.`,
    };
  const reason = reasonFor(reasons, run) ?? 'Nothing that the microscope saw explains it. The grade stands; a fault of the microscope or of a driver is possible, and worth a report.';
  return { outcome: 'differs', message: `Your GPU gives another result in ${words} of ${of} words.${where} ${reason}` };
}

const rank: Record<GpuNote['outcome'], number> = { differs: 3, 'not-run': 2, rounding: 1, same: 0 };

/** One note for all dispatches of a check: the one that a reader most needs to hear. */
export function worstNote(notes: readonly GpuNote[]): GpuNote | undefined {
  return notes.reduce<GpuNote | undefined>((worst, note) => (!worst || rank[note.outcome] > rank[worst.outcome] ? note : worst), undefined);
}
