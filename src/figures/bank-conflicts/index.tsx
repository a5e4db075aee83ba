// View of bank-conflicts: lanes above, 32 banks below with the words that queue at each; then what the microscope counts.

import React from 'react';
import still from '@site/.generated/stills/bank-conflicts.json';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Controls, Slider } from '@site/src/components/controls';
import { Beside, FoldedKernel, useMeasured } from '@site/src/components/Measured';
import { lineNumbers } from '@site/src/gpu/microscope/lines';
import { measure } from './measure';
import { accessState, bankAccess, defaults, kernelOf, MOST_STRIDE, READ } from './model';

const CELL = 10;
const LEFT = 10;
const TOP = 84;
/** Room for the longest queue, whatever is chosen, so that the page does not move. */
const QUEUE = 112;
const centre = (column: number) => LEFT + column * CELL + CELL / 2 - 0.5;
const plural = (n: number, one: string, more = `${one}s`) => `${n} ${n === 1 ? one : more}`;

export default function BankConflicts() {
  const [given, set] = useFigureState(defaults);
  const state = accessState(given);
  const measured = useMeasured(state, accessState(defaults), still, measure);
  const { source } = kernelOf(state);
  const { passes, words, queues, banksUsed } = bankAccess(state);
  const row = Math.min(14, QUEUE / passes);
  const different = new Set(words).size;
  const summary = `${plural(different, 'word')} of ${plural(banksUsed, 'bank')}: ${plural(passes, 'pass', 'passes')}.`;
  return (
    <>
      <Controls>
        <Slider label="Stride" unit="words" value={state.stride} min={0} max={MOST_STRIDE} onChange={(stride) => set({ stride })} />
        <Slider label="First word" value={state.first} min={0} max={31} onChange={(first) => set({ first })} />
      </Controls>
      <svg viewBox={`0 0 340 ${TOP + QUEUE + 6}`} width="100%" style={{ maxWidth: '36rem', display: 'block', margin: '0 auto' }} role="img" aria-label={summary}>
        <text x={LEFT} y="13" fontSize="12.5" fill="var(--ink)">32 lanes</text>
        {words.map((word, lane) => (
          <g key={lane}>
            <line x1={centre(lane)} y1={28} x2={centre(word % 32)} y2={TOP - 18} stroke="var(--registers)" strokeWidth="0.6" />
            <rect x={LEFT + lane * CELL} y={18} width={CELL - 1} height={10} fill="var(--registers)" />
          </g>
        ))}
        <text x={LEFT} y={TOP - 5} fontSize="12.5" fill="var(--ink)">32 banks, and the words that wait at each</text>
        {queues.map((queue, bank) => (
          <g key={bank}>
            <rect x={LEFT + bank * CELL} y={TOP} width={CELL - 1} height={14} fill="none" stroke="var(--rule)" strokeWidth="0.8" />
            {queue.map((word, pass) => (
              <rect key={word} x={LEFT + bank * CELL} y={TOP + pass * row} width={CELL - 1} height={row - Math.min(1, row / 5)} fill="var(--shared-memory)" fillOpacity={pass === 0 ? 1 : 0.55} />
            ))}
          </g>
        ))}
      </svg>
      <p aria-live="polite">{summary}</p>
      <Beside
        caption="One read of one warp"
        measured={measured}
        rows={[
          { label: 'Requests of the warp', predicted: 1, measured: (m) => m.requests },
          { label: 'Bank passes', predicted: passes, measured: (m) => m.passes },
        ]}
      />
      <FoldedKernel source={source} marks={lineNumbers(source, READ)} />
      <TextTwin>
        <p>Lanes 0 to 31 read words {state.first}, {state.first + state.stride}, … {words.at(-1)} of workgroup memory.</p>
        <table>
          <thead><tr><th scope="col">Bank</th><th scope="col">Words, in the order of passes</th></tr></thead>
          <tbody>
            {queues.flatMap((queue, bank) => (queue.length === 0 ? [] : [<tr key={bank}><td>{bank}</td><td>{queue.slice(0, 8).join(', ')}{queue.length > 8 ? `, … (${queue.length} in all)` : ''}</td></tr>]))}
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
