// View of quantization-damage: tabulated damage against bits a weight, and a button that computes the chosen setting in the page.

import React, { useRef, useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Button, Choice, Controls, Slider } from '@site/src/components/controls';
import type { LlamaModel } from '@site/src/engine/llama';
import { explainModelError } from '@site/src/llm/explain';
import { bitsPerWeight, cellOf, codeKinds, damaged, defaults, granularities, heldOutIds, lossOf, modelIds, tableOf, type State } from './model';
import table from './table.json';

const PLOT = { x: 46, y: 14, width: 284, height: 196 };
const [FEWEST, MOST] = [2, 9];
/** Powers of ten at the ends of the upward axis. Smaller damage, and luck, lie on the lower end. */
const [LOW, HIGH] = [-4, 1];
const look: Record<string, { colour: string; dash: string; mark: string }> = {
  tensor: { colour: 'var(--accent)', dash: '', mark: '●' },
  row: { colour: 'var(--compute)', dash: '7 3', mark: '■' },
  group: { colour: 'var(--memory)', dash: '2 3', mark: '▲' },
  block: { colour: 'var(--shared-memory)', dash: '', mark: '◆' },
};
const names: Record<string, string> = { symmetric: 'integers, symmetric', affine: 'integers, affine', mxfp8: 'MXFP8', mxfp6: 'MXFP6', mxfp4: 'MXFP4', nvfp4: 'NVFP4' };
const nats = (x: number) => (Math.abs(x) < 0.00005 ? '0.0000' : x < 0.01 ? x.toFixed(4) : x.toPrecision(3));
const isInteger = (codes: string) => codes === 'symmetric' || codes === 'affine';
const settingText = (s: State) => (isInteger(s.codes) ? `${s.bits} bits, ${s.codes}, one scale for each ${s.granularity === 'group' ? '32 weights' : s.granularity}${s.clip === 'mse' ? ', range by least squared error' : ''}` : names[s.codes]!);

interface Result {
  setting: string;
  bits: number;
  damage: number;
  loss: number;
}
type Progress = { kind: 'idle' } | { kind: 'asking'; bytes: number; reason: string; answer: (agreed: boolean) => void } | { kind: 'loading'; share: number } | { kind: 'computing'; done: number; of: number } | { kind: 'failed'; why: string };
interface Loaded {
  model: LlamaModel;
  documents: number[][];
  loss: number | undefined;
}
const breathe = () => new Promise<void>((resolve) => setTimeout(resolve));

/** Loads weights once for each model, computes losses, and can be stopped between two documents. */
function useComputation() {
  const baseUrl = useBaseUrl('/models');
  const loaded = useRef(new Map<string, Loaded>());
  const abort = useRef<AbortController>(null);
  const [progress, setProgress] = useState<Progress>({ kind: 'idle' });
  const [result, setResult] = useState<Result>();

  async function get(id: string, signal: AbortSignal): Promise<Loaded> {
    const known = loaded.current.get(id);
    if (known) return known;
    setProgress({ kind: 'loading', share: 0 });
    const { loadWeights } = await import('@site/src/llm');
    const { model, tokenizer } = await loadWeights(id, {
      baseUrl,
      signal,
      onProgress: (p) => setProgress({ kind: 'loading', share: p.totalBytes === 0 ? 0 : p.loadedBytes / p.totalBytes }),
      askConsent: ({ bytes, reason }) => new Promise((answer) => setProgress({ kind: 'asking', bytes, reason, answer })),
    });
    const fresh = { model, documents: heldOutIds(tokenizer, model.config.contextLength), loss: undefined };
    loaded.current.set(id, fresh);
    return fresh;
  }
  async function compute(state: State) {
    const { signal } = (abort.current = new AbortController());
    try {
      const found = await get(state.model, signal);
      const of = found.documents.length * (found.loss === undefined ? 2 : 1);
      let done = 0;
      const between = async () => {
        setProgress({ kind: 'computing', done: ++done, of });
        await breathe();
        signal.throwIfAborted();
      };
      setProgress({ kind: 'computing', done, of });
      await breathe();
      found.loss ??= await lossOf(found.model, found.documents, between);
      const loss = await lossOf(damaged(found.model, state), found.documents, between);
      setResult({ setting: settingText(state), bits: bitsPerWeight(found.model, state), damage: loss - found.loss, loss });
      setProgress({ kind: 'idle' });
    } catch (error) {
      setProgress(signal.aborted ? { kind: 'idle' } : { kind: 'failed', why: explainModelError(error) });
    }
  }
  return { progress, result, compute, stop: () => abort.current?.abort(), forget: () => setResult(undefined) };
}

export default function QuantizationDamage() {
  const [state, setState] = useFigureState(defaults);
  const { progress, result, compute, stop, forget } = useComputation();
  const set = (change: Partial<State>) => {
    forget();
    setState(change);
  };
  const model = tableOf(table, state.model);
  const cell = state.clip === 'absmax' && state.codes !== 'affine' ? cellOf(model, state) : undefined;
  const x = (bits: number) => PLOT.x + (PLOT.width * (Math.min(MOST, bits) - FEWEST)) / (MOST - FEWEST);
  const y = (damage: number) => PLOT.y + (PLOT.height * (HIGH - Math.min(HIGH, Math.max(LOW, Math.log10(Math.max(damage, 1e-9)))))) / (HIGH - LOW);
  const busy = progress.kind === 'loading' || progress.kind === 'computing';
  const setting = settingText(state);
  const summary = result
    ? `Computed here: ${result.setting} takes ${result.bits.toFixed(2)} bits a weight and costs ${nats(result.damage)} nats a token; the loss is ${result.loss.toFixed(4)}.`
    : cell
      ? `${model.id}: ${setting} takes ${cell.bitsPerWeight.toFixed(2)} bits a weight and costs ${nats(cell.damageNats)} nats a token on top of ${model.lossNats.toFixed(4)}.`
      : `${model.id}, ${setting}: not in the table. Compute it.`;
  return (
    <>
      <Controls>
        <Choice label="Model" value={state.model} onChange={(id) => set({ model: id })} options={modelIds.map((id) => ({ value: id as string, label: id }))} />
        <Choice label="Codes" value={state.codes} onChange={(codes) => set({ codes })} options={codeKinds.map((id) => ({ value: id as string, label: names[id]! }))} />
        {isInteger(state.codes) && <Slider label="Bits" value={state.bits} min={2} max={8} onChange={(bits) => set({ bits })} />}
        {isInteger(state.codes) && <Choice label="One scale for each" value={state.granularity} onChange={(granularity) => set({ granularity })} options={granularities} />}
        {isInteger(state.codes) && <Choice label="Range" value={state.clip} onChange={(clip) => set({ clip })} options={[{ value: 'absmax', label: 'all values' }, { value: 'mse', label: 'least squared error' }]} />}
        {busy ? <Button onClick={stop}>Stop</Button> : <Button primary onClick={() => void compute(state)}>Compute it here</Button>}
      </Controls>
      <p role="status" style={{ minHeight: '1.5em' }}>
        {progress.kind === 'loading' && `Loading the weights: ${Math.round(100 * progress.share)}%`}
        {progress.kind === 'computing' && `Running the model on document ${Math.min(progress.of, progress.done + 1)} of ${progress.of}`}
        {progress.kind === 'asking' && `The weights are ${(progress.bytes / 1e6).toFixed(1)} MB (${progress.reason}).`}
        {progress.kind === 'failed' && progress.why}
      </p>
      {progress.kind === 'asking' && (
        <Controls>
          <Button primary onClick={() => progress.answer(true)}>Download them</Button>
          <Button onClick={() => progress.answer(false)}>Not now</Button>
        </Controls>
      )}
      <svg viewBox="0 0 340 256" width="100%" style={{ maxWidth: '40rem', display: 'block', margin: '0 auto' }} role="img" aria-label={summary}>
        {[1, 0, -1, -2, -3, -4].map((e) => (
          <g key={e}>
            <line x1={PLOT.x} x2={PLOT.x + PLOT.width} y1={y(10 ** e)} y2={y(10 ** e)} stroke="var(--rule)" strokeWidth="0.7" />
            <text x={PLOT.x - 5} y={y(10 ** e) + 4} fontSize="13" textAnchor="end" fill="var(--ink-soft)">{e === LOW ? '≤.0001' : e === -3 ? '.001' : e === -2 ? '.01' : e === -1 ? '.1' : 10 ** e}</text>
          </g>
        ))}
        {[2, 3, 4, 5, 6, 7, 8, 9].map((bits) => <text key={bits} x={x(bits)} y={PLOT.y + PLOT.height + 17} fontSize="13" textAnchor="middle" fill="var(--ink-soft)">{bits}</text>)}
        <text x={PLOT.x + PLOT.width / 2} y={PLOT.y + PLOT.height + 36} fontSize="13" textAnchor="middle" fill="var(--ink)">bits a weight; upwards: nats a token lost</text>
        {granularities.map(({ value }) => {
          const line = model.cells.filter((c) => c.granularity === value);
          return (
            <g key={value}>
              <polyline points={line.map((c) => `${x(c.bitsPerWeight)},${y(c.damageNats)}`).join(' ')} fill="none" stroke={look[value]!.colour} strokeWidth="1.8" strokeDasharray={look[value]!.dash} />
              {line.map((c) => <text key={c.bits} x={x(c.bitsPerWeight)} y={y(c.damageNats) + 4} fontSize="12" textAnchor="middle" style={{ fill: look[value]!.colour }}>{look[value]!.mark}</text>)}
            </g>
          );
        })}
        {model.cells.filter((c) => c.granularity === 'block').map((c) => <text key={c.codes} x={x(c.bitsPerWeight)} y={y(c.damageNats) + 4} fontSize="14" textAnchor="middle" style={{ fill: look.block!.colour }}>◆</text>)}
        {!result && cell && <circle cx={x(cell.bitsPerWeight)} cy={y(cell.damageNats)} r="9" fill="none" stroke="var(--ink)" strokeWidth="1.8" />}
        {result && <g stroke="var(--ink)" strokeWidth="2" fill="none"><circle cx={x(result.bits)} cy={y(result.damage)} r="9" /><circle cx={x(result.bits)} cy={y(result.damage)} r="2.5" fill="var(--ink)" /></g>}
      </svg>
      <p style={{ display: 'flex', flexWrap: 'wrap', gap: '0.2rem 1rem', justifyContent: 'center', fontFamily: 'var(--sans)', fontSize: '0.9rem' }}>
        {[...granularities, { value: 'block', label: 'MX and NV blocks' }].map(({ value, label }) => (
          <span key={value}>
            <span aria-hidden style={{ color: look[value]!.colour }}>{look[value]!.mark}</span> {value === 'block' ? label : `one scale for each ${label}`}
          </span>
        ))}
      </p>
      <p aria-live="polite">{summary}</p>
      <TextTwin>
        <table>
          <caption>{model.id}: damage in nats a token on {model.tokens.toLocaleString('en-US')} held-out tokens (loss as shipped: {model.lossNats.toFixed(4)})</caption>
          <thead><tr><th scope="col">Codes</th><th scope="col">One scale for each</th><th scope="col">Bits a weight</th><th scope="col">Damage</th></tr></thead>
          <tbody>
            {model.cells.map((c) => (
              <tr key={`${c.codes}-${c.bits}-${c.granularity}`}><th scope="row">{isInteger(c.codes) ? `${c.bits} bits` : names[c.codes]}</th><td>{c.granularity === 'group' ? '32 weights' : c.granularity}</td><td>{c.bitsPerWeight.toFixed(3)}</td><td>{nats(c.damageNats)}</td></tr>
            ))}
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
