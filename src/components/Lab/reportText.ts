// Words about a report. Pure.

import type { CheckReport, LabReport } from '@site/src/formats';

export const earned = (report: LabReport): number => report.tasks.reduce((sum, task) => sum + task.earned, 0);
export const possible = (report: LabReport): number => report.tasks.reduce((sum, task) => sum + task.points, 0);
export const passed = (report: LabReport): boolean => report.tasks.every((task) => task.checks.every((check) => check.verdict === 'pass'));

/** "missing-barrier" as words. */
export const readable = (slug: string): string => slug.replaceAll('-', ' ');

/** Checks whose words on the GPU an earlier one has said already. */
export function repeatedNotes(report: LabReport): Set<CheckReport> {
  const said = new Set<string>();
  return new Set(
    report.tasks.flatMap(({ checks }) =>
      checks.filter(({ gpu }) => {
        if (!gpu || !said.has(gpu.message)) {
          if (gpu) said.add(gpu.message);
          return false;
        }
        return true;
      }),
    ),
  );
}

/** One or two sentences for the status line, which a screen reader speaks. */
export function summarizeReport(report: LabReport): string {
  const checks = report.tasks.flatMap((task) => task.checks.map((check) => ({ task, check })));
  const right = checks.filter(({ check }) => check.verdict === 'pass').length;
  const score = `${earned(report)} of ${possible(report)} points. ${right} of ${checks.length} checks pass.`;
  if (right === checks.length) return `All checks pass: ${score}`;
  const unsupported = checks.filter(({ check }) => check.verdict === 'unsupported').length;
  if (unsupported === checks.length) return `The checks could not run here. ${checks[0]?.check.message ?? ''}`.trim();
  const first = checks.find(({ check }) => check.verdict !== 'pass')!;
  return `${score} The first that does not: ${first.task.title}, ${first.check.title}.`;
}
