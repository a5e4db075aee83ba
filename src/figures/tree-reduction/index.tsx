// View of tree-reduction: one row of slots after each barrier, with lines from what was added.

import React from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider, Stepper } from '@site/src/components/controls';
import { costAt256, defaults, LANES, smallTree } from './model';

const WIDTH = 20;
const ROW = 46;

export default function TreeReduction() {
  const [state, set] = useFigureState(defaults);
  const tree = smallTree(state);
  const step = Math.min(state.step, tree.depth);
  const rows = [tree.loaded, ...tree.steps.slice(0, step).map((s) => s.slots)];
  const cost = costAt256(state);
  const last = step > 0 ? tree.steps[step - 1]! : undefined;
  const said = last ? `Step ${step}, distance ${last.stride}: lanes ${last.adds.map(([lane]) => lane).join(', ')} added. Slot 0 holds ${last.slots[0]}.` : `Loaded: ${state.n} values and ${LANES - state.n} zeros.`;
  return (
    <>
      <Controls>
        <Slider label="Elements" unit={`of ${LANES}`} value={state.n} min={0} max={LANES} onChange={(n) => set({ n })} />
        <Choice label="Order" value={state.order} onChange={(order) => set({ order })} options={[{ value: 'halving', label: 'halves: far partner first' }, { value: 'interleaved', label: 'interleaved: neighbour first' }]} />
        <Stepper label="Step" step={step} steps={tree.depth + 1} onChange={(next) => set({ step: next })} />
      </Controls>
      <svg viewBox={`0 0 340 ${rows.length * ROW - 8}`} width="100%" style={{ maxWidth: '36rem', display: 'block', margin: '0 auto' }} role="img" aria-label={said}>
        {rows.map((slots, r) => {
          const adds = r > 0 ? tree.steps[r - 1]!.adds : [];
          const y = r * ROW + 4;
          const active = new Set(adds.map(([lane]) => lane));
          return (
            <g key={r}>
              {adds.map(([lane, from]) => (
                <line key={lane} x1={10 + from * WIDTH + WIDTH / 2} y1={y - ROW + 22} x2={10 + lane * WIDTH + WIDTH / 2} y2={y} stroke="var(--compute)" strokeWidth="1" />
              ))}
              {slots.map((value, slot) => {
                const identity = r === 0 && slot >= state.n;
                const live = r === 0 ? !identity : active.has(slot);
                return (
                  <g key={slot}>
                    <rect x={10 + slot * WIDTH + 0.5} y={y} width={WIDTH - 1} height={22} fill={live ? 'var(--shared-memory)' : 'none'} fillOpacity={0.28} stroke={live ? 'var(--shared-memory)' : 'var(--rule)'} strokeDasharray={identity ? '2 2' : undefined} />
                    <text x={10 + slot * WIDTH + WIDTH / 2} y={y + 15.5} fontSize={value > 99 ? 10.5 : 12} textAnchor="middle" fill={live ? 'var(--ink)' : 'var(--ink-soft)'}>{value}</text>
                  </g>
                );
              })}
            </g>
          );
        })}
      </svg>
      <p aria-live="polite">{said} In all {tree.work} additions, depth {tree.depth}, {tree.barriers} barriers.</p>
      <TextTwin summary="The figure in words, and the cost with 256 lanes">
        <table>
          <caption>Slots after each barrier, {LANES} lanes</caption>
          <tbody>{rows.map((slots, r) => <tr key={r}><th scope="row">{r === 0 ? 'loaded' : `step ${r}`}</th><td>{slots.join(' ')}</td></tr>)}</tbody>
        </table>
        <table>
          <caption>The same order with 256 lanes, 8 warps: {cost.warpSteps} warp-steps in all</caption>
          <thead><tr><th scope="col">Distance</th><th scope="col">Lanes that add</th><th scope="col">Busy warps</th><th scope="col">Bank passes</th></tr></thead>
          <tbody>{cost.steps.map((s) => <tr key={s.stride}><td>{s.stride}</td><td>{s.adds.length}</td><td>{s.busyWarps}</td><td>{s.bankPasses}</td></tr>)}</tbody>
        </table>
      </TextTwin>
    </>
  );
}
