// Order of the nodes of a computation graph. Not here: what the nodes hold.

export interface GraphNode<N> {
  readonly parents: readonly N[];
}

/**
 * Every node that the output depends on, parents before children, each once. Nodes that feed only other
 * things are not in it. Iterative: a chain of a million nodes must not overflow the stack.
 */
export function topologicalOrder<N extends GraphNode<N>>(...outputs: N[]): N[] {
  const order: N[] = [];
  const seen = new Set<N>();
  const path: { node: N; next: number }[] = [];
  const enter = (node: N) => {
    if (seen.has(node)) return;
    seen.add(node);
    path.push({ node, next: 0 });
  };
  for (const output of outputs) {
    enter(output);
    while (path.length > 0) {
      const top = path[path.length - 1]!;
      const parent = top.node.parents[top.next++];
      if (parent) enter(parent);
      else order.push(path.pop()!.node);
    }
  }
  return order;
}
