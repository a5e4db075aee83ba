// The figure's worker: one state in, what was seen out. Apart from the page, since a first run takes some tens of milliseconds.

import type { Seen, State } from './model';
import { runTiled } from './run';

self.onmessage = ({ data }: MessageEvent<{ id: number; state: State }>) => {
  const answer: { id: number; seen: Seen } = { id: data.id, seen: runTiled(data.state) };
  self.postMessage(answer);
};
