// View of stored-activations: bytes held against operations, forward then backward.

import React, { useMemo } from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider } from '@site/src/components/controls';
import { defaults, follow, kilobytes } from './model';

const WIDTH = 324;
const HEIGHT = 210;
const PLOT = { left: 8, right: 316, top: 26, bottom: 170 };

const clamp = (x: number, low: number, high: number) => Math.max(low, Math.min(high, Math.round(x)));

export default function StoredActivations() {
  const [state, set] = useFigureState(defaults);
  const depth = clamp(state.depth, 1, 10);
  const width = clamp(state.width, 8, 64);
  const batch = clamp(state.batch, 1, 32);
  const held = useMemo(() => follow({ depth, width, batch, activation: state.activation }), [depth, width, batch, state.activation]);
  const { moments, peakBytes, parameterBytes, predictedBytes } = held;
  const step = (PLOT.right - PLOT.left) / moments.length;
  const y = (bytes: number) => PLOT.bottom - (bytes / peakBytes) * (PLOT.bottom - PLOT.top);
  const half = PLOT.left + (moments.length / 2) * step;
  const said = `Peak ${kilobytes(peakBytes)} held at the end of the forward pass, ${(peakBytes / parameterBytes).toFixed(2)} times the parameters. One tensor a layer and the class probabilities would be ${kilobytes(predictedBytes)}.`;
  return (
    <>
      <Controls>
        <Slider label="Hidden layers" value={depth} min={1} max={10} onChange={(value) => set({ depth: value })} />
        <Slider label="Width" unit="units" value={width} min={8} max={64} step={8} onChange={(value) => set({ width: value })} />
        <Slider label="Batch" unit="images" value={batch} min={1} max={32} onChange={(value) => set({ batch: value })} />
        <Choice label="Activation" value={state.activation} onChange={(activation) => set({ activation })} options={[{ value: 'tanh', label: 'tanh' }, { value: 'relu', label: 'ReLU' }, { value: 'gelu', label: 'GELU, written out' }]} />
      </Controls>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" style={{ maxWidth: '34rem', margin: '0.5rem auto 1rem' }} role="img" aria-label={said}>
        {moments.map((moment, i) => (
          <rect key={i} x={PLOT.left + i * step} y={y(moment.bytes)} width={step} height={PLOT.bottom - y(moment.bytes)} fill="var(--memory)" fillOpacity={moment.phase === 'forward' ? 0.85 : 0.4} stroke="var(--paper)" strokeWidth={step > 6 ? 1 : 0.4} />
        ))}
        <line x1={PLOT.left} x2={PLOT.right} y1={PLOT.bottom} y2={PLOT.bottom} stroke="var(--ink)" />
        <line x1={half} x2={half} y1={PLOT.top - 8} y2={PLOT.bottom} stroke="var(--ink)" strokeDasharray="3 3" />
        <text x={half} y="14" fontSize="13" textAnchor="middle" fontWeight="700">peak {kilobytes(peakBytes)}</text>
        <text x={(PLOT.left + half) / 2} y={PLOT.bottom + 17} fontSize="13" textAnchor="middle">forward, {moments.length / 2} operations</text>
        <text x={(PLOT.right + half) / 2} y={PLOT.bottom + 17} fontSize="13" textAnchor="middle">backward</text>
        <text x={WIDTH / 2} y={PLOT.bottom + 35} fontSize="13" textAnchor="middle">kB held (up), one bar an operation</text>
      </svg>
      <p aria-live="polite">{said}</p>
      <TextTwin>
        <table>
          <caption>Bytes held after each operation; parameters take {kilobytes(parameterBytes)}</caption>
          <thead><tr><th scope="col">Phase</th><th scope="col">Operation</th><th scope="col">Held</th></tr></thead>
          <tbody>{moments.map((m, i) => <tr key={i}><td>{m.phase}</td><td>{m.operation}</td><td>{kilobytes(m.bytes)}</td></tr>)}</tbody>
        </table>
      </TextTwin>
    </>
  );
}
