// What the run did, in numbers: for the kernel, for each buffer, and for each line, sorted as the reader wants.

import React, { useId, useState, type ReactNode } from 'react';
import type { AccessCounts, Counts, MicroscopeRun } from '@site/src/gpu/microscope/results';
import Note from '../Note';
import { linesOf } from './player/values';
import { heatOf, measureOf, measures, numberText, type MeasureId } from './heat';
import { Scroll } from './StepTables';
import styles from './styles.module.css';

interface Props {
  run: MicroscopeRun;
  source: string;
  onGoToLine(line: number, column?: number): void;
}

export function CountsPanel({ run, source, onGoToLine }: Props) {
  if (!run.counts) return <p>This run was not counted.</p>;
  return (
    <>
      {run.counts.sampledWorkgroups !== null && (
        <p className={styles.notice}>
          Sectors, bank passes and lanes were counted in {numberText(run.counts.sampledWorkgroups)} of {numberText(run.counts.workgroups)} workgroups and scaled. Loads, stores, bytes and FLOPs are exact.
        </p>
      )}
      <Totals counts={run.counts} lanes={run.trace?.subgroupSize ?? 32} />
      <LineTable run={run} source={source} onGoToLine={onGoToLine} />
    </>
  );
}

/** A word with its definition on demand. */
function Defined({ children, definition }: { children: string; definition: string }) {
  const id = useId();
  return (
    <Note id={id} margin={false} note={<><b>{children}.</b> {definition}</>}>
      {children}
    </Note>
  );
}

const ratio = (a: number, b: number) => (b > 0 ? Number((a / b).toPrecision(3)) : undefined);

function Totals({ counts, lanes }: { counts: Counts; lanes: number }) {
  const { sectors, banks, lanes: active } = { sectors: ratio(counts.sectors, counts.globalRequests), banks: ratio(counts.bankPasses, counts.workgroupRequests), lanes: ratio(counts.activeLanes, counts.issues) };
  const buffers = Object.entries(counts.buffers);
  const size = (name: string, definition: string, value: ReactNode) => (
    <div key={name}>
      <dt>
        <Defined definition={definition}>{name}</Defined>
      </dt>
      <dd>{value}</dd>
    </div>
  );
  return (
    <>
      <dl className={styles.totals}>
        {size('Invocations', 'Runs of the entry point: workgroups × invocations of a workgroup.', `${numberText(counts.invocations)} in ${numberText(counts.workgroups)} ${counts.workgroups === 1 ? 'workgroup' : 'workgroups'}, ${numberText(counts.warps)} ${counts.warps === 1 ? 'warp' : 'warps'}`)}
        {size('FLOPs', measureOf('flops').definition, numberText(counts.flops))}
        {size('Integer operations', 'Arithmetic on i32 and u32, most of it for addresses and loop counters. It takes issue slots as FLOPs do, but no roofline counts it.', numberText(counts.integerOps))}
        {size('Barriers', 'How often a workgroup as a whole passed a barrier, all workgroups together.', numberText(counts.barriers))}
        {sectors !== undefined && size('Sectors per request', measureOf('sectors').definition, `${sectors} of 32 bytes`)}
        {banks !== undefined && size('Bank passes', measureOf('banks').definition, `${banks} an access`)}
        {active !== undefined && size('Active lanes', measureOf('lanes').definition, `${active} of ${lanes}`)}
      </dl>
      <Scroll label="Memory traffic">
        <table>
          <caption>Memory traffic</caption>
          <thead>
            <tr>
              <th scope="col">Memory</th>
              <th scope="col">Loads</th>
              <th scope="col">Stores</th>
              <th scope="col">Atomics</th>
              <th scope="col">
                <Defined definition="Bytes that invocations asked for; an address asked for twice counts twice.">Bytes asked for</Defined>
              </th>
              <th scope="col">
                <Defined definition="Bytes at different addresses among those asked for: what would move if a cache forgot nothing. Loads and stores are counted apart; workgroup memory, workgroup by workgroup.">Distinct bytes</Defined>
              </th>
            </tr>
          </thead>
          <tbody>
            <TrafficRow name="Storage, all" access={counts.global} />
            {buffers.map(([name, access]) => (
              <TrafficRow key={name} name={<code>{name}</code>} access={access} />
            ))}
            <TrafficRow name="Workgroup memory" access={counts.workgroup} />
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

function TrafficRow({ name, access }: { name: ReactNode; access: AccessCounts }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-number>{numberText(access.loads)}</td>
      <td data-number>{numberText(access.stores)}</td>
      <td data-number>{numberText(access.atomics)}</td>
      <td data-number>{numberText(access.loadBytes + access.storeBytes)}</td>
      <td data-number>{numberText(access.distinctLoadBytes + access.distinctStoreBytes)}</td>
    </tr>
  );
}

type Column = 'line' | MeasureId;

function LineTable({ run, source, onGoToLine }: Props) {
  const [sort, setSort] = useState<{ by: Column; down: boolean }>({ by: 'line', down: false });
  const texts = linesOf(source);
  const shown = measures.map((measure) => ({ measure, heat: heatOf(run, measure.id) })).filter(({ heat }) => heat.size > 0);
  const lines = [...(run.counts?.lines ?? [])].filter((l) => shown.some(({ heat }) => heat.has(l.line)));
  const keyOf = (line: number) => (sort.by === 'line' ? line : (shown.find((s) => s.measure.id === sort.by)?.heat.get(line)?.value ?? -1));
  lines.sort((a, b) => (sort.down ? -1 : 1) * (keyOf(a.line) - keyOf(b.line)) || a.line - b.line);
  const head = (by: Column, name: string, definition?: string) => (
    <th key={by} scope="col" aria-sort={sort.by === by ? (sort.down ? 'descending' : 'ascending') : undefined}>
      <button type="button" className={styles.sort} onClick={() => setSort((before) => ({ by, down: before.by === by ? !before.down : by !== 'line' }))}>
        {name}
        <span aria-hidden="true">{sort.by === by ? (sort.down ? ' ▼' : ' ▲') : ''}</span>
      </button>
      {definition && <What name={name} definition={definition} />}
    </th>
  );
  if (lines.length === 0) return null;
  return (
    <>
      <p className={styles.small}>Line by line; a heading sorts. The bar is the line’s part of the kernel, for means its place against the worst.</p>
      <Scroll label="Counts of each line">
        <table className={styles.lines}>
          <thead>
            <tr>
              {head('line', 'Line')}
              {shown.map(({ measure }) => head(measure.id, measure.name, measure.definition))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ line }) => (
              <tr key={line}>
                <th scope="row">
                  <button type="button" className={styles.lineLink} onClick={() => onGoToLine(line)} aria-label={`Line ${line}, go to it in the editor`}>
                    <span className={styles.soft}>{line}</span> <code>{(texts[line - 1] ?? '').trim()}</code>
                  </button>
                </th>
                {shown.map(({ measure, heat }) => {
                  const cell = heat.get(line);
                  return (
                    <td key={measure.id} data-number title={cell?.label}>
                      {cell ? numberText(cell.value) : '–'}
                      {cell && <span className={styles.bar} style={{ width: `${100 * cell.share}%` }} />}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

/** A question mark beside a column's head. */
function What({ name, definition }: { name: string; definition: string }) {
  const id = useId();
  return (
    <Note id={id} margin={false} className={styles.what} note={<><b>{name}.</b> {definition}</>}>
      <span aria-hidden="true">?</span>
      <span className="visually-hidden">What are {name.toLowerCase()}?</span>
    </Note>
  );
}
