// The likeliest next tokens: the model's probability outlined, what the knobs make of it filled.

import React from 'react';
import { percent, visible, type Distribution } from './model';

const ROW = 27;
const LEFT = 92;
const LENGTH = 190;

export default function Bars({ of, label }: { of: Distribution; label: string }) {
  const longest = Math.max(...of.bars.map((bar) => Math.max(bar.before, bar.after)));
  const x = (p: number) => (p / longest) * LENGTH;
  const height = of.bars.length * ROW + 26;
  return (
    <svg viewBox={`0 0 360 ${height}`} width="100%" style={{ maxWidth: '36rem', margin: '0 auto' }} role="img" aria-label={label}>
      <rect x={LEFT} y="4" width="14" height="8" fill="none" stroke="var(--ink)" />
      <text x={LEFT + 19} y="13" fontSize="12.5">the model</text>
      <rect x={LEFT + 96} y="4" width="14" height="8" fill="var(--compute)" />
      <text x={LEFT + 115} y="13" fontSize="12.5">after the knobs</text>
      {of.bars.map((bar, i) => {
        const y = 22 + i * ROW;
        return (
          <g key={bar.id}>
            <text x={LEFT - 6} y={y + 15} fontSize="13" textAnchor="end" fontWeight={bar.after > 0 ? 600 : 400}>{visible(bar.text)}</text>
            <rect x={LEFT} y={y + 2} width={Math.max(0.5, x(bar.before))} height={8} fill="none" stroke="var(--ink)" />
            <rect x={LEFT} y={y + 12} width={x(bar.after)} height={8} fill="var(--compute)" />
            <text x={LEFT + Math.max(x(bar.before), x(bar.after)) + 5} y={y + 15} fontSize="12.5">{bar.after > 0 ? percent(bar.after) : 'cut off'}</text>
          </g>
        );
      })}
    </svg>
  );
}
