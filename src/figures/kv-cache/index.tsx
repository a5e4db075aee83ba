// View of kv-cache: a grid of layers by tokens that fills step by step, one key in numbers, and sizes beside published models.

import React from 'react';
import built from '@site/.generated/stills/kv-cache.json';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider, Stepper } from '@site/src/components/controls';
import { byteText, cacheSize, defaults, growth, numberFormats, publishedShapes, sharings, showToken, type CacheSize, type Growth, type Still } from './model';
import styles from './styles.module.css';

const still = built as Still;
const WIDTH = 328;
const LEFT = 50;
const RIGHT = 54;
const TOP = 14;
const CELL = (WIDTH - LEFT - RIGHT) / still.tokens.length;
const ROW = 22;
const clamp = (x: number, most: number) => Math.max(0, Math.min(most, Math.round(x)));

interface GridProps {
  size: CacheSize;
  grown: Growth;
  layer: number | undefined;
  token: number;
  label: string;
}

function Grid({ size, grown, layer, token, label }: GridProps) {
  const bottom = TOP + size.layerCount * ROW;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${bottom + 66}`} width="100%" className={styles.grid} role="img" aria-label={label}>
      <text x={WIDTH - 4} y={TOP - 3} fontSize="12" textAnchor="end" fill="var(--ink-soft)">bytes</text>
      {Array.from({ length: size.layerCount }, (_, row) => (
        <g key={row} transform={`translate(0 ${TOP + row * ROW})`}>
          <text x={LEFT - 6} y="15" fontSize="12.5" textAnchor="end" fill="var(--ink)">layer {row + 1}</text>
          {still.tokens.map((_, t) => (
            <Cell key={t} x={LEFT + t * CELL} state={t >= grown.tokenCount ? 'empty' : t >= grown.before ? 'new' : 'kept'} />
          ))}
          <text x={WIDTH - 4} y="15" fontSize="12" textAnchor="end" fill="var(--ink)">{byteText(size.bytesPerLayer)}</text>
        </g>
      ))}
      {layer !== undefined && token < grown.tokenCount && <rect x={LEFT + token * CELL - 1} y={TOP + layer * ROW + 0.5} width={CELL} height={ROW - 2} fill="none" stroke="var(--accent)" strokeWidth="2" />}
      {still.tokens.map((text, t) => (
        <text key={t} transform={`translate(${LEFT + (t + 0.5) * CELL + 4} ${bottom + 4}) rotate(-90)`} textAnchor="end" fontSize="12" fontWeight={t === token ? 700 : 400} fill={t < grown.tokenCount ? 'var(--ink)' : 'var(--ink-soft)'} opacity={t < grown.tokenCount ? 1 : 0.6}>
          {showToken(text)}
        </text>
      ))}
    </svg>
  );
}

/** Kept: filled. Computed in this step: filled with a bar across. Still to come: an outline. */
function Cell({ x, state }: { x: number; state: 'empty' | 'new' | 'kept' }) {
  return (
    <>
      <rect x={x} y="2" width={CELL - 2} height={ROW - 5} fill={state === 'empty' ? 'none' : state === 'new' ? 'var(--compute)' : 'var(--memory)'} stroke="var(--rule)" />
      {state === 'new' && <rect x={x} y={ROW / 2 - 2} width={CELL - 2} height="3" fill="var(--paper)" />}
    </>
  );
}

export default function KvCache() {
  const [state, set] = useFigureState(defaults);
  const shape = still.models.find(({ name }) => name === state.model) ?? still.models[0]!;
  const bytesPerNumber = Number(state.bytes);
  const grown = growth(still, state.step);
  const of = (each: typeof shape) => cacheSize(each, grown.tokenCount, state.sharing, bytesPerNumber);
  const size = of(shape);
  const token = clamp(state.token, grown.tokenCount - 1);
  const layer = clamp(state.layer, shape.layerCount - 1);
  const key = shape.name === still.keysOf ? still.keys[layer]?.[token] : undefined;
  const step = grown.tokenCount - still.promptLength;
  const named = (t: number) => `“${showToken(still.tokens[t]!)}”`;
  const what = step === 0 ? `The prefill computes keys and values of ${grown.tokenCount} tokens at once.` : `Step ${step} computes keys and values of one token, ${named(grown.tokenCount - 1)}, and reads those of ${grown.before}.`;
  const total = `The cache holds 2 · ${size.layerCount} layers · ${size.keyHeadCount} key heads · ${size.headSize} numbers · ${bytesPerNumber} bytes · ${grown.tokenCount} tokens = ${byteText(size.bytes)}.`;
  const columns = `Columns computed so far: ${grown.computed}. Without a cache, each step from the start: ${grown.computedWithout}.`;
  return (
    <>
      <Controls>
        <Choice label="Model" value={shape.name} onChange={(model) => set({ model })} options={still.models.map(({ name }) => ({ value: name, label: name }))} />
        <Choice label="Key heads" value={state.sharing} onChange={(sharing) => set({ sharing })} options={sharings} />
        <Choice label="Each number" value={state.bytes} onChange={(bytes) => set({ bytes })} options={numberFormats} />
      </Controls>
      <Stepper label="Step" step={step} steps={grown.lastStep + 1} onChange={(next) => set({ step: next })} />
      <p className={styles.legend}>
        <span><i className={styles.new} aria-hidden="true" /> computed in this step</span> <span><i className={styles.kept} aria-hidden="true" /> kept</span> <span><i className={styles.empty} aria-hidden="true" /> to come</span>
      </p>
      <Grid size={size} grown={grown} layer={key && layer} token={token} label={`${what} ${total}`} />
      <p aria-live="polite">{what} {total} {columns}</p>
      <Controls>
        <Slider label="Look at token" value={token} min={0} max={grown.tokenCount - 1} format={(t) => `${t}, ${named(t)}`} onChange={(next) => set({ token: next })} />
        <Slider label="in layer" value={layer + 1} min={1} max={shape.layerCount} onChange={(next) => set({ layer: next - 1 })} />
      </Controls>
      <p aria-live="polite">
        {key
          ? `Its key in head 1 of layer ${layer + 1} begins ${key.map((x) => x.toFixed(2).replace('-', '−')).join(', ')}. It was written in step ${Math.max(0, token + 1 - still.promptLength)}. Step on: it does not change.`
          : `Keys are shown for ${still.keysOf}, which wrote this text.`}
      </p>
      <p>The same rules at published sizes, after {grown.tokenCount} tokens and with the context full:</p>
      <div className={styles.scroll} role="region" aria-label="Sizes of caches" tabIndex={0}>
        <table>
          <thead>
            <tr><th scope="col">Model</th><th scope="col">Layers × key heads × size</th><th scope="col">A token</th><th scope="col">{grown.tokenCount} tokens</th><th scope="col">Full context</th></tr>
          </thead>
          <tbody>
            {[size, ...publishedShapes.map(of)].map((row) => (
              <tr key={row.name}>
                <th scope="row">{row.name}</th>
                <td>{row.layerCount} × {row.keyHeadCount} × {row.headSize}</td>
                <td>{byteText(row.bytesPerToken)}</td>
                <td>{byteText(row.bytes)}</td>
                <td>{byteText(row.fullContextBytes)} at {row.contextLength.toLocaleString('en-US')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <TextTwin>
        <p>{shape.name}: {what} {total} {columns}</p>
        <p>In each of the {size.layerCount} layers that is {byteText(size.bytesPerLayer)}; a full context of {size.contextLength} tokens takes {byteText(size.fullContextBytes)}.</p>
      </TextTwin>
    </>
  );
}
