// The kernel on a device's roofline, and how many of its workgroups a core of that device holds.

import React, { useId } from 'react';
import { deviceIds, devices, type DeviceId } from '@site/src/gpu/devices';
import type { Counts, MicroscopeRun, Trace } from '@site/src/gpu/microscope/results';
import { occupancyOf, type TrafficKind } from '@site/src/gpu/simt';
import { Choice, Controls } from '../controls';
import { duration, numberText, quantity } from './heat';
import { bytesText } from './memoryView';
import { boundOf, boundSentence, decades, intensityText, pointsOf, roofOf, uncapped, type MeasuredKernel, type Point, type Roof } from './rooflineModel';
import { Scroll } from './StepTables';
import styles from './styles.module.css';

interface Props {
  run: MicroscopeRun;
  device: string;
  width: number;
  measuredDevice?: Roof;
  measuredKernels?: readonly MeasuredKernel[];
  onDevice(id: DeviceId): void;
}

const isDevice = (id: string): id is DeviceId => id in devices;

export function RooflinePanel({ run, device, width, measuredDevice, measuredKernels = [], onDevice }: Props) {
  if (!run.counts) return <p>This run was not counted, so it has no place on a roofline.</p>;
  const id = isDevice(device) ? device : 'h100';
  const roof = roofOf(id);
  const points = pointsOf(run.counts, roof);
  const drawn = points.filter(({ bound }) => bound.intensity > 0);
  return (
    <>
      <Controls>
        <Choice label="Device" value={id} options={deviceIds.map((value) => ({ value, label: devices[value].name }))} onChange={onDevice} />
      </Controls>
      {points.length === 0 && <p>This kernel moves nothing to or from storage.</p>}
      {points[0] && <p aria-live="polite">{boundSentence(points[0])}</p>}
      {drawn.length > 0 && <Drawing roof={roof} points={drawn} width={width} measuredDevice={measuredDevice} measuredKernels={measuredKernels} />}
      {points.length > 0 && <TrafficTable counts={run.counts} roof={roof} points={points} measuredDevice={measuredDevice} measuredKernels={measuredKernels} />}
      <p className={styles.small}>
        A roofline bounds what a kernel can do when it has work enough to fill the device; a grid as small as a lab’s does not. Peak and bandwidth of {roof.label}: {devices[id].sources.compute}; {devices[id].sources.memory}.
      </p>
      {run.trace && <Residency trace={run.trace} device={id} />}
    </>
  );
}

interface DrawingProps {
  roof: Roof;
  points: readonly Point[];
  width: number;
  measuredDevice?: Roof;
  measuredKernels: readonly MeasuredKernel[];
}

const margin = { top: 22, right: 16, bottom: 42, left: 62 };
const HEIGHT = 300;
const MOST_WIDTH = 640;

const markOf: Record<TrafficKind, string> = { distinct: 'M-6 0A6 6 0 1 0 6 0A6 6 0 1 0 -6 0z', asked: 'M0 -7L7 5H-7z', sectors: 'M-8 -8h16v16h-16zM-6 -6v12h12v-12z' };

function Drawing({ roof, points, width: room, measuredDevice, measuredKernels }: DrawingProps) {
  const title = useId();
  const width = Math.max(280, Math.min(MOST_WIDTH, room));
  const roofs = measuredDevice ? [roof, measuredDevice] : [roof];
  const ridges = roofs.map((r) => r.flopPerS / r.bandwidthBytesPerS);
  const intensities = points.map(({ bound }) => bound.intensity);
  const [x0, x1] = decades([...intensities, ...ridges, ...ridges.map((r) => r * 4), ...measuredKernels.map((k) => k.intensity)]);
  const lowest = roofs.map((r) => r.bandwidthBytesPerS * Math.min(...intensities, 1));
  const [y0, y1] = decades([...roofs.map((r) => r.flopPerS), ...lowest, ...measuredKernels.map((k) => k.flopPerS)]);
  const X = (v: number) => margin.left + ((Math.log10(v) - x0) / (x1 - x0)) * (width - margin.left - margin.right);
  const Y = (v: number) => HEIGHT - margin.bottom - ((Math.log10(v) - y0) / (y1 - y0)) * (HEIGHT - margin.top - margin.bottom);
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const floor = 10 ** y0;
  return (
    <>
      <svg className={styles.roofline} viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} role="img" aria-labelledby={title}>
        <title id={title}>
          {`Roofline of ${roof.label}, logarithmic axes. ${points.map(({ name, bound }) => `The kernel counted ${name}: ${intensityText(bound.intensity)}, at most ${quantity(bound.flopPerS, 'FLOP/s')}`).join('. ')}.`}
        </title>
        {range(y0, y1).map((e) => (
          <g key={e}>
            <line x1={margin.left} x2={width - margin.right} y1={Y(10 ** e)} y2={Y(10 ** e)} stroke="var(--rule)" />
            <text x={margin.left - 6} y={Y(10 ** e) + 4} textAnchor="end">
              {quantity(10 ** e, '')}
            </text>
          </g>
        ))}
        {range(x0, x1).map((e) => (
          <g key={e}>
            <line x1={X(10 ** e)} x2={X(10 ** e)} y1={margin.top} y2={HEIGHT - margin.bottom} stroke="var(--rule)" />
            <text x={X(10 ** e)} y={HEIGHT - margin.bottom + 17} textAnchor="middle">
              {10 ** e >= 1 ? numberText(10 ** e) : 10 ** e}
            </text>
          </g>
        ))}
        <text x={(margin.left + width - margin.right) / 2} y={HEIGHT - 6} textAnchor="middle">
          arithmetic intensity, FLOP per byte
        </text>
        <text x={0} y={12}>
          FLOP/s
        </text>
        {roofs.map((r, i) => (
          <RoofLine key={i} roof={r} X={X} Y={Y} low={10 ** x0} high={10 ** x1} floor={floor} dashed={i > 0} />
        ))}
        {points.map(({ kind, bound: { intensity, flopPerS } }) => (
          <g key={kind}>
            <line x1={X(intensity)} x2={X(intensity)} y1={Y(flopPerS)} y2={HEIGHT - margin.bottom} stroke="var(--accent)" strokeDasharray="2 3" />
            <path d={markOf[kind]} transform={`translate(${X(intensity)} ${Y(flopPerS)})`} fill="var(--accent)" stroke="var(--paper)" />
          </g>
        ))}
        {measuredKernels.map((k) => (
          <path key={k.label} d="M-6 -6L6 6M-6 6L6 -6" transform={`translate(${X(k.intensity)} ${Y(k.flopPerS)})`} stroke="var(--ink)" strokeWidth="2.5" />
        ))}
      </svg>
      <ul className={styles.legend}>
        {points.map(({ kind, name }) => (
          <li key={kind}>
            <Sample>
              <path d={markOf[kind]} transform="translate(9 8)" fill="var(--accent)" />
            </Sample>
            counted {name}
          </li>
        ))}
        <li>
          <Sample>
            <path d="M0 8h9" stroke="var(--memory)" strokeWidth="3" />
            <path d="M9 8h9" stroke="var(--compute)" strokeWidth="3" />
          </Sample>
          {roof.label}: memory, arithmetic
        </li>
        {measuredDevice && (
          <li>
            <Sample>
              <path d="M0 8h9" stroke="var(--memory)" strokeWidth="2" strokeDasharray="4 2" />
              <path d="M9 8h9" stroke="var(--compute)" strokeWidth="2" strokeDasharray="4 2" />
            </Sample>
            {measuredDevice.label}, measured
          </li>
        )}
        {measuredKernels.length > 0 && (
          <li>
            <Sample>
              <path d="M4 3L14 13M4 13L14 3" stroke="var(--ink)" strokeWidth="2.5" />
            </Sample>
            measured: {measuredKernels.map((k) => k.label).join(', ')}
          </li>
        )}
      </ul>
    </>
  );
}

const Sample = ({ children }: { children: React.ReactNode }) => (
  <svg width="18" height="16" aria-hidden="true">
    {children}
  </svg>
);

interface RoofLineProps {
  roof: Roof;
  X(v: number): number;
  Y(v: number): number;
  low: number;
  high: number;
  floor: number;
  dashed: boolean;
}

function RoofLine({ roof, X, Y, low, high, floor, dashed }: RoofLineProps) {
  const ridge = roof.flopPerS / roof.bandwidthBytesPerS;
  const start = Math.max(low, floor / roof.bandwidthBytesPerS);
  const line = { strokeWidth: dashed ? 2 : 3, strokeDasharray: dashed ? '6 4' : undefined, fill: 'none' };
  return (
    <>
      <path d={`M${X(start)} ${Y(start * roof.bandwidthBytesPerS)}L${X(ridge)} ${Y(roof.flopPerS)}`} stroke="var(--memory)" {...line} />
      <path d={`M${X(ridge)} ${Y(roof.flopPerS)}H${X(high)}`} stroke="var(--compute)" {...line} />
      {!dashed && (
        <text x={X(high)} y={Y(roof.flopPerS) - 7} textAnchor="end">
          {quantity(roof.flopPerS, 'FLOP/s')}
        </text>
      )}
    </>
  );
}

interface TableProps {
  counts: Counts;
  roof: Roof;
  points: readonly Point[];
  measuredDevice?: Roof;
  measuredKernels: readonly MeasuredKernel[];
}

function TrafficTable({ counts, roof, points, measuredDevice, measuredKernels }: TableProps) {
  return (
    <Scroll label="Place on the roofline">
      <table>
        <caption>{numberText(counts.flops)} FLOPs, with the traffic counted three ways; a real cache lies between them</caption>
        <thead>
          <tr>
            <th scope="col">Storage traffic</th>
            <th scope="col">Bytes</th>
            <th scope="col">Intensity</th>
            <th scope="col">Bound on {roof.label}</th>
            {measuredDevice && <th scope="col">Bound on {measuredDevice.label}</th>}
          </tr>
        </thead>
        <tbody>
          {points.map(({ kind, name, meaning, bound }) => (
            <tr key={kind}>
              <th scope="row">
                {name} <span className={styles.aside}>{meaning}</span>
              </th>
              <td data-number>{quantity(bound.bytes, 'B')}</td>
              <td>{intensityText(bound.intensity)}</td>
              {(measuredDevice ? [roof, measuredDevice] : [roof]).map((r, i) => {
                const { limit, flopPerS, seconds } = boundOf(counts, kind, r);
                return (
                  <td key={i}>
                    {limit}: {counts.flops > 0 ? `at most ${quantity(flopPerS, 'FLOP/s')}` : `at least ${duration(seconds)}`}
                  </td>
                );
              })}
            </tr>
          ))}
          {measuredKernels.map((k) => (
            <tr key={k.label}>
              <th scope="row">{k.label}, measured</th>
              <td />
              <td>{intensityText(k.intensity)}</td>
              <td colSpan={measuredDevice ? 2 : 1}>{quantity(k.flopPerS, 'FLOP/s')} reached</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** Occupancy by workgroup size and workgroup memory; registers are the compiler's, and unknown here. */
function Residency({ trace, device }: { trace: Trace; device: DeviceId }) {
  const { core, name } = devices[device];
  const threadsPerBlock = trace.workgroupSize.reduce((a, b) => a * b, 1);
  const sharedBytesPerBlock = trace.memories.filter((m) => m.space === 'workgroup').reduce((sum, m) => sum + m.length * m.elementBytes, 0);
  const occupancy = occupancyOf({ threadsPerBlock, registersPerThread: 0, sharedBytesPerBlock }, core);
  return (
    <p>
      Occupancy on {name}, with {numberText(threadsPerBlock)} invocations and {bytesText(sharedBytesPerBlock)} of workgroup memory a workgroup: {uncapped(occupancy.meaning)}{' '}
      {!occupancy.impossible && 'Registers may lower that; only the device’s compiler knows how many it uses.'}
    </p>
  );
}
