// Which items to try again, and when: what was missed first, then what was right, after longer and longer gaps.

/** How often and how well an item was answered; `streak` is right answers in a row, 0 after a wrong one. */
export interface ItemHistory {
  id: string;
  attempts: number;
  streak: number;
  /** Milliseconds since 1970 of the last answer. */
  answeredAt: number;
}

const day = 86_400_000;

/** Days until an item is asked again: 1, 3, 9, 27, then 60. */
export function gapDays(streak: number): number {
  return streak <= 0 ? 0 : Math.min(3 ** (streak - 1), 60);
}

export const dueAt = (item: ItemHistory): number => item.answeredAt + gapDays(item.streak) * day;

/** Ids to try again now: missed ones, the longest ago first, then those whose gap has passed, the most overdue first. */
export function reviewQueue(history: readonly ItemHistory[], now: number): string[] {
  const answered = history.filter((h) => h.attempts > 0);
  const missed = answered.filter((h) => h.streak === 0).sort((a, b) => a.answeredAt - b.answeredAt);
  const due = answered.filter((h) => h.streak > 0 && dueAt(h) <= now).sort((a, b) => dueAt(a) - dueAt(b));
  return [...missed, ...due].map((h) => h.id);
}

/** The history after one more answer. */
export function recordAnswer(before: ItemHistory | undefined, id: string, correct: boolean, now: number): ItemHistory {
  return { id, attempts: (before?.attempts ?? 0) + 1, streak: correct ? (before?.streak ?? 0) + 1 : 0, answeredAt: now };
}
