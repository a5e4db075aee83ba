// Every answer that is not a success says what is wrong and what to do, in one form. Nothing of the inside shows.

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { PhaseError } from '@site/src/quiz/peer/phases';
import { ZodError } from 'zod';
import type { ApiError } from '@site/src/formats/class';
import { Conflict } from '../rooms/store';

export class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}

/** PostgreSQL's classes of trouble that pass: connection, deadlock, resources (53100 is a full disk), shutdown, cannot connect now. */
const passing = /^(08|40|53|57P)/;
/** The same in the words of its client, which has no codes. */
const connectionTrouble = /Connection terminated|timeout exceeded when trying to connect|terminating connection|is not queryable/;
const networkTrouble = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|ENOSPC|EHOSTUNREACH)$/;

const causes = (error: unknown): { code?: string; message?: string }[] => {
  const chain: { code?: string; message?: string; cause?: unknown }[] = [];
  for (let at = error as { cause?: unknown } | undefined; at && chain.length < 5; at = at.cause as { cause?: unknown } | undefined) chain.push(at as never);
  return chain;
};

const isFullDisk = (error: unknown) => causes(error).some(({ code, message }) => code === '53100' || code === 'ENOSPC' || /No space left on device/.test(message ?? ''));
const isPassing = (error: unknown) =>
  causes(error).some(({ code, message }) => passing.test(code ?? '') || networkTrouble.test(code ?? '') || connectionTrouble.test(message ?? ''));

export function toHttpError(error: unknown): HttpError | undefined {
  if (error instanceof HttpError) return error;
  if (error instanceof ZodError) {
    const [issue] = error.issues;
    return new HttpError(400, 'bad-input', `${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'is not as expected'}`);
  }
  if (error instanceof Conflict) return new HttpError(409, 'conflict', error.message);
  if (error instanceof PhaseError) return new HttpError(409, 'phase', error.message);
  if (isFullDisk(error)) return new HttpError(503, 'disk-full', 'The server’s disk is full: nothing new can be kept until its operator makes room. What was acknowledged is safe.', 5);
  if (isPassing(error)) return new HttpError(503, 'database', 'The database is away for a moment. Try again.', 1);
  const status = (error as FastifyError).statusCode;
  if (status && status >= 400 && status < 500) return new HttpError(status, 'bad-request', (error as Error).message);
  return undefined;
}

export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = toHttpError(error);
  if (!known || known.status >= 500) request.log.error({ err: error, route: request.routeOptions.url }, 'failed');
  const { status, code, message, retryAfterSeconds } = known ?? new HttpError(500, 'internal', 'Something went wrong on the server. Try again; if it stays, tell its operator.');
  if (retryAfterSeconds) void reply.header('Retry-After', String(retryAfterSeconds));
  void reply.status(status).send({ error: code, message } satisfies ApiError);
}
