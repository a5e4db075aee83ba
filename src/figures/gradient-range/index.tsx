// View of gradient-range: a histogram over powers of two with the format's band behind it.

import React, { useMemo } from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider } from '@site/src/components/controls';
import { formats } from '@site/src/engine/numerics';
import { choices, decodeSample, defaults, gradientRange, HIGHEST, LOWEST } from './model';
import samples from './sample.json';

const PLOT = { x: 12, y: 40, width: 316, height: 120 };
const base = PLOT.y + PLOT.height;
const x = (exponent: number) => PLOT.x + (PLOT.width * (Math.max(LOWEST, Math.min(HIGHEST, exponent)) - LOWEST)) / (HIGHEST - LOWEST);
const percent = (share: number) => (share === 0 ? 'none' : share < 0.001 ? 'less than 0.1%' : `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`);
const scaleText = (e: number) => (e <= 10 ? `${2 ** e}` : `2^${e} = ${(2 ** e).toLocaleString('en-US')}`);

export default function GradientRange() {
  const [state, set] = useFigureState(defaults);
  const sample = state.when === 'start' ? samples.start : samples.trained;
  const values = useMemo(() => decodeSample(sample), [sample]);
  const { format, bins, losses, band, largestSafeScale } = gradientRange(values, state);
  const most = Math.max(...bins);
  const summary = `${format.name} at scale ${scaleText(state.scale)}: lost to zero ${percent(losses.underflow)}, kept with fewer bits ${percent(losses.subnormal)}, overflowed ${percent(losses.overflow)}.`;
  return (
    <>
      <Controls>
        <Slider label="Scale" value={state.scale} min={0} max={24} format={scaleText} onChange={(scale) => set({ scale })} />
        <Choice label="Format" value={state.format} onChange={(id) => set({ format: id })} options={choices.map((id) => ({ value: id as string, label: formats[id].name }))} />
        <Choice label="Gradients of" value={state.when} onChange={(when) => set({ when })} options={[{ value: 'trained', label: 'the trained model' }, { value: 'start', label: 'the model at its start' }]} />
      </Controls>
      <svg viewBox="0 0 340 214" width="100%" style={{ maxWidth: '40rem', display: 'block', margin: '0 auto' }} role="img" aria-label={summary}>
        <defs>
          <pattern id="gradient-range-subnormal" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line x1="0" y1="0" x2="0" y2="5" stroke="var(--memory)" strokeWidth="1.6" />
          </pattern>
        </defs>
        <rect x={x(band.subnormal)} y={PLOT.y} width={x(band.normal) - x(band.subnormal)} height={PLOT.height} fill="url(#gradient-range-subnormal)" fillOpacity="0.5" />
        <rect x={x(band.normal)} y={PLOT.y} width={x(band.largest + 1) - x(band.normal)} height={PLOT.height} fill="var(--memory)" fillOpacity="0.18" />
        {bins.map((share, i) => (share === 0 ? null : <rect key={i} x={x(LOWEST + i)} y={base - (PLOT.height * share) / most} width={PLOT.width / bins.length - 0.5} height={(PLOT.height * share) / most} fill="var(--compute)" />))}
        <line x1={PLOT.x} y1={base} x2={PLOT.x + PLOT.width} y2={base} stroke="var(--ink-soft)" />
        <line x1={x(band.subnormal)} y1={PLOT.y - 4} x2={x(band.subnormal)} y2={base} stroke="var(--accent)" strokeWidth="1.6" />
        <line x1={x(band.largest + 1)} y1={PLOT.y - 4} x2={x(band.largest + 1)} y2={base} stroke="var(--accent)" strokeWidth="1.6" strokeDasharray="4 3" />
        <text x={PLOT.x} y="14" fontSize="13" fill="var(--ink)">{format.name} holds 2^{band.subnormal} to 2^{band.largest + 1}</text>
        <text x={PLOT.x} y="30" fontSize="13" fill="var(--ink-soft)">hatched: subnormal; left of it: zero</text>
        {[-40, -30, -20, -10, 0, 10, 20].map((e) => <text key={e} x={x(e)} y={base + 17} fontSize="13" textAnchor={e === LOWEST ? 'start' : e === HIGHEST ? 'end' : 'middle'} fill="var(--ink-soft)">2^{e}</text>)}
        <text x={PLOT.x + PLOT.width / 2} y={base + 38} fontSize="13" textAnchor="middle" fill="var(--ink)">size of a gradient, times the scale</text>
      </svg>
      <p aria-live="polite">{summary}</p>
      <TextTwin>
        <table>
          <caption>{sample.model}: 3,000 of {sample.count.toLocaleString('en-US')} gradients of one batch of {samples.tokens} tokens; {sample.zeros.toLocaleString('en-US')} are exactly 0 and left out</caption>
          <tbody>
            <tr><th scope="row">Lost to zero</th><td>{percent(losses.underflow)}</td></tr>
            <tr><th scope="row">Kept as subnormals</th><td>{percent(losses.subnormal)}</td></tr>
            <tr><th scope="row">Overflowed</th><td>{percent(losses.overflow)}</td></tr>
            <tr><th scope="row">Largest scale without overflow in the sample</th><td>2^{largestSafeScale}</td></tr>
            {bins.map((share, i) => (share < 0.02 ? null : <tr key={i}><th scope="row">2^{LOWEST + i} to 2^{LOWEST + i + 1}</th><td>{percent(share)}</td></tr>))}
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
