// The address that phones join at. A class led from the computer that serves it is at "localhost" there, where no phone finds it: then it is
// an address of that computer in its network.

import { useCallback, useEffect, useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import { z } from 'zod';
import { serverInfo } from '@site/src/classroom/api';
import { joinAddress, reachesNobody } from './address';
import { keep, readKept } from './kept';

export interface JoinAddress {
  /** Empty until the page is alive. */
  address: string;
  origin: string;
  /** Phones cannot reach it: it has to be named. */
  isUnreachable: boolean;
  /** Origins at which the server thinks it can be reached. */
  suggested: readonly string[];
  setOrigin(origin: string): void;
}

export function useJoinAddress(code: string): JoinAddress {
  const baseUrl = useBaseUrl('/');
  const [origin, setState] = useState('');
  const [suggested, setSuggested] = useState<readonly string[]>([]);
  useEffect(() => {
    const known = readKept('join-origin', z.string());
    const own = location.origin;
    setState(reachesNobody(own) ? (known ?? own) : own);
    serverInfo().then(
      ({ joinOrigins = [] }) => {
        setSuggested(joinOrigins);
        if (joinOrigins[0] && !(known && reachesNobody(own))) setState(joinOrigins[0]);
      },
      () => {},
    );
    // The projector's window follows what is set on the leading page.
    const follow = ({ key }: StorageEvent) => {
      const next = key === 'teach:join-origin' ? readKept('join-origin', z.string()) : undefined;
      if (next && reachesNobody(own)) setState(next);
    };
    addEventListener('storage', follow);
    return () => removeEventListener('storage', follow);
  }, []);
  const setOrigin = useCallback((next: string) => {
    keep('join-origin', next);
    setState(next);
  }, []);
  return { address: origin && joinAddress(origin, baseUrl, code), origin, isUnreachable: origin !== '' && reachesNobody(origin), suggested, setOrigin };
}
