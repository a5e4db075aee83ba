// Runs on the reader's GPU what the microscope has finished, check by check, within a small budget of time. The first thing that goes wrong
// with the GPU ends it: nothing here may wedge a browser's GPU process, or keep a verdict waiting for long.

import type { GpuNote } from '@site/src/formats';
import { besideNote, worstNote } from '@site/src/gpu/beside';
import type { Dispatch } from '@site/src/gpu/kernel';
import type { MicroscopeRun } from '@site/src/gpu/microscope/results';
import { GpuProgram, type Gpu } from '@site/src/gpu/webgpu';
import type { CheckLabel } from './subject';

/** A dispatch that the microscope finished. */
export interface Comparable {
  label: CheckLabel;
  dispatch: Dispatch;
  run: MicroscopeRun;
  /** How long the microscope took. */
  ms: number;
}

export interface Comparison {
  /** A sentence on the whole. */
  gpu: string;
  notes: { task: string | null; check: string | null; note: GpuNote }[];
}

const totalMs = 4_000;
/** On a CPU that plays GPU each dispatch takes as long as here: a look at each check has to do. */
const totalMsOnSoftware = 2_000;
const oneMs = 3_000;
/** What took the microscope longer is not sent to a GPU: on a software adapter it would take as long again. */
const longestOnMicroscope = 1_500;

const invocationsOf = ({ counts }: MicroscopeRun): number => counts?.invocations ?? 1;

/** The last dispatch of each check first, so that a short time still gives every check its note. */
function inTurn(comparable: readonly Comparable[]): Comparable[] {
  const last = new Set(comparable.filter(({ label }, i) => keyOf(label) !== keyOf(comparable[i + 1]?.label)));
  return [...last, ...comparable.filter((item) => !last.has(item))];
}

const keyOf = (label: CheckLabel | undefined): string => (label ? `${label.task}/${label.check}` : label === null ? 'demo' : '');

/** Never rejects. `deadline`: of the whole check, in `performance.now()` time. */
export async function compareOnGpu(gpu: Gpu, source: string, comparable: readonly Comparable[], deadline: number): Promise<Comparison> {
  const name = `${gpu.name}${gpu.software ? ', which is a CPU that plays GPU' : ''}`;
  const program = new GpuProgram(gpu, source);
  const refusal = await program.refusal().catch((error: Error) => error.message);
  if (refusal) return { gpu: `Your GPU (${name}) did not run it: your browser’s own compiler says: ${refusal}`, notes: [] };

  const end = Math.min(performance.now() + (gpu.software ? totalMsOnSoftware : totalMs), deadline + 1_000);
  const notes = new Map<string, { label: CheckLabel; notes: GpuNote[] }>();
  let ended = '';
  for (const { label, dispatch, run, ms } of inTurn(comparable)) {
    const key = keyOf(label);
    const entry = notes.get(key) ?? { label, notes: [] };
    notes.set(key, entry);
    if (gpu.lost !== undefined) ended ||= 'The browser lost the GPU, and what was left was not compared.';
    if (performance.now() > end) ended ||= 'The time for comparing was over before every dispatch had run.';
    if (ended) continue;
    if (ms > longestOnMicroscope) {
      entry.notes.push({ outcome: 'not-run', message: 'Not compared with your GPU: the kernel is too long a run for that.' });
      continue;
    }
    try {
      entry.notes.push(besideNote(run, await program.run({ dispatch, invocations: invocationsOf(run), ms: oneMs })));
    } catch (error) {
      entry.notes.push({ outcome: 'not-run', message: `Your GPU did not finish it: ${(error as Error).message}.` });
      if ((error as Error).name === 'EndlessLoopError') ended = 'What was left was not compared.';
    }
  }
  const list = [...notes.values()].flatMap(({ label, notes: all }) => {
    const note = worstNote(all);
    return note ? [{ task: label?.task ?? null, check: label?.check ?? null, note }] : [];
  });
  return { gpu: [summary(name, list.map(({ note }) => note)), ended].filter(Boolean).join(' '), notes: list };
}

function summary(name: string, notes: readonly GpuNote[]): string {
  if (notes.length === 0) return `You have a GPU (${name}), but nothing was compared with it.`;
  const agree = notes.filter(({ outcome }) => outcome === 'same' || outcome === 'rounding').length;
  if (agree === notes.length) return `The same kernels also ran on your GPU (${name}), with the same results.`;
  return `The same kernels also ran on your GPU (${name}): ${agree} of ${notes.length} checks with the same results. It does not change the grade.`;
}
