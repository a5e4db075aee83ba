// One invocation in words: who it is, where in the text it stands, what it reads and writes in this step.

import React from 'react';
import { elementFormat, elementName } from '@site/src/gpu/microscope/element-names';
import { stateWords } from './InvocationGrid';
import { accessAt, eventIn, eventsOf, type Access, type InvocationState } from './player/moment';
import { actionVerbs } from './player/say';
import { ACTION, lastEventOf, type TraceIndex } from './player/traceIndex';
import { idText, invocationName, textOf } from './player/values';
import styles from './styles.module.css';

/** "loads a[3] = 2.5", "stores tile[35]: 0 → 2.5". */
export function accessWords(index: TraceIndex, access: Access): string {
  const memory = index.trace.memories[access.memory]!;
  const name = elementName(memory, access.element);
  const format = elementFormat(memory, access.element);
  const after = textOf(access.after, format);
  if (access.kind === 'load') return `loads ${name} = ${after}`;
  return `${access.kind === 'store' ? 'stores' : 'updates atomically'} ${name}: ${textOf(access.before, format)} → ${after}`;
}

export function eventWords(index: TraceIndex, event: number): string {
  const access = accessAt(index, event);
  const line = index.trace.line[event];
  if (access) return `line ${line} ${accessWords(index, access)}`;
  return `line ${line} ${actionVerbs[index.trace.action[event]!] ?? 'runs'}`;
}

interface Props {
  index: TraceIndex;
  step: number;
  invocation: number;
  state: InvocationState;
  /** An element of a buffer that the reader looks at; '' = none. */
  element: string;
}

export function InvocationDetails({ index, step, invocation, state, element }: Props) {
  const { trace } = index;
  const [x, y, z] = trace.workgroupSize;
  const local = [invocation % x, Math.floor(invocation / x) % y, Math.floor(invocation / (x * y))];
  const global = trace.workgroup.map((w, d) => w * [x, y, z][d]! + local[d]!);
  const now = eventIn(index, step, invocation);
  const last = now >= 0 ? now : lastEventOf(index, invocation, eventsOf(index, step)[1]);
  const lane = invocation % trace.subgroupSize;
  return (
    <dl className={styles.details}>
      <dt>Invocation</dt>
      <dd>
        <b>{invocationName(invocation, trace.workgroupSize)}</b>, warp {Math.floor(invocation / trace.subgroupSize)}, lane {lane}, global id {idText(global)}: {stateWords[state]}
      </dd>
      <dt>{now >= 0 ? 'This step' : 'Its last step'}</dt>
      <dd>{last < 0 ? 'none yet' : eventWords(index, last)}</dd>
      {now < 0 && last >= 0 && trace.action[last] !== ACTION.end && <NextOf index={index} step={step} invocation={invocation} />}
      {element && (
        <>
          <dt>Element</dt>
          <dd>{element}</dd>
        </>
      )}
    </dl>
  );
}

function NextOf({ index, step, invocation }: { index: TraceIndex; step: number; invocation: number }) {
  const { start, events } = index.ofInvocation;
  const limit = eventsOf(index, step)[1];
  const mine = events.subarray(start[invocation], start[invocation + 1]);
  const next = mine.find((e) => e >= limit);
  return (
    <>
      <dt>Its next</dt>
      <dd>{next === undefined ? 'none in the trace' : eventWords(index, next)}</dd>
    </>
  );
}
