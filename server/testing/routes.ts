// The routes that a class server has, as Fastify is told of them: nothing to be kept by hand.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';

export interface Route {
  method: string;
  /** With names for what varies: /api/class/rooms/:code/me. */
  url: string;
}

/** Starts something that makes a server, and gives back its routes, too. */
export async function withRoutes<T>(start: () => Promise<T>): Promise<{ started: T; routes: Route[] }> {
  const routes: Route[] = [];
  const onServer = (message: unknown) => {
    (message as { fastify: FastifyInstance }).fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) routes.push({ method: one, url });
    });
  };
  subscribe('fastify.initialization', onServer);
  try {
    return { started: await start(), routes };
  } finally {
    unsubscribe('fastify.initialization', onServer);
  }
}
