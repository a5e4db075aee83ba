// View of sampling-knobs: one row a token, one column a stage, and the draws.

import React, { useMemo } from 'react';
import built from '@site/.generated/stills/sampling-knobs.json';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider } from '@site/src/components/controls';
import { defaults, entropyBits, knobs, outcome, percent, STAGES, visible, type Outcome, type Still } from './model';

const still = built as Still;
const WIDTH = 328;
const LEFT = 74;
const COLUMN = 51;
const BAR = 45;
const TOP = 24;
const ROW = 27;

function Stages({ of, label }: { of: Outcome; label: string }) {
  const longest = Math.max(...of.rows.flatMap(({ stages }) => stages));
  const most = Math.max(1, ...of.rows.map(({ drawn }) => drawn));
  return (
    <svg viewBox={`0 0 ${WIDTH} ${TOP + of.rows.length * ROW + 4}`} width="100%" style={{ maxWidth: '40rem', display: 'block', margin: '0.5rem auto' }} role="img" aria-label={label}>
      {[...STAGES, 'drawn'].map((name, i) => <text key={name} x={LEFT + i * COLUMN} y="14" fontSize="12" fill="var(--ink-soft)">{name === 'temperature' ? 'temp.' : name}</text>)}
      {of.rows.map(({ id, token, stages, drawn }, row) => (
        <g key={id} transform={`translate(0 ${TOP + row * ROW})`}>
          <text x={LEFT - 6} y="15" fontSize="13" textAnchor="end" fill="var(--ink)" fontWeight={stages[3] > 0 ? 600 : 400}>{visible(token)}</text>
          {stages.map((p, i) => (
            <g key={i} transform={`translate(${LEFT + i * COLUMN} 0)`}>
              <text y="11" fontSize="12" fill={p > 0 ? 'var(--ink)' : 'var(--ink-soft)'}>{p > 0 ? percent(p) : 'out'}</text>
              {p > 0 && <rect y="15" width={Math.max(0.7, (p / longest) * BAR)} height="7" fill={i === 0 ? 'none' : 'var(--compute)'} stroke={i === 0 ? 'var(--ink)' : 'none'} />}
            </g>
          ))}
          <g transform={`translate(${LEFT + 4 * COLUMN} 0)`}>
            <text y="11" fontSize="12" fill="var(--ink)">{drawn > 0 ? `${drawn}×` : ''}</text>
            <rect y="15" width={(drawn / most) * BAR} height="7" fill="var(--communication)" />
          </g>
        </g>
      ))}
    </svg>
  );
}

export default function SamplingKnobs() {
  const [state, set] = useFigureState(defaults);
  const index = Math.max(0, Math.min(still.prompts.length - 1, Math.round(state.prompt)));
  const { text, logits } = still.prompts[index]!;
  const result = useMemo(() => outcome(logits, still.tokens, state), [logits, state]);
  const { temperature, topK, topP } = knobs(state);
  const place = text === '' ? 'At the beginning of a text' : `After “${text}”`;
  const first = result.rows[0]!;
  const scaled = result.left[3]! === 1 ? `Only ${visible(first.token)} can be drawn.` : `The tokens left had ${percent(result.keptMass)} together after temperature, and each is divided by that: ${visible(first.token)} goes from ${percent(first.stages[1])} to ${percent(first.stages[3])}.`;
  const said = `${place}: ${result.left[3]} of ${still.tokens.length} tokens can be drawn. ${scaled} Entropy ${result.bits[0]!.toFixed(2)} bits in the model, ${result.bits[3]!.toFixed(2)} after the knobs.`;
  const drawn = `Of ${state.draws} draws, ${result.rows.reduce((sum, row) => sum + row.drawn, 0)} are in the picture. The first: ${result.firstDraws.map(visible).join(' · ') || 'none'}.`;
  return (
    <>
      <Controls>
        <Choice
          label="Prompt, surest first"
          value={String(index)}
          onChange={(value) => set({ prompt: Number(value) })}
          options={still.prompts.map((prompt, i) => ({ value: String(i), label: `${entropyBits(prompt.logits).toFixed(2)} bits: ${prompt.text === '' ? '(nothing)' : prompt.text}` }))}
        />
        <Slider label="Temperature" value={temperature} min={0} max={3} step={0.1} format={(t) => (t === 0 ? '0 (greedy)' : t.toFixed(1))} onChange={(next) => set({ temperature: next })} />
        <Slider label="Top-k" value={topK} min={0} max={40} format={(k) => (k === 0 ? 'off' : `${k} tokens`)} onChange={(next) => set({ topK: next })} />
        <Slider label="Top-p" value={topP} min={0.05} max={1} step={0.05} format={(p) => (p >= 1 ? 'off' : p.toFixed(2))} onChange={(next) => set({ topP: next })} />
        <Slider label="Draws" value={state.draws} min={0} max={400} step={20} onChange={(draws) => set({ draws })} />
        <Slider label="Seed" value={state.seed} min={0} max={99} onChange={(seed) => set({ seed })} />
      </Controls>
      <Stages of={result} label={said} />
      <p aria-live="polite">{said}</p>
      <p>{drawn}</p>
      <TextTwin>
        <table>
          <caption>{said} Tokens left after each stage: {result.left.join(', ')}.</caption>
          <thead><tr><th scope="col">Token</th>{STAGES.map((name) => <th key={name} scope="col">{name}</th>)}<th scope="col">Drawn</th></tr></thead>
          <tbody>{result.rows.map(({ id, token, stages, drawn: count }) => <tr key={id}><td>{visible(token)}</td>{stages.map((p, i) => <td key={i}>{p > 0 ? percent(p) : 'out'}</td>)}<td>{count}</td></tr>)}</tbody>
        </table>
      </TextTwin>
    </>
  );
}
