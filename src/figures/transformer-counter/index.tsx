// View of transformer-counter: two bars for each part, parameters and forward FLOP; then a training step by rule and by count.

import React, { useMemo } from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider, Toggle } from '@site/src/components/controls';
import { formatNumber } from '@site/src/formats/claims';
import { count, defaults, LENGTH_LOG2, models, type Counted, type PartRow } from './model';

const WIDTH = 360;
const BAR = { left: 96, longest: 190 };
const ROW = 34;
const LEGEND = 44;
const STRIPES = 'transformer-counter-stripes';

const whole = (n: number) => formatNumber(n, { digits: 0, style: 'integer' });
const flop = (n: number) => `${formatNumber(n, { digits: 2, style: 'scientific' })} FLOP`;
const billions = (n: number) => (n >= 1e9 ? `${formatNumber(n / 1e9, { digits: 3 })} billion` : `${formatNumber(n / 1e6, { digits: 3 })} million`);
const percent = (share: number) => (share > 0 && share < 0.001 ? 'below 0.1%' : formatNumber(share, { digits: 1, style: 'percent' }));
const offBy = (error: number) => `${formatNumber(Math.abs(error), { digits: 1, style: 'percent' })} ${error < 0 ? 'too low' : 'too high'}`;

function summaryOf({ config, tokens, parameters, activeParameters, rows, forwardFlops, rules, evenLength }: Counted): string {
  const dearest = rows.reduce((a, b) => (b.flops > a.flops ? b : a));
  const active = activeParameters === parameters ? '' : `, of which a token uses ${billions(activeParameters)}`;
  const errors = rules.map(({ label, error }) => `${label} is ${offBy(error)}`).join('; ');
  return `${config.name}: ${billions(parameters)} parameters${active}. A forward pass over ${whole(tokens)} tokens takes ${flop(forwardFlops)}; the largest share, ${percent(dearest.flopShare)}, is that of ${dearest.label}. For training, ${errors}. Scores, softmax and mix cost as much as all weights together at about ${formatNumber(evenLength, { digits: 2 })} tokens.`;
}

function Part({ row }: { row: PartRow }) {
  const parameterWidth = row.parameterShare * BAR.longest;
  const segments = row.products.map(({ flops }, i) => {
    const scale = row.flops > 0 ? (row.flopShare * BAR.longest) / row.flops : 0;
    return { x: BAR.left + scale * row.products.slice(0, i).reduce((sum, p) => sum + p.flops, 0), width: scale * flops };
  });
  const flopText = row.products.length > 0 ? percent(row.flopShare) : row.note;
  return (
    <>
      <text x={BAR.left - 6} y="19" fontSize="12.5" textAnchor="end" fill="var(--ink)">{row.label}</text>
      <rect x={BAR.left} y="1" width={parameterWidth} height="12" fill={`url(#${STRIPES})`} stroke="var(--memory)" />
      <text x={BAR.left + parameterWidth + 5} y="11.5" fontSize="12" fill="var(--ink)">{row.parameters > 0 ? percent(row.parameterShare) : row.note}</text>
      {segments.map(({ x, width }, i) => <rect key={i} x={x} y="15" width={width} height="12" fill="var(--compute)" stroke="var(--paper)" strokeWidth={width > 3 ? 1 : 0} />)}
      <text x={BAR.left + row.flopShare * BAR.longest + 5} y="25.5" fontSize="12" fill="var(--ink)">{flopText}</text>
    </>
  );
}

export default function TransformerCounter() {
  const [state, set] = useFigureState(defaults);
  const counted = useMemo(() => count(state), [state]);
  const { config, tokens, parameters, rows, forwardFlops, stepFlops, rules } = counted;
  const model = models.find(({ value }) => value === state.model)?.value ?? defaults.model;
  const steps = [{ label: 'counted', flops: stepFlops }, ...rules];
  const mostFlops = Math.max(...steps.map(({ flops }) => flops));
  const stepsTop = LEGEND + rows.length * ROW + 22;
  const height = stepsTop + steps.length * ROW;
  const summary = summaryOf(counted);
  return (
    <>
      <Controls>
        <Choice label="Model" value={model} onChange={(value) => set({ model: value })} options={models} />
        <Slider label="Sequence length" value={Math.log2(tokens)} min={LENGTH_LOG2.min} max={LENGTH_LOG2.max} format={(log2) => `${whole(2 ** log2)} tokens`} onChange={(log2Tokens) => set({ log2Tokens })} />
        <Toggle label="Skip scores that the causal mask removes" value={state.causal} onChange={(causal) => set({ causal })} />
      </Controls>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} width="100%" style={{ maxWidth: '38rem', display: 'block', margin: '0 auto' }} role="img" aria-label={summary}>
        <defs>
          <pattern id={STRIPES} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" fill="var(--paper)" />
            <rect width="3" height="6" fill="var(--memory)" />
          </pattern>
        </defs>
        <rect x="4" y="3" width="22" height="12" fill={`url(#${STRIPES})`} stroke="var(--memory)" />
        <text x="32" y="13.5" fontSize="12.5" fill="var(--ink)">share of {billions(parameters)} parameters</text>
        <rect x="4" y="21" width="22" height="12" fill="var(--compute)" />
        <text x="32" y="31.5" fontSize="12.5" fill="var(--ink)">share of {flop(forwardFlops)}, forward pass</text>
        {rows.map((row, i) => <g key={row.part} transform={`translate(0 ${LEGEND + i * ROW})`}><Part row={row} /></g>)}
        <line x1="4" x2={WIDTH - 4} y1={stepsTop - 20} y2={stepsTop - 20} stroke="var(--rule)" />
        <text x="4" y={stepsTop - 4} fontSize="12.5" fontWeight="700" fill="var(--ink)">A training step on this sequence</text>
        {steps.map((step, i) => (
          <g key={step.label} transform={`translate(0 ${stepsTop + i * ROW})`}>
            <text x="4" y="14" fontSize="12" fill="var(--ink)">
              {step.label}: {flop(step.flops)}{'error' in step ? `, ${offBy(step.error)}` : ', three forward passes'}
            </text>
            <rect x="4" y="19" width={((WIDTH - 8) * step.flops) / mostFlops} height="9" fill={'error' in step ? 'none' : 'var(--compute)'} stroke="var(--compute)" strokeWidth="1.5" strokeDasharray={'error' in step ? '4 3' : undefined} />
          </g>
        ))}
      </svg>
      <p aria-live="polite">{summary}</p>
      <TextTwin>
        <table>
          <caption>{config.name}, parameters by part</caption>
          <thead><tr><th scope="col">Part</th><th scope="col">Parameters</th><th scope="col">Share</th><th scope="col">Share of forward FLOP</th></tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.part}><th scope="row">{row.label}</th><td>{row.parameters > 0 ? whole(row.parameters) : `0 (${row.note})`}</td><td>{percent(row.parameterShare)}</td><td>{row.products.length > 0 ? percent(row.flopShare) : row.note}</td></tr>
            ))}
            <tr><th scope="row">all</th><td>{whole(parameters)}</td><td>100%</td><td>100%</td></tr>
          </tbody>
        </table>
        <table>
          <caption>Products of a forward pass over {whole(tokens)} tokens{state.causal ? '; of scores and mix, only what the mask keeps is counted' : ''}</caption>
          <thead><tr><th scope="col">Product</th><th scope="col">Shapes</th><th scope="col">FLOP</th><th scope="col">Share</th></tr></thead>
          <tbody>
            {rows.flatMap((row) => row.products.map((product) => (
              <tr key={product.name}><th scope="row">{product.name}</th><td>{product.shape || 'no product'}</td><td>{flop(product.flops)}</td><td>{percent(product.flops / forwardFlops)}</td></tr>
            )))}
          </tbody>
        </table>
        <p>A training step is counted as {flop(stepFlops)}. {rules.map(({ label, flops, error }) => `${label} gives ${flop(flops)}, ${offBy(error)}.`).join(' ')}</p>
      </TextTwin>
    </>
  );
}
