// View of operation-mix: for each kind of operation three bars, its share of the arithmetic, of the bytes and of the time.

import React from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider, Toggle } from '@site/src/components/controls';
import { deviceIds, devices } from '@site/src/gpu/devices';
import { defaults, operationShares, type Shares } from './model';

const LEFT = 92;
const WIDTH = 190;
const measures = [
  { id: 'flopShare', label: 'FLOP', colour: 'var(--compute)' },
  { id: 'byteShare', label: 'bytes', colour: 'var(--memory)' },
  { id: 'timeShare', label: 'time', colour: 'var(--accent)' },
] as const satisfies { id: keyof Shares; label: string; colour: string }[];
const percent = (x: number) => (x < 0.0995 ? `${Number((100 * x).toPrecision(2))}%` : x < 0.985 || x === 1 ? `${Math.round(100 * x)}%` : `${(100 * x).toFixed(1)}%`);
const seconds = (s: number) => (s >= 1e-3 ? `${Number((s * 1e3).toPrecision(3))} ms` : `${Number((s * 1e6).toPrecision(3))} µs`);
const big = (x: number) => (x >= 1e9 ? `${Number((x / 1e9).toPrecision(3))} billion` : `${Number((x / 1e6).toPrecision(3))} million`);

export default function OperationMix() {
  const [state, set] = useFigureState(defaults);
  const { device, items, flops, bytes, seconds: total, operations, flopPerS, peak } = operationShares(state);
  const row = 56;
  const summary = `${operations} operations, ${big(flops)} FLOP and ${big(bytes)} bytes take at least ${seconds(total)}: ${percent(flopPerS / peak)} of the peak of ${device.name}.`;
  return (
    <>
      <Controls>
        <Choice label="Network" value={state.network} onChange={(network) => set({ network })} options={[{ value: 'resnet18', label: 'ResNet-18, 224 × 224' }, { value: 'lenet5', label: 'LeNet-5, 28 × 28' }]} />
        <Choice label="Device" value={state.device} onChange={(value) => set({ device: value })} options={deviceIds.map((id) => ({ value: id, label: devices[id].name }))} />
        <Choice label="Element" value={state.bytes} onChange={(value) => set({ bytes: value })} options={[{ value: '2', label: '2 bytes (bf16)' }, { value: '4', label: '4 bytes (fp32)' }]} />
        <Slider label="Pictures in a batch" value={state.batch} min={0} max={9} format={(e) => `${2 ** e}`} onChange={(batch) => set({ batch })} />
        <Toggle label="Epilogues fused" value={state.fused} onChange={(fused) => set({ fused })} />
      </Controls>
      <svg viewBox={`0 0 340 ${items.length * row + 6}`} width="100%" style={{ maxWidth: '38rem', display: 'block', margin: '0 auto' }} role="img" aria-label={summary}>
        {items.map((item, i) => (
          <g key={item.kind}>
            <text x="4" y={i * row + 20} fontSize="13" fill="var(--ink)">{item.kind}</text>
            <text x="4" y={i * row + 36} fontSize="13" fill="var(--ink-soft)">{item.operations} op{item.operations === 1 ? '' : 's'}</text>
            {measures.map((measure, j) => {
              const share = item[measure.id];
              return (
                <g key={measure.id}>
                  <text x={LEFT + 32} y={i * row + 16 + j * 15} fontSize="13" textAnchor="end" fill="var(--ink-soft)">{measure.label}</text>
                  <rect x={LEFT + 37} y={i * row + 6 + j * 15} width={Math.max(0.8, (WIDTH - 37) * share)} height="11" fill={measure.colour} />
                  <text x={LEFT + 42 + (WIDTH - 37) * share} y={i * row + 16 + j * 15} fontSize="13" fill="var(--ink)">{percent(share)}</text>
                </g>
              );
            })}
            <line x1="4" y1={(i + 1) * row} x2="336" y2={(i + 1) * row} stroke="var(--rule)" strokeWidth="0.6" />
          </g>
        ))}
      </svg>
      <p aria-live="polite">{summary}</p>
      <TextTwin>
        <table>
          <caption>Batch of {2 ** state.batch}, each operation’s tensors moved once</caption>
          <thead><tr><th scope="col">Kind</th><th scope="col">Operations</th><th scope="col">FLOP</th><th scope="col">Bytes</th><th scope="col">Time</th></tr></thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.kind}><th scope="row">{item.kind}</th><td>{item.operations}</td><td>{big(item.flops)}</td><td>{big(item.bytes)}</td><td>{seconds(item.seconds)} ({percent(item.timeShare)})</td></tr>
            ))}
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
