// The microscope beside a WGSL lab: which dispatch of the latest Run or Check to look at, and which workgroup of it. The run is repeated
// with a trace in a worker, and can be given up. Loaded when it is opened. Not here: the view itself (components/Microscope).

import React, { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { LabReport, LabTask } from '@site/src/formats';
import type { MicroscopeRun } from '@site/src/gpu/microscope/results';
import type { MicroscopeClient } from '@site/src/runtime/microscope';
import type { DispatchRecord } from '@site/src/runtime/types';
import Microscope from '../Microscope';
import { heatOf, measures, quantity, type MeasureId } from '../Microscope/heat';
import { dispatchLabel, firstToSee, workgroupsOf, workgroupToSee, type Triple } from './dispatchText';
import type { LineHeat } from './editors';
import { useDeviceRoofline } from './useDeviceRoofline';
import styles from './styles.module.css';

export interface KernelViewProps {
  records: readonly DispatchRecord[];
  tasks: readonly LabTask[];
  report: LabReport | undefined;
  openMicroscope: () => Promise<MicroscopeClient>;
  goTo: (line: number, column?: number) => void;
  /** Line of the step that is shown, to be marked in the editor. */
  onLine: (line: number | undefined) => void;
  /** Bars for the editor's gutter; an empty list takes them away. */
  onHeat: (heat: readonly LineHeat[]) => void;
  /** The text in the editor has changed since these dispatches ran. */
  stale: boolean;
}

interface Look {
  busy: boolean;
  /** Why the latest run did not come to an end; empty while it may. */
  why: string;
  /** The latest that did. */
  done: { record: DispatchRecord; run: MicroscopeRun } | undefined;
}

/** Runs the chosen dispatch with a trace of one workgroup; by default the one where the first error was found. */
function useLook(openMicroscope: () => Promise<MicroscopeClient>) {
  const [look, setLook] = useState<Look>({ busy: true, why: '', done: undefined });
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);
  const latest = useRef(openMicroscope);
  useEffect(() => {
    latest.current = openMicroscope;
  });
  const start = useCallback(async (record: DispatchRecord, workgroup?: Triple) => {
    abort.current?.abort();
    const mine = new AbortController();
    abort.current = mine;
    // The view of another workgroup of the same dispatch stays until this one is there.
    setLook((before) => ({ busy: true, why: '', done: before.done?.record === record ? before.done : undefined }));
    const { source, dispatch, options } = record;
    try {
      const client = await latest.current();
      const traced = (traceWorkgroup: Triple) => client.run(source, dispatch, { ...options, watch: 'full', traceWorkgroup }, mine.signal);
      let run = await traced(workgroup ?? [0, 0, 0]);
      const better = workgroupToSee(run.findings);
      if (!workgroup && better.some((n) => n > 0)) run = await traced(better);
      if (abort.current === mine) setLook({ busy: false, why: '', done: { record, run } });
    } catch (error) {
      if (abort.current === mine) setLook((before) => ({ ...before, busy: false, why: (error as Error).message }));
    }
  }, []);
  const cancel = useCallback(() => abort.current?.abort(), []);
  return { look, start, cancel };
}

function Heat({ run, onHeat }: { run: MicroscopeRun; onHeat: KernelViewProps['onHeat'] }) {
  const [shown, setShown] = useState(false);
  const [measure, setMeasure] = useState<MeasureId>('executions');
  const id = useId();
  const lines = useMemo(() => [...heatOf(run, measure)].map(([line, { share, label }]): LineHeat => ({ line, share, label })).sort((a, b) => a.line - b.line), [run, measure]);
  useEffect(() => {
    onHeat(shown ? lines : []);
  }, [shown, lines, onHeat]);
  useEffect(() => () => onHeat([]), [onHeat]);
  return (
    <div className={styles.row}>
      <label>
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} /> Heat beside the lines of the editor
      </label>
      <label htmlFor={id} className="visually-hidden">
        What the heat shows
      </label>
      <select id={id} className={styles.choice} disabled={!shown} value={measure} onChange={(event) => setMeasure(event.target.value as MeasureId)}>
        {measures.map(({ id: value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      {shown && (
        <ul className="visually-hidden" aria-label="Heat by line">
          {lines.map(({ line, label }) => (
            <li key={line}>
              Line {line}: {label}
            </li>
          ))}
          {lines.length === 0 && <li>No line does anything of the kind.</li>}
        </ul>
      )}
    </div>
  );
}

export default function KernelView({ records: all, tasks, report, openMicroscope, goTo, onLine, onHeat, stale }: KernelViewProps) {
  const records = useMemo(() => all.filter(({ offer }) => !offer), [all]);
  const [chosen, setChosen] = useState(() => firstToSee(records, report));
  const { look, start, cancel } = useLook(openMicroscope);
  const roofline = useDeviceRoofline();
  const id = useId();
  const record = records[Math.min(chosen, records.length - 1)];

  useEffect(() => {
    const first = firstToSee(records, report);
    setChosen(first);
    if (records[first]) void start(records[first]);
    // The report comes together with its records.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [records]);

  const { busy, why, done } = look;
  const counts = done?.run.counts;
  const { device } = roofline;
  const measuring = roofline.state === 'measuring';
  useEffect(() => () => onLine(undefined), [onLine]);
  if (!record) return null;
  return (
    <div className={styles.kernelView}>
      <div className={styles.row}>
        <label htmlFor={id}>Dispatch</label>
        <select
          id={id}
          className={styles.choice}
          value={chosen}
          onChange={(event) => {
            const next = Number(event.target.value);
            setChosen(next);
            if (records[next]) void start(records[next]);
          }}
        >
          {records.map((r, i) => (
            <option key={i} value={i}>
              {dispatchLabel(r, tasks, report)}
            </option>
          ))}
        </select>
        {busy && (
          <button type="button" className={styles.button} onClick={cancel}>
            Cancel
          </button>
        )}
      </div>
      {stale && <p className={styles.soft}>The code has changed since: this is the kernel as it ran, and lines may have moved.</p>}
      <p role="status" className={styles.soft}>
        {busy && 'Simulating the dispatch.'}
        {why && `It was not simulated to its end. ${why}`}
      </p>
      {done && (
        <>
          <Heat run={done.run} onHeat={onHeat} />
          <Microscope
            run={done.run}
            source={done.record.source}
            onGoToLine={goTo}
            workgroups={workgroupsOf(done.record)}
            busy={busy}
            onPickWorkgroup={(workgroup) => void start(done.record, workgroup)}
            onCurrentLine={onLine}
            measuredDevice={device && { ...device, label: `your device (${device.name})` }}
            measuredKernels={roofline.kernels}
          />
          <div className={styles.row}>
            <button
              type="button"
              className={styles.button}
              disabled={!counts || measuring}
              onClick={() => counts && void roofline.measure(done.record, { flop: counts.flops, intensity: counts.intensityDistinct })}
            >
              {device ? 'Time this kernel on my device' : 'Measure my device, and time this kernel on it'}
            </button>
            {all.map(
              (r, i) =>
                r.offer && (
                  <button key={i} type="button" className={styles.button} disabled={measuring} onClick={() => void roofline.measure(r, { flop: r.offer!.flop, intensity: r.offer!.flop / r.offer!.bytes })}>
                    Time {r.dispatch.entry}, {r.offer.label}, on my device
                  </button>
                ),
            )}
            {measuring && (
              <button type="button" className={styles.button} onClick={roofline.cancel}>
                Cancel
              </button>
            )}
          </div>
          {device && (
            <p className={styles.soft}>
              {device.name}: {quantity(device.bandwidthBytesPerS, 'B/s')} in a copy of {quantity(device.copyBytes, 'B')} ({quantity(device.bandwidthSpread[0], 'B/s')} to{' '}
              {quantity(device.bandwidthSpread[1], 'B/s')}) and {quantity(device.flopPerS, 'FLOP/s')} in multiply-adds ({quantity(device.flopSpread[0], 'FLOP/s')} to {quantity(device.flopSpread[1], 'FLOP/s')}), medians of{' '}
              {device.runs} runs.
              {device.software && ' This is a software adapter: a CPU plays GPU, and the numbers are the CPU’s.'}
            </p>
          )}
          <p role="status" className={styles.soft}>
            {roofline.words}
          </p>
        </>
      )}
    </div>
  );
}
