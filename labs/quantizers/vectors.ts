// The inputs that fixtures/pytorch_reference.py runs on too, and a small matrix that courses work through by hand.

export const storedColumns = 20;
export const stored = Float32Array.from({ length: 6 * storedColumns }, (_, i) => (((i * 40503 + 12345) % 65521) / 32768 - 1 + 0.25) * 2 ** (Math.floor(i / storedColumns) - 3));

/** 4 × 4; with 2 bits the Frobenius norm of the error is 2.28 per tensor and 2.08 per row. */
export const byHand = Float32Array.of(2.09, -0.98, 1.48, 0.09, 0.05, -0.14, -1.08, 2.12, -0.91, 1.92, 0, -1.03, 1.87, 0, 1.53, 1.49);
