// Errors in the log without what people sent: a failed query's message holds its parameters, and those are votes, codes and hashes.

type Logged = {
  type: string;
  message: string;
  stack: string;
  code?: string;
  cause?: Logged;
};

const MOST_CAUSES = 5;

/** Type, code, where it happened, and the message up to the parameters of a query; the same of its causes. */
export function describeError(error: unknown, depth = 0): Logged {
  const { name = 'unknown', message = '', stack = '', code, cause } = (error ?? {}) as Partial<Error> & { code?: unknown };
  return {
    type: name,
    message: message.split(/\nparams:/)[0]!,
    stack: stack.split('\n').filter((line) => line.startsWith('    at ')).join('\n'),
    ...(code === undefined ? {} : { code: String(code) }),
    ...(cause === undefined || depth >= MOST_CAUSES ? {} : { cause: describeError(cause, depth + 1) }),
  };
}
