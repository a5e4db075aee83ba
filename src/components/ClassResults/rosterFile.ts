// The bytes of a list of the class as text. Spreadsheets save UTF-8, UTF-16 or, by the plain "CSV" of Excel, a code page of Windows. Pure.

export interface RosterText {
  text: string;
  /** Said on the page where it is not UTF-8: names with accents deserve a look. */
  encoding: 'UTF-8' | 'UTF-16' | 'Windows-1252';
}

export function decodeRoster(bytes: Uint8Array): RosterText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' };
  }
}
