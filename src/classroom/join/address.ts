// Addresses of the join page: /join/#ABC234 names a room, /join/#ABC234/<token> is one participant's own way in from another device.

import { normalizeCode } from '@site/src/formats/room-code';

export interface Target {
  code: string;
  token?: string;
}

/** What a hash asks for; undefined when it names no room. */
export function readHash(hash: string): Target | undefined {
  const [code = '', token] = hash.replace(/^#/, '').split('/');
  if (!code) return undefined;
  return { code: normalizeCode(safeDecode(code)), ...(token ? { token } : {}) };
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const hashOf = ({ code, token }: Target): string => `#${code}${token ? `/${token}` : ''}`;

/** ABC234 is spoken and read as "ABC 234". */
export const spacedCode = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`;
