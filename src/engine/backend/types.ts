/**
 * What a Llama needs of the machine that trains it: float32 buffers and a handful of operations on
 * them, forward and backward. Behind it stand plain TypeScript (the reference), wasm SIMD and, in
 * src/gpu, WebGPU. It knows no layers, no model and no shapes beyond those that each call names.
 *
 * In shapes: B sequences of T tokens, N = B·T rows, d width, H query heads, G key/value heads, D head
 * size, V vocabulary. All arrays are row-major. A backward operation is given the forward's inputs and
 * nothing that the forward saved, so any operation can be exchanged alone (compose.ts).
 *
 * No call is given two slices of one allocation, nor one buffer twice, except where it says so.
 */

/** Float32 numbers that one backend holds. Only that backend can read or write them. */
export interface FloatBuffer {
  readonly kind: 'float32';
  readonly length: number;
}

/** Token ids (unsigned 32-bit integers) that one backend holds. */
export interface TokenBuffer {
  readonly kind: 'token';
  readonly length: number;
}

/** A slice begins at a multiple of this many numbers: WebGPU binds a buffer at multiples of 256 bytes. */
export const SLICE_ALIGNMENT = 64;

export interface BufferStore {
  /** A new buffer of zeros. Throws RangeError where memory runs out. */
  alloc(length: number): FloatBuffer;
  allocTokens(length: number): TokenBuffer;
  /** Part of a buffer, sharing its numbers; `start` is a multiple of SLICE_ALIGNMENT. Never freed itself. */
  slice(buffer: FloatBuffer, start: number, length: number): FloatBuffer;
  /** Replaces all numbers of a buffer (or slice); `values` has its length. */
  write(buffer: FloatBuffer, values: Float32Array): void;
  writeTokens(buffer: TokenBuffer, ids: Uint32Array): void;
  /** A copy of the numbers, after all operations called so far. */
  read(buffer: FloatBuffer): Promise<Float32Array>;
  readTokens(buffer: TokenBuffer): Promise<Uint32Array>;
  free(buffer: FloatBuffer | TokenBuffer): void;
}

/** out [m, n] = op(a)·op(b), or += where `accumulate`. */
export interface MatmulArguments<F> {
  /** Stored [m, k], or [k, m] where `transposeA`. */
  a: F;
  /** Stored [k, n], or [n, k] where `transposeB`. */
  b: F;
  out: F;
  m: number;
  n: number;
  k: number;
  transposeA?: boolean;
  transposeB?: boolean;
  accumulate?: boolean;
}

/** out += x, elementwise. */
export interface AddArguments<F> {
  x: F;
  out: F;
}

/** y = x / rms(x) · gain by rows, rms(x) = sqrt(mean(x²) + epsilon). (Zhang & Sennrich 2019.) */
export interface RmsNormArguments<F> {
  /** [N, d]. */
  x: F;
  /** [d]. */
  gain: F;
  /** [N, d], written. */
  out: F;
  epsilon: number;
}

export interface RmsNormBackwardArguments<F> {
  x: F;
  gain: F;
  dOut: F;
  /** [N, d], added to: the residual stream's own gradient is there already. */
  dX: F;
  /** [d], added to. */
  dGain: F;
  epsilon: number;
}

/**
 * In place on x [B, T, heads, D]: the pair (i, i + D/2) of the token at position t turns by t·theta^(-2i/D)
 * radians; backwards where `inverse`, which is the gradient too. (Su et al. 2021; halves paired as in Hugging Face's Llama.)
 */
export interface RopeArguments<F> {
  x: F;
  tokenCount: number;
  headCount: number;
  headSize: number;
  theta: number;
  inverse?: boolean;
}

export interface AttentionSizes {
  batchSize: number;
  /** T. */
  tokenCount: number;
  /** H, a multiple of kvHeadCount. */
  headCount: number;
  /** G; query head h reads key and value head floor(h·G/H). */
  kvHeadCount: number;
  headSize: number;
}

/**
 * out = softmax(q·kᵀ/sqrt(D))·v, causal, by sequence and query head. (Vaswani 2017; Ainslie 2023.) Memory beyond the
 * arguments is at most one head's T × T.
 */
export interface AttentionArguments<F> extends AttentionSizes {
  /** [B, T, H, D]. */
  q: F;
  /** [B, T, G, D]. */
  k: F;
  /** [B, T, G, D]. */
  v: F;
  /** [B, T, H, D], written. */
  out: F;
}

/** The softmax is computed again from q and k; the heads of one group add up in dK and dV. */
export interface AttentionBackwardArguments<F> extends AttentionSizes {
  q: F;
  k: F;
  v: F;
  dOut: F;
  /** Shapes of q, k and v; written. */
  dQ: F;
  dK: F;
  dV: F;
}

/** out = silu(gate)·up, elementwise; silu(x) = x·sigmoid(x). (Shazeer 2020.) */
export interface SwigluArguments<F> {
  gate: F;
  up: F;
  out: F;
}

export interface SwigluBackwardArguments<F> {
  gate: F;
  up: F;
  dOut: F;
  /** Written, as dUp. */
  dGate: F;
  dUp: F;
}

/** out [N, d] = the table's [V, d] rows of the tokens [N]. */
export interface EmbedArguments<F, I> {
  table: F;
  tokens: I;
  out: F;
  /** d. */
  width: number;
}

export interface EmbedBackwardArguments<F, I> {
  dOut: F;
  tokens: I;
  /** [V, d], added to; a token that occurs often gets all its rows. */
  dTable: F;
  width: number;
}

/** Cross-entropy of each row and the gradient of their mean. */
export interface CrossEntropyArguments<F, I> {
  /** [N, V] logits; afterwards (softmax(logits) - onehot(target)) / N. */
  logits: F;
  /** [N]. */
  targets: I;
  /** [N], written: -ln softmax(logits)[target], in nats. */
  losses: F;
  vocabularySize: number;
}

/** out [1] = the sum of the squares of x. */
export interface SumOfSquaresArguments<F> {
  x: F;
  out: F;
}

/**
 * One step of AdamW (Loshchilov & Hutter 2019) as PyTorch does it, on gradients scaled by min(1, clipNorm / (norm + 1e-6)), norm = sqrt(squaredNorm):
 * weights ·= 1 - learningRate·weightDecay; first = beta1·first + (1 - beta1)·g; second likewise with g²;
 * weights -= learningRate / (1 - beta1^step) · first / (sqrt(second / (1 - beta2^step)) + epsilon).
 */
export interface AdamWArguments<F> {
  weights: F;
  gradient: F;
  firstMoment: F;
  secondMoment: F;
  /** [1]: of the gradients of all parameters together, so that the norm never has to leave the device. */
  squaredNorm: F;
  clipNorm: number;
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
  /** Counts from 1. */
  step: number;
}

/**
 * An operation may begin its work and return; a later operation, and `read`, see it done. One that must wait for
 * something else (a reader's function in another realm) returns a promise, which the caller awaits before the next call.
 */
export type Done = void | Promise<void>;

/** The operations, on buffers `F` of numbers and `I` of tokens. */
export interface Operations<F = FloatBuffer, I = TokenBuffer> {
  matmul(args: MatmulArguments<F>): Done;
  add(args: AddArguments<F>): Done;
  /** All numbers become 0. */
  zero(args: { out: F }): Done;
  rmsNorm(args: RmsNormArguments<F>): Done;
  rmsNormBackward(args: RmsNormBackwardArguments<F>): Done;
  rope(args: RopeArguments<F>): Done;
  attention(args: AttentionArguments<F>): Done;
  attentionBackward(args: AttentionBackwardArguments<F>): Done;
  swiglu(args: SwigluArguments<F>): Done;
  swigluBackward(args: SwigluBackwardArguments<F>): Done;
  embed(args: EmbedArguments<F, I>): Done;
  embedBackward(args: EmbedBackwardArguments<F, I>): Done;
  crossEntropy(args: CrossEntropyArguments<F, I>): Done;
  sumOfSquares(args: SumOfSquaresArguments<F>): Done;
  adamW(args: AdamWArguments<F>): Done;
}

export type OperationName = keyof Operations;

/** The operations on plain arrays: what the TypeScript backend is made of, and what a reader's own function looks like. */
export type ArrayOperations = Operations<Float32Array, Uint32Array>;

/** Which arguments each operation changes. */
export const WRITTEN: { readonly [Name in OperationName]: readonly (keyof Parameters<Operations[Name]>[0])[] } = {
  matmul: ['out'],
  add: ['out'],
  zero: ['out'],
  rmsNorm: ['out'],
  rmsNormBackward: ['dX', 'dGain'],
  rope: ['x'],
  attention: ['out'],
  attentionBackward: ['dQ', 'dK', 'dV'],
  swiglu: ['out'],
  swigluBackward: ['dGate', 'dUp'],
  embed: ['out'],
  embedBackward: ['dTable'],
  crossEntropy: ['logits', 'losses'],
  sumOfSquares: ['out'],
  adamW: ['weights', 'firstMoment', 'secondMoment'],
};

/** A plain object of functions that do not use `this`, so that `{ ...backend, attention }` is a backend too. */
export interface Backend extends BufferStore, Operations {
  /** For the reader, e.g. "wasm SIMD". */
  readonly name: string;
  /** Gives all memory back; the backend is of no use afterwards. */
  dispose(): void;
}
