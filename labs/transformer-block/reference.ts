// A Llama block once more, in double precision and by other means: rotations as complex multiplication, attention as explicit
// sums. `Wrong` gives what each known mistake computes, so that a wrong answer can be told what it is.

export interface Layer {
  inputNorm: Float32Array;
  q: Float32Array;
  k: Float32Array;
  v: Float32Array;
  o: Float32Array;
  postAttentionNorm: Float32Array;
  gate: Float32Array;
  up: Float32Array;
  down: Float32Array;
}

export interface Config {
  hiddenSize: number;
  intermediateSize: number;
  headCount: number;
  kvHeadCount: number;
  headSize: number;
  rmsNormEpsilon: number;
  ropeTheta: number;
}

type Vector = readonly number[];
type Matrix = ArrayLike<number>;

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const sum = (xs: Vector) => xs.reduce((a, b) => a + b, 0);
/** Rows of a flat [n, width] array. */
export const rows = (x: ArrayLike<number>, width: number): number[][] => range(x.length / width).map((r) => Array.from({ length: width }, (_, i) => x[r * width + i]!));
const apply = (m: Matrix, x: Vector): number[] => range(m.length / x.length).map((o) => x.reduce((s, value, i) => s + value * m[o * x.length + i]!, 0));
const plus = (a: Vector, b: Vector) => a.map((value, i) => value + b[i]!);

export type NormKind = 'rms' | 'layer' | 'mean-square' | 'epsilon-outside' | 'no-gain' | 'sum-of-squares';

export function norm64(x: Vector, gain: ArrayLike<number>, epsilon: number, kind: NormKind = 'rms'): number[] {
  const d = x.length;
  const mean = kind === 'layer' ? sum(x) / d : 0;
  const square = sum(x.map((value) => (value - mean) ** 2)) / (kind === 'sum-of-squares' ? 1 : d);
  const divisor = kind === 'mean-square' ? square + epsilon : kind === 'epsilon-outside' ? Math.sqrt(square) + epsilon : Math.sqrt(square + epsilon);
  return x.map((value, i) => ((value - mean) / divisor) * (kind === 'no-gain' ? 1 : gain[i]!));
}

export type RopeKind = 'halves' | 'neighbours' | 'backwards' | 'from-one' | 'one-speed' | 'by-head';

/** Turns one head's vector at position `t`; `head` matters for one mistake alone. */
export function rope64(x: Vector, t: number, theta: number, kind: RopeKind = 'halves', head = 0): number[] {
  const half = x.length / 2;
  const y = [...x];
  for (const i of range(half)) {
    const position = kind === 'from-one' ? t + 1 : kind === 'by-head' ? head : t;
    const angle = (kind === 'backwards' ? -1 : 1) * position * (kind === 'one-speed' ? 1 : Math.exp((-i / half) * Math.log(theta)));
    const [first, second] = kind === 'neighbours' ? [2 * i, 2 * i + 1] : [i, i + half];
    y[first] = x[first]! * Math.cos(angle) - x[second]! * Math.sin(angle);
    y[second] = x[first]! * Math.sin(angle) + x[second]! * Math.cos(angle);
  }
  return y;
}

export type FeedKind = 'silu' | 'swapped' | 'sigmoid' | 'no-gate' | 'relu';

export function swiglu64(x: Vector, gate: Matrix, up: Matrix, down: Matrix, kind: FeedKind = 'silu'): number[] {
  const [g, u] = kind === 'swapped' ? [apply(up, x), apply(gate, x)] : [apply(gate, x), apply(up, x)];
  const opened = (z: number) => (kind === 'relu' ? Math.max(0, z) : (kind === 'sigmoid' ? 1 : z) / (1 + Math.exp(-z)));
  return apply(down, g.map((z, i) => opened(z) * (kind === 'no-gate' ? 1 : u[i]!)));
}

export interface Wrong {
  /** The branch is added to its normed input, not to the stream. */
  addsToNormed?: boolean;
  noResidual?: boolean;
  rotatesValues?: boolean;
  noRope?: boolean;
  /** The second branch reads the stream from before the first one. */
  parallel?: boolean;
  /** Both norms use the first gain. */
  oneGain?: boolean;
  /** Norm after the addition, as in the original transformer. */
  postNorm?: boolean;
}

/** The block on `x` [T, d], flat. */
export function block64(x: ArrayLike<number>, layer: Layer, config: Config, wrong: Wrong = {}): number[] {
  const { hiddenSize: d, headCount: H, kvHeadCount: G, headSize: D, ropeTheta, rmsNormEpsilon: epsilon } = config;
  const stream = rows(x, d);
  const secondGain = wrong.oneGain ? layer.inputNorm : layer.postAttentionNorm;
  const read = wrong.postNorm ? stream : stream.map((row) => norm64(row, layer.inputNorm, epsilon));
  const turn = (v: Vector, t: number) => (wrong.noRope ? [...v] : rope64(v, t, ropeTheta));
  const heads = (m: Matrix, count: number, turned: boolean) =>
    read.map((row, t) => {
      const all = apply(m, row);
      return range(count).map((h) => (turned ? turn(all.slice(h * D, (h + 1) * D), t) : all.slice(h * D, (h + 1) * D)));
    });
  const [q, k, v] = [heads(layer.q, H, true), heads(layer.k, G, true), heads(layer.v, G, wrong.rotatesValues ?? false)];
  const attended = stream.map((_, t) =>
    apply(
      layer.o,
      range(H).flatMap((h) => {
        const g = Math.floor((h * G) / H);
        const scores = range(t + 1).map((s) => sum(q[t]![h]!.map((value, i) => value * k[s]![g]![i]!)) / Math.sqrt(D));
        const largest = Math.max(...scores);
        const powers = scores.map((s) => Math.exp(s - largest));
        return range(D).map((i) => sum(powers.map((p, s) => p * v[s]![g]![i]!)) / sum(powers));
      }),
    ),
  );
  const base = (own: number[][], normed: number[][], t: number) => (wrong.noResidual ? own[t]!.map(() => 0) : wrong.addsToNormed ? normed[t]! : own[t]!);
  let middle = stream.map((_, t) => plus(base(stream, read, t), attended[t]!));
  if (wrong.postNorm) middle = middle.map((row) => norm64(row, layer.inputNorm, epsilon));
  const readAgain = wrong.postNorm ? middle : (wrong.parallel ? stream : middle).map((row) => norm64(row, secondGain, epsilon));
  let out = middle.map((_, t) => plus(base(middle, readAgain, t), swiglu64(readAgain[t]!, layer.gate, layer.up, layer.down)));
  if (wrong.postNorm) out = out.map((row) => norm64(row, secondGain, epsilon));
  return out.flat();
}
