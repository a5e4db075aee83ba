// The player: transport, the current line, the invocations, the buffers, and lines between them.

import React, { useEffect, useMemo, useRef, useState } from 'react';
import type { Trace } from '@site/src/gpu/microscope/results';
import { InvocationDetails } from './InvocationDetails';
import { InvocationGrid } from './InvocationGrid';
import { MemoryPicture } from './MemoryPicture';
import { accessesOf, statesAt } from './player/moment';
import { guessRowLength } from './player/shape';
import { ACTION } from './player/traceIndex';
import { idText, linesOf } from './player/values';
import { StepTables } from './StepTables';
import { playerKeys, Transport } from './Transport';
import { usePlayer, type Start } from './usePlayer';
import type { Preferences } from './usePreferences';
import { Wires, type Anchor } from './Wires';
import { WorkgroupPicker } from './WorkgroupPicker';
import styles from './styles.module.css';

interface Props {
  trace: Trace;
  source: string;
  /** Where to begin, e.g. at a finding. */
  start: Start | undefined;
  /** False while another tab covers it. */
  shown: boolean;
  workgroups: readonly [number, number, number] | undefined;
  busy: boolean;
  width: number;
  preferences: Preferences;
  setPreferences(change: Partial<Preferences>): void;
  onGoToLine(line: number, column?: number): void;
  onCurrentLine?(line: number | undefined): void;
  onPickWorkgroup?(workgroup: [number, number, number]): void;
}

const WIDE = 600;
const GAP = 24;

function useCalm(): boolean {
  const [calm, setCalm] = useState(false);
  useEffect(() => {
    const query = matchMedia('(prefers-reduced-motion: reduce)');
    const read = () => setCalm(query.matches);
    read();
    query.addEventListener('change', read);
    return () => query.removeEventListener('change', read);
  }, []);
  return calm;
}

export function StepThrough({ trace, source, start, shown, workgroups, busy, width, preferences, setPreferences, onGoToLine, onCurrentLine, onPickWorkgroup }: Props) {
  const player = usePlayer(trace, { speed: preferences.speed, shown, start });
  const { index, step, selected } = player;
  const [hovered, setHovered] = useState<number>();
  const [element, setElement] = useState('');
  const calm = useCalm();
  const stage = useRef<HTMLDivElement>(null);
  const anchors = useRef(new Map<string, Anchor>());
  const states = useMemo(() => statesAt(index, step), [index, step]);
  const accesses = useMemo(() => accessesOf(index, step), [index, step]);
  const guesses = useMemo(() => trace.memories.map((_, m) => guessRowLength(index, m)), [index, trace]);
  const lines = useMemo(() => linesOf(source), [source]);
  const looked = hovered ?? selected;
  const line = trace.line[index.stepStart[step] ?? 0];
  const key = (m: number) => `${trace.memories[m]!.name}/${trace.memories[m]!.length}`;
  const rowLengthOf = (m: number) => preferences.rows[key(m)] ?? guesses[m]!;
  const wide = width >= WIDE;
  const left = wide ? Math.floor((width - GAP) * 0.36) : width;
  const right = wide ? width - GAP - left : width;
  const touched = ['storage', 'workgroup', 'uniform'].flatMap((space) => trace.memories.flatMap((memory, m) => (memory.space === space && index.memories[m]!.all.length > 0 ? [m] : [])));
  const untouched = trace.memories.filter((_, m) => index.memories[m]!.all.length === 0);

  useEffect(() => {
    onCurrentLine?.(shown ? line : undefined);
  }, [line, shown, onCurrentLine]);
  useEffect(() => () => onCurrentLine?.(undefined), [onCurrentLine]);

  return (
    <div role="group" aria-label="Step through the trace" onKeyDown={(event) => playerKeys(player, event)}>
      <WorkgroupPicker key={trace.workgroup.join()} workgroup={trace.workgroup} workgroups={workgroups} busy={busy} onPick={onPickWorkgroup} />
      {index.steps === 0 ? (
        <p>This workgroup did nothing.</p>
      ) : (
        <>
          <div data-wide={wide}>
            {player.missed && <p className={styles.notice}>The trace does not hold that moment: it is longer than what is kept. A smaller input shows it.</p>}
            <Transport player={player} speed={preferences.speed} calm={calm} onSpeed={(speed) => setPreferences({ speed })} />
            {line !== undefined && (
              <button type="button" className={styles.line} onClick={() => onGoToLine(line)} aria-label={`Line ${line}, go to it in the editor`}>
                <span className={styles.soft}>{line}</span> <code>{(lines[line - 1] ?? '').trim()}</code>
              </button>
            )}
            {trace.cut && step === index.steps - 1 && <p className={styles.notice}>The trace ends here, before the workgroup does: it is longer than what is kept. A smaller input is traced to its end.</p>}
            <div ref={stage} className={styles.stage} data-wide={wide} style={wide ? { gridTemplateColumns: `${left}px ${right}px`, columnGap: GAP } : undefined}>
              <div className={styles.workgroup}>
                <h5>
                  Workgroup {idText(trace.workgroup)}: {trace.workgroupSize.filter((n, d) => d === 0 || n > 1).join(' × ')} invocations
                </h5>
                <InvocationGrid trace={trace} states={states} selected={selected} hovered={hovered} width={left} anchors={anchors} onSelect={player.select} onHover={setHovered} />
                <InvocationDetails index={index} step={step} invocation={looked} state={states[looked] ?? 'unstarted'} element={element} />
                <label className={styles.check}>
                  <input type="checkbox" checked={player.alone} onChange={(e) => player.setAlone(e.target.checked)} /> Step with this invocation alone
                </label>
                {wide && (
                  <label className={styles.check}>
                    <input type="checkbox" checked={preferences.lines} onChange={(e) => setPreferences({ lines: e.target.checked })} /> Lines from all lanes
                  </label>
                )}
              </div>
              <div className={styles.memories}>
                {touched.map((m) => (
                  <MemoryPicture
                    key={m}
                    index={index}
                    memory={m}
                    step={step}
                    accesses={accesses}
                    selected={looked}
                    rowLength={rowLengthOf(m)}
                    width={right}
                    anchors={anchors}
                    onLook={setElement}
                    onRowLength={(length) => setPreferences({ rows: { ...preferences.rows, [key(m)]: length } })}
                  />
                ))}
                <Marks atomic={trace.action.includes(ACTION.atomic)} />
                {untouched.length > 0 && <p className={styles.small}>Not touched by this workgroup: {untouched.map((m) => m.name).join(', ')}.</p>}
              </div>
              {wide && <Wires anchors={anchors} stage={stage} accesses={accesses} selected={looked} all={preferences.lines} />}
            </div>
          </div>
          <StepTables index={index} step={step} accesses={accesses} states={states} selected={looked} rowLengthOf={rowLengthOf} />
          <p className={styles.keys}>
            Keys: <kbd>←</kbd> <kbd>→</kbd> a step, <kbd>Page Up</kbd> <kbd>Page Down</kbd> a barrier, <kbd>Home</kbd> <kbd>End</kbd>, <kbd>space</kbd> to play. On a picture, the arrows walk over its cells.
          </p>
        </>
      )}
    </div>
  );
}

/** What the marks on elements mean. */
function Marks({ atomic }: { atomic: boolean }) {
  const box = (path: React.ReactNode) => (
    <svg width="18" height="14" aria-hidden="true">
      {path}
    </svg>
  );
  const ink = 'var(--ink-soft)';
  return (
    <ul className={styles.legend}>
      <li>{box(<rect x="1.5" y="1.5" width="15" height="11" fill="none" stroke={ink} strokeWidth="3" />)} read now</li>
      <li>
        {box(
          <>
            <rect x="1" y="1" width="16" height="12" fill={ink} fillOpacity="0.4" stroke={ink} strokeWidth="2" />
            <path d="M18 0v8l-8 -8z" fill={ink} />
          </>,
        )}{' '}
        written now
      </li>
      {atomic && (
        <li>
          {box(
            <>
              <rect x="1" y="1" width="16" height="12" fill={ink} fillOpacity="0.4" stroke={ink} strokeWidth="2" />
              <path d="M18 0v8l-8 -8zM0 14v-8l8 8z" fill={ink} />
            </>,
          )}{' '}
          atomic
        </li>
      )}
      <li>{box(<rect x="0.5" y="0.5" width="17" height="13" fill={ink} fillOpacity="0.14" stroke="var(--rule)" />)} written earlier</li>
    </ul>
  );
}
