/**
 * One load for all who ask for the same thing at the same time: progress and questions go to each of them, one who leaves
 * does not end it for the others, and the last one to leave frees what was loaded.
 */
import { ConsentNeededError } from './errors';
import type { LoadProgress } from './files';

export interface Need {
  /** Still to be downloaded. */
  bytes: number;
  /** Why the reader is asked, as the rest of a sentence: "you are on a mobile network". */
  reason: string;
}

export interface LoadUser {
  onProgress?: (progress: LoadProgress) => void;
  /** Asked before a download that the connection should not carry unasked; without it such a load is refused. */
  askConsent?: (need: Need) => Promise<boolean>;
  /** Told when what was loaded has stopped working, and only loading anew helps. */
  onLost?: (error: Error) => void;
  signal?: AbortSignal;
}

/** What a load may say to those who wait for it. */
export interface LoadContext {
  signal: AbortSignal;
  onProgress(progress: LoadProgress): void;
  /** Resolves when one of them agrees. */
  askConsent(need: Need): Promise<void>;
  /** Takes the load out of sharing: the next to ask loads anew. */
  onLost(error: Error): void;
}

interface Shared<T> {
  loaded: Promise<T>;
  users: Set<Waiting>;
  abort: AbortController;
  lastProgress?: LoadProgress;
  question?: { need: Need; agree: () => void };
}

interface Waiting extends LoadUser {
  refuse: (error: Error) => void;
}

function put<T>(question: NonNullable<Shared<T>['question']>, { askConsent, refuse }: Waiting): void {
  const { bytes, reason } = question.need;
  const refused = () => refuse(new ConsentNeededError(bytes, reason));
  if (!askConsent) return refused();
  askConsent(question.need).then((agreed) => (agreed ? question.agree() : refused()), refuse);
}

function withReject(): { promise: Promise<never>; reject: (error: Error) => void } {
  let reject: (error: Error) => void;
  const promise = new Promise<never>((_, settle) => (reject = settle));
  return { promise, reject: reject! };
}

export interface SharedLoads<T> {
  /** Joins the load of `key`, or starts it. `leave` is to be called once by who no longer uses what was loaded. */
  join(key: string, user: LoadUser, load: (context: LoadContext) => Promise<T>): Promise<{ loaded: T; leave: () => Promise<void> }>;
  /** The next to join loads anew. */
  forget(key: string): void;
}

export function createSharedLoads<T>(free: (loaded: T) => Promise<void>): SharedLoads<T> {
  const loads = new Map<string, Shared<T>>();

  function start(key: string, load: (context: LoadContext) => Promise<T>): Shared<T> {
    const users = new Set<Waiting>();
    const abort = new AbortController();
    const forget = () => {
      if (loads.get(key) === shared) loads.delete(key);
    };
    const context: LoadContext = {
      signal: abort.signal,
      onProgress(progress) {
        shared.lastProgress = progress;
        for (const user of users) user.onProgress?.(progress);
      },
      async askConsent(need) {
        await new Promise<void>((agree, reject) => {
          abort.signal.addEventListener('abort', () => reject(abort.signal.reason as Error));
          shared.question = { need, agree };
          for (const user of users) put(shared.question, user);
        });
        shared.question = undefined;
      },
      onLost(error) {
        forget();
        for (const user of users) user.onLost?.(error);
      },
    };
    // A turn later, when whoever asked has been put among the users.
    const shared: Shared<T> = { users, abort, loaded: Promise.resolve().then(() => load(context)) };
    loads.set(key, shared);
    // A failed load is not kept: the next call tries again.
    shared.loaded.catch(forget);
    return shared;
  }

  const join: SharedLoads<T>['join'] = async (key, user, load) => {
    user.signal?.throwIfAborted();
    const shared = loads.get(key) ?? start(key, load);
    const { promise: refused, reject: refuse } = withReject();
    const waiting: Waiting = { ...user, refuse };
    const onAbort = () => refuse(user.signal!.reason as Error);
    user.signal?.addEventListener('abort', onAbort, { once: true });
    shared.users.add(waiting);
    const leave = async () => {
      shared.users.delete(waiting);
      if (shared.users.size > 0) return;
      if (loads.get(key) === shared) loads.delete(key);
      shared.abort.abort();
      const loaded = await shared.loaded.catch(() => undefined);
      if (loaded !== undefined) await free(loaded);
    };
    if (shared.lastProgress) user.onProgress?.(shared.lastProgress);
    if (shared.question) put(shared.question, waiting);
    try {
      const loaded = await Promise.race([shared.loaded, refused]);
      waiting.onProgress = undefined;
      return { loaded, leave };
    } catch (error) {
      void leave();
      throw error;
    } finally {
      user.signal?.removeEventListener('abort', onAbort);
    }
  };

  return { join, forget: (key) => void loads.delete(key) };
}
