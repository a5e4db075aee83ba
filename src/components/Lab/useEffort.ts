// What the reader has done on a lab besides its text: results, hints opened; and whether the solution may be shown.

import { useCallback, useEffect, useState } from 'react';
import type { LabReport, LabTask } from '@site/src/formats';
import type { RecordOf } from '@site/src/formats/progress';
import { openProgress, pointsOf } from '@site/src/progress';
import { passed } from './reportText';

type Result = RecordOf<'lab-result'>;

export interface Effort {
  result: Result | undefined;
  /** Hints opened, by task id. */
  hints: Record<string, number>;
  /** After an honest try: two different texts that failed, all hints of a task, or a pass. */
  mayShowSolution: boolean;
  record(source: string, report: LabReport): Promise<void>;
  openHint(task: string): void;
}

interface Attempt {
  source: string;
  report: LabReport;
  starter: string;
  checks: string;
}

/** The result after one more check. A failure counts as a try when its text is neither the starter nor the one tried before. */
export function nextResult(before: Result | undefined, { source, report, starter, checks }: Attempt, now: number): Result {
  const seen = { at: now, checks, source, report };
  const honest = !passed(report) && source.trim() !== starter.trim() && source !== before?.last.source;
  const best = before && pointsOf(before.best) >= pointsOf(seen) ? before.best : seen;
  return { kind: 'lab-result', id: report.lab, at: now, best, last: seen, failedChecks: (before?.failedChecks ?? 0) + (honest ? 1 : 0) };
}

export function useEffort(lab: string, tasks: readonly LabTask[], starter: string, checks: string): Effort {
  const [result, setResult] = useState<Result>();
  const [hints, setHints] = useState<Record<string, number>>({});

  useEffect(() => {
    let alive = true;
    void openProgress().then(async (store) => {
      const stored = await store.get('lab-result', lab);
      const opened = await Promise.all(tasks.map((task) => store.get('hints', `${lab}/${task.id}`)));
      if (!alive) return;
      setResult(stored);
      setHints(Object.fromEntries(tasks.map((task, i) => [task.id, opened[i]?.opened ?? 0])));
    });
    return () => {
      alive = false;
    };
  }, [lab, tasks]);

  const record = useCallback(
    async (source: string, report: LabReport) => {
      const store = await openProgress();
      await store.update('lab-result', lab, (before) => {
        const next = nextResult(before, { source, report, starter, checks }, Date.now());
        setResult(next);
        return next;
      });
    },
    [lab, starter, checks],
  );

  const openHint = useCallback(
    (task: string) => {
      setHints((before) => ({ ...before, [task]: Math.min(3, (before[task] ?? 0) + 1) }));
      void openProgress().then((store) =>
        store.update('hints', `${lab}/${task}`, (before) => ({ kind: 'hints', id: `${lab}/${task}`, at: Date.now(), opened: Math.min(3, (before?.opened ?? 0) + 1) })),
      );
    },
    [lab],
  );

  const tried = (result?.failedChecks ?? 0) >= 2 || (result !== undefined && passed(result.best.report));
  return { result, hints, mayShowSolution: tried || Object.values(hints).some((n) => n >= 3), record, openHint };
}
