// What StoryWorld's own checker says of a story that the model wrote: sentences that nobody there would say, and what contradicts the story itself
// or the world. A sentence that was cut off at the end does not count.

import { checkDocument } from '@site/src/storyworld';

export interface Judgement {
  ungrammatical: number;
  contradictions: number;
  /** The first thing wrong. */
  first?: { sentence: string; why: string };
}

export function judge(story: string): Judgement {
  const whole = story.slice(0, Math.max(...['.', '!', '?'].map((mark) => story.lastIndexOf(mark))) + 1);
  // The quotation mark of what somebody says belongs to its sentence.
  const text = story.startsWith('"', whole.length) ? `${whole}"` : whole;
  const { findings } = checkDocument(text.trim());
  const count = (kind: string) => findings.filter((finding) => finding.kind === kind).length;
  const first = findings[0];
  return { ungrammatical: count('ungrammatical'), contradictions: count('contradiction'), ...(first ? { first: { sentence: first.sentence, why: first.why } } : {}) };
}
