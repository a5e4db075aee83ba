// View of convolution-as-gemm: the picture with its window, the patch matrix with its column, and the picture's strip of memory.

import React from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider } from '@site/src/components/controls';
import { convolutionAsGemm, defaults } from './model';

export default function ConvolutionAsGemm() {
  const [state, set] = useFigureState(defaults);
  const { out, places, place, picture, gemm, elements, patches, column, addresses, runs } = convolutionAsGemm(state);
  const side = picture[0]!.length;
  const cell = Math.min(22, 150 / side);
  const gap = 14;
  const top = 20;
  const patchLeft = 186;
  const patchWidth = Math.min(14, 144 / places);
  const pictureHeight = picture.length * (side * cell + gap) - gap;
  const patchHeight = Math.min(12, Math.max(pictureHeight, 120) / column.length);
  const memoryTop = top + Math.max(pictureHeight, column.length * patchHeight) + 34;
  const perRow = 25;
  const strip = 320 / perRow;
  const height = memoryTop + Math.ceil(elements.input / perRow) * 15 + 6;
  const used = new Set(addresses);
  const copies = Number((elements.patches / elements.input).toPrecision(3));
  const said = `Place ${place + 1} of ${places}: the window holds ${column.length} elements, which lie in memory in ${runs} stretch${runs === 1 ? '' : 'es'}. The patch matrix has ${elements.patches} elements for the ${elements.input} of the picture, ${copies} times as many.`;
  return (
    <>
      <Controls>
        <Slider label="Picture" value={state.size} min={3} max={7} format={(s) => `${s} × ${s}`} onChange={(size) => set({ size })} />
        <Slider label="Channels" value={state.channels} min={1} max={3} onChange={(channels) => set({ channels })} />
        <Slider label="Window" value={state.kernel} min={1} max={3} format={(s) => `${s} × ${s}`} onChange={(kernel) => set({ kernel })} />
        <Slider label="Stride" value={state.stride} min={1} max={3} onChange={(stride) => set({ stride })} />
        <Slider label="Padding" value={state.padding} min={0} max={1} onChange={(padding) => set({ padding })} />
        <Slider label="Place of the window" value={place} min={0} max={places - 1} format={(i) => `row ${Math.floor(i / out.width)}, column ${i % out.width}`} onChange={(next) => set({ place: next })} />
        <Choice label="Layout" value={state.layout} onChange={(layout) => set({ layout })} options={[{ value: 'nchw', label: 'NCHW: channel by channel' }, { value: 'nhwc', label: 'NHWC: channels last' }]} />
      </Controls>
      <svg viewBox={`0 0 340 ${height}`} width="100%" style={{ maxWidth: '40rem', display: 'block', margin: '0 auto' }} role="img" aria-label={said}>
        <text x="10" y="13" fontSize="13" fill="var(--ink)">picture, by channel</text>
        {picture.map((channel, c) =>
          channel.map((row, y) =>
            row.map((p, x) => {
              const [left, upper] = [10 + x * cell, top + c * (side * cell + gap) + y * cell];
              return (
                <g key={`${c}-${y}-${x}`}>
                  <rect x={left + 0.5} y={upper + 0.5} width={cell - 1} height={cell - 1} fill={p.inWindow ? 'var(--compute)' : 'none'} fillOpacity={0.3} stroke={p.inWindow ? 'var(--compute)' : 'var(--rule)'} strokeWidth={p.inWindow ? 1.6 : 0.8} strokeDasharray={p.value === 0 ? '2 2' : undefined} />
                  {cell >= 18 && <text x={left + cell / 2} y={upper + cell / 2 + 4} fontSize="13" textAnchor="middle" fill={p.inWindow ? 'var(--ink)' : 'var(--ink-soft)'}>{p.value}</text>}
                </g>
              );
            }),
          ),
        )}
        <text x={patchLeft} y="13" fontSize="13" fill="var(--ink)">patches, {gemm.k} × {gemm.n}</text>
        {Array.from({ length: gemm.k * places }, (_, i) => {
          const [row, col] = [Math.floor(i / places), i % places];
          const here = col === place;
          return <rect key={i} x={patchLeft + col * patchWidth + 0.3} y={top + row * patchHeight + 0.3} width={patchWidth - 0.6} height={patchHeight - 0.6} fill={here ? 'var(--compute)' : 'var(--idle)'} fillOpacity={patches[i] === 0 ? 0.08 : here ? 0.55 : 0.25} stroke={here ? 'var(--compute)' : 'none'} />;
        })}
        <text x="10" y={memoryTop - 8} fontSize="13" fill="var(--ink)">the picture’s memory, {state.layout.toUpperCase()}</text>
        {Array.from({ length: elements.input }, (_, i) => {
          const wanted = used.has(i);
          return <rect key={i} x={10 + (i % perRow) * strip + 0.5} y={memoryTop + Math.floor(i / perRow) * 15} width={strip - 1} height={12} fill={wanted ? 'var(--hbm)' : 'none'} fillOpacity={0.6} stroke={wanted ? 'var(--hbm)' : 'var(--rule)'} />;
        })}
      </svg>
      <p aria-live="polite">{said}</p>
      <TextTwin>
        <table>
          <tbody>
            <tr><th scope="row">Output places</th><td>{out.height} × {out.width}</td></tr>
            <tr><th scope="row">The product, with 4 filters</th><td>{gemm.m} × {gemm.k} times {gemm.k} × {gemm.n}</td></tr>
            <tr><th scope="row">This column of the patch matrix</th><td>{column.join(', ')}</td></tr>
            <tr><th scope="row">Its elements in memory ({state.layout.toUpperCase()})</th><td>{addresses.join(', ')}</td></tr>
            <tr><th scope="row">Stretches of neighbours</th><td>{runs}</td></tr>
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
