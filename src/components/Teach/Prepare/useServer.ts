// Whether the book came from a class server: asked once, when the page opens.

import { useCallback, useEffect, useState } from 'react';
import { ApiFailure, serverInfo, type ServerInfo } from '@site/src/classroom/api';

export type Server = { kind: 'asking' } | { kind: 'here'; info: ServerInfo } | { kind: 'none' } | { kind: 'away'; message: string };

export function useServer(): { server: Server; askAgain: () => void } {
  const [server, setServer] = useState<Server>({ kind: 'asking' });
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let isLatest = true;
    const say = (next: Server) => isLatest && setServer(next);
    serverInfo().then(
      (info) => say({ kind: 'here', info }),
      (error: unknown) => say(error instanceof ApiFailure && error.status > 0 && error.status < 500 ? { kind: 'none' } : { kind: 'away', message: error instanceof Error ? error.message : '' }),
    );
    return () => {
      isLatest = false;
    };
  }, [asked]);
  const askAgain = useCallback(() => setAsked((n) => n + 1), []);
  return { server, askAgain };
}
