// What an operator watches, in Prometheus' format. Nothing personal: no codes, names or addresses.

import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export function createMetrics(streams: () => number) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({ name: 'class_streams', help: 'Open event streams', registers, collect() { this.set(streams()); } });
  return {
    registry,
    votes: new Counter({ name: 'class_votes_total', help: 'Votes by what became of them', labelNames: ['result'], registers }),
    phases: new Counter({ name: 'class_phase_changes_total', help: 'Changes of phase that this process sent on', labelNames: ['phase'], registers }),
    requests: new Counter({ name: 'class_requests_total', help: 'Requests by route and status', labelNames: ['route', 'status'], registers }),
    latency: new Histogram({ name: 'class_request_seconds', help: 'Time to answer, streams left out', labelNames: ['route'], buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5], registers }),
    trouble: new Counter({ name: 'class_trouble_total', help: 'Work in the background that failed', labelNames: ['what'], registers }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
