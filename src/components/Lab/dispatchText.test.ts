import { expect, it } from 'vitest';
import type { CheckReport, LabReport, LabTask } from '@site/src/formats';
import type { Finding } from '@site/src/gpu/microscope/results';
import type { DispatchRecord } from '@site/src/runtime/types';
import { dispatchLabel, firstToSee, workgroupToSee } from './dispatchText';
import { mergeProblems } from './useKernelProblems';

const tasks: LabTask[] = [{ id: 'tree', title: 'A tree', points: 1, hints: ['a', 'b', 'c'] }];
const record = (task: string | null, check: string | null, workgroups: DispatchRecord['dispatch']['workgroups']): DispatchRecord => ({ task, check, source: '', dispatch: { entry: 'sum', workgroups, buffers: {} }, options: {}, clean: true, invocations: 1, restore: [] });
const check = (id: string, verdict: CheckReport['verdict']): CheckReport => ({ id, title: `Check ${id}`, verdict, message: '' });
const report: LabReport = { schemaVersion: 1, lab: 'l', seed: 1, durationMs: 1, tasks: [{ id: 'tree', title: 'A tree', points: 1, earned: 0, checks: [check('a', 'pass'), check('b', 'fail')] }] };

it('names a dispatch by its check, its verdict and its size', () => {
  expect(dispatchLabel(record(null, null, [1]), tasks, undefined)).toBe('Run: sum, 1 workgroup');
  expect(dispatchLabel(record('tree', 'a', [4]), tasks, report)).toBe('A tree: Check a. sum, 4 workgroups');
  expect(dispatchLabel(record('tree', 'b', [4, 3]), tasks, report)).toBe('A tree: Check b (does not pass). sum, 4 × 3 workgroups');
});

it('looks first at what does not pass, and where an error was found', () => {
  const records = [record('tree', 'a', [1]), record('tree', 'b', [1])];
  expect(firstToSee(records, report)).toBe(1);
  expect(firstToSee(records.slice(0, 1), report)).toBe(0);
  expect(firstToSee(records, undefined)).toBe(0);
  const finding = (severity: Finding['severity'], x: number): Finding => ({
    kind: 'out-of-bounds',
    severity,
    message: '',
    fix: '',
    places: [{ place: { line: 1, column: 1, endLine: 1, endColumn: 2 }, invocation: { workgroup: [x, 0, 0], local: [0, 0, 0], global: [0, 0, 0] }, access: 'read' }],
    address: null,
    occurrences: 1,
  });
  expect(workgroupToSee([finding('warning', 1), finding('error', 3)])).toEqual([3, 0, 0]);
  expect(workgroupToSee([])).toEqual([0, 0, 0]);
});

it('lists each problem once', () => {
  const problem = { severity: 'error' as const, line: 1, column: 2, message: 'm' };
  expect(mergeProblems([problem], [{ ...problem }, { ...problem, line: 2 }])).toHaveLength(2);
});
