// The counting formulas of chapter 3: FLOPs of forward and backward passes, and bytes kept between them.
// Matrix products only, as PyTorch's own counter does.

/** Widths of an MLP, input and classes included. */
export const layerSizes = (inputs: number, hiddenLayers: number, width: number, classes: number): number[] => [inputs, ...new Array<number>(hiddenLayers).fill(width), classes];

const products = (widths: readonly number[]) => widths.slice(1).reduce((sum, out, i) => sum + widths[i]! * out, 0);

/** FLOPs of a batch through the layers: 2 for each weight and row. */
export const forwardFlops = (widths: readonly number[], batch: number): number => 2 * batch * products(widths);

/** Backward over forward: two products for each layer, but only one for the first, whose input is data. */
export const backwardRatio = (widths: readonly number[]): number => 2 - (widths[0]! * widths[1]!) / products(widths);

/** Bytes kept: one tensor for each hidden layer, and the log-probabilities of the classes. */
export const storedBytes = (hidden: readonly number[], classes: number, batch: number, bytesPerNumber: number): number => bytesPerNumber * batch * (hidden.reduce((sum, n) => sum + n, 0) + classes);

/** FLOPs of one gradient of a transformer by reverse mode: 2 forward and 4 backward for each parameter and token. */
export const reverseFlops = (parameters: number, tokens: number): number => 6 * parameters * tokens;

/** FLOPs of the same gradient by one-sided differences: parameters + 1 forward passes. */
export const differenceFlops = (parameters: number, tokens: number): number => (parameters + 1) * 2 * parameters * tokens;

/** Layers held at the peak when only every k-th is kept and a segment is computed again: the kept ones and one segment. */
export const peakWithCheckpoints = (layers: number, segment: number): number => layers / segment + segment;
