// View of forward-reverse-cost: one bar for each way of getting the whole Jacobian.

import React from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Controls, Slider } from '@site/src/components/controls';
import { compare, defaults } from './model';

const WIDTH = 324;
const ROW = 58;

const count = (x: number) => x.toLocaleString('en-US');

export default function ForwardReverseCost() {
  const [state, set] = useFigureState(defaults);
  const n = Math.max(1, Math.min(24, Math.round(state.n)));
  const m = Math.max(1, Math.min(24, Math.round(state.m)));
  const { forward, reverse, differences, disagreement, differenceError } = compare({ n, m });
  const ways = [forward, reverse, differences];
  const most = Math.max(...ways.map((way) => way.work));
  const [less, more] = forward.work < reverse.work ? [forward, reverse] : [reverse, forward];
  const said =
    forward.work === reverse.work
      ? `Forward and reverse mode both walk ${count(forward.work)} edges.`
      : `${less.name === 'forward mode' ? 'Forward' : 'Reverse'} mode is ${(more.work / less.work).toFixed(1)} times cheaper: ${count(less.work)} edges against ${count(more.work)}.`;
  return (
    <>
      <Controls>
        <Slider label="Inputs n" value={n} min={1} max={24} onChange={(value) => set({ n: value })} />
        <Slider label="Outputs m" value={m} min={1} max={24} onChange={(value) => set({ m: value })} />
      </Controls>
      <svg viewBox={`0 0 ${WIDTH} ${ways.length * ROW}`} width="100%" style={{ maxWidth: '32rem', margin: '0.5rem auto' }} role="img" aria-label={said}>
        <defs>
          <pattern id="forward-reverse-cost-stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" fill="var(--paper)" />
            <rect width="3" height="6" fill="var(--idle)" />
          </pattern>
        </defs>
        {ways.map((way, i) => (
          <g key={way.name} transform={`translate(0 ${i * ROW})`}>
            <text x="0" y="16" fontSize="13">
              <tspan fontWeight="700">{way.name}</tspan>, {way.passes} {way === differences ? 'evaluations' : way.passes === 1 ? 'pass' : 'passes'}
            </text>
            <text x={WIDTH} y="16" fontSize="13" textAnchor="end">{count(way.work)} {way === differences ? 'operations' : 'multiply-adds'}</text>
            <rect x="0" y="23" width={Math.max(1, (way.work / most) * WIDTH)} height="18" fill={way === differences ? 'url(#forward-reverse-cost-stripes)' : 'var(--compute)'} fillOpacity={way === forward ? 0.55 : 1} stroke="var(--ink)" strokeWidth="0.75" />
          </g>
        ))}
      </svg>
      <p aria-live="polite">{said} The two Jacobians differ by at most {disagreement.toExponential(0)}; one-sided differences are off by up to {differenceError.toExponential(0)}.</p>
      <TextTwin>
        <table>
          <caption>{m} × {n} Jacobian, {n * m} entries</caption>
          <thead><tr><th scope="col">Way</th><th scope="col">Passes</th><th scope="col">Work</th></tr></thead>
          <tbody>{ways.map((way) => <tr key={way.name}><th scope="row">{way.name}</th><td>{way.passes}</td><td>{count(way.work)}</td></tr>)}</tbody>
        </table>
      </TextTwin>
    </>
  );
}
