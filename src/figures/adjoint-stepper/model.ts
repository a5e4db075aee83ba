// The graph of an expression with its places on the page, and every state of its backward pass, by the book's
// own engine. Not here: drawing.

import { scalar, topologicalOrder, type Value } from '@site/src/engine/autodiff';
import { ExpressionError, parse } from './parse';

export const defaults = { text: 'tanh(a*b + a*a)', a: 0.5, b: -1.5, c: 1, step: 0 };

export interface PlacedNode {
  label: string;
  data: number;
  /** 0 for inputs; otherwise one more than the deepest operand. */
  layer: number;
  /** Place within the layer, and how many are in it. */
  column: number;
  columns: number;
  isInput: boolean;
}

export interface Edge {
  /** Indices of nodes. */
  from: number;
  to: number;
  partial: number;
  /** Among edges between the same two nodes: a·a has two. */
  twin: number;
  twins: number;
}

export interface Frame {
  /** Index of the edge walked last; −1 before the first. */
  edge: number;
  /** Adjoint so far, by node. */
  adjoints: number[];
  /** How many edges out of each node are still to come. */
  waiting: number[];
  contribution: number;
}

export interface Graph {
  nodes: PlacedNode[];
  edges: Edge[];
  /** Before the first edge, then after each. */
  frames: Frame[];
}

/** Throws ExpressionError in words when the text cannot be read. */
export function buildGraph(text: string, at: { a: number; b: number; c: number }): Graph {
  const { output, labels } = parse(text, at);
  const order = topologicalOrder(output);
  const index = new Map(order.map((node, i) => [node, i]));
  const layers = new Map<Value, number>();
  for (const node of order) layers.set(node, node.parents.length === 0 ? 0 : 1 + Math.max(...node.parents.map((p) => layers.get(p)!)));
  const nodes = order.map((node): PlacedNode => {
    const layer = layers.get(node)!;
    const row = order.filter((other) => layers.get(other) === layer);
    return { label: labels.get(node)!, data: node.data, layer, column: row.indexOf(node), columns: row.length, isInput: node.parents.length === 0 };
  });

  const edges: Edge[] = [];
  const adjoints: number[] = order.map((node) => (node === output ? 1 : 0));
  const waiting = order.map((node) => order.reduce((n, child) => n + child.parents.filter((p) => p === node).length, 0));
  const frames: Frame[] = [{ edge: -1, adjoints: [...adjoints], waiting: [...waiting], contribution: 1 }];
  for (const { child, parent, operand, partial, contribution, adjoint } of scalar.reverseSteps(output)) {
    const from = index.get(parent)!;
    const twins = child.parents.filter((p) => p === parent).length;
    const twin = child.parents.slice(0, operand).filter((p) => p === parent).length;
    edges.push({ from, to: index.get(child)!, partial, twin, twins });
    adjoints[from] = adjoint;
    waiting[from]!--;
    frames.push({ edge: edges.length - 1, adjoints: [...adjoints], waiting: [...waiting], contribution });
  }
  return { nodes, edges, frames };
}

/** The graph, or what is wrong with the text. */
export function tryGraph(text: string, at: { a: number; b: number; c: number }): Graph | string {
  try {
    return buildGraph(text, at);
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
}

/** A number as the figure writes it. */
export const shown = (x: number): string => (Number.isFinite(x) ? String(Number(x.toPrecision(3))).replace('-', '−') : Number.isNaN(x) ? 'NaN' : x > 0 ? '∞' : '−∞');
