// View of attention by hand: the square of weights, and the chosen row worked out below it.

import React from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider, Toggle } from '@site/src/components/controls';
import { attend, defaults, HEAD_SIZE, VALUES } from './model';

const CELL = { width: 76, height: 46 };
const LEFT = 104;
const TOP = 30;
const short = (x: number) => String(Number(x.toFixed(2))).replace('-', '−');

export default function AttentionByHand() {
  const [state, set] = useFigureState(defaults);
  const query = Math.max(0, Math.min(2, Math.round(state.query)));
  const { pairs, outputs } = attend(state);
  const row = pairs[query]!;
  const weights = row.map((pair) => pair.weight.toFixed(3));
  const output = outputs[query]!.slice(0, 2).map((x) => x.toFixed(3)).join(', ');
  const summary = `Token ${query} gives the weights ${weights.join(', ')} to keys 0, 1 and 2. Its output begins (${output}).`;
  return (
    <>
      <Controls>
        <Choice label="Row worked out" value={String(query)} onChange={(value) => set({ query: Number(value) })} options={['0', '1', '2'].map((value) => ({ value, label: `token ${value}` }))} />
        <Slider label="Queries times" value={state.stretch} min={0.5} max={5} step={0.5} onChange={(stretch) => set({ stretch })} />
        <Toggle label="Causal mask" value={state.masked} onChange={(masked) => set({ masked })} />
        <Toggle label="Divide by √D" value={state.scaled} onChange={(scaled) => set({ scaled })} />
      </Controls>
      <svg viewBox="0 0 340 176" width="100%" style={{ maxWidth: '34rem', display: 'block', margin: '0.5rem auto 1rem' }} role="img" aria-label={summary}>
        <defs>
          <pattern id="attention-by-hand-hidden" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line x1="0" y1="0" x2="0" y2="6" stroke="var(--idle)" />
          </pattern>
        </defs>
        {[0, 1, 2].map((key) => (
          <text key={key} x={LEFT + key * CELL.width + CELL.width / 2} y={TOP - 9} fontSize="13" textAnchor="middle" fill="var(--ink-soft)">key {key}</text>
        ))}
        {pairs.map((cells, q) => (
          <g key={q}>
            <text x={LEFT - 10} y={TOP + q * CELL.height + CELL.height / 2 + 4} fontSize="13" textAnchor="end" fill="var(--ink)" fontWeight={q === query ? 700 : 400}>token {q} looks</text>
            {cells.map((pair, k) => {
              const [x, y] = [LEFT + k * CELL.width, TOP + q * CELL.height];
              return (
                <g key={k}>
                  <rect x={x} y={y} width={CELL.width - 3} height={CELL.height - 3} fill={pair.visible ? 'none' : 'url(#attention-by-hand-hidden)'} stroke="var(--rule)" />
                  {pair.visible && <rect x={x} y={y + (CELL.height - 3) * (1 - pair.weight)} width={CELL.width - 3} height={(CELL.height - 3) * pair.weight} fill="var(--compute)" fillOpacity="0.35" />}
                  <text x={x + CELL.width / 2 - 2} y={y + CELL.height / 2 + 3} fontSize="14" textAnchor="middle" fill="var(--ink)">{pair.visible ? pair.weight.toFixed(3) : 'hidden'}</text>
                </g>
              );
            })}
            {q === query && <rect x={LEFT - 2} y={TOP + q * CELL.height - 2} width={3 * CELL.width + 1} height={CELL.height + 1} fill="none" stroke="var(--accent)" strokeWidth="2" />}
          </g>
        ))}
      </svg>
      <p aria-live="polite">
        Scores {row.map((pair) => (pair.visible ? short(pair.dot) : '−∞')).join(', ')}
        {state.scaled && <>; over √{HEAD_SIZE}: {row.map((pair) => (pair.visible ? short(pair.score) : '−∞')).join(', ')}</>}. {summary}
      </p>
      <TextTwin>
        <table>
          <thead><tr><th scope="col">Token</th><th scope="col">Key</th><th scope="col">Dot product</th><th scope="col">Score</th><th scope="col">Weight</th><th scope="col">Value</th></tr></thead>
          <tbody>
            {pairs.flatMap((cells, q) => cells.map((pair, k) => (
              <tr key={`${q}-${k}`}><td>{q}</td><td>{k}</td><td>{short(pair.dot)}</td><td>{pair.visible ? short(pair.score) : 'hidden'}</td><td>{pair.weight.toFixed(3)}</td><td>({VALUES[k]!.join(', ')})</td></tr>
            )))}
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
