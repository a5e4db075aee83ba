// Reads the results of a room from the class server, and again when asked: what is shown stays until the new ones are there.

import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiFailure, host } from '@site/src/classroom/api';
import type { ClassResults } from '@site/src/formats/class-results';

export interface ResultsNow {
  results?: ClassResults;
  readAt?: Date;
  isReading: boolean;
  /** Of the latest try. */
  failure?: ApiFailure;
  /** Resolves to whether they came. */
  read(): Promise<boolean>;
}

const failureOf = (error: unknown) => (error instanceof ApiFailure ? error : new ApiFailure(0, 'page', 'Something went wrong on this page. Reload it; the results are kept on the server.'));

export function useResults(code: string): ResultsNow {
  const [there, setThere] = useState<{ results: ClassResults; readAt: Date }>();
  const [failure, setFailure] = useState<ApiFailure>();
  const [isReading, setReading] = useState(true);
  const latest = useRef(0);
  const read = useCallback(async () => {
    const mine = ++latest.current;
    const isLatest = () => mine === latest.current;
    setReading(true);
    try {
      const results = await host.results(code);
      if (isLatest()) setThere({ results, readAt: new Date() });
      if (isLatest()) setFailure(undefined);
      return true;
    } catch (error) {
      if (isLatest()) setFailure(failureOf(error));
      return false;
    } finally {
      if (isLatest()) setReading(false);
    }
  }, [code]);
  useEffect(() => void read(), [read]);
  return { ...there, isReading, failure, read };
}
