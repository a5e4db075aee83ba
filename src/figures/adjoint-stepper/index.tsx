// View of adjoint-stepper: the graph with inputs at the top, and the adjoints as far as they have come.

import React from 'react';
import { TextTwin, useFigureState } from '@site/src/components/Figure';
import { Controls, Slider, Stepper, TextField } from '@site/src/components/controls';
import { defaults, shown, tryGraph, type Edge, type Graph, type PlacedNode } from './model';

const WIDTH = 360;
const NODE = { width: 78, height: 46 };
const ROW = 92;

const centre = (n: PlacedNode) => ({ x: (WIDTH * (n.column + 0.5)) / n.columns, y: n.layer * ROW + NODE.height / 2 + 4 });

/** From the operand's lower edge to the result's upper edge; two edges between the same nodes bend apart. */
function pathOf(nodes: readonly PlacedNode[], { from, to, twin, twins }: Edge) {
  const a = centre(nodes[from]!);
  const b = centre(nodes[to]!);
  const bend = twins > 1 ? (twin === 0 ? -34 : 34) : nodes[to]!.layer - nodes[from]!.layer > 1 && Math.abs(a.x - b.x) < 10 ? 64 : 0;
  const start = { x: a.x + bend / 3, y: a.y + NODE.height / 2 };
  const end = { x: b.x + (bend ? bend / 3 : Math.max(-24, Math.min(24, (a.x - b.x) / 4))), y: b.y - NODE.height / 2 };
  const middle = { x: (start.x + end.x) / 2 + bend, y: (start.y + end.y) / 2 };
  return {
    d: `M ${start.x} ${start.y} Q ${middle.x} ${middle.y} ${end.x} ${end.y}`,
    label: { x: (start.x + 2 * middle.x + end.x) / 4, y: (start.y + 2 * middle.y + end.y) / 4 },
  };
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
    <svg viewBox={`0 0 ${WIDTH} ${height}`} width="100%" style={{ maxWidth: '30rem', margin: '0 auto' }} role="img" aria-label={say(graph, step)}>
      {graph.edges.map((edge, i) => {
        const { d, label } = pathOf(graph.nodes, edge);
        const walked = i <= frame.edge;
        const now = i === frame.edge;
        return (
          <g key={i}>
            <path d={d} fill="none" stroke={now ? 'var(--accent)' : walked ? 'var(--ink)' : 'var(--idle)'} strokeWidth={now ? 3 : 1.5} strokeDasharray={walked ? undefined : '4 4'} />
            <text x={label.x} y={label.y + 4} fontSize="12" textAnchor="middle" style={{ fill: now ? 'var(--accent)' : 'var(--ink-soft)', fontWeight: now ? 700 : 400, paintOrder: 'stroke', stroke: 'var(--paper)', strokeWidth: 4 }}>
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
            <text x={x} y={y - 5} fontSize="13" textAnchor="middle">
              <tspan fontWeight="700">{node.label}</tspan> {node.isInput && /\d/.test(node.label) ? '' : shown(node.data)}
            </text>
            <text x={x} y={y + 14} fontSize="12.5" textAnchor="middle" style={{ fill: 'var(--compute)' }}>
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
