// Options of the comparisons in expect.ts.

/** A wrong answer that a known misconception gives: matched before the plain "differs" message. */
export interface Slip {
  /** Slug of the misconception; a mistakes/*.yaml of the lab names the same one. */
  misconception: string;
  /** The value that the misconception gives for this very input. */
  value: number | ArrayLike<number>;
  /** What to tell the learner: what went wrong and where to look. */
  says: string;
}

export interface CloseOptions {
  /** What was called, as the learner would write it: "grad of a*a at a = 3". */
  called: string;
  /** Relative tolerance against max(|expected|, floor); say why in a comment beside it. */
  relative: number;
  /** Values smaller than this are compared absolutely. Default 1e-12. */
  floor?: number;
  slips?: Slip[];
  /** Shape, to report a place like [2, 5] instead of a flat index. */
  shape?: readonly number[];
}
