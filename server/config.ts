// What an operator sets, from the environment. A wrong value is refused at the start, with its name.

import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
/** How many; 'true' is one, 'false' none. */
const few = z
  .string()
  .regex(/^(true|false|[0-9])$/, 'must be true, false or the number of proxies')
  .transform((value) => (value === 'true' ? 1 : value === 'false' ? 0 : Number(value)));

const environment = z.object({
  PORT: port.default(3000),
  HOST: z.string().default('0.0.0.0'),
  /** Of a PostgreSQL 15 or later; without it the data folder is used. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
    .optional(),
  CLASS_DATA: z.string().min(1).default('class-data'),
  /** The address under which browsers reach the server, such as https://class.example.edu. */
  PUBLIC_URL: z.url().optional(),
  /** Proxies in front that add to X-Forwarded-For and set X-Forwarded-Proto; what a client itself wrote there is not believed. */
  TRUST_PROXY: few.default(0),
  /** Asked of whoever opens a room; without it anyone who reaches the server may. */
  INSTRUCTOR_KEY: z.string().min(8, 'must have at least 8 characters').max(200).optional(),
  /** Serves Prometheus metrics at this port of this machine alone. */
  METRICS_PORT: port.optional(),
  MAX_STREAMS: z.coerce.number().int().min(1).default(12_000),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export interface Config {
  port: number;
  host: string;
  databaseUrl?: string;
  dataFolder: string;
  publicUrl?: string;
  trustedProxies: number;
  instructorKey?: string;
  metricsPort?: number;
  maxStreams: number;
  logLevel: string;
}

/** Throws with one line a wrong setting. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const read = environment.safeParse(given);
  if (!read.success) throw new Error(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  const { data } = read;
  return {
    port: data.PORT,
    host: data.HOST,
    databaseUrl: data.DATABASE_URL,
    dataFolder: data.CLASS_DATA,
    publicUrl: data.PUBLIC_URL,
    trustedProxies: data.TRUST_PROXY,
    instructorKey: data.INSTRUCTOR_KEY,
    metricsPort: data.METRICS_PORT,
    maxStreams: data.MAX_STREAMS,
    logLevel: data.LOG_LEVEL,
  };
}
