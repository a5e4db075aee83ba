// Runs the figure's kernel on the microscope and counts. Brings the whole microscope: for the worker, the still and the test, not for the page.

import { openMicroscope } from '@site/src/gpu/microscope';
import type { Trace } from '@site/src/gpu/microscope/results';
import { gridOf, placeOf, sourceOf, type Seen, type State } from './model';

const LOAD = 1;

/** How often the traced workgroup loads each element of a buffer. */
function loadsIn(trace: Trace | null, name: string, length: number): number[] {
  const counts = new Array<number>(length).fill(0);
  if (!trace) return counts;
  const memory = trace.memories.findIndex((m) => m.name === name);
  for (let event = 0; event < trace.action.length; event++) if (trace.action[event] === LOAD && trace.memory[event] === memory) counts[trace.element[event]!]!++;
  return counts;
}

export function runTiled(state: State): Seen {
  const { m, n, k } = state;
  const a = Float32Array.from({ length: m * k }, (_, i) => (i % 7) - 3);
  const b = Float32Array.from({ length: k * n }, (_, i) => (i % 5) - 2);
  const [x, y] = gridOf(state);
  const { buffers, counts, findings, trace } = openMicroscope(sourceOf(state)).run(
    { entry: 'main', workgroups: [x, y], buffers: { shape: Uint32Array.of(m, n, k, 0), a, b, result: new Float32Array(m * n) } },
    { watch: 'full', traceWorkgroup: placeOf(state).group },
  );
  const right = (buffers.result as Float32Array).every((value, i) => {
    let sum = 0;
    for (let p = 0; p < k; p++) sum += a[Math.floor(i / n) * k + p]! * b[p * n + (i % n)]!;
    return value === sum;
  });
  const error = findings.find(({ severity }) => severity === 'error');
  return {
    loadsOfA: loadsIn(trace, 'a', m * k),
    loadsOfB: loadsIn(trace, 'b', k * n),
    loads: (counts?.buffers.a?.loads ?? 0) + (counts?.buffers.b?.loads ?? 0),
    stores: counts?.buffers.result?.stores ?? 0,
    sectors: counts?.sectors ?? 0,
    requests: counts?.globalRequests ?? 0,
    workgroupReads: counts?.workgroup.loads ?? 0,
    bankPasses: counts?.bankPasses ?? 0,
    barriers: counts?.barriers ?? 0,
    right,
    finding: error ? error.message : null,
  };
}
