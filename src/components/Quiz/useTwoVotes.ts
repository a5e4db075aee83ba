// Whether this reader votes twice on items that are fit for it: off until chosen, remembered for every quiz.

import { useCallback, useEffect, useRef, useState } from 'react';
import { openProgress } from '@site/src/progress';

const id = 'quiz-two-votes';

export function useTwoVotes(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(false);
  const chosen = useRef(false);
  useEffect(() => {
    void openProgress()
      .then((store) => store.get('setting', id))
      .then((stored) => {
        // What was chosen while this was read stays.
        if (!chosen.current) setOn(stored?.value === 'on');
      });
  }, []);
  const choose = useCallback((next: boolean) => {
    chosen.current = true;
    setOn(next);
    void openProgress().then((store) => store.update('setting', id, () => ({ kind: 'setting', id, at: Date.now(), value: next ? 'on' : 'off' })));
  }, []);
  return [on, choose];
}
