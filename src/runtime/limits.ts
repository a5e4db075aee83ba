// How much a reader's program may print and show in one run. The realm stops at these; a realm that
// has been tampered with is cut off by the receiver at twice as much.

export const outputLimits = {
  lines: 2_000,
  characters: 400_000,
  items: 20_000,
  /** Pixels of images and cells of tables, in all. */
  cells: 4_000_000,
} as const;
