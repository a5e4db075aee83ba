// View of accumulation-race: relative error against the number of terms, both axes logarithmic, one line for each way of adding.

import React, { useMemo } from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider } from '@site/src/components/controls';
import { defaults, formatOf, methods, race, termKinds, type MethodId } from './model';

const PLOT = { x: 46, y: 12, width: 284, height: 190 };
const LOWEST = -8;
const look: Record<MethodId, { colour: string; dash: string; mark: string }> = {
  inOrder: { colour: 'var(--accent)', dash: '', mark: '●' },
  stochastic: { colour: 'var(--communication)', dash: '7 3', mark: '◆' },
  runs: { colour: 'var(--shared-memory)', dash: '2 2', mark: '■' },
  pairwise: { colour: 'var(--memory)', dash: '8 3 2 3', mark: '▲' },
  kahan: { colour: 'var(--registers)', dash: '4 4', mark: '✚' },
  fp32: { colour: 'var(--compute)', dash: '1 3', mark: '○' },
};
const share = (x: number) => (x === 0 ? 'nothing' : x >= 1e-6 ? `${Number((100 * x).toPrecision(2))}%` : `${Number((1e9 * x).toPrecision(2))} billionths`);

export default function AccumulationRace() {
  const [state, set] = useFigureState(defaults);
  const { counts, errors, sums, exact } = useMemo(() => race(state), [state]);
  const format = formatOf(state.format);
  const n = counts.at(-1)!;
  const x = (count: number) => PLOT.x + (PLOT.width * Math.log2(count)) / state.length;
  const y = (error: number) => PLOT.y + PLOT.height * Math.min(1, Math.log10(Math.max(error, 1e-9)) / LOWEST);
  const summary = `${n.toLocaleString('en-US')} terms in ${format.name}: added in order they make ${Number(sums.inOrder.toPrecision(5))}, and the sum is ${Number(exact.toPrecision(5))}. Pairwise is off by ${share(errors.pairwise.at(-1)!)}, Kahan by ${share(errors.kahan.at(-1)!)}.`;
  return (
    <>
      <Controls>
        <Choice label="Format" value={state.format} onChange={(value) => set({ format: value })} options={[{ value: 'bf16', label: 'BF16' }, { value: 'fp16', label: 'FP16' }, { value: 'e4m3', label: 'FP8 E4M3' }]} />
        <Choice label="Terms" value={state.terms} onChange={(terms) => set({ terms })} options={termKinds} />
        <Slider label="Terms to add" value={state.length} min={3} max={14} format={(e) => (2 ** e).toLocaleString('en-US')} onChange={(length) => set({ length })} />
        <Slider label="Draw" value={state.seed} min={1} max={20} onChange={(seed) => set({ seed })} />
      </Controls>
      <svg viewBox="0 0 340 250" width="100%" style={{ maxWidth: '40rem', display: 'block', margin: '0 auto' }} role="img" aria-label={summary}>
        {[0, -2, -4, -6, -8].map((e) => (
          <g key={e}>
            <line x1={PLOT.x} x2={PLOT.x + PLOT.width} y1={y(10 ** e)} y2={y(10 ** e)} stroke="var(--rule)" strokeWidth="0.7" />
            <text x={PLOT.x - 5} y={y(10 ** e) + 4} fontSize="13" textAnchor="end" fill="var(--ink-soft)">{e === 0 ? '1' : e === -8 ? '≤10⁻⁸' : `10${{ '-2': '⁻²', '-4': '⁻⁴', '-6': '⁻⁶' }[String(e)]}`}</text>
          </g>
        ))}
        {counts.filter((_, i) => i % 2 === (state.length - 1) % 2).map((count) => (
          <text key={count} x={x(count)} y={PLOT.y + PLOT.height + 17} fontSize="13" textAnchor={count === n ? 'end' : 'middle'} fill="var(--ink-soft)">{count.toLocaleString('en-US')}</text>
        ))}
        <text x={PLOT.x + PLOT.width / 2} y={PLOT.y + PLOT.height + 36} fontSize="13" textAnchor="middle" fill="var(--ink)">terms added; upwards: error ÷ sum of sizes</text>
        {methods.map(({ id }) => (
          <g key={id}>
            <polyline points={counts.map((count, i) => `${x(count)},${y(errors[id][i]!)}`).join(' ')} fill="none" stroke={look[id].colour} strokeWidth={id === 'inOrder' ? 2.5 : 1.8} strokeDasharray={look[id].dash} />
            <text x={x(n) - 5} y={y(errors[id].at(-1)!) + 4} fontSize="12" textAnchor="middle" style={{ fill: look[id].colour }}>{look[id].mark}</text>
          </g>
        ))}
      </svg>
      <p style={{ display: 'flex', flexWrap: 'wrap', gap: '0.2rem 1rem', justifyContent: 'center', fontFamily: 'var(--sans)', fontSize: '0.9rem' }}>
        {methods.map(({ id, label }) => (
          <span key={id}>
            <span aria-hidden style={{ color: look[id].colour }}>{look[id].mark}</span> {label}: {share(errors[id].at(-1)!)}
          </span>
        ))}
      </p>
      <p aria-live="polite">{summary}</p>
      <TextTwin>
        <table>
          <caption>Error over the sum of sizes, {format.name}</caption>
          <thead><tr><th scope="col">Terms</th>{methods.map(({ id, label }) => <th key={id} scope="col">{label}</th>)}</tr></thead>
          <tbody>
            {counts.map((count, i) => (
              <tr key={count}><th scope="row">{count.toLocaleString('en-US')}</th>{methods.map(({ id }) => <td key={id}>{share(errors[id][i]!)}</td>)}</tr>
            ))}
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
