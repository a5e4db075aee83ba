/** Whether a download should be asked for first: a guess from what the browser tells of the connection. */

/** Up to here nobody is asked. */
export const UNASKED_BYTES = 5e6;

interface Connection {
  saveData?: boolean;
  type?: string;
  effectiveType?: string;
}

interface Surroundings {
  navigator?: { connection?: Connection };
  matchMedia?: (query: string) => { matches: boolean };
}

/** Why the reader may not want a large download on this connection, or undefined. */
export function reasonToAsk({ navigator, matchMedia }: Surroundings = globalThis as Surroundings): string | undefined {
  const connection = navigator?.connection;
  if (connection?.saveData) return 'your browser is set to save data';
  if (connection?.type === 'cellular') return 'you are on a mobile network';
  if (/(2g|3g)$/.test(connection?.effectiveType ?? '')) return 'your connection is slow';
  // Safari and Firefox tell nothing of the connection; a finger as the pointer hints at a phone or tablet.
  if (!connection && matchMedia?.('(pointer: coarse)').matches) return 'this looks like a phone, whose connection may be metered';
  return undefined;
}
