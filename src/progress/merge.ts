// Joins two histories of one reader. Never loses: the newer wins, the better result stays, both texts of a lab are kept.
// Joining is commutative, and joining again changes nothing, so that files may be imported in any order.

import type { KeptText, LabDraft, ProgressRecord, RecordOf } from '@site/src/formats/progress';

type SeenReport = RecordOf<'lab-result'>['best'];

/** The newer of two; of two at the same moment, the one whose JSON comes later, so that the order does not matter. */
function newer<T extends { at: number }>(a: T, b: T): T {
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return JSON.stringify(a) >= JSON.stringify(b) ? a : b;
}

export const pointsOf = (seen: SeenReport): number => seen.report.tasks.reduce((sum, task) => sum + task.earned, 0);

function better(a: SeenReport, b: SeenReport): SeenReport {
  const difference = pointsOf(a) - pointsOf(b);
  if (difference !== 0) return difference > 0 ? a : b;
  return newer(a, b);
}

/** Every text once, the newest first; the text now in the editor is not kept beside itself. */
export function keepTexts(current: string, texts: readonly KeptText[]): KeptText[] {
  const byText = new Map<string, KeptText>();
  for (const kept of texts) {
    const before = byText.get(kept.text);
    if (kept.text !== current) byText.set(kept.text, before ? newer(before, kept) : kept);
  }
  return [...byText.values()].sort((a, b) => b.at - a.at || (a.text < b.text ? -1 : 1));
}

function mergeDrafts(a: LabDraft, b: LabDraft): LabDraft {
  const winner = newer(a, b);
  const loser = winner === a ? b : a;
  // An untouched starter is no work of the reader's.
  const set: KeptText[] = loser.text === loser.starter ? [] : [{ text: loser.text, at: loser.at, why: 'import' }];
  return { ...winner, kept: keepTexts(winner.text, [...winner.kept, ...loser.kept, ...set]) };
}

/** Joins two records of the same kind and id. */
export function mergeRecords(a: ProgressRecord, b: ProgressRecord): ProgressRecord {
  if (a.kind === 'lab-draft' && b.kind === 'lab-draft') return mergeDrafts(a, b);
  if (a.kind === 'lab-result' && b.kind === 'lab-result')
    return { ...newer(a, b), best: better(a.best, b.best), last: newer(a.last, b.last), failedChecks: Math.max(a.failedChecks, b.failedChecks) };
  if (a.kind === 'hints' && b.kind === 'hints') return { ...newer(a, b), opened: Math.max(a.opened, b.opened) };
  if ('attempts' in a && 'attempts' in b && a.kind === b.kind) return { ...newer(a, b), attempts: Math.max(a.attempts, b.attempts) };
  return newer(a, b);
}
