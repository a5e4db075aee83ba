// The page's address: the room's code in the fragment, which no server log sees, and behind an ampersand the part of the page. Pure.

import { normalizeCode, problemOfCode } from '@site/src/formats/room-code';

/** The room's code in a fragment such as #ABC234 or #ABC234&points; undefined when there is none. */
export function codeIn(fragment: string): string | undefined {
  const [typed = ''] = fragment.replace(/^#/, '').split('&');
  return problemOfCode(typed) === undefined ? normalizeCode(typed) : undefined;
}

/** The id of a part of the page: the fragment that leads there, so that a link to it keeps the code. */
export const partId = (code: string, part: string): string => `${code}&${part}`;
