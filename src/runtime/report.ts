// Puts a LabReport together from the plan and the verdicts that have come in, so that a report is whole
// even when the worker that runs the checks had to be ended.

import type { CheckReport, Lab, LabReport, Verdict } from '@site/src/formats';
import type { PlannedTask } from './protocol';

export interface Verdicts {
  seed: number;
  durationMs: number;
  /** By task id, then by check id. */
  of: ReadonlyMap<string, ReadonlyMap<string, CheckReport>>;
  /** For checks that have no verdict. */
  missing: { verdict: Exclude<Verdict, 'pass'>; message: string };
  /** What ran on the reader's GPU, in a sentence. */
  gpu?: string;
}

export function assembleReport(lab: string, plan: readonly PlannedTask[], verdicts: Verdicts): LabReport {
  const tasks = plan.map(({ id, title, points, checks }) => {
    const reports = checks.map(
      (check): CheckReport => verdicts.of.get(id)?.get(check.id) ?? { id: check.id, title: check.title, ...verdicts.missing },
    );
    const passed = reports.length > 0 && reports.every((report) => report.verdict === 'pass');
    return { id, title, points, earned: passed ? points : 0, checks: reports };
  });
  return { schemaVersion: 1, lab, seed: verdicts.seed, tasks, durationMs: Math.round(verdicts.durationMs), ...(verdicts.gpu ? { gpu: verdicts.gpu } : {}) };
}

/** The plan of a lab whose checks could not even be read: one stand-in check a task. */
export function planWithoutChecks(lab: Lab, task?: string): PlannedTask[] {
  return lab.tasks
    .filter(({ id }) => task === undefined || id === task)
    .map(({ id, title, points }) => ({ id, title, points, checks: [{ id: 'start', title: 'The checks start' }] }));
}
