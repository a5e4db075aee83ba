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

/** Opens the stream at `url`; `asks` is an address that says with its status whether this browser may still listen. Gives back the end of it. */
export function openStream(url: string, asks: string, { onEvent, onStanding, onRefused }: StreamEvents): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitMs = FIRST_WAIT_MS;
  let over = false;

  const connect = () => {
    clearTimeout(timer);
    source?.close();
    if (over) return;
    source = new EventSource(url);
    for (const name of NAMES)
      source.addEventListener(name, (event) => {
        waitMs = FIRST_WAIT_MS;
        onStanding('live');
        onEvent(name, JSON.parse((event as MessageEvent<string>).data));
      });
    source.onerror = () => void lost();
  };

  // EventSource tells no status, and gives up on some; so it is closed, the reason asked for, and a new one opened.
  const lost = async () => {
    source?.close();
    if (over) return;
    onStanding('away');
    const status = await fetch(asks).then((r) => r.status, () => 0);
    if (over) return;
    if (status === 401 || status === 403 || status === 404) return onRefused(status);
    // A hall full of phones does not come back in one moment.
    timer = setTimeout(connect, waitMs * (0.5 + Math.random()));
    waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
  };

  // A phone that wakes, a network that returns: at once.
  const wake = () => {
    if (over || (typeof document !== 'undefined' && document.visibilityState === 'hidden')) return;
    if (source?.readyState === EventSource.OPEN) return;
    waitMs = FIRST_WAIT_MS;
    connect();
  };
  addEventListener('online', wake);
  document.addEventListener('visibilitychange', wake);
  addEventListener('pageshow', wake);

  onStanding('connecting');
  connect();
  return () => {
    over = true;
    clearTimeout(timer);
    source?.close();
    removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', wake);
    removeEventListener('pageshow', wake);
  };
}
