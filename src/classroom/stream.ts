// A room's events in a page, for as long as it is open: comes back by itself after a cut, a sleep or a restart of the server, and says how it
// stands. Each return begins with the room as it is, so nothing is ever missed. Not here: what the events mean.

export type Standing = 'connecting' | 'live' | 'away';

export interface StreamEvents {
  onEvent(name: string, data: unknown): void;
  onStanding(standing: Standing): void;
  /** The server does not know this participant or host (any more). */
  onRefused(status: number): void;
}

const NAMES = ['snapshot', 'host', 'counts', 'me', 'group', 'gone'];
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;
/** The server's heart beats every 15 seconds; a stream that is silent for longer than two beats has been cut without a word. */
const SILENCE_MS = 35_000;
/** A page that was out of sight for this long asks anew: its stream may have died in its sleep, and its timer may have stood still. */
const NAP_MS = 3000;
/** How long the server may take to say why a stream ended. */
const ANSWER_MS = 8000;

/** The status of `url`; 0 when there is no answer in time. */
async function statusOf(url: string): Promise<number> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), ANSWER_MS);
  const status = await fetch(url, { signal: abort.signal }).then((response) => response.status, () => 0);
  clearTimeout(timer);
  return status;
}

/** Opens the stream at `url`; `asks` is an address that says with its status whether this browser may still listen. Gives back the end of it. */
export function openStream(url: string, asks: string, { onEvent, onStanding, onRefused }: StreamEvents): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitMs = FIRST_WAIT_MS;
  /** By the wall clock: others stand still while a phone sleeps. */
  let hiddenAtMs: number | undefined;
  let over = false;

  const drop = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };

  const heard = () => {
    waitMs = FIRST_WAIT_MS;
    clearTimeout(timer);
    timer = setTimeout(() => void lost(), SILENCE_MS);
    onStanding('live');
  };

  const connect = () => {
    drop();
    const mine = new EventSource(url);
    source = mine;
    timer = setTimeout(() => void lost(), SILENCE_MS);
    mine.addEventListener('beat', heard);
    for (const name of NAMES)
      mine.addEventListener(name, (event) => {
        heard();
        onEvent(name, JSON.parse((event as MessageEvent<string>).data));
      });
    mine.onerror = () => void lost();
  };

  // EventSource tells no status, and gives up on some; so it is closed, the reason asked for, and a new one opened.
  const lost = async () => {
    drop();
    onStanding('away');
    const status = await statusOf(asks);
    // Meanwhile the page may have woken and connected.
    if (over || source) return;
    if (status === 401 || status === 403 || status === 404) return onRefused(status);
    // A hall full of phones does not come back in one moment.
    clearTimeout(timer);
    timer = setTimeout(connect, waitMs * (0.5 + Math.random()));
    waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
  };

  const again = () => {
    waitMs = FIRST_WAIT_MS;
    connect();
  };
  // A phone that wakes, a network that returns: at once.
  const onVisibility = () => {
    if (document.visibilityState === 'hidden') {
      hiddenAtMs = Date.now();
      return;
    }
    if (!source || Date.now() - (hiddenAtMs ?? Date.now()) > NAP_MS) again();
  };
  const onShow = ({ persisted }: PageTransitionEvent) => persisted && again();
  const onOffline = () => void lost();
  addEventListener('online', again);
  addEventListener('offline', onOffline);
  addEventListener('pageshow', onShow);
  document.addEventListener('visibilitychange', onVisibility);

  onStanding('connecting');
  connect();
  return () => {
    over = true;
    drop();
    removeEventListener('online', again);
    removeEventListener('offline', onOffline);
    removeEventListener('pageshow', onShow);
    document.removeEventListener('visibilitychange', onVisibility);
  };
}
