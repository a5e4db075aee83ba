/** One file of a model or of the runtime: where it is fetched from, and how it is known again. */

export interface RemoteFile {
  url: string;
  /** What it is, whatever its version: an absolute URL that need not exist. Two versions of one file have the same name. */
  name: string;
  /** Length of the content. */
  bytes: number;
  /** Length on the wire where the host compresses it; else `bytes`. */
  transferBytes?: number;
  /** Of the content, in hex. Without it the length alone is checked. */
  sha256?: string;
}

/** What tells two versions of a file apart. */
export const versionOf = (file: RemoteFile): string => file.sha256 ?? `${file.bytes}-bytes`;

export const transferBytesOf = (file: RemoteFile): number => file.transferBytes ?? file.bytes;

/** Undefined where the page is no secure context (plain http), which has no `crypto.subtle`. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (!subtle) return undefined;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Why these are not the bytes of `file`, or undefined where they are. */
export async function damageOf(file: RemoteFile, bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  if (bytes.length !== file.bytes) return `has ${bytes.length} bytes where ${file.bytes} were expected`;
  if (!file.sha256) return undefined;
  const digest = await sha256(bytes);
  return digest === undefined || digest === file.sha256 ? undefined : 'differs from the file it should be (SHA-256)';
}
