/**
 * GPT-2's byte alphabet: every byte stands for one printable character, so that any text is
 * a string over 256 letters and no token is ever unknown. (Radford et al. 2019, encoder.py.)
 */

function buildByteToLetter(): string[] {
  const printable = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  const letters: string[] = [];
  let shifted = 0;
  for (let byte = 0; byte < 256; byte++) {
    // Bytes that do not print (space, control characters) take the code points from 256 on.
    letters.push(String.fromCodePoint(printable(byte) ? byte : 256 + shifted++));
  }
  return letters;
}

/** Letter of each byte, `[256]`; a space is `Ġ`. */
export const BYTE_TO_LETTER: readonly string[] = buildByteToLetter();

const LETTER_TO_BYTE: ReadonlyMap<string, number> = new Map(BYTE_TO_LETTER.map((letter, byte) => [letter, byte]));

const utf8Encoder = new TextEncoder();

/** UTF-8 bytes of `text`, one letter a byte. A lone surrogate has no UTF-8 and becomes U+FFFD. */
export function textToLetters(text: string): string {
  let letters = '';
  for (const byte of utf8Encoder.encode(text)) letters += BYTE_TO_LETTER[byte]!;
  return letters;
}

/** The bytes that `letters` stand for. */
export function lettersToBytes(letters: string): Uint8Array {
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) {
    const byte = LETTER_TO_BYTE.get(letters[i]!);
    if (byte === undefined) throw new Error(`"${letters[i]}" is no letter of the byte alphabet`);
    bytes[i] = byte;
  }
  return bytes;
}
