// View of divergence: lanes across, issue slots down; a filled cell does work, a hatched one is masked off. Then what the
// microscope counts on a kernel with this branch.

import React from 'react';
import still from '@site/.generated/stills/divergence.json';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider } from '@site/src/components/controls';
import { Beside, FoldedKernel, useMeasured } from '@site/src/components/Measured';
import { lineNumbers } from '@site/src/gpu/microscope/lines';
import { measure } from './measure';
import { branchState, defaults, divergence, ELSE, kernelOf, LANES, MOST_SLOTS, THEN, type MeasuredBranch } from './model';

const CELL = 9.5;
const SLOT = 8;
const percent = (share: number) => `${Math.round(100 * share)}%`;
const slotsOf = (m: MeasuredBranch) => m.then.slots + m.else.slots;
const shareOf = (m: MeasuredBranch) => (slotsOf(m) === 0 ? 1 : (m.then.lanes + m.else.lanes) / (32 * slotsOf(m)));

export default function Divergence() {
  const [given, set] = useFigureState(defaults);
  const state = branchState(given);
  const measured = useMeasured(state, branchState(defaults), still, measure);
  const { source } = kernelOf(state);
  const { warps, sides, slots, efficiency, bestSlots } = divergence(state);
  const summary = `${slots} issue slots for the two warps; lanes at work ${percent(efficiency)} of the time. With the takers side by side it would be ${bestSlots}.`;
  const starts = warps.map((_, w) => 24 + warps.slice(0, w).reduce((sum, warp) => sum + warp.slots * SLOT + 30, 0));
  const height = starts.at(-1)! + warps.at(-1)!.slots * SLOT + 6;
  return (
    <>
      <Controls>
        <Slider label="Lanes that take the branch" unit="of 64" value={state.taking} min={0} max={LANES} onChange={(taking) => set({ taking })} />
        <Choice label="Where they sit" value={state.arrangement} onChange={(arrangement) => set({ arrangement })} options={[{ value: 'alternate', label: 'spread evenly' }, { value: 'together', label: 'side by side' }]} />
        <Slider label="Length of then" unit="slots" value={state.thenSlots} min={0} max={MOST_SLOTS} onChange={(thenSlots) => set({ thenSlots })} />
        <Slider label="Length of else" unit="slots" value={state.elseSlots} min={0} max={MOST_SLOTS} onChange={(elseSlots) => set({ elseSlots })} />
      </Controls>
      <svg viewBox={`0 0 340 ${height}`} width="100%" style={{ maxWidth: '36rem', display: 'block', margin: '0 auto' }} role="img" aria-label={summary}>
        <defs>
          <pattern id="divergence-idle" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line x1="0" y1="0" x2="0" y2="4" stroke="var(--idle)" strokeWidth="1" />
          </pattern>
        </defs>
        {warps.map((warp, w) => {
          let y = starts[w]!;
          return (
            <g key={w}>
              <text x="4" y={y - 6} fontSize="12.5" fill="var(--ink)">Warp {w}: {warp.slots} slots</text>
              {warp.phases.map((phase) => {
                const top = y;
                y += phase.slots * SLOT;
                return (
                  <g key={phase.name}>
                    {phase.active.map((active, lane) => (
                      <rect key={lane} x={4 + lane * CELL} y={top} width={CELL - 1} height={phase.slots * SLOT - 1} fill={active ? 'var(--compute)' : 'url(#divergence-idle)'} stroke={active ? 'none' : 'var(--rule)'} strokeWidth="0.5" />
                    ))}
                    <text x={4 + 32 * CELL + 2} y={top + (phase.slots * SLOT) / 2 + 4} fontSize="12" fill="var(--ink-soft)">{phase.name}</text>
                  </g>
                );
              })}
            </g>
          );
        })}
      </svg>
      <p aria-live="polite">{summary}</p>
      <Beside
        caption="Both sides of the branch, both warps"
        measured={measured}
        rows={[
          { label: 'Issue slots, then', predicted: sides.then.slots, measured: (m) => m.then.slots },
          { label: 'Issue slots, else', predicted: sides.else.slots, measured: (m) => m.else.slots },
          { label: 'Lane-slots at work', predicted: sides.then.lanes + sides.else.lanes, measured: (m) => m.then.lanes + m.else.lanes },
          { label: 'Lanes at work', predicted: efficiency, measured: shareOf, format: percent },
        ]}
      />
      <FoldedKernel source={source} marks={[...lineNumbers(source, THEN), ...lineNumbers(source, ELSE)]} />
      <TextTwin>
        <table>
          <thead><tr><th scope="col">Warp</th><th scope="col">Side</th><th scope="col">Slots</th><th scope="col">Lanes at work, of 32</th></tr></thead>
          <tbody>
            {warps.flatMap((warp, w) => warp.phases.map((phase) => (
              <tr key={`${w}${phase.name}`}><td>{w}</td><td>{phase.name}</td><td>{phase.slots}</td><td>{phase.active.filter(Boolean).length}</td></tr>
            )))}
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
