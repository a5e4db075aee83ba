// The rooms that were opened in this browser, as the pages that lead a class keep them in localStorage. Read here, never written.

import { z } from 'zod';

const kept = z.array(z.object({ code: z.string(), title: z.string(), openedAt: z.number() }));
export type LedRoom = z.infer<typeof kept>[number];

/** The newest first; none where the browser keeps nothing. */
export function ledRooms(): LedRoom[] {
  try {
    const read = kept.safeParse(JSON.parse(localStorage.getItem('teach:rooms') ?? '[]'));
    return read.success ? read.data.sort((a, b) => b.openedAt - a.openedAt) : [];
  } catch {
    return [];
  }
}
