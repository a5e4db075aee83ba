// View of occupancy-latency: a bar for each limit, and bandwidth over resident warps.

import React from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider } from '@site/src/components/controls';
import { deviceIds, devices } from '@site/src/gpu/devices';
import type { Limit } from '@site/src/gpu/simt';
import { defaults, occupancyAndLatency } from './model';

const LEFT = 96;
const BAR_TOP = 8;
const PLOT = { x: 46, y: 120, width: 280, height: 120 };
const limits: { id: Limit; colour: string }[] = [
  { id: 'warps', colour: 'var(--compute)' },
  { id: 'blocks', colour: 'var(--host)' },
  { id: 'registers', colour: 'var(--registers)' },
  { id: 'shared memory', colour: 'var(--shared-memory)' },
];
const rate = (bytesPerS: number) => (bytesPerS >= 1e12 ? `${Number((bytesPerS / 1e12).toPrecision(3))} TB/s` : `${Number((bytesPerS / 1e9).toPrecision(3))} GB/s`);

export default function OccupancyLatency() {
  const [state, set] = useFigureState(defaults);
  const { device, occupancy, achieved, needed, curve } = occupancyAndLatency(state);
  // Bars end at 32 blocks, the most that any of these cores holds but one; beyond that a limit does not matter.
  const longest = 32;
  const x = (warps: number) => PLOT.x + (PLOT.width * warps) / device.core.maxWarps;
  const y = (bytesPerS: number) => PLOT.y + PLOT.height * (1 - bytesPerS / (1.1 * device.memoryBytesPerS));
  const summary = occupancy.impossible
    ? `This kernel cannot be launched: ${occupancy.impossible}.`
    : `${occupancy.blocks} blocks, ${occupancy.warps} of ${device.core.maxWarps} warps a core (occupancy ${Math.round(100 * occupancy.fraction)}%), bound by ${occupancy.binding.join(' and ')}. In flight ${Math.round(achieved.bytesInFlight / 1000)} of ${Math.round(achieved.bytesNeeded / 1000)} kB needed: ${rate(achieved.bytesPerS)}, ${Math.round(100 * achieved.fraction)}% of the peak.`;
  return (
    <>
      <Controls>
        <Choice label="GPU" value={state.device} onChange={(id) => set({ device: id })} options={deviceIds.map((id) => ({ value: id, label: devices[id].name }))} />
        <Slider label="Threads a block" value={state.threads} min={32} max={1024} step={32} onChange={(threads) => set({ threads })} />
        <Slider label="Registers a thread" value={state.registers} min={16} max={255} onChange={(registers) => set({ registers })} />
        <Slider label="Shared memory a block" unit="KiB" value={state.sharedKiB} min={0} max={228} onChange={(sharedKiB) => set({ sharedKiB })} />
        <Slider label="Loads in flight a lane" value={state.loads} min={1} max={8} onChange={(loads) => set({ loads })} />
        <Choice label="Bytes a load" value={state.bytes} onChange={(bytes) => set({ bytes })} options={['2', '4', '8', '16'].map((value) => ({ value, label: value }))} />
      </Controls>
      <svg viewBox="0 0 340 282" width="100%" style={{ maxWidth: '36rem', display: 'block', margin: '0 auto' }} role="img" aria-label={summary}>
        {limits.map(({ id, colour }, i) => {
          const allowed = occupancy.allowed[id];
          const binds = occupancy.binding.includes(id);
          const width = (180 * Math.min(allowed, longest)) / longest;
          return (
            <g key={id}>
              <text x={LEFT - 6} y={BAR_TOP + i * 24 + 13} fontSize="12.5" textAnchor="end" fill="var(--ink)" fontWeight={binds ? 700 : 400}>{id === 'blocks' ? 'block slots' : id}</text>
              <rect x={LEFT} y={BAR_TOP + i * 24} width={Math.max(1, width)} height={17} fill={colour} fillOpacity={binds ? 1 : 0.35} />
              <text x={LEFT + Math.max(1, width) + 5} y={BAR_TOP + i * 24 + 13} fontSize="12.5" fill="var(--ink)">{Number.isFinite(allowed) ? allowed : 'none used'}{binds ? ' ◄' : ''}</text>
            </g>
          );
        })}
        <line x1={PLOT.x} y1={PLOT.y + PLOT.height} x2={PLOT.x + PLOT.width} y2={PLOT.y + PLOT.height} stroke="var(--ink-soft)" />
        <line x1={PLOT.x} y1={PLOT.y} x2={PLOT.x} y2={PLOT.y + PLOT.height} stroke="var(--ink-soft)" />
        <line x1={PLOT.x} y1={y(device.memoryBytesPerS)} x2={PLOT.x + PLOT.width} y2={y(device.memoryBytesPerS)} stroke="var(--hbm)" strokeDasharray="4 3" />
        <text x={PLOT.x + PLOT.width} y={y(device.memoryBytesPerS) - 4} fontSize="12" textAnchor="end" fill="var(--ink)">peak {rate(device.memoryBytesPerS)}</text>
        <polyline points={curve.map((p) => `${x(p.warps)},${y(p.bytesPerS)}`).join(' ')} fill="none" stroke="var(--memory)" strokeWidth="2" />
        <circle cx={x(occupancy.warps)} cy={y(achieved.bytesPerS)} r="5" fill="var(--accent)" />
        <text x={Math.min(Math.max(x(occupancy.warps), PLOT.x + 40), PLOT.x + PLOT.width - 40)} y={y(achieved.bytesPerS) + 18} fontSize="12" textAnchor="middle" fill="var(--ink)">this kernel</text>
        {[0, 0.25, 0.5, 0.75, 1].map((f) => (
          <text key={f} x={x(f * device.core.maxWarps)} y={PLOT.y + PLOT.height + 15} fontSize="12" textAnchor="middle" fill="var(--ink-soft)">{f * device.core.maxWarps}</text>
        ))}
        <text x={PLOT.x + PLOT.width / 2} y={PLOT.y + PLOT.height + 32} fontSize="12.5" textAnchor="middle" fill="var(--ink)">resident warps a core</text>
        <text x={14} y={PLOT.y + PLOT.height / 2} fontSize="12.5" textAnchor="middle" fill="var(--ink)" transform={`rotate(-90 14 ${PLOT.y + PLOT.height / 2})`}>bandwidth, of peak</text>
        <text x={PLOT.x - 5} y={y(device.memoryBytesPerS / 2) + 4} fontSize="12" textAnchor="end" fill="var(--ink-soft)">50%</text>
        <text x={PLOT.x - 5} y={PLOT.y + PLOT.height + 4} fontSize="12" textAnchor="end" fill="var(--ink-soft)">0</text>
      </svg>
      <p aria-live="polite">{summary}</p>
      <TextTwin>
        <table>
          <caption>{device.name}, one of {device.cores} cores</caption>
          <tbody>
            {limits.map(({ id }) => (
              <tr key={id}><th scope="row">Blocks allowed by {id === 'blocks' ? 'block slots' : id}</th><td>{Number.isFinite(occupancy.allowed[id]) ? occupancy.allowed[id] : 'no limit'}</td></tr>
            ))}
            <tr><th scope="row">Warps needed a core for the peak</th><td>{Number(needed.toPrecision(3))}</td></tr>
            <tr><th scope="row">Measured load latency</th><td>{Number(device.loadLatencyNs.toPrecision(3))} ns ({device.sources.latency})</td></tr>
            <tr><th scope="row">Memory bandwidth</th><td>{rate(device.memoryBytesPerS)} ({device.sources.memory})</td></tr>
            <tr><th scope="row">Limits of a core</th><td>{device.sources.limits}</td></tr>
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
