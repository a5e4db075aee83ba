// The view of a run on the kernel microscope: what it found, the trace of one workgroup step by step, counts, the roofline.
// It draws a finished run. Not here: running kernels (src/gpu/microscope), grading, the editor; a lab imports this lazily.

import React, { useState } from 'react';
import type { DeviceId } from '@site/src/gpu/devices';
import type { Finding, MicroscopeRun } from '@site/src/gpu/microscope/results';
import { CountsPanel } from './CountsPanel';
import { Findings } from './Findings';
import { eventOfPlace, sameWorkgroup } from './player/findEvent';
import { stepOfEvent, type TraceIndex } from './player/traceIndex';
import type { MeasuredKernel, Roof } from './rooflineModel';
import { RooflinePanel } from './RooflinePanel';
import { StepThrough } from './StepThrough';
import { Tabs, type Panel } from './Tabs';
import { usePreferences } from './usePreferences';
import { useWidth } from './useWidth';
import styles from './styles.module.css';

export { heatOf, measures, type Heat, type MeasureId } from './heat';
export type { MeasuredKernel, Roof } from './rooflineModel';

export interface MicroscopeProps {
  run: MicroscopeRun;
  /** The reader's text that ran; lines are quoted from it. */
  source: string;
  /** Takes the focus to a place in the editor, 1-based. */
  onGoToLine(line: number, column?: number): void;
  /** Runs again and traces another workgroup; without it the choice is not offered. */
  onPickWorkgroup?(workgroup: [number, number, number]): void;
  /** Workgroups of the dispatch. */
  workgroups?: [number, number, number];
  /** A run for another workgroup is under way. */
  busy?: boolean;
  /** Line of the step that is shown, for the editor to mark; undefined when none is. */
  onCurrentLine?(line: number | undefined): void;
  /** Device of the roofline until the reader chooses one. */
  device?: DeviceId;
  /** The reader's own device, and kernels timed on it. */
  measuredDevice?: Roof;
  measuredKernels?: readonly MeasuredKernel[];
}

type PanelId = 'findings' | 'step' | 'counts' | 'roofline';
const STACKED_BELOW = 520;

/** A moment to show: in this workgroup, once a run has traced it. */
interface Jump {
  finding: Finding;
  place: number;
}

const workgroupOf = ({ finding, place }: Jump) => finding.places[place]?.invocation?.workgroup;

/** Step and invocation of a jump; undefined where the trace does not hold it. */
function momentOf(index: TraceIndex, { finding, place }: Jump): { step: number; invocation: number } | undefined {
  const event = eventOfPlace(index, finding, place);
  return event === undefined ? undefined : { step: stepOfEvent(index, event), invocation: index.trace.invocation[event]! };
}

export default function Microscope({ run, source, onGoToLine, onPickWorkgroup, workgroups, busy = false, onCurrentLine, device, measuredDevice, measuredKernels }: MicroscopeProps) {
  const { ref, width } = useWidth<HTMLElement>(700);
  const [preferences, setPreferences] = usePreferences();
  const first: PanelId = run.findings.length > 0 || !run.trace ? 'findings' : 'step';
  const [current, setCurrent] = useState<PanelId>(first);
  const [open, setOpen] = useState<ReadonlySet<PanelId>>(new Set(['findings', first]));
  const [jump, setJump] = useState<Jump>();
  // Each trace and each jump starts the player anew.
  const [starts, setStarts] = useState(0);
  const [seen, setSeen] = useState(run.trace);
  if (seen !== run.trace) {
    setSeen(run.trace);
    setStarts(starts + 1);
    const to = jump && workgroupOf(jump);
    const awaited = to && seen && run.trace && !sameWorkgroup(to, seen.workgroup) && sameWorkgroup(to, run.trace.workgroup);
    if (!awaited) setJump(undefined);
  }

  const unfold = (id: PanelId) => {
    setCurrent(id);
    setOpen((before) => new Set([...before, id]));
  };
  const showLabel = (finding: Finding, place: number) => {
    const to = workgroupOf({ finding, place });
    if (!run.trace || !to) return undefined;
    if (sameWorkgroup(to, run.trace.workgroup)) return 'Show it';
    return onPickWorkgroup ? 'Trace this workgroup and show it' : undefined;
  };
  const show = (finding: Finding, place: number) => {
    const to = workgroupOf({ finding, place });
    if (!run.trace || !to) return;
    setJump({ finding, place });
    setStarts((n) => n + 1);
    unfold('step');
    if (!sameWorkgroup(to, run.trace.workgroup)) onPickWorkgroup?.(to);
  };

  const panels: Panel<PanelId>[] = [
    {
      id: 'findings',
      title: run.findings.length > 0 ? `Findings (${run.findings.length})` : 'Findings',
      content: () => <Findings run={run} onGoToLine={onGoToLine} showLabel={showLabel} onShow={show} />,
    },
    {
      id: 'step',
      title: 'Step through',
      keep: true,
      content: (shown) =>
        run.trace ? (
          <StepThrough
            key={starts}
            shown={shown}
            trace={run.trace}
            start={jump && ((index) => momentOf(index, jump))}
            source={source}
            workgroups={workgroups}
            busy={busy}
            width={width}
            preferences={preferences}
            setPreferences={setPreferences}
            onGoToLine={onGoToLine}
            onCurrentLine={onCurrentLine}
            onPickWorkgroup={onPickWorkgroup}
          />
        ) : (
          <p>This run was not traced.</p>
        ),
    },
    { id: 'counts', title: 'Counts', content: () => <CountsPanel run={run} source={source} onGoToLine={onGoToLine} /> },
    {
      id: 'roofline',
      title: 'Roofline',
      content: () => (
        <RooflinePanel run={run} device={preferences.device || device || 'h100'} width={width} measuredDevice={measuredDevice} measuredKernels={measuredKernels} onDevice={(id) => setPreferences({ device: id })} />
      ),
    },
  ];
  return (
    <section ref={ref} className={styles.microscope} aria-label="Kernel microscope">
      {run.stopped && <p className={styles.notice}>The run ended before its end: {run.stopped}</p>}
      <Tabs<PanelId>
        label="Kernel microscope"
        panels={panels}
        current={current}
        open={open}
        stacked={width < STACKED_BELOW}
        onCurrent={setCurrent}
        onToggle={(id) => setOpen((before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id]))}
      />
    </section>
  );
}
