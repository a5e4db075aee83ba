// Shows points, images and tables in the lab's output panel while a program runs.
// Where the items go is the runtime's business: outside a lab they go nowhere.

import type { ShowItem } from '@site/src/formats/report';

let sink: (item: ShowItem) => void = () => {};

/** For the runtime alone; not part of the kit. */
export function setShowSink(next: (item: ShowItem) => void): void {
  sink = next;
}

/** Adds a point to a line chart; points with the same `series` are joined in the order in which they come. */
export function showPoint(series: string, x: number, y: number, labels: { x?: string; y?: string } = {}): void {
  sink({ kind: 'point', series, x, y, xLabel: labels.x, yLabel: labels.y });
}

/** Shows a grey image, row by row, 0 = black and 1 = white. The same `id` again replaces it. Throws RangeError when sizes differ. */
export function showImage(id: string, width: number, height: number, pixels: ArrayLike<number>, caption = ''): void {
  if (pixels.length !== width * height)
    throw new RangeError(`showImage: ${pixels.length} pixels do not make ${width} × ${height}`);
  sink({ kind: 'image', id, width, height, pixels: Float32Array.from(pixels), caption });
}

/** Shows a table. The same `id` again replaces it. */
export function showTable(id: string, columns: string[], rows: (string | number)[][], caption = ''): void {
  sink({ kind: 'table', id, columns, rows, caption });
}
