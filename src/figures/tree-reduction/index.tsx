// View of tree-reduction: one row of slots after each barrier, with lines from what was added. Then what the
// microscope counts on a kernel that sums 256 values in the same order.

import React from 'react';
import still from '@site/.generated/stills/tree-reduction.json';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider, Stepper } from '@site/src/components/controls';
import { Beside, FoldedKernel, useMeasured } from '@site/src/components/Measured';
import { lineNumbers } from '@site/src/gpu/microscope/lines';
import { measure } from './measure';
import { BARRIER, BLOCK, costAt256, defaults, kernelOf, LANES, orderOf, PARTNER, smallTree } from './model';

const WIDTH = 20;
const ROW = 46;

export default function TreeReduction() {
  const [state, set] = useFigureState(defaults);
  const tree = smallTree(state);
  const step = Math.max(0, Math.min(Math.round(state.step), tree.depth));
  const rows = [tree.loaded, ...tree.steps.slice(0, step).map((s) => s.slots)];
  const order = orderOf(state.order);
  const cost = costAt256(order);
  const measured = useMeasured(order, orderOf(defaults.order), still, measure);
  const { source } = kernelOf(order);
  const last = step > 0 ? tree.steps[step - 1]! : undefined;
  const values = tree.loaded.filter((value) => value > 0).length;
  const who = last?.adds.length === 1 ? 'lane 0 adds' : `lanes ${last?.adds.map(({ lane }) => lane).join(', ')} add`;
  const said = last ? `Step ${step}, distance ${last.stride}: ${who}. Slot 0 holds ${last.slots[0]}.` : `Loaded: ${values} values and ${LANES - values} zeros.`;
  return (
    <>
      <Controls>
        <Slider label="Elements" unit={`of ${LANES}`} value={state.n} min={0} max={LANES} onChange={(n) => set({ n })} />
        <Choice label="Order" value={state.order} onChange={(order) => set({ order })} options={[{ value: 'halving', label: 'halves: far partner first' }, { value: 'interleaved', label: 'neighbour first: lanes 0, 2, 4, …' }, { value: 'packed', label: 'neighbour first: lanes 0, 1, 2, …' }]} />
        <Stepper label="Step" step={step} steps={tree.depth + 1} onChange={(next) => set({ step: next })} />
      </Controls>
      <svg viewBox={`0 0 340 ${rows.length * ROW - 8}`} width="100%" style={{ maxWidth: '36rem', display: 'block', margin: '0 auto' }} role="img" aria-label={said}>
        {rows.map((slots, r) => {
          const adds = r > 0 ? tree.steps[r - 1]!.adds : [];
          const y = r * ROW + 4;
          const active = new Set(adds.map(({ to }) => to));
          return (
            <g key={r}>
              {adds.map(({ to, from }) => (
                <line key={to} x1={10 + from * WIDTH + WIDTH / 2} y1={y - ROW + 22} x2={10 + to * WIDTH + WIDTH / 2} y2={y} stroke="var(--compute)" strokeWidth="1" />
              ))}
              {slots.map((value, slot) => {
                const identity = r === 0 && slot >= values;
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
      <Beside
        caption={`The same order with ${BLOCK} lanes, 8 warps, that add up 1 to ${BLOCK}`}
        measured={measured}
        rows={[
          { label: 'Sum', predicted: cost.sum, measured: (m) => m.sum },
          { label: 'Additions, all lanes', predicted: cost.work, measured: (m) => m.additions },
          { label: 'Warp-steps that add', predicted: cost.warpSteps, measured: (m) => m.warpSteps },
          { label: 'Bank passes to read partners', predicted: cost.bankPasses, measured: (m) => m.bankPasses },
          { label: 'Barriers', predicted: cost.barriers, measured: (m) => m.barriers },
        ]}
      />
      <FoldedKernel source={source} marks={[...lineNumbers(source, PARTNER), ...lineNumbers(source, BARRIER)]} />
      <TextTwin summary="The figure in words, and each step with 256 lanes">
        <table>
          <caption>Slots after each barrier, {LANES} lanes</caption>
          <tbody>{rows.map((slots, r) => <tr key={r}><th scope="row">{r === 0 ? 'loaded' : `step ${r}`}</th><td>{slots.join(' ')}</td></tr>)}</tbody>
        </table>
        <table>
          <caption>Each step with {BLOCK} lanes, by the model</caption>
          <thead><tr><th scope="col">Distance</th><th scope="col">Lanes that add</th><th scope="col">Busy warps</th><th scope="col">Bank passes a warp, at most</th></tr></thead>
          <tbody>{cost.steps.map((s) => <tr key={s.stride}><td>{s.stride}</td><td>{s.adds.length}</td><td>{s.busyWarps}</td><td>{s.bankPasses}</td></tr>)}</tbody>
        </table>
      </TextTwin>
    </>
  );
}
