// View of adjoint-stepper: the graph with inputs at the top, and the adjoints as far as they have come.

import React from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Controls, Slider, Stepper, TextField } from '@site/src/components/controls';
import { defaults, shown, tryGraph, type Edge, type Graph, type PlacedNode } from './model';

const WIDTH = 324;
const NODE = { width: 78, height: 46 };
const ROW = 104;

const centre = (n: PlacedNode) => ({ x: (WIDTH * (n.column + 0.5)) / n.columns, y: n.layer * ROW + NODE.height / 2 + 4 });

interface Point {
  x: number;
  y: number;
}
const onCurve = (t: number, start: Point, middle: Point, end: Point): Point => ({
  x: (1 - t) ** 2 * start.x + 2 * t * (1 - t) * middle.x + t * t * end.x,
  y: (1 - t) ** 2 * start.y + 2 * t * (1 - t) * middle.y + t * t * end.y,
});

/** True when a curve touches none of the nodes in the rows that it passes. */
function isClear(nodes: readonly PlacedNode[], above: number, below: number, curve: (t: number) => Point): boolean {
  const between = nodes.filter((n) => n.layer > above && n.layer < below).map(centre);
  return [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].every((t) => {
    const { x, y } = curve(t);
    return x > 4 && x < WIDTH - 4 && between.every((n) => Math.abs(n.x - x) > NODE.width / 2 + 4 || Math.abs(n.y - y) > NODE.height / 2 + 4);
  });
}

/** From the operand's lower edge to the result's upper edge; two edges between the same nodes bend apart, and one that passes a row bends round its nodes. */
function pathOf(nodes: readonly PlacedNode[], { from, to, twin, twins }: Edge) {
  const [above, below] = [nodes[from]!.layer, nodes[to]!.layer];
  const [a, b] = [centre(nodes[from]!), centre(nodes[to]!)];
  const start = { x: a.x + Math.max(-26, Math.min(26, (b.x - a.x) / 5)), y: a.y + NODE.height / 2 };
  const end = { x: b.x + Math.max(-26, Math.min(26, (a.x - b.x) / 4)), y: b.y - NODE.height / 2 };
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  const middle = (bend: number) => ({ x: (start.x + end.x) / 2 + (bend * (end.y - start.y)) / length, y: (start.y + end.y) / 2 - (bend * (end.x - start.x)) / length });
  const apart = twin === 0 ? -20 : 20;
  const bends = twins > 1 ? [apart] : [0, 50, -50, 90, -90, 130, -130, 180, -180];
  const bend = bends.find((candidate) => isClear(nodes, above, below, (t) => onCurve(t, start, middle(candidate), end))) ?? bends[0]!;
  // Labels stand off the middle, where edges cross.
  const t = twins > 1 ? (twin === 0 ? 0.62 : 0.38) : Math.abs(a.x - b.x) < 10 ? 0.5 : 0.66;
  const { x, y } = middle(bend);
  return { d: `M ${start.x} ${start.y} Q ${x} ${y} ${end.x} ${end.y}`, label: onCurve(t, start, { x, y }, end) };
}

function say(graph: Graph, step: number): string {
  const frame = graph.frames[step]!;
  if (frame.edge < 0) return 'Forward pass done. The output’s adjoint is 1; all others are 0 so far.';
  const edge = graph.edges[frame.edge]!;
  const child = graph.nodes[edge.to]!;
  const parent = graph.nodes[edge.from]!;
  const left = frame.waiting[edge.from]!;
  return `From ${child.label} to ${parent.label}: ${shown(frame.adjoints[edge.to]!)} × ${shown(edge.partial)} = ${shown(frame.contribution)} is added. The adjoint of ${parent.label} is ${shown(frame.adjoints[edge.from]!)}${
    left === 0 ? ', and finished.' : `; ${left} more ${left === 1 ? 'edge' : 'edges'} to come.`
  }`;
}

function Drawing({ graph, step }: { graph: Graph; step: number }) {
  const frame = graph.frames[step]!;
  const height = (1 + Math.max(...graph.nodes.map((n) => n.layer))) * ROW - ROW + NODE.height + 8;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${height}`} width="100%" style={{ maxWidth: '27rem', margin: '0.5rem auto 1rem' }} role="img" aria-label={say(graph, step)}>
      {graph.edges.map((edge, i) => {
        const { d, label } = pathOf(graph.nodes, edge);
        const walked = i <= frame.edge;
        const now = i === frame.edge;
        return (
          <g key={i}>
            <path d={d} fill="none" stroke={now ? 'var(--accent)' : walked ? 'var(--ink)' : 'var(--idle)'} strokeWidth={now ? 3 : 1.5} strokeDasharray={walked ? undefined : '4 4'} />
            <text x={label.x} y={label.y + 4} fontSize="13" textAnchor="middle" style={{ fill: now ? 'var(--accent)' : 'var(--ink-soft)', fontWeight: now ? 700 : 400, paintOrder: 'stroke', stroke: 'var(--paper)', strokeWidth: 4 }}>
              {shown(edge.partial)}
            </text>
          </g>
        );
      })}
      {graph.nodes.map((node, i) => {
        const { x, y } = centre(node);
        const done = frame.waiting[i] === 0;
        const target = frame.edge >= 0 && graph.edges[frame.edge]!.from === i;
        return (
          <g key={i}>
            <rect x={x - NODE.width / 2} y={y - NODE.height / 2} width={NODE.width} height={NODE.height} rx={node.isInput ? 0 : 10} fill="var(--paper)" stroke={target ? 'var(--accent)' : 'var(--ink)'} strokeWidth={done ? 2.5 : 1} />
            <text x={x} y={y - 5} fontSize="13.5" textAnchor="middle">
              <tspan fontWeight="700">{node.label}</tspan> {node.isInput && /\d/.test(node.label) ? '' : shown(node.data)}
            </text>
            <text x={x} y={y + 14} fontSize="13" textAnchor="middle" style={{ fill: 'var(--compute)' }}>
              adj {shown(frame.adjoints[i]!)}{done ? '' : ' …'}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

export default function AdjointStepper() {
  const [state, set] = useFigureState(defaults);
  const graph = tryGraph(state.text, state);
  const names = ['a', 'b', 'c'] as const;
  return (
    <>
      <Controls>
        <TextField label="Expression" value={state.text} maxLength={60} onChange={(text) => set({ text, step: 0 })} />
        {names.map((name) => (
          <Slider key={name} label={name} value={state[name]} min={-3} max={3} step={0.25} onChange={(x) => set({ [name]: x })} />
        ))}
        {typeof graph !== 'string' && <Stepper label="Edge" step={Math.min(state.step, graph.edges.length)} steps={graph.frames.length} onChange={(step) => set({ step })} />}
      </Controls>
      {typeof graph === 'string' ? <p role="alert">{graph}</p> : <Whole graph={graph} step={Math.max(0, Math.min(Math.floor(state.step), graph.edges.length))} />}
    </>
  );
}

function Whole({ graph, step }: { graph: Graph; step: number }) {
  const frame = graph.frames[step]!;
  return (
    <>
      <Drawing graph={graph} step={step} />
      <p aria-live="polite">{say(graph, step)}</p>
      <TextTwin>
        <table>
          <caption>After {step} of {graph.edges.length} edges</caption>
          <thead>
            <tr><th scope="col">Node</th><th scope="col">Value</th><th scope="col">Adjoint so far</th><th scope="col">Edges still to come</th></tr>
          </thead>
          <tbody>
            {graph.nodes.map((node, i) => (
              <tr key={i}><th scope="row">{node.label}</th><td>{shown(node.data)}</td><td>{shown(frame.adjoints[i]!)}</td><td>{frame.waiting[i]}</td></tr>
            ))}
          </tbody>
        </table>
      </TextTwin>
    </>
  );
}
