// Coming into a room: by its code as somebody new, or by a personal link as who one is already. Waits and asks again while the network or the
// server is away. Not here: what happens inside (session.ts).

import { ApiFailure, student, type Joined } from '../api';
import type { Target } from './address';
import type { RoomMemory } from './memory';
import { isPassing } from './postman';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 10_000;

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), done()));
  });

/** 192 random bits, as the server draws them itself; works without HTTPS, too. */
const newToken = (): string => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(24)))).replaceAll('+', '-').replaceAll('/', '_');

/** Whoever guessed wrong too often is told how long to wait, and asks again themselves. */
const isWorthATry = (failure: ApiFailure) => isPassing(failure) && failure.status !== 429 && failure.status !== 404 && failure.status !== 405;

/** Undefined when `signal` ended it. `onWait` is told what is in the way. Throws an ApiFailure that waiting does not mend. */
export async function comeIn({ code, token }: Target, memory: RoomMemory, onWait: (failure: ApiFailure) => void, signal: AbortSignal): Promise<Joined | undefined> {
  // Drawn once: should an answer be lost, the next try lets the same one in.
  const drawn = newToken();
  for (let waitMs = FIRST_WAIT_MS; !signal.aborted; waitMs = Math.min(LONGEST_WAIT_MS, 2 * waitMs)) {
    try {
      const joined = await (token ? student.resume(code, token) : student.join(code, drawn));
      if (signal.aborted) return undefined;
      // Votes of somebody else at this browser are not sent in this one's name.
      if (token && memory.membership?.token !== token) memory.forget();
      memory.remember({ token: joined.token, ...(token ? { devices: true } : {}) });
      return joined;
    } catch (error) {
      if (!(error instanceof ApiFailure) || !isWorthATry(error)) throw error;
      onWait(error);
      await pause(Math.max(error.retryAfterMs ?? 0, waitMs * (0.75 + Math.random() / 2)), signal);
    }
  }
  return undefined;
}
