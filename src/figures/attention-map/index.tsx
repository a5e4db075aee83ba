// View of the attention map: the triangle of one head's weights, one row of it in words, and a sentence of the reader's own.

import React, { useState } from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider } from '@site/src/components/controls';
import built from '@site/.generated/stills/attention-map.json';
import Own from './Own';
import { mostSeen, rowOf, SENTENCE, showToken, type AttentionMap } from './model';
import type { Still } from './still';

const LEFT = 76;
const TOP = 66;
const SIZE = 258;
const still = built as Still;
const defaults = { model: still.map.modelId, ...still.start, text: SENTENCE };
const clamp = (x: number, most: number) => Math.max(0, Math.min(most, Math.round(x)));
const percent = (weight: number) => `${(100 * weight).toFixed(weight < 0.1 ? 1 : 0)} %`;

function Triangle({ map, layer, head, query, label }: { map: AttentionMap; layer: number; head: number; query: number; label: string }) {
  const T = map.tokens.length;
  const cell = SIZE / T;
  const rows = map.tokens.map((_, q) => rowOf(map, layer, head, q));
  return (
    <svg viewBox={`0 0 340 ${TOP + SIZE + 6}`} width="100%" style={{ maxWidth: '34rem', display: 'block', margin: '0.5rem auto 1rem' }} role="img" aria-label={label}>
      {map.tokens.map((token, t) => (
        <g key={t} fill={t === query ? 'var(--accent)' : 'var(--ink-soft)'} fontSize="13" fontWeight={t === query ? 700 : 400}>
          <text x={LEFT - 6} y={TOP + (t + 0.5) * cell + 4} textAnchor="end">{showToken(token)}</text>
          <text transform={`translate(${LEFT + (t + 0.5) * cell + 4}, ${TOP - 5}) rotate(-90)`}>{showToken(token)}</text>
        </g>
      ))}
      {rows.map((weights, q) =>
        weights.map((weight, k) => (
          <g key={`${q}-${k}`}>
            <rect x={LEFT + k * cell} y={TOP + q * cell} width={cell - 1} height={cell - 1} fill="none" stroke="var(--rule)" strokeWidth="0.5" />
            {/* The area of the square is the weight: size says it as well as shade. */}
            <rect
              x={LEFT + (k + 0.5 - Math.sqrt(weight) / 2) * cell}
              y={TOP + (q + 0.5 - Math.sqrt(weight) / 2) * cell}
              width={Math.sqrt(weight) * (cell - 1)}
              height={Math.sqrt(weight) * (cell - 1)}
              fill="var(--compute)"
            />
          </g>
        )),
      )}
      <rect x={LEFT - 1.5} y={TOP + query * cell - 1.5} width={(query + 1) * cell + 2} height={cell + 2} fill="none" stroke="var(--accent)" strokeWidth="2" />
    </svg>
  );
}

export default function AttentionMapFigure() {
  const [state, set] = useFigureState(defaults);
  const [map, setMap] = useState<AttentionMap>(still.map);
  const chosen = still.models.find(({ id }) => id === state.model) ?? still.models.find(({ id }) => id === still.map.modelId)!;
  const layer = clamp(state.layer, map.layers - 1);
  const head = clamp(state.head, map.heads - 1);
  const query = clamp(state.token, map.tokens.length - 1);
  const row = rowOf(map, layer, head, query);
  const named = (token: number) => `“${showToken(map.tokens[token]!)}”`;
  const top = mostSeen(row, 3).map(({ key, weight }) => `${named(key)} ${percent(weight)}`).join(', ');
  const summary = `Layer ${layer + 1}, head ${head + 1}: token ${query}, ${named(query)}, looks at ${top}.`;
  const numbered = (count: number) => Array.from({ length: count }, (_, i) => ({ value: String(i), label: String(i + 1) }));
  return (
    <>
      <Controls>
        <Choice label="Layer" value={String(layer)} onChange={(value) => set({ layer: Number(value) })} options={numbered(map.layers)} />
        <Choice label="Head" value={String(head)} onChange={(value) => set({ head: Number(value) })} options={numbered(map.heads)} />
        <Slider label="Token that looks" value={query} min={0} max={map.tokens.length - 1} format={(t) => `${t}, ${named(t)}`} onChange={(token) => set({ token })} />
      </Controls>
      <Triangle map={map} layer={layer} head={head} query={query} label={summary} />
      <p aria-live="polite">{summary} Read by {map.modelId}.</p>
      <Controls>
        <Choice
          label="Model to read with"
          value={chosen.id}
          onChange={(model) => set({ model })}
          options={still.models.map(({ id, parameters }) => ({ value: id, label: `${id}, ${parameters.toLocaleString('en-US')} parameters` }))}
        />
      </Controls>
      <Own key={chosen.id} id={chosen.id} bytes={chosen.bytes} text={state.text} onText={(text) => set({ text })} onMap={(next) => { setMap(next); set({ token: next.tokens.length - 1 }); }} />
      <TextTwin>
        <table>
          <caption>Shown: “{map.text}” {summary}</caption>
          <thead><tr><th scope="col">Key</th><th scope="col">Token</th><th scope="col">Weight</th></tr></thead>
          <tbody>{row.map((weight, key) => <tr key={key}><td>{key}</td><td>{showToken(map.tokens[key]!)}</td><td>{weight.toFixed(3)}</td></tr>)}</tbody>
        </table>
      </TextTwin>
    </>
  );
}
