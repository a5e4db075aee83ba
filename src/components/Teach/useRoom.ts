// A room in a page, live: the stream's events as the newest state of everything, how the connection stands, and the instructor's commands.

import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiFailure, host, type Shown } from '@site/src/classroom/api';
import { openStream, type Standing } from '@site/src/classroom/stream';
import type { Command } from '@site/src/formats/class';
import { begunAnew, nothingYet, receive, type RoomNow } from './roomState';

export interface LiveRoom extends RoomNow {
  standing: Standing;
  /** The status with which the server has refused this browser: 403 is not this room's host, 404 no such room. */
  refused?: number;
  take(shown: Shown): void;
  /** Asks again, after this browser was given a key. */
  retry(): void;
}

/** Listens to a room for as long as the page is open; without a code, to nothing. */
export function useRoom(code: string | undefined, as: 'host' | 'projector'): LiveRoom {
  const [now, setNow] = useState<RoomNow>(nothingYet);
  const [standing, setStanding] = useState<Standing>('connecting');
  const [refused, setRefused] = useState<number>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    setNow(nothingYet);
    setRefused(undefined);
    if (!code) return;
    const [url, asks] = host.streamUrls(code, as);
    return openStream(url, asks, {
      onEvent: (name, data) => setNow((before) => receive(before, name, data, performance.now())),
      onStanding(next) {
        setStanding(next);
        if (next !== 'live') setNow(begunAnew);
      },
      onRefused: setRefused,
    });
  }, [code, as, tries]);
  const take = useCallback(
    ({ snapshot, host: view }: Shown) => setNow((before) => receive(receive({ ...before, isFresh: false }, 'snapshot', snapshot, performance.now()), 'host', view, performance.now())),
    [],
  );
  const retry = useCallback(() => setTries((n) => n + 1), []);
  return { ...now, standing, refused, take, retry };
}

export interface Lead extends LiveRoom {
  isBusy: boolean;
  /** What the server said to the last command, when it did not do it. */
  told: string;
  send(command: Command): Promise<void>;
  /** Any other request that answers with the room; false when it failed, and `told` says why. */
  run(request: () => Promise<Shown>): Promise<boolean>;
}

const wordsOf = (error: unknown): string => (error instanceof ApiFailure ? error.message : 'Something went wrong on this page. Reload it: the room is kept on the server.');

/** The same for whoever leads it. One request at a time: what is pressed meanwhile does nothing. */
export function useLead(code: string | undefined): Lead {
  const room = useRoom(code, 'host');
  const [isBusy, setBusy] = useState(false);
  const [told, setTold] = useState('');
  const underWay = useRef(false);
  const { take, snapshot, standing } = room;
  useEffect(() => {
    // What was told of a lost connection is over with it.
    if (standing === 'live') setTold('');
  }, [standing]);

  const run = useCallback(
    async (request: () => Promise<Shown>): Promise<boolean> => {
      if (underWay.current || !code) return false;
      underWay.current = true;
      setBusy(true);
      setTold('');
      try {
        take(await request());
        return true;
      } catch (error) {
        setTold(wordsOf(error));
        // The room is not as it was seen here: show it as it is.
        if (error instanceof ApiFailure && error.status === 409) await host.look(code).then(take, () => {});
        return false;
      } finally {
        underWay.current = false;
        setBusy(false);
      }
    },
    [code, take],
  );
  const send = useCallback(
    async (command: Command) => {
      if (code && snapshot) await run(() => host.send(code, command, snapshot.seq));
    },
    [code, snapshot, run],
  );
  return { ...room, isBusy, told, send, run };
}
