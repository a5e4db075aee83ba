// View of histogram-quantizer: the histogram of the values, the grid of the codes under it, and the error in decibels.

import React, { useMemo } from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider } from '@site/src/components/controls';
import { COUNT, defaults, groupSizes, histogram, quantization } from './model';

const PLOT = { x: 14, y: 22, width: 312, height: 120 };
const BINS = 78;
const db = (x: number) => `${x.toFixed(1)} dB`;

export default function HistogramQuantizer() {
  const [state, set] = useFigureState(defaults);
  const q = useMemo(() => quantization(state), [state]);
  const low = state.shape === 'relu' ? -1 : -4.5;
  const high = Math.max(4.5, state.outlier * 1.04);
  const counts = histogram(q.values, low, high, BINS);
  const most = Math.max(...counts);
  const x = (value: number) => PLOT.x + (PLOT.width * (value - low)) / (high - low);
  const base = PLOT.y + PLOT.height;
  const shown = q.levels.filter((level) => level >= low && level <= high);
  const where = q.spans === 1 ? '' : ', in the group that has the outlier';
  const summary = `The step is ${q.step.toPrecision(3)}${where}. ${q.usedLevels} of ${q.levels.length} codes are in use, ${Math.round(100 * q.zeroShare)}% of the thousand become 0, and their signal is ${db(q.restDb)} above the error.`;
  return (
    <>
      <Controls>
        <Slider label="Outlier" value={state.outlier} min={0} max={100} format={(v) => (v === 0 ? 'none' : `${v} σ`)} onChange={(outlier) => set({ outlier })} />
        <Slider label="Bits" value={state.bits} min={2} max={8} onChange={(bits) => set({ bits })} />
        <Choice label="Values" value={state.shape} onChange={(shape) => set({ shape })} options={[{ value: 'normal', label: 'normal' }, { value: 'relu', label: 'normal after ReLU' }]} />
        <Choice label="Codes" value={state.scheme} onChange={(scheme) => set({ scheme })} options={[{ value: 'symmetric', label: 'symmetric' }, { value: 'affine', label: 'affine' }]} />
        <Choice label="Range" value={state.clip} onChange={(clip) => set({ clip })} options={[{ value: 'absmax', label: 'all values' }, { value: 'percentile', label: 'all but 0.5%' }, { value: 'mse', label: 'least squared error' }]} />
        <Choice label="One scale for" value={String(state.group)} onChange={(group) => set({ group: Number(group) })} options={groupSizes.map((g) => ({ value: String(g), label: g === 0 ? `all ${COUNT} values` : `${g} values` }))} />
      </Controls>
      <svg viewBox="0 0 340 206" width="100%" style={{ maxWidth: '40rem', display: 'block', margin: '0 auto' }} role="img" aria-label={summary}>
        <text x={PLOT.x} y="14" fontSize="13" fill="var(--ink)">values in σ; height: square root of the count</text>
        {counts.map((count, i) => {
          const height = (PLOT.height * Math.sqrt(count)) / Math.sqrt(most);
          return count === 0 ? null : <rect key={i} x={PLOT.x + (i * PLOT.width) / BINS} y={base - height} width={PLOT.width / BINS - 0.6} height={height} fill="var(--compute)" fillOpacity="0.75" />;
        })}
        <line x1={PLOT.x} y1={base} x2={PLOT.x + PLOT.width} y2={base} stroke="var(--ink-soft)" />
        {shown.map((level) => <line key={level} x1={x(level)} y1={base + 3} x2={x(level)} y2={base + 15} stroke="var(--accent)" strokeWidth={shown.length > 100 ? 0.8 : 1.6} />)}
        {state.outlier > 5 && <text x={x(state.outlier)} y={base - PLOT.height / Math.sqrt(most) - 5} fontSize="13" textAnchor="end" fill="var(--ink)">outlier</text>}
        {[low < -4 ? -4 : 0, ...(state.outlier > 9 ? [Math.round(state.outlier / 2), state.outlier] : [0, 4])].map((v, i) => (
          <text key={i} x={x(v)} y={base + 31} fontSize="13" textAnchor={v > 0.9 * high ? 'end' : 'middle'} fill="var(--ink-soft)">{v}</text>
        ))}
        <text x={PLOT.x} y={base + 50} fontSize="13" fill="var(--ink)">marks: what the codes stand for{q.spans === 1 ? '' : ' in the outlier’s group'}</text>
      </svg>
      <p aria-live="polite">{summary}</p>
      <TextTwin>
        <table>
          <caption>{state.bits} bits, {state.scheme}, {q.spans} scale{q.spans === 1 ? '' : 's'} of 16 bits</caption>
          <tbody>
            <tr><th scope="row">Step</th><td>{q.step.toPrecision(4)} σ</td></tr>
            <tr><th scope="row">Codes in use</th><td>{q.usedLevels} of {q.levels.length}</td></tr>
            <tr><th scope="row">Bits for each value, scales included</th><td>{Number(q.bitsPerValue.toPrecision(5))}</td></tr>
            <tr><th scope="row">Signal over error, all values</th><td>{db(q.sqnrDb)}</td></tr>
            <tr><th scope="row">The same, if each error were uniform over one step</th><td>{db(q.modelDb)}</td></tr>
            <tr><th scope="row">Signal over error, without the outlier</th><td>{db(q.restDb)}</td></tr>
            <tr><th scope="row">Of the others, become 0</th><td>{(100 * q.zeroShare).toFixed(1)}%</td></tr>
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
