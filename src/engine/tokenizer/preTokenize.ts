/**
 * Splits text into the pieces that byte-pair merges may not cross: GPT-2's pattern
 * (contractions, words, numbers and other marks, each with one leading space, then white space).
 */

// Unicode's White_Space, spelled out: JavaScript's \s has U+FEFF too and lacks U+0085.
const SPACE = '\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const PIECE = new RegExp(
  `'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^${SPACE}\\p{L}\\p{N}]+|[${SPACE}]+(?![^${SPACE}])|[${SPACE}]+`,
  'gu',
);

/** The pieces in order; joined they are `text` again. */
export function preTokenize(text: string): string[] {
  return text.match(PIECE) ?? [];
}
