// A room's code as people write it, and what is wrong with one, in words. No schema here: a student's phone loads this file.

/** Letters and digits that nobody mistakes for one another, in a hall or over a microphone. */
export const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const CODE_LENGTH = 6;

/** What was typed as a room's code, in its one spelling: capitals, no blanks or hyphens. */
export const normalizeCode = (typed: string): string => typed.toUpperCase().replace(/[\s-]/g, '');

/** What is wrong with a code that is still being typed; undefined while it may become one. */
export function problemOfTyping(typed: string): string | undefined {
  const code = normalizeCode(typed);
  const stray = [...code].find((letter) => !CODE_ALPHABET.includes(letter));
  if (stray !== undefined) return /[0O1ILU]/.test(stray) ? `No code has a “${stray}”: codes have none of 0, O, 1, I, L and U.` : `No code has a “${stray}”: codes are letters and digits.`;
  if (code.length > CODE_LENGTH) return `A code has ${CODE_LENGTH} letters or digits; this has ${code.length}.`;
  return undefined;
}

/** What is wrong with a whole code; undefined when it is one. */
export function problemOfCode(typed: string): string | undefined {
  const { length } = normalizeCode(typed);
  return problemOfTyping(typed) ?? (length < CODE_LENGTH ? `A code has ${CODE_LENGTH} letters or digits; this has ${length}.` : undefined);
}
