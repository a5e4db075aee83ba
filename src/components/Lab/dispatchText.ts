// Words on the dispatches of a run or check, and which of them to look at first. Pure.

import type { LabReport, LabTask } from '@site/src/formats';
import type { Finding } from '@site/src/gpu/microscope/results';
import type { DispatchRecord } from '@site/src/runtime/types';

export type Triple = [number, number, number];

export const workgroupsOf = ({ dispatch }: DispatchRecord): Triple => [dispatch.workgroups[0], dispatch.workgroups[1] ?? 1, dispatch.workgroups[2] ?? 1];

const times = (count: Triple): string => count.filter((n, axis) => axis === 0 || n > 1).join(' × ');

function checkOf(report: LabReport | undefined, { task, check }: DispatchRecord) {
  return report?.tasks.find(({ id }) => id === task)?.checks.find(({ id }) => id === check);
}

/** E.g. "A tree reduction: Each workgroup’s partial sum (fails). block_sum, 4 workgroups". */
export function dispatchLabel(record: DispatchRecord, tasks: readonly LabTask[], report: LabReport | undefined): string {
  const workgroups = workgroupsOf(record);
  const one = workgroups.every((n) => n === 1);
  const what = `${record.dispatch.entry}, ${times(workgroups)} workgroup${one ? '' : 's'}`;
  if (record.task === null) return `Run: ${what}`;
  const task = tasks.find(({ id }) => id === record.task)?.title ?? record.task;
  const check = checkOf(report, record);
  return `${task}: ${check?.title ?? record.check}${check && check.verdict !== 'pass' ? ' (does not pass)' : ''}. ${what}`;
}

/** The first dispatch of a check that does not pass, else the first of all. */
export function firstToSee(records: readonly DispatchRecord[], report: LabReport | undefined): number {
  const failing = records.findIndex((record) => {
    const check = checkOf(report, record);
    return check !== undefined && check.verdict !== 'pass';
  });
  return Math.max(0, failing);
}

/** The workgroup where the first error was found; the first of all where there is none. */
export function workgroupToSee(findings: readonly Finding[]): Triple {
  const error = findings.find(({ severity }) => severity === 'error') ?? findings[0];
  return error?.places.find(({ invocation }) => invocation)?.invocation?.workgroup ?? [0, 0, 0];
}
