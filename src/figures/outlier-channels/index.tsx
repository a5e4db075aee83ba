// View of outlier-channels: a bar for each channel, and the error of six quantizers. Further layers are fetched when asked for.

import React, { useCallback, useEffect, useRef, useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Choice, Controls, Slider } from '@site/src/components/controls';
import { readActivations } from '@site/src/engine/activations';
import stillJson from '@site/.generated/stills/outlier-channels.json';
import { channelsOf, defaults, othersDb, quantized, recordedIds, restoreSite, schemes, siteOf, type Scheme, type Site, type State, type Still } from './model';

const still = (stillJson as Still).models.map(({ id, sites }) => ({ id, sites: sites.map(restoreSite) }));
const names: Record<string, string> = { 'all-minilm-l6-v2': 'MiniLM, 22 M, recorded', 'smollm2-135m-instruct': 'SmolLM2, 135 M, recorded', 'storyworld-0.8m': 'StoryWorld, 0.8 M' };
const schemeNames = (bits: number): Record<Scheme, string> => ({ tensor: `int${bits}, one scale`, token: `int${bits}, a scale a token`, group: `int${bits}, a scale for 32`, channel: `int${bits}, a scale a channel`, e4m3: 'E4M3, one scale', mxfp8: 'MXFP8' });
const PLOT = { x: 10, y: 26, width: 320, height: 116 };
const BARS = { x: 152, y: 170, width: 138, row: 20 };
const short = (x: number) => (x >= 1000 ? Math.round(x).toLocaleString('en-US') : x.toPrecision(3));

/** Fetches a recording once; until then, and where it fails, the still's one layer. */
function useRecordings() {
  const base = useBaseUrl('/activations');
  const [sites, setSites] = useState<Record<string, Site[]>>({});
  const [problem, setProblem] = useState('');
  const asked = useRef(new Set<string>());
  const ask = useCallback(
    async (id: string) => {
      if (asked.current.has(id) || !recordedIds.some((known) => known === id)) return;
      asked.current.add(id);
      const get = async (ending: string) => {
        const response = await fetch(`${base}/${id}.${ending}`);
        if (!response.ok) throw new Error(`${id}.${ending} is missing (HTTP ${response.status})`);
        return response;
      };
      try {
        const [json, bytes] = await Promise.all([get('json'), get('bin')]);
        const recording = readActivations(await json.json(), await bytes.arrayBuffer());
        setSites((known) => ({ ...known, [id]: recording.sites.map((site) => siteOf(site)) }));
        setProblem('');
      } catch (error) {
        asked.current.delete(id);
        setProblem(`The recording could not be loaded: ${error instanceof Error ? error.message : String(error)}. Change a setting to try again.`);
      }
    },
    [base],
  );
  return { sites, problem, ask };
}

export default function OutlierChannels() {
  const [state, setState] = useFigureState(defaults);
  const { sites: fetched, problem, ask } = useRecordings();
  const model = still.find((m) => m.id === state.model) ?? still[0]!;
  const sites = fetched[model.id] ?? model.sites;
  const site = sites.find((s) => s.name === state.site) ?? sites[0]!;
  const { row, layer, strongest, ratio, median } = channelsOf(site, state.layer);
  const ready = site.slice.length > 0;
  const db = ready ? quantized(site, state.bits) : undefined;
  const others = ready ? othersDb(site, state.bits) : undefined;
  useEffect(() => {
    if (!ready) void ask(model.id);
  }, [ready, model.id, ask]);
  const set = (change: Partial<State>) => {
    const id = typeof change.model === 'string' ? change.model : model.id;
    void ask(id);
    setState(change);
  };
  const top = row[strongest]!;
  const best = db ? Math.max(...schemes.map((s) => db[s])) : 1;
  const labels = schemeNames(state.bits);
  const summary = `${names[model.id]}, ${site.name} of layer ${layer}: channel ${strongest} reaches ${short(top)}, ${ratio.toFixed(1)} times the median channel’s ${short(median)}. ${others === undefined ? 'The values of its tokens are being fetched.' : `With one scale for the tensor, int${state.bits} keeps the other channels ${others.toFixed(0)} dB above the error.`}`;
  return (
    <>
      <Controls>
        <Choice label="Model" value={model.id} onChange={(id) => set({ model: id, layer: -1 })} options={still.map((m) => ({ value: m.id, label: names[m.id] ?? m.id }))} />
        <Choice label="Where" value={site.name} onChange={(name) => set({ site: name, layer: -1 })} options={sites.map((s) => ({ value: s.name, label: s.name }))} />
        {site.layers.length > 1 && <Slider label="Layer" value={Math.max(0, site.layers.indexOf(layer))} min={0} max={site.layers.length - 1} format={(i) => String(site.layers[i])} onChange={(i) => set({ layer: i })} />}
        <Slider label="Integer bits" value={state.bits} min={3} max={8} onChange={(bits) => set({ bits })} />
      </Controls>
      {problem && <p role="alert">{problem}</p>}
      <svg viewBox={`0 0 340 ${BARS.y + schemes.length * BARS.row + 6}`} width="100%" style={{ maxWidth: '40rem', display: 'block', margin: '0 auto' }} role="img" aria-label={summary}>
        <text x={PLOT.x} y="15" fontSize="13" fill="var(--ink)">largest size by channel, 0 to {site.channels - 1}; top: {short(top)}</text>
        {row.map((value, c) => (
          <rect key={c} x={PLOT.x + (c * PLOT.width) / row.length} y={PLOT.y + PLOT.height * (1 - value / top)} width={Math.max(0.5, PLOT.width / row.length - 0.15)} height={(PLOT.height * value) / top} fill={c === strongest ? 'var(--accent)' : 'var(--compute)'} />
        ))}
        <line x1={PLOT.x} y1={PLOT.y + PLOT.height * (1 - median / top)} x2={PLOT.x + PLOT.width} y2={PLOT.y + PLOT.height * (1 - median / top)} stroke="var(--ink)" strokeDasharray="4 3" />
        <text x={PLOT.x + PLOT.width} y={PLOT.y + PLOT.height * (1 - median / top) - 5} fontSize="13" textAnchor="end" fill="var(--ink)">median channel {short(median)}</text>
        <line x1={PLOT.x} y1={PLOT.y + PLOT.height} x2={PLOT.x + PLOT.width} y2={PLOT.y + PLOT.height} stroke="var(--ink-soft)" />
        <text x={PLOT.x} y={BARS.y - 10} fontSize="13" fill="var(--ink)">signal over error of layer {site.sliceLayer}, in dB</text>
        {schemes.map((scheme, i) => (
          <g key={scheme}>
            <text x={BARS.x - 6} y={BARS.y + i * BARS.row + 13} fontSize="13" textAnchor="end" fill="var(--ink)">{labels[scheme]}</text>
            {db && <rect x={BARS.x} y={BARS.y + i * BARS.row + 2} width={(BARS.width * Math.max(0, db[scheme])) / best} height="14" fill={i < 4 ? 'var(--memory)' : 'var(--shared-memory)'} />}
            <text x={BARS.x + 5 + (db ? (BARS.width * Math.max(0, db[scheme])) / best : 0)} y={BARS.y + i * BARS.row + 13} fontSize="13" fill="var(--ink)">{db ? db[scheme].toFixed(1) : '…'}</text>
          </g>
        ))}
      </svg>
      <p aria-live="polite">{summary}</p>
      <TextTwin>
        <table>
          <caption>{names[model.id]}, {site.name}, layer {layer}; error of layer {site.sliceLayer}</caption>
          <tbody>
            <tr><th scope="row">Strongest channel; its largest value</th><td>{strongest}; {short(top)}</td></tr>
            <tr><th scope="row">Median channel</th><td>{short(median)}</td></tr>
            {schemes.map((scheme) => <tr key={scheme}><th scope="row">{labels[scheme]}</th><td>{db ? `${db[scheme].toFixed(1)} dB` : 'being fetched'}</td></tr>)}
            <tr><th scope="row">Int{state.bits}, one scale, without the strongest channel</th><td>{others === undefined ? 'being fetched' : `${others.toFixed(1)} dB`}</td></tr>
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
