// What a lab's starter, solution and mistakes must do under its own checks, judged from their reports. No browser here.

import { FormatError, mistakeFile, parseYaml, slug, type CheckReport, type Lab, type LabReport, type Mistake } from '@site/src/formats';
import type { CheckResult, RunResult } from '@site/src/runtime/types';

export interface NamedMistake extends Mistake {
  id: string;
}

/** Behaved, or in which way not. */
export interface Behaviour {
  ok: boolean;
  /** What did not behave, for the author; or what the learner saw, for a mistake that did. */
  message: string;
}

export const leastMistakes = 4;

const all = (problems: string[]): Behaviour => ({ ok: problems.length === 0, message: problems.join('\n') });
const label = (task: string, { id }: CheckReport) => `${task}/${id}`;

function checksOf(report: LabReport): { task: string; check: CheckReport }[] {
  return report.tasks.flatMap(({ id, checks }) => checks.map((check) => ({ task: id, check })));
}

function runProblem(run: RunResult): string[] {
  return run.ended === 'finished' ? [] : [`Run does not finish but ends with "${run.ended}": ${run.message}`];
}

/** The starter runs, and fails every task without the lab's own fault. */
export function judgeStarter(run: RunResult, { report, diagnostics }: CheckResult): Behaviour {
  const problems = runProblem(run);
  if (diagnostics.length > 0) problems.push(...diagnostics.map((d) => `line ${d.line}: ${d.message}`));
  for (const task of report.tasks) if (task.checks.every(({ verdict }) => verdict === 'pass')) problems.push(`the starter already passes the task "${task.id}"`);
  for (const { task, check } of checksOf(report))
    if (check.verdict !== 'pass' && check.verdict !== 'fail') problems.push(`${label(task, check)}: ${check.verdict}: ${check.message}`);
  return all(problems);
}

/** The solution runs and passes everything; where there is a GPU, it gives the same results there. */
export function judgeSolution(run: RunResult, { report }: CheckResult): Behaviour {
  const failed = checksOf(report).filter(({ check }) => check.verdict !== 'pass');
  const differs = checksOf(report).filter(({ check }) => check.gpu?.outcome === 'differs');
  return all([...runProblem(run), ...differs.map(({ task, check }) => `${label(task, check)}: ${check.gpu!.message} (seed ${report.seed})`), ...failed.map(({ task, check }) => `${label(task, check)}: ${check.verdict}: ${check.message} (seed ${report.seed})`)]);
}

/** A mistake fails the check that it names, and its learner is told what it says and nothing of a sibling. */
export function judgeMistake(mistake: NamedMistake, siblings: readonly NamedMistake[], { report }: CheckResult): Behaviour {
  const task = report.tasks.find(({ id }) => id === mistake.task);
  const check = task?.checks.find(({ id }) => id === mistake.check);
  const seed = `(seed ${report.seed})`;
  if (!task) return { ok: false, message: `names the task "${mistake.task}", which the lab does not have` };
  if (!check) return { ok: false, message: `names the check "${mistake.check}"; the task "${mistake.task}" has ${task.checks.map(({ id }) => id).join(', ')}` };
  const saw = `The learner saw: ${check.message}`;
  if (check.verdict === 'pass') {
    const others = task.checks.filter(({ verdict }) => verdict !== 'pass').map(({ id, verdict }) => `${id} (${verdict})`);
    return { ok: false, message: `passes the check ${mistake.task}/${mistake.check} ${seed}${others.length > 0 ? `; not passed: ${others.join(', ')}` : ''}` };
  }
  if (check.verdict !== 'fail' && check.verdict !== 'timeout') return { ok: false, message: `ends with "${check.verdict}" ${seed}. ${saw}` };
  const problems: string[] = [];
  if (!check.message.includes(mistake.says)) problems.push(`the message does not say "${mistake.says}"`);
  if (check.misconception !== mistake.misconception) problems.push(`the misconception is "${check.misconception ?? 'none'}", not "${mistake.misconception}"`);
  for (const sibling of siblings) if (sibling.id !== mistake.id && check.message.includes(sibling.says)) problems.push(`the message also says "${sibling.says}", which belongs to ${sibling.id}`);
  return problems.length === 0 ? { ok: true, message: check.message } : { ok: false, message: `${problems.join('; ')} ${seed}. ${saw}` };
}

/** Reads a mistake. `file` is for messages. Throws FormatError. */
export function readMistake(lab: Lab, id: string, text: string, file: string): NamedMistake {
  const problems: string[] = [];
  if (!slug.safeParse(id).success) problems.push(`${file}:1: the file's name must be a slug like "adds-instead-of-multiplies"`);
  const mistake = parseYaml(mistakeFile, text, file);
  if (!lab.tasks.some((task) => task.id === mistake.task)) problems.push(`${file}:1: task: the lab has no task "${mistake.task}"; it has ${lab.tasks.map((task) => task.id).join(', ')}`);
  if (problems.length > 0) throw new FormatError(problems);
  return { id, ...mistake };
}

/** The solution with the mistake's edits. Throws FormatError when one does not match exactly once. */
export function applyMistake(solution: string, mistake: NamedMistake, file: string): string {
  return mistake.edits.reduce((source, { find, replace }, i) => {
    const times = source.split(find).length - 1;
    if (times !== 1) throw new FormatError([`${file}: edits.${i}.find stands ${times} times in the solution; it must stand exactly once`]);
    return source.replace(find, () => replace);
  }, solution);
}
