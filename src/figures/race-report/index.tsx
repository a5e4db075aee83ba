// View of race-report: the kernel, the microscope's report with its lines marked, and the sums that came of it.

import React, { useState } from 'react';
import still from '@site/.generated/stills/race-report.json';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider } from '@site/src/components/controls';
import { KernelText, useMeasured } from '@site/src/components/Measured';
import { Findings } from '@site/src/components/Microscope/Findings';
import { measure } from './measure';
import { defaults, faults, kernelOf, LANES, ORDERS, raceState, rightOrders, SUM, type RaceReport } from './model';
import styles from './styles.module.css';

const number = (x: number) => x.toLocaleString('en-US');
const orderName = (order: number) => (order === 0 ? 'ascending' : `shuffled, number ${order}`);

/** What came out, and how much of it was luck. */
function sumText(report: RaceReport, order: number): string {
  if (report.refused) return 'It never runs, so there is no sum.';
  const sum = report.sums[order]!;
  const right = rightOrders(report);
  const here = `In this order the sum is ${number(sum)}${sum === SUM ? ', which is right' : `; it should be ${number(SUM)}`}.`;
  return `${here} Of ${ORDERS} orders ${right === ORDERS ? 'all' : right === 0 ? 'none' : right} ${right === 1 ? 'gives' : 'give'} the right sum.`;
}

function Report({ report, onLine }: { report: RaceReport; onLine(line: number): void }) {
  if (report.refused)
    return (
      <>
        <p className={styles.title}>Refused before it runs, line {report.refused.line}</p>
        <p>{report.refused.message}</p>
      </>
    );
  if (report.findings.length === 0) return <p className={styles.title}>Nothing found: no race, whatever the order.</p>;
  return <Findings run={{ findings: report.findings, counts: null }} onGoToLine={onLine} showLabel={() => undefined} onShow={() => undefined} heading="h4" />;
}

const linesOf = ({ refused, findings }: RaceReport) => (refused ? [refused.line] : findings.flatMap(({ places }) => places.map(({ place }) => place.line)));

export default function RaceReportFigure() {
  const [given, set] = useFigureState(defaults);
  const state = raceState(given);
  const measured = useMeasured(state, raceState(defaults), still as unknown as RaceReport, measure);
  const [line, setLine] = useState<number>();
  const report = measured.kind === 'done' ? measured.value : undefined;
  const change = (changed: Partial<typeof state>) => {
    setLine(undefined);
    set(changed);
  };
  return (
    <>
      <Controls>
        <Choice label="Barriers" value={state.fault} onChange={(fault) => change({ fault })} options={faults} />
        <Slider label="Order of the invocations" value={state.order} min={0} max={ORDERS - 1} format={orderName} onChange={(order) => change({ order })} />
      </Controls>
      <KernelText source={kernelOf(state.fault).source} marks={line ? [line] : report ? linesOf(report) : []} markLabel="in the report" />
      <div className={styles.report} aria-live="polite">
        {report && <Report report={report} onLine={setLine} />}
        {measured.kind === 'loading' && <p>Loading the microscope…</p>}
        {measured.kind === 'failed' && <p>{measured.why}</p>}
        {report && <p className={styles.sum}>{sumText(report, state.order)}</p>}
      </div>
      {report && !report.refused && (
        <TextTwin summary="The sum in each order">
          <table>
            <caption>Sums of 1 to {LANES}, {faults.find(({ value }) => value === state.fault)!.label}</caption>
            <thead><tr><th scope="col">Order</th><th scope="col">Sum</th><th scope="col">Right</th></tr></thead>
            <tbody>{report.sums.map((sum, order) => <tr key={order}><td>{orderName(order)}</td><td>{number(sum)}</td><td>{sum === SUM ? 'yes' : 'no'}</td></tr>)}</tbody>
          </table>
        </TextTwin>
      )}
    </>
  );
}
