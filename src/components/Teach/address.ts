// Addresses of a class: the room's code and a prepared list in a fragment, the join address for phones, the class server of a static book. Pure.

import type { ClassList } from '@site/src/formats/class-list';
import { readClassList, type Reading } from '@site/src/formats/class-list';
import { normalizeCode, problemOfCode } from '@site/src/formats/room-code';

/** The room's code in a fragment; a figure may keep its state beside it (#ABC234&fig-x=…). */
export function codeIn(hash: string): string | undefined {
  const part = hash.replace(/^#/, '').split('&')[0]!;
  let text: string;
  try {
    text = decodeURIComponent(part);
  } catch {
    return undefined;
  }
  return problemOfCode(text) === undefined ? normalizeCode(text) : undefined;
}

/** Where phones join, with the code in the fragment, which no server log sees. `origin` has no slash at its end. */
export const joinAddress = (origin: string, baseUrl: string, code: string): string => `${origin}${baseUrl}join/#${code}`;

/** An address as one reads it out: no scheme, no slash at its end. */
export const spoken = (address: string): string => address.replace(/^https?:\/\//, '').replace(/#.*$/, '').replace(/\/$/, '');

const isLoopback = (hostname: string) => hostname === 'localhost' || hostname.endsWith('.localhost') || /^127(\.\d{1,3}){3}$/.test(hostname) || hostname === '[::1]';

/** Only this computer can reach it. */
export const reachesNobody = (origin: string): boolean => URL.canParse(origin) && isLoopback(new URL(origin).hostname);

export type ServerAddress = { origin: string; problem?: undefined } | { origin?: undefined; problem: string };

/** A class server's address as typed: https, but for this computer's own. */
export function readServerAddress(typed: string): ServerAddress {
  const text = typed.trim();
  if (text === '') return { problem: 'Enter the address of the class server, such as https://class.example.edu.' };
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return { problem: 'This is not an address. It should look like https://class.example.edu.' };
  const { protocol, hostname, username, password, origin } = new URL(address);
  if (username !== '' || password !== '') return { problem: 'Leave the name and password out of the address.' };
  if (protocol === 'http:' && !isLoopback(hostname)) return { problem: 'The address must begin with https://, so that nobody on the way can read or change the votes.' };
  if (protocol !== 'https:' && protocol !== 'http:') return { problem: 'The address must begin with https://.' };
  return { origin };
}

const IMPORT = '#import=';

function toBase64Url(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Throws on what is no base64url of UTF-8. */
function fromBase64Url(text: string): string {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (letter) => letter.charCodeAt(0)));
}

/** The class server's own preparing page with the list in its fragment: nothing of it is sent with the request. */
export const importAddress = (origin: string, list: ClassList): string => `${origin}/teach/${IMPORT}${toBase64Url(JSON.stringify(list))}`;

export const hasImport = (hash: string): boolean => hash.startsWith(IMPORT);

/** The list in a fragment, or what is wrong with it. */
export function readImport(hash: string): Reading {
  try {
    return readClassList(fromBase64Url(hash.slice(IMPORT.length)));
  } catch {
    return { ok: false, problems: ['The address is damaged: it may have been cut off. Export the list as a file instead, and import that.'] };
  }
}
