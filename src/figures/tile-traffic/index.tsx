// View of tile-traffic: the output cut into tiles, shaded by wave, and the roofline with the tile's intensity on it.

import React from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider } from '@site/src/components/controls';
import { deviceIds, devices } from '@site/src/gpu/devices';
import { defaults, DEPTH, tileTraffic, UNIT } from './model';

const BOX = { x: 12, y: 24, side: 136 };
const PLOT = { x: 198, y: 24, width: 122, height: 136 };
const tera = (x: number) => `${Number((x / 1e12).toPrecision(3))} TFLOP/s`;
const words = (x: number) => (x >= 1e9 ? `${Number((x / 1e9).toPrecision(4))} billion` : `${Number((x / 1e6).toPrecision(4))} million`);
const percent = (x: number) => `${Math.round(100 * x)}%`;
const kib = (bytes: number) => `${Math.round(bytes / 1024)} KiB`;

export default function TileTraffic() {
  const [state, set] = useFigureState(defaults);
  const t = tileTraffic(state);
  const { grid, device } = t;
  const drawn = grid.rows * grid.columns <= 1200;
  const cell = { width: (BOX.side * t.tile.columns) / Math.max(t.n, t.tile.columns), height: (BOX.side * t.tile.rows) / Math.max(t.n, t.tile.rows) };
  const x = (intensity: number) => PLOT.x + (PLOT.width * Math.log2(intensity)) / 12;
  const y = (rate: number) => PLOT.y + PLOT.height - (PLOT.height * Math.log2(rate / (t.peak / 1024))) / 11;
  const clampedY = (rate: number) => Math.min(PLOT.y + PLOT.height, y(rate));
  const roomAtLeft = x(t.intensity) - PLOT.x > 62;
  const summary = `${t.tile.rows} × ${t.tile.columns} tiles load ${words(t.loads)} words where the naive product asks for ${words(t.naive)}. Their ${Number(t.intensity.toPrecision(3))} FLOP a byte allow ${tera(t.bound)} from device memory; ${t.count.toLocaleString('en-US')} workgroups on ${device.cores} cores keep ${percent(t.waves.utilization)} of them busy.`;
  return (
    <>
      <Controls>
        <Choice label="Device" value={state.device} onChange={(value) => set({ device: value })} options={deviceIds.map((id) => ({ value: id, label: devices[id].name }))} />
        <Choice label="Element" value={state.bytes} onChange={(bytes) => set({ bytes })} options={[{ value: '2', label: '2 bytes (bf16)' }, { value: '4', label: '4 bytes (fp32)' }]} />
        <Slider label="Matrices" value={state.size} min={1} max={64} format={(s) => `${(s * UNIT).toLocaleString('en-US')} × ${(s * UNIT).toLocaleString('en-US')}`} onChange={(size) => set({ size })} />
        <Slider label="Tile rows" value={state.rows} min={4} max={8} format={(e) => `${2 ** e}`} onChange={(rows) => set({ rows })} />
        <Slider label="Tile columns" value={state.columns} min={4} max={8} format={(e) => `${2 ** e}`} onChange={(columns) => set({ columns })} />
      </Controls>
      <svg viewBox="0 0 340 204" width="100%" style={{ maxWidth: '40rem', display: 'block', margin: '0 auto' }} role="img" aria-label={summary}>
        <defs>
          <pattern id="tile-traffic-last" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line x1="0" y1="0" x2="0" y2="5" stroke="var(--idle)" strokeWidth="2" />
          </pattern>
        </defs>
        <text x={BOX.x} y="14" fontSize="13" fill="var(--ink)">result, in tiles</text>
        {drawn ? (
          Array.from({ length: grid.rows * grid.columns }, (_, i) => {
            const [row, column] = [Math.floor(i / grid.columns), i % grid.columns];
            const wave = Math.floor(i / device.cores);
            const last = wave === t.waves.waves - 1;
            return (
              <rect
                key={i}
                x={BOX.x + column * cell.width}
                y={BOX.y + row * cell.height}
                width={cell.width}
                height={cell.height}
                fill={last ? 'url(#tile-traffic-last)' : 'var(--compute)'}
                fillOpacity={last ? 1 : 0.15 + 0.2 * (wave % 3)}
                stroke="var(--ink-soft)"
                strokeWidth="0.4"
              />
            );
          })
        ) : (
          <rect x={BOX.x} y={BOX.y} width={BOX.side} height={BOX.side} fill="var(--compute)" fillOpacity="0.3" stroke="var(--ink-soft)" />
        )}
        <rect x={BOX.x} y={BOX.y} width={BOX.side} height={BOX.side} fill="none" stroke="var(--ink)" />
        <text x={BOX.x} y={BOX.y + BOX.side + 16} fontSize="13" fill="var(--ink)">{t.count.toLocaleString('en-US')} tiles, {t.waves.waves.toLocaleString('en-US')} wave{t.waves.waves === 1 ? '' : 's'}</text>
        <text x={BOX.x} y={BOX.y + BOX.side + 32} fontSize="13" fill="var(--ink-soft)">{drawn ? 'hatched: the last wave' : 'too many to draw'}</text>
        <text x={PLOT.x - 26} y="14" fontSize="13" fill="var(--ink)">TFLOP/s by the roofline</text>
        <line x1={PLOT.x} y1={PLOT.y} x2={PLOT.x} y2={PLOT.y + PLOT.height} stroke="var(--ink-soft)" />
        <line x1={PLOT.x} y1={PLOT.y + PLOT.height} x2={PLOT.x + PLOT.width} y2={PLOT.y + PLOT.height} stroke="var(--ink-soft)" />
        <polyline points={`${x(Math.max(1, t.ridge / 1024))},${clampedY(Math.max(1, t.ridge / 1024) * device.memoryBytesPerS)} ${x(t.ridge)},${y(t.peak)} ${x(4096)},${y(t.peak)}`} fill="none" stroke="var(--memory)" strokeWidth="2" />
        <line x1={x(t.ridge)} y1={y(t.peak)} x2={x(t.ridge)} y2={PLOT.y + PLOT.height} stroke="var(--idle)" strokeDasharray="3 3" />
        <circle cx={x(t.intensity)} cy={clampedY(t.bound)} r="5" fill="var(--accent)" />
        <text x={x(t.intensity) - (roomAtLeft ? 8 : -9)} y={clampedY(t.bound) + (roomAtLeft ? -5 : 14)} fontSize="13" textAnchor={roomAtLeft ? 'end' : 'start'} fill="var(--ink)">this tile</text>
        {[1, 16, 256, 4096].map((v) => (
          <text key={v} x={x(v)} y={PLOT.y + PLOT.height + 15} fontSize="13" textAnchor="middle" fill="var(--ink-soft)">{v}</text>
        ))}
        {[1, 1 / 16, 1 / 256].map((f) => (
          <text key={f} x={PLOT.x - 4} y={y(t.peak * f) + 4} fontSize="13" textAnchor="end" fill="var(--ink-soft)">{Number(((t.peak * f) / 1e12).toPrecision(2))}</text>
        ))}
        <text x={PLOT.x + PLOT.width / 2} y={PLOT.y + PLOT.height + 32} fontSize="13" textAnchor="middle" fill="var(--ink)">FLOP per byte loaded</text>
      </svg>
      <p aria-live="polite">{summary}</p>
      <TextTwin>
        <table>
          <caption>{device.name}, {t.n.toLocaleString('en-US')} × {t.n.toLocaleString('en-US')}, {state.bytes}-byte elements</caption>
          <tbody>
            <tr><th scope="row">Words loaded, naive</th><td>{words(t.naive)}</td></tr>
            <tr><th scope="row">Words loaded, tiled</th><td>{words(t.loads)}</td></tr>
            <tr><th scope="row">Words of both operands</th><td>{words(t.once)}</td></tr>
            <tr><th scope="row">FLOP per byte loaded; ridge of the device</th><td>{Number(t.intensity.toPrecision(4))}; {Number(t.ridge.toPrecision(4))}</td></tr>
            <tr><th scope="row">Bound by loads from device memory</th><td>{tera(t.bound)} of {tera(t.peak)}</td></tr>
            <tr><th scope="row">Bound with idle cores as well</th><td>{tera(t.attainable)}</td></tr>
            <tr><th scope="row">Accumulators of a tile, of a core’s registers</th><td>{kib(t.accumulatorBytes)} of {kib(t.registerBytes)}{t.accumulatorBytes > t.registerBytes ? ': does not fit' : ''}</td></tr>
            <tr><th scope="row">Both operands of one step of {DEPTH}, of the workgroup memory of a block</th><td>{kib(t.sharedBytes)} of {kib(t.sharedLimit)}{t.sharedBytes > t.sharedLimit ? ': does not fit' : ''}</td></tr>
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
