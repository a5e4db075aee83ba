/** Asks before a download where the reader may not want it. */
import { reasonToAsk, UNASKED_BYTES } from './connection';
import { ModelFileError } from './errors';
import type { RemoteFile } from './file';
import { missingBytes, type FetchOptions } from './files';
import type { LoadContext } from './sharedLoad';

/** `alwaysBecause`: the reason to ask however little it is. Resolves when nothing is in the way of fetching `files`. */
export async function askBeforeFetching(files: readonly (RemoteFile | undefined)[], options: FetchOptions, context: LoadContext, alwaysBecause?: string): Promise<void> {
  const bytes = await missingBytes(files.filter((file) => file !== undefined), options);
  if (bytes === 0) return;
  if (globalThis.navigator?.onLine === false) throw new ModelFileError('this device is offline, and not all of the model was kept from an earlier visit');
  const reason = alwaysBecause ?? (bytes > UNASKED_BYTES ? reasonToAsk() : undefined);
  if (reason) await context.askConsent({ bytes, reason });
}
