// The pictures of a step as tables: the lanes' reads and writes, every invocation, and the elements of each buffer's window.

import React, { useState, type ReactNode } from 'react';
import { elementFormat, elementName } from '@site/src/gpu/microscope/element-names';
import { stateWords } from './InvocationGrid';
import { eventWords } from './InvocationDetails';
import { elementsOf, memoryView } from './memoryView';
import { eventsOf, type Access, type InvocationState } from './player/moment';
import { lastEventOf, type TraceIndex } from './player/traceIndex';
import { invocationName, textOf } from './player/values';
import styles from './styles.module.css';

interface Props {
  index: TraceIndex;
  step: number;
  accesses: readonly Access[];
  states: readonly InvocationState[];
  selected: number;
  rowLengthOf(memory: number): number;
}

export function StepTables(props: Props) {
  return (
    <>
      <Fold summary="This step’s reads and writes in a table">{() => <AccessTable {...props} />}</Fold>
      <Fold summary="The invocations in a table">{() => <InvocationTable {...props} />}</Fold>
      <Fold summary="The buffers in tables">
        {() => props.index.trace.memories.map((memory, m) => <MemoryTable key={memory.name} memory={m} {...props} />)}
      </Fold>
    </>
  );
}

/** Its contents are made only while it is open. */
function Fold({ summary, children }: { summary: string; children: () => ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.fold} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{summary}</summary>
      {open && children()}
    </details>
  );
}

export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.tableBox} tabIndex={0} role="group" aria-label={label}>
      {children}
    </div>
  );
}

const kindWords = { load: 'read', store: 'write', atomic: 'atomic' } as const;

function AccessTable({ index, step, accesses }: Props) {
  const { trace } = index;
  if (accesses.length === 0) return <p>This step reads and writes no memory that is shared.</p>;
  return (
    <Scroll label={`Reads and writes of step ${step + 1}`}>
      <table>
        <thead>
          <tr>
            {['Invocation', 'Line', 'Access', 'Element', 'Before', 'After'].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {accesses.map((a) => {
            const memory = trace.memories[a.memory]!;
            return (
              <tr key={a.event}>
                <th scope="row">{invocationName(a.invocation, trace.workgroupSize)}</th>
                <td>{a.line}</td>
                <td>{kindWords[a.kind]}</td>
                <td>{elementName(memory, a.element)}</td>
                <td>{textOf(a.before, elementFormat(memory, a.element))}</td>
                <td>{textOf(a.after, elementFormat(memory, a.element))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

function InvocationTable({ index, step, states }: Props) {
  const { trace } = index;
  const limit = eventsOf(index, step)[1];
  return (
    <Scroll label="Invocations of the workgroup">
      <table>
        <thead>
          <tr>
            <th scope="col">Invocation</th>
            <th scope="col">Warp</th>
            <th scope="col">State</th>
            <th scope="col">Did last</th>
          </tr>
        </thead>
        <tbody>
          {states.map((state, i) => {
            const last = lastEventOf(index, i, limit);
            return (
              <tr key={i}>
                <th scope="row">{invocationName(i, trace.workgroupSize)}</th>
                <td>{Math.floor(i / trace.subgroupSize)}</td>
                <td>{stateWords[state]}</td>
                <td>{last < 0 ? '–' : eventWords(index, last)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

const TABLE_COLUMNS = 16;

function MemoryTable({ index, step, accesses, selected, rowLengthOf, memory: m }: Props & { memory: number }) {
  const view = memoryView(index, m, step, { rowLength: rowLengthOf(m), columns: TABLE_COLUMNS, accesses, selected, pinned: undefined });
  const { memory, grid, window, marks } = view;
  const elements = elementsOf(index, m, view);
  const rows = Array.from({ length: window.rows }, (_, r) => elements.filter((e) => e.row === r));
  const first = (row: number) => (window.row + row) * grid.columns + window.column;
  return (
    <Scroll label={`Contents of ${memory.name}`}>
      <table>
        <caption>
          {memory.name} after step {step + 1}
          {view.partial ? ', the part around its latest access' : ''}; in brackets what this step does
        </caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            {Array.from({ length: window.columns }, (_, c) => (
              <th key={c} scope="col">
                +{c}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={r}>
              <th scope="row">{elementName(memory, first(r))}</th>
              {row.map((e) => (
                <td key={e.element}>
                  {textOf(e.bits, elementFormat(memory, e.element))}
                  {marks.has(e.element) && ` [${marks.get(e.element)}]`}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
