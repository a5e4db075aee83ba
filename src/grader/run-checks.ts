// Runs a lab's checks one after the other and turns what happens into verdicts. Knows nothing of workers:
// where a context comes from is the host's business (worker.ts in a browser, a fake in tests).

import { FindingError, KernelError, UnsupportedError } from '@site/src/gpu/kernel';
import type { CheckReport, Lab, Remark } from '@site/src/formats';
import type { PlannedTask } from '@site/src/runtime/protocol';
import { ReaderError, ReaderTimeout } from '@site/src/runtime/reader';
import { createRng, type Rng } from '@site/src/engine/random';
import type { Check, CheckContext, LabChecks } from './api';
import { CheckFailure, type FailureDetails } from './failure';
import { placesOf } from './findings';
import { SourceError, type CheckLabel } from './subject';

export interface CheckHost {
  /** A context to run one check in. Rejects with ReaderTimeout, ReaderError, KernelError or UnsupportedError. */
  context(rng: Rng, label: CheckLabel): Promise<CheckContext>;
  /** After each check: what is worth knowing beside its verdict. Rejects with ReaderTimeout when the reader's realm was lost, even if the check caught that. */
  afterCheck(passed: boolean): Promise<Remark[] | void>;
  /** A check begins. */
  onStart(title: string): void;
  onVerdict(task: string, report: CheckReport): void;
  /** True when the time for the whole is over. */
  isOver(): boolean;
}

/** What will run, in the order of lab.yaml. Throws when lab.yaml and checks.ts name different tasks. */
export function planOf(lab: Lab, checks: LabChecks, only: string | null): PlannedTask[] {
  const known = new Set(lab.tasks.map(({ id }) => id));
  const problems = [
    ...lab.tasks.filter(({ id }) => !checks.tasks[id]?.length).map(({ id }) => `checks.ts has no checks for the task "${id}" of lab.yaml`),
    ...Object.keys(checks.tasks).filter((id) => !known.has(id)).map((id) => `lab.yaml has no task "${id}", which checks.ts names`),
    ...Object.entries(checks.tasks).flatMap(([id, list]) => repeated(list.map((c) => c.id)).map((twice) => `the task "${id}" has two checks "${twice}"`)),
  ];
  if (problems.length > 0) throw new Error(`labs/${lab.id}: ${problems.join('; ')}`);
  return lab.tasks
    .filter(({ id }) => only === null || id === only)
    .map(({ id, title, points }) => ({ id, title, points, checks: checks.tasks[id]!.map((c) => ({ id: c.id, title: c.title })) }));
}

const repeated = (ids: string[]): string[] => ids.filter((id, i) => ids.indexOf(id) !== i);

/** FNV-1a of a text, to give each check random numbers that do not depend on which others run. */
function hash(text: string, seed: number): number {
  let state = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return state;
}

/** The verdict that a thrown value stands for. */
export function verdictOf(error: unknown): Pick<CheckReport, 'verdict' | 'message'> & Partial<CheckReport> {
  if (error instanceof CheckFailure) return failureVerdict(error.details);
  if (error instanceof FindingError) return findingVerdict(error);
  const line = error instanceof ReaderError || error instanceof KernelError ? error.line : undefined;
  const where = line === undefined ? undefined : `line ${line}`;
  if (error instanceof SourceError && error.diagnostics[0]?.kind === 'uniformity') return { verdict: 'fail', message: error.message, where, misconception: 'barrier-divergence' };
  if (error instanceof ReaderError) return { verdict: 'fail', message: error.message, called: error.called, where };
  if (error instanceof ReaderTimeout) return { verdict: 'timeout', message: error.message, called: error.called };
  if (error instanceof KernelError) return { verdict: 'fail', message: error.message, where };
  if (error instanceof UnsupportedError) return { verdict: 'unsupported', message: error.message };
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { verdict: 'error', message: `This check itself broke; that is the lab's fault, not yours. Please report it. (${words})` };
}

function failureVerdict({ finding, ...details }: FailureDetails): Pick<CheckReport, 'verdict' | 'message'> & Partial<CheckReport> {
  return { verdict: 'fail', ...details, ...(finding ? { places: placesOf(finding) } : {}) };
}

/** What the microscope found is a known misconception by its kind. A loop that does not end is out of time, as everywhere. */
function findingVerdict({ finding, message, line }: FindingError): Pick<CheckReport, 'verdict' | 'message'> & Partial<CheckReport> {
  return { verdict: finding.kind === 'endless-loop' ? 'timeout' : 'fail', message, misconception: finding.kind, where: line === undefined ? undefined : `line ${line}`, places: placesOf(finding) };
}

async function runOne(check: Check, task: string, rng: Rng, host: CheckHost): Promise<CheckReport> {
  const { id, title } = check;
  let caught: { error: unknown } | undefined;
  try {
    await check.run(await host.context(rng, { task, check: check.id }));
  } catch (error) {
    caught = { error };
  }
  let remarks: Remark[] = [];
  try {
    remarks = (await host.afterCheck(caught === undefined)) ?? [];
  } catch (error) {
    if (error instanceof ReaderTimeout || !caught) caught = { error };
  }
  const beside = remarks.length > 0 ? { remarks } : {};
  if (!caught) return { id, title, verdict: 'pass', message: '', ...beside };
  return { id, title, ...verdictOf(caught.error), ...beside };
}

/**
 * Runs the checks of every task, or of one. After a check that hung, the rest of its task is not run: it would most
 * likely hang as well, and each costs seconds.
 */
export async function runChecks(lab: Lab, checks: LabChecks, options: { seed: number; task: string | null }, host: CheckHost): Promise<void> {
  for (const task of planOf(lab, checks, options.task)) {
    let hung = false;
    for (const check of checks.tasks[task.id]!) {
      const skip = (message: string) => host.onVerdict(task.id, { id: check.id, title: check.title, verdict: 'timeout', message });
      if (host.isOver()) skip('Not run: the time for the whole check was over.');
      else if (hung) skip('Not run: an earlier check of this task did not come back.');
      else {
        host.onStart(check.title);
        const report = await runOne(check, task.id, createRng(hash(`${task.id}/${check.id}`, options.seed)), host);
        hung = report.verdict === 'timeout';
        host.onVerdict(task.id, report);
      }
    }
  }
}
