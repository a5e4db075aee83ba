/** One progress of several downloads. */
import type { LoadProgress } from './files';

/** As many listeners as downloads; `onProgress` is told the sum once each of them has said how much it will be. */
export function joinProgress(onProgress: (progress: LoadProgress) => void, count: number): ((progress: LoadProgress) => void)[] {
  const latest = new Array<LoadProgress | undefined>(count).fill(undefined);
  return latest.map((_, i) => (progress) => {
    latest[i] = progress;
    const known = latest.filter((each) => each !== undefined);
    if (known.length < count) return;
    onProgress({
      loadedBytes: known.reduce((sum, { loadedBytes }) => sum + loadedBytes, 0),
      totalBytes: known.reduce((sum, { totalBytes }) => sum + totalBytes, 0),
    });
  });
}
