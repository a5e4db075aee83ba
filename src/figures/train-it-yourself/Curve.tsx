// The loss against tokens seen, between the three levels that mean something.

import React from 'react';
import { CHART, chartOf, nats, tokensSeen, type Levels } from './model';
import type { RunRecord } from './run';
import { GUESS_STEPS, type Settings } from './settings';

interface Props {
  record: RunRecord | undefined;
  settings: Settings;
  levels: Levels;
  vocabularySize: number;
  /** Drawn where it was guessed. */
  guess: number | undefined;
  label: string;
}

const { width, height, left, right, top, bottom } = CHART;

function Level({ y, text, dash, below = false }: { y: number; text: string; dash: string; below?: boolean }) {
  return (
    <>
      <line x1={left} x2={right} y1={y} y2={y} stroke="var(--ink-soft)" strokeWidth="1" strokeDasharray={dash} />
      <text x={right} y={below ? y + 13 : y - 4} fontSize="12.5" textAnchor="end">
        {text}
      </text>
    </>
  );
}

export default function Curve({ record, settings, levels, vocabularySize, guess, label }: Props) {
  const chart = chartOf(record, settings);
  const guessAt = chart.x(tokensSeen(GUESS_STEPS, settings));
  const latest = record?.measurements.at(-1);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width="100%" style={{ maxWidth: '38rem', margin: '0.5rem auto' }} role="img" aria-label={label}>
      {chart.yTicks.map((tick) => (
        <g key={tick.label}>
          <line x1={left} x2={right} y1={tick.at} y2={tick.at} stroke="var(--rule)" strokeWidth="0.75" />
          <text x={left - 6} y={tick.at + 4} fontSize="12.5" textAnchor="end">{tick.label}</text>
        </g>
      ))}
      {chart.xTicks.map((tick) => (
        <g key={tick.label}>
          <line x1={tick.at} x2={tick.at} y1={bottom} y2={bottom + 4} stroke="var(--ink)" strokeWidth="0.75" />
          <text x={tick.at} y={bottom + 17} fontSize="12.5" textAnchor="middle">{tick.label}</text>
        </g>
      ))}
      <line x1={left} x2={right} y1={bottom} y2={bottom} stroke="var(--ink)" strokeWidth="0.75" />
      <text x={left - 30} y={10} fontSize="12.5">loss, nats a token</text>
      <text x={right} y={height - 4} fontSize="12.5" textAnchor="end">tokens seen (each factor of ten the same width)</text>
      <Level y={chart.y(levels.uniformNats)} dash="2 3" text={`uniform guess: ln ${vocabularySize} = ${nats(levels.uniformNats)}`} />
      <Level y={chart.y(levels.frequencyNats)} dash="6 3" text={`frequencies only: ${nats(levels.frequencyNats)}`} />
      <Level y={chart.y(levels.floorNats)} dash="9 2 2 2" text={`floor: ${nats(levels.floorNats)}`} below={false} />
      <polyline points={chart.train} fill="none" stroke="var(--communication)" strokeWidth="1" strokeDasharray="3 1.5" />
      <polyline points={chart.heldOut} fill="none" stroke="var(--compute)" strokeWidth="2.25" strokeLinejoin="round" />
      {latest && <circle cx={chart.x(tokensSeen(latest.step, settings))} cy={chart.y(latest.heldOutNats)} r="3" fill="var(--compute)" />}
      {guess !== undefined && (
        <g>
          <path d={`M${guessAt - 5} ${chart.y(guess)}h10M${guessAt} ${chart.y(guess) - 5}v10`} stroke="var(--accent)" strokeWidth="2" />
          <text x={guessAt + 8} y={chart.y(guess) + 4} fontSize="12.5" style={{ fill: 'var(--accent)' }}>your guess</text>
        </g>
      )}
      <g transform={`translate(${left + 6} ${top + (bottom - top) * 0.62})`}>
        <line x1="0" x2="22" y1="-4" y2="-4" stroke="var(--compute)" strokeWidth="2.25" />
        <text x="27" y="0" fontSize="12.5">held-out stories</text>
        <line x1="0" x2="22" y1="12" y2="12" stroke="var(--communication)" strokeWidth="1" strokeDasharray="3 1.5" />
        <text x="27" y="16" fontSize="12.5">the steps’ own</text>
      </g>
    </svg>
  );
}
