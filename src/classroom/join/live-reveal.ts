// Where in the book the live figure or the lab of a reveal is. The book's index says which chapter has it; read only when it is needed.

import type { LiveReveal } from '@site/src/formats/class';
import { siteUrl } from './site';

/** What is used of book.json. */
export interface BookIndex {
  chapters: { url: string; figures: string[] }[];
  labs: { id: string; url: string }[];
}

/** Path and hash below the book's base; undefined when the book has no such thing. */
export function pathOf(live: LiveReveal, { chapters, labs }: BookIndex): string | undefined {
  if (live.kind === 'lab') return labs.find(({ id }) => id === live.id)?.url;
  const chapter = chapters.find(({ figures }) => figures.includes(live.id));
  if (!chapter) return undefined;
  return `${chapter.url}#${live.state ? `fig-${live.id}=${live.state}` : `figure-${live.id}`}`;
}

/** The whole address; undefined when there is none, or no book at this server. */
export async function addressOf(live: LiveReveal): Promise<string | undefined> {
  try {
    const response = await fetch(siteUrl('book.json'));
    const path = response.ok ? pathOf(live, (await response.json()) as BookIndex) : undefined;
    return path && siteUrl(path.replace(/^\//, ''));
  } catch {
    return undefined;
  }
}
