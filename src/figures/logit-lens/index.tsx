// View of logit-lens: a table of positions by depth, one cell in detail, and a text of the reader's own.

import React, { useState } from 'react';
import built from '@site/.generated/stills/logit-lens.json';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls } from '@site/src/components/controls';
import Own from './Own';
import { decidedAt, defaults, depthName, percent, showToken, type Lens, type Reading } from './model';
import type { Still } from './still';
import styles from './styles.module.css';

const still = built as unknown as Still;
const clamp = (x: number, most: number) => Math.max(0, Math.min(most, Math.round(x)));
const bits = (x: number) => `${x.toFixed(2)} bits`;

interface TableProps {
  lens: Lens;
  position: number;
  depth: number;
  onChoose: (position: number, depth: number) => void;
}

function LensTable({ lens, position, depth, onChoose }: TableProps) {
  return (
    <table className={styles.lens}>
      <caption>Likeliest next token, read after each layer</caption>
      <thead>
        <tr>
          <th scope="col">token</th>
          {lens.readings.map((_, d) => <th key={d} scope="col" aria-label={depthName(d)}>{d === 0 ? 'none' : d}</th>)}
        </tr>
      </thead>
      <tbody>
        {lens.tokens.map((token, t) => (
          <tr key={t}>
            <th scope="row">{showToken(token)}</th>
            {lens.readings.map((positions, d) => {
              const [best, probability] = positions[t]!.top[0]!;
              return (
                <td key={d}>
                  <button type="button" className={styles.cell} title={best} aria-pressed={t === position && d === depth} aria-label={`After ${showToken(token)}, ${depthName(d)}: ${showToken(best)}, ${percent(probability)}`} onClick={() => onChoose(t, d)}>
                    <span className={d >= decidedAt(lens, t) ? styles.decided : undefined}>{showToken(best)}</span>
                    <span className={styles.bar} style={{ width: `calc((100% - 4px) * ${probability})` }} />
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Candidates({ reading }: { reading: Reading }) {
  return (
    <ol className={styles.candidates}>
      {reading.top.map(([token, probability], i) => (
        <li key={i}>
          <span className={styles.name}>{showToken(token)}</span>
          <span className={styles.track}><span className={styles.fill} style={{ width: `${100 * probability}%` }} /></span>
          <span>{percent(probability)}</span>
        </li>
      ))}
    </ol>
  );
}

export default function LogitLens() {
  const [state, set] = useFigureState(defaults);
  const [lens, setLens] = useState<Lens>(still.lens);
  const position = clamp(state.position, lens.tokens.length - 1);
  const depth = clamp(state.layer, lens.readings.length - 1);
  const reading = lens.readings[depth]![position]!;
  const chosen = still.models.find(({ id }) => id === state.model) ?? still.models.find(({ id }) => id === still.lens.modelId)!;
  const decided = decidedAt(lens, position);
  const answer = lens.readings.at(-1)![position]!.top[0]!;
  const where = `After “${showToken(lens.tokens[position]!)}”, read ${depth === 0 ? 'from the embedding alone' : `after layer ${depth}`}`;
  const said = `${where}: ${showToken(reading.top[0]![0])} at ${percent(reading.top[0]![1])}; entropy ${bits(reading.bits)}, ${depth === lens.readings.length - 1 ? 'the model’s own prediction' : `${bits(reading.bitsToFinal)} short of the model’s own prediction (KL divergence)`}.`;
  const settled = `The model ends with ${showToken(answer[0])} at ${percent(answer[1])}; that is the first choice from ${depthName(decided)} on.`;
  return (
    <>
      <LensTable lens={lens} position={position} depth={depth} onChoose={(t, d) => set({ position: t, layer: d })} />
      <p aria-live="polite">{said} {settled}</p>
      <Candidates reading={reading} />
      <p className={styles.mark}>Read from {lens.modelId}. Bold: from here on the first choice no longer changes.</p>
      <Controls>
        <Choice
          label="Model"
          value={chosen.id}
          onChange={(model) => set({ model })}
          options={still.models.map(({ id, parameters }) => ({ value: id, label: `${id}, ${parameters.toLocaleString('en-US')} parameters` }))}
        />
      </Controls>
      <Own key={chosen.id} id={chosen.id} bytes={chosen.weightBytes} text={state.text} onText={(text) => set({ text })} onLens={(next) => { setLens(next); set({ position: next.tokens.length - 1, layer: next.readings.length - 1 }); }} />
      <TextTwin>
        <p>{said} {settled}</p>
        <table>
          <caption>After “{showToken(lens.tokens[position]!)}”, by depth</caption>
          <thead><tr><th scope="col">Read after</th><th scope="col">Likeliest</th><th scope="col">Probability</th><th scope="col">Entropy</th><th scope="col">To the end</th></tr></thead>
          <tbody>
            {lens.readings.map((positions, d) => {
              const { top, ...rest } = positions[position]!;
              return <tr key={d}><td>{depthName(d)}</td><td>{showToken(top[0]![0])}</td><td>{percent(top[0]![1])}</td><td>{bits(rest.bits)}</td><td>{bits(rest.bitsToFinal)}</td></tr>;
            })}
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
