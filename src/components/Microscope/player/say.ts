// The current step in one sentence, for the line under the player and for a screen reader.

import { elementName } from '@site/src/gpu/microscope/element-names';
import { accessesOf } from './moment';
import { ACTION, intervalOfStep, type TraceIndex } from './traceIndex';

/** Words for what a step does, e.g. 'loads'. */
export const actionVerbs: Record<number, string> = {
  [ACTION.execute]: 'executes',
  [ACTION.load]: 'loads',
  [ACTION.store]: 'stores',
  [ACTION.atomic]: 'updates atomically',
  [ACTION.barrier]: 'arrives at the barrier',
  [ACTION.end]: 'ends',
};

/** "Step 12 of 90, before the first barrier: warp 0, 10 of 32 lanes, line 8 loads a[0] to a[9]." Steps count from 1. */
export function stepSentence(index: TraceIndex, step: number): string {
  if (index.steps === 0) return 'This workgroup did nothing.';
  const { trace } = index;
  const from = index.stepBody[step]!;
  const lanes = index.stepStart[step + 1]! - from;
  const size = trace.subgroupSize;
  const warp = Math.floor(trace.invocation[from]! / size);
  const lanesOfWarp = Math.min(size, index.invocations - warp * size);
  const action = trace.action[from]!;
  const what = [actionVerbs[action] ?? 'runs', elementsText(index, step)].filter(Boolean).join(' ');
  return `Step ${step + 1} of ${index.steps}, ${intervalText(index, intervalOfStep(index, step))}: warp ${warp}, ${lanes} of ${lanesOfWarp} ${lanesOfWarp === 1 ? 'lane' : 'lanes'}, line ${trace.line[from]} ${what}.`;
}

/** Intervals are named by the barriers around them: "before the first barrier", "after barrier 3". */
export function intervalText(index: TraceIndex, interval: number): string {
  if (index.intervals <= 1) return 'no barrier';
  return interval === 0 ? 'before the first barrier' : `after barrier ${interval}`;
}

/** The elements of the current step: all of them if few, a range with its stride if they have one, else how many. */
function elementsText(index: TraceIndex, step: number): string {
  const accesses = accessesOf(index, step);
  const first = accesses[0];
  if (!first) return '';
  const memory = index.trace.memories[first.memory]!;
  const elements = [...new Set(accesses.map((a) => a.element))];
  const name = (element: number) => elementName(memory, element);
  if (elements.length <= 2) return elements.map(name).join(' and ');
  const stride = elements[1]! - elements[0]!;
  const even = elements.every((e, i) => i === 0 || e - elements[i - 1]! === stride);
  const last = elements.at(-1)!;
  if (!even) return `${elements.length} elements of ${memory.name}, ${name(Math.min(...elements))} to ${name(Math.max(...elements))}`;
  return `${name(elements[0]!)} to ${name(last)}${stride === 1 ? '' : ` in steps of ${stride}`}`;
}
