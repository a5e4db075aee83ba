/** The operations that go by rows or by numbers: norms, positions, SwiGLU, embedding, loss, AdamW. Formulas, shapes and sources: types.ts. */
import { exp4, expRow, maxOfRow, put, scaleRow, sumOf, take } from './vectors';

export function add(x: usize, out: usize, length: i32): void {
  for (let i = 0; i < length; i += 4) {
    const at = (i as usize) << 2;
    put(out + at, f32x4.add(take(out + at, length - i), take(x + at, length - i)), length - i);
  }
}

/** 1 / rms of a row. */
function inverseRms(x: usize, width: i32, epsilon: f32): f32 {
  let squares = f32x4.splat(0);
  for (let i = 0; i < width; i += 4) {
    const value = take(x + ((i as usize) << 2), width - i);
    squares = f32x4.add(squares, f32x4.mul(value, value));
  }
  return 1 / sqrt<f32>(sumOf(squares) / (width as f32) + epsilon);
}

export function rmsNorm(x: usize, gain: usize, out: usize, rows: i32, width: i32, epsilon: f32): void {
  for (let row = 0; row < rows; row++) {
    const scale = f32x4.splat(inverseRms(x, width, epsilon));
    for (let i = 0; i < width; i += 4) {
      const at = (i as usize) << 2;
      put(out + at, f32x4.mul(f32x4.mul(take(x + at, width - i), scale), take(gain + at, width - i)), width - i);
    }
    x += (width as usize) << 2;
    out += (width as usize) << 2;
  }
}

export function rmsNormBackward(x: usize, gain: usize, dOut: usize, dX: usize, dGain: usize, rows: i32, width: i32, epsilon: f32): void {
  for (let row = 0; row < rows; row++) {
    const inverse = inverseRms(x, width, epsilon);
    const scale = f32x4.splat(inverse);
    let along = f32x4.splat(0);
    for (let i = 0; i < width; i += 4) {
      const at = (i as usize) << 2;
      along = f32x4.add(along, f32x4.mul(f32x4.mul(take(dOut + at, width - i), take(gain + at, width - i)), take(x + at, width - i)));
    }
    const mean = f32x4.splat((sumOf(along) * inverse) / (width as f32));
    for (let i = 0; i < width; i += 4) {
      const at = (i as usize) << 2;
      const left = width - i;
      const unit = f32x4.mul(take(x + at, left), scale);
      const d = take(dOut + at, left);
      const change = f32x4.mul(scale, f32x4.sub(f32x4.mul(d, take(gain + at, left)), f32x4.mul(unit, mean)));
      put(dX + at, f32x4.add(take(dX + at, left), change), left);
      put(dGain + at, f32x4.add(take(dGain + at, left), f32x4.mul(d, unit)), left);
    }
    const bytes = (width as usize) << 2;
    x += bytes;
    dOut += bytes;
    dX += bytes;
  }
}

/** `cosines` and `sines` are [T, D/2]; `sign` is -1 for the inverse. */
export function rope(x: usize, cosines: usize, sines: usize, rows: i32, tokenCount: i32, headCount: i32, headSize: i32, sign: f32): void {
  const half = headSize >> 1;
  const halfBytes = (half as usize) << 2;
  const direction = f32x4.splat(sign);
  for (let row = 0; row < rows; row++) {
    const angle = ((row % tokenCount) as usize) * halfBytes;
    for (let head = 0; head < headCount; head++) {
      for (let i = 0; i < half; i += 4) {
        const at = (i as usize) << 2;
        const left = half - i;
        const cos = take(cosines + angle + at, left);
        const sin = f32x4.mul(take(sines + angle + at, left), direction);
        const first = take(x + at, left);
        const second = take(x + halfBytes + at, left);
        put(x + at, f32x4.sub(f32x4.mul(first, cos), f32x4.mul(second, sin)), left);
        put(x + halfBytes + at, f32x4.add(f32x4.mul(second, cos), f32x4.mul(first, sin)), left);
      }
      x += 2 * halfBytes;
    }
  }
}

function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

export function swiglu(gate: usize, up: usize, out: usize, length: i32): void {
  for (let i = 0; i < length; i += 4) {
    const at = (i as usize) << 2;
    const left = length - i;
    const g = take(gate + at, left);
    put(out + at, f32x4.mul(f32x4.mul(g, sigmoid(g)), take(up + at, left)), left);
  }
}

export function swigluBackward(gate: usize, up: usize, dOut: usize, dGate: usize, dUp: usize, length: i32): void {
  const one = f32x4.splat(1);
  for (let i = 0; i < length; i += 4) {
    const at = (i as usize) << 2;
    const left = length - i;
    const g = take(gate + at, left);
    const s = sigmoid(g);
    const d = take(dOut + at, left);
    const slope = f32x4.mul(s, f32x4.add(one, f32x4.mul(g, f32x4.sub(one, s))));
    put(dGate + at, f32x4.mul(f32x4.mul(d, take(up + at, left)), slope), left);
    put(dUp + at, f32x4.mul(d, f32x4.mul(g, s)), left);
  }
}

export function embed(table: usize, tokens: usize, out: usize, rows: i32, width: i32): void {
  const bytes = (width as usize) << 2;
  for (let row = 0; row < rows; row++) {
    memory.copy(out, table + (load<u32>(tokens) as usize) * bytes, bytes);
    tokens += 4;
    out += bytes;
  }
}

export function embedBackward(dOut: usize, tokens: usize, dTable: usize, rows: i32, width: i32): void {
  const bytes = (width as usize) << 2;
  for (let row = 0; row < rows; row++) {
    add(dOut, dTable + (load<u32>(tokens) as usize) * bytes, width);
    tokens += 4;
    dOut += bytes;
  }
}

export function crossEntropy(logits: usize, targets: usize, losses: usize, rows: i32, vocabularySize: i32): void {
  for (let row = 0; row < rows; row++) {
    const target = logits + ((load<u32>(targets) as usize) << 2);
    const score = load<f32>(target);
    const most = maxOfRow(logits, vocabularySize);
    const sum = expRow(logits, vocabularySize, most, 1);
    store<f32>(losses, (Math.log(sum as f64) + ((most as f64) - (score as f64))) as f32);
    scaleRow(logits, vocabularySize, 1 / (sum * (rows as f32)));
    store<f32>(target, load<f32>(target) - 1 / (rows as f32));
    targets += 4;
    losses += 4;
    logits += (vocabularySize as usize) << 2;
  }
}

/** Summed in double precision. */
export function sumOfSquares(x: usize, out: usize, length: i32): void {
  let low = f64x2.splat(0);
  let high = low;
  for (let i = 0; i < length; i += 4) {
    const value = take(x + ((i as usize) << 2), length - i);
    const a = f64x2.promote_low_f32x4(value);
    const b = f64x2.promote_low_f32x4(v128.shuffle<f32>(value, value, 2, 3, 0, 1));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  const sum = f64x2.add(low, high);
  store<f32>(out, (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)) as f32);
}

/** `rate` is learningRate / (1 - beta1^step), `secondScale` 1 / (1 - beta2^step), `keep` 1 - learningRate·weightDecay. */
export function adamW(
  weights: usize, gradient: usize, firstMoment: usize, secondMoment: usize, squaredNorm: usize, length: i32,
  clipNorm: f32, rate: f32, secondScale: f32, keep: f32, beta1: f64, beta2: f64, epsilon: f32,
): void {
  const scale = f32x4.splat(min<f32>(1, clipNorm / (sqrt<f32>(load<f32>(squaredNorm)) + 1e-6)));
  const b1 = f32x4.splat(beta1 as f32);
  const rest1 = f32x4.splat((1 - beta1) as f32);
  const b2 = f32x4.splat(beta2 as f32);
  const rest2 = f32x4.splat((1 - beta2) as f32);
  for (let i = 0; i < length; i += 4) {
    const at = (i as usize) << 2;
    const left = length - i;
    const g = f32x4.mul(take(gradient + at, left), scale);
    const first = f32x4.add(f32x4.mul(b1, take(firstMoment + at, left)), f32x4.mul(rest1, g));
    const second = f32x4.add(f32x4.mul(b2, take(secondMoment + at, left)), f32x4.mul(rest2, f32x4.mul(g, g)));
    put(firstMoment + at, first, left);
    put(secondMoment + at, second, left);
    const size = f32x4.add(f32x4.sqrt(f32x4.mul(second, f32x4.splat(secondScale))), f32x4.splat(epsilon));
    const change = f32x4.div(f32x4.mul(f32x4.splat(rate), first), size);
    put(weights + at, f32x4.sub(f32x4.mul(take(weights + at, left), f32x4.splat(keep)), change), left);
  }
}
