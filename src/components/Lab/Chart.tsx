// A small live line chart of the points that a program shows.

import React, { useEffect, useId, useRef, useState } from 'react';
import { brief, summarize, ticks, type Series } from './outputModel';
import styles from './styles.module.css';

const looks = [
  { colour: 'var(--compute)', dash: undefined },
  { colour: 'var(--communication)', dash: '7 3' },
  { colour: 'var(--memory)', dash: '2 3' },
  { colour: 'var(--registers)', dash: '9 3 2 3' },
];
const height = 230;
const margin = { top: 10, right: 14, bottom: 40, left: 58 };

/** Width of the place in CSS pixels, so that the text of a drawing keeps its size. */
function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(600);
  useEffect(() => {
    if (!ref.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.max(240, Math.round(entry.contentRect.width))));
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}

function extent(values: number[]): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const v of values) {
    low = Math.min(low, v);
    high = Math.max(high, v);
  }
  if (low > high) return [0, 1];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/** Series with the same labels share one chart. */
export function Chart({ series }: { series: Series[] }) {
  const { ref, width } = useWidth();
  const id = useId();
  const all = series.flatMap((s) => s.points);
  const [x0, x1] = extent(all.map((p) => p.x));
  const [low, high] = extent(all.map((p) => p.y));
  const y0 = low - (high - low) * 0.04;
  const y1 = high + (high - low) * 0.04;
  const toX = (x: number) => margin.left + ((x - x0) / (x1 - x0)) * (width - margin.left - margin.right);
  const toY = (y: number) => height - margin.bottom - ((y - y0) / (y1 - y0)) * (height - margin.top - margin.bottom);
  const xLabel = series[0]?.xLabel ?? '';
  const yLabel = series[0]?.yLabel ?? '';
  return (
    <div className={styles.chart} ref={ref}>
      <svg viewBox={`0 0 ${width} ${height}`} width="100%" height={height} role="img" aria-labelledby={id}>
        {ticks(y0, y1, 4).map((y) => (
          <g key={y}>
            <line x1={margin.left} x2={width - margin.right} y1={toY(y)} y2={toY(y)} stroke="var(--rule)" />
            <text x={margin.left - 6} y={toY(y) + 4} textAnchor="end">
              {brief(y)}
            </text>
          </g>
        ))}
        {ticks(x0, x1, Math.max(2, Math.floor(width / 120))).map((x) => (
          <text key={x} x={toX(x)} y={height - margin.bottom + 16} textAnchor="middle">
            {brief(x)}
          </text>
        ))}
        <line x1={margin.left} x2={width - margin.right} y1={height - margin.bottom} y2={height - margin.bottom} stroke="var(--ink-soft)" />
        <text x={(margin.left + width - margin.right) / 2} y={height - 6} textAnchor="middle">
          {xLabel}
        </text>
        {series.map((s, i) => {
          const look = looks[i % looks.length]!;
          const alone = s.points.length === 1 && s.points[0];
          return alone ? (
            <circle key={s.name} cx={toX(alone.x)} cy={toY(alone.y)} r={3} fill={look.colour} />
          ) : (
            <polyline
              key={s.name}
              points={s.points.map((p) => `${toX(p.x).toFixed(1)},${toY(p.y).toFixed(1)}`).join(' ')}
              fill="none"
              stroke={look.colour}
              strokeWidth={2}
              strokeDasharray={look.dash}
              strokeLinejoin="round"
            />
          );
        })}
      </svg>
      {yLabel && <p className={styles.axis}>Vertical: {yLabel}</p>}
      <ul className={styles.legend} id={id}>
        {series.map((s, i) => (
          <li key={s.name}>
            <svg width="28" height="10" aria-hidden="true">
              <line x1="0" x2="28" y1="5" y2="5" stroke={looks[i % looks.length]!.colour} strokeWidth="2" strokeDasharray={looks[i % looks.length]!.dash} />
            </svg>
            {summarize(s)}
          </li>
        ))}
      </ul>
    </div>
  );
}
