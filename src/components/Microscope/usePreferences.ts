// What a reader chose in the microscope, remembered in this browser for every lab: the device of the roofline, the speed,
// how long a row of each buffer is, and which lines are drawn.

import { useCallback, useEffect, useRef, useState } from 'react';
import { openProgress } from '@site/src/progress';

export interface Preferences {
  device: string;
  speed: string;
  /** Row length by `name/length` of the buffer, the latest last. */
  rows: Record<string, number>;
  /** Lines from every lane to what it touches, not from the chosen one alone. */
  lines: boolean;
}

const start: Preferences = { device: '', speed: '4', rows: {}, lines: false };
const MOST_ROWS = 40;

/** Reads what was stored; whatever is missing or malformed keeps its default. */
export function readPreferences(text: string | undefined): Preferences {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? '');
  } catch {
    return start;
  }
  if (typeof stored !== 'object' || stored === null) return start;
  const { device, speed, rows, lines } = stored as Partial<Record<keyof Preferences, unknown>>;
  const lengths = Object.entries(typeof rows === 'object' && rows !== null ? rows : {}).filter((e): e is [string, number] => Number.isInteger(e[1]) && Number(e[1]) > 0);
  return {
    device: typeof device === 'string' ? device : start.device,
    speed: typeof speed === 'string' ? speed : start.speed,
    rows: Object.fromEntries(lengths.slice(-MOST_ROWS)),
    lines: lines === true,
  };
}

export function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  const [preferences, setPreferences] = useState(start);
  const latest = useRef(start);
  useEffect(() => {
    void openProgress()
      .then((store) => store.get('setting', 'microscope'))
      .then((stored) => {
        // What was chosen while this was read stays.
        if (latest.current === start) setPreferences((latest.current = readPreferences(stored?.value)));
      });
  }, []);
  const change = useCallback((part: Partial<Preferences>) => {
    latest.current = readPreferences(JSON.stringify({ ...latest.current, ...part }));
    setPreferences(latest.current);
    const value = JSON.stringify(latest.current);
    void openProgress().then((store) => store.update('setting', 'microscope', () => ({ kind: 'setting', id: 'microscope', at: Date.now(), value })));
  }, []);
  return [preferences, change];
}
