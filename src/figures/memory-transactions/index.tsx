// View of memory-transactions: lanes above, sectors of memory below; then what the microscope counts on a kernel with this access.

import React from 'react';
import still from '@site/.generated/stills/memory-transactions.json';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider } from '@site/src/components/controls';
import { Beside, FoldedKernel, useMeasured } from '@site/src/components/Measured';
import { lineNumbers } from '@site/src/gpu/microscope/lines';
import { SECTOR_BYTES } from '@site/src/gpu/simt';
import { measure } from './measure';
import { accessState, defaults, kernelOf, LOAD, transactions } from './model';

const CELL = 10;
const percent = (x: number) => `${Number((100 * x).toPrecision(3))}%`;

export default function MemoryTransactions() {
  const [given, set] = useFigureState(defaults);
  const state = accessState(given);
  const measured = useMeasured(state, accessState(defaults), still, measure);
  const { source } = kernelOf(state);
  const { access, addresses, sectors, usefulBytesPerS } = transactions(state);
  const top = 58;
  const height = top + (sectors.length / 32) * 14 + 6;
  const summary = `${access.sectors.length} sectors in ${access.lines} lines of 128 bytes: ${access.movedBytes} bytes move for ${access.usefulBytes} that were asked for, ${percent(access.efficiency)}.`;
  const columnOf = (address: number) => (Math.floor(address / 32) % 32) * CELL + CELL / 2 + 10;
  return (
    <>
      <Controls>
        <Slider label="Stride" unit="elements" value={state.stride} min={0} max={32} onChange={(stride) => set({ stride })} />
        <Slider label="First element" value={state.offset} min={0} max={31} onChange={(offset) => set({ offset })} />
        <Choice label="Element" value={state.bytes} onChange={(bytes) => set({ bytes })} options={[{ value: '2', label: '2 bytes (f16)' }, { value: '4', label: '4 bytes (f32)' }, { value: '8', label: '8 bytes (vec2f)' }]} />
        <Choice label="Lanes" value={state.order} onChange={(order) => set({ order })} options={[{ value: 'forward', label: 'in order' }, { value: 'backward', label: 'backwards' }, { value: 'shuffled', label: 'shuffled' }]} />
      </Controls>
      <svg viewBox={`0 0 340 ${height}`} width="100%" style={{ maxWidth: '36rem', display: 'block', margin: '0 auto' }} role="img" aria-label={summary}>
        <text x="10" y="13" fontSize="12.5" fill="var(--ink)">32 lanes</text>
        {addresses.map((address, lane) => (
          <g key={lane}>
            <rect x={10 + lane * CELL} y={18} width={CELL - 1} height={10} fill="var(--registers)" />
            {address < 1024 && <line x1={10 + lane * CELL + CELL / 2} y1={28} x2={columnOf(address)} y2={top} stroke="var(--registers)" strokeWidth="0.6" />}
          </g>
        ))}
        {sectors.map((sector) => {
          const [x, y] = [10 + (sector.index % 32) * CELL, top + Math.floor(sector.index / 32) * 14];
          return (
            <g key={sector.index}>
              <rect x={x + 0.5} y={y} width={CELL - 1} height={11} fill={sector.useful ? 'var(--hbm)' : 'none'} fillOpacity={0.3} stroke={sector.useful ? 'var(--hbm)' : 'var(--rule)'} strokeWidth="0.8" />
              {sector.useful > 0 && <rect x={x + 0.5} y={y + 11 * (1 - sector.useful / 32)} width={CELL - 1} height={(11 * sector.useful) / 32} fill="var(--hbm)" />}
            </g>
          );
        })}
      </svg>
      <p aria-live="polite">{summary}</p>
      <p>Below the lanes, each box is one sector and each row one kibibyte. A sector that moves is tinted; the solid part is what some lane wanted of it.</p>
      <Beside
        caption="One load of one warp, one request"
        measured={measured}
        rows={[
          { label: 'Sectors', predicted: access.sectors.length, measured: (m) => m.sectors },
          { label: 'Bytes moved', predicted: access.movedBytes, measured: (m) => SECTOR_BYTES * m.sectors },
          { label: 'Different bytes asked for', predicted: access.usefulBytes, measured: (m) => m.askedBytes },
        ]}
      />
      <FoldedKernel source={source} marks={lineNumbers(source, LOAD)} />
      <TextTwin>
        <p>Lanes 0 to 31 read {state.bytes}-byte elements {state.offset}, {state.offset + state.stride}, … with stride {state.stride} ({state.order === 'forward' ? 'in order' : state.order}).</p>
        <table>
          <tbody>
            <tr><th scope="row">Sectors moved, by number</th><td>{access.sectors.slice(0, 12).join(', ')}{access.sectors.length > 12 ? ', …' : ''}</td></tr>
            <tr><th scope="row">Useful share</th><td>{percent(access.efficiency)}</td></tr>
            <tr><th scope="row">Useful bandwidth of an H100 at that share</th><td>{Number((usefulBytesPerS / 1e12).toPrecision(3))} TB/s</td></tr>
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
