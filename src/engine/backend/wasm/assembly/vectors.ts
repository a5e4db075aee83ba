/** Four float32 at a time, the last ones of an array too; and exp of them. */

/** The four numbers at `at`, of which `left` are there; the others are `filler`. */
export function take(at: usize, left: i32, filler: f32 = 0): v128 {
  if (left >= 4) return v128.load(at);
  let x = f32x4.splat(filler);
  x = f32x4.replace_lane(x, 0, load<f32>(at));
  if (left > 1) x = f32x4.replace_lane(x, 1, load<f32>(at, 4));
  if (left > 2) x = f32x4.replace_lane(x, 2, load<f32>(at, 8));
  return x;
}

/** Writes the first `left` of four numbers. */
export function put(at: usize, x: v128, left: i32): void {
  if (left >= 4) {
    v128.store(at, x);
    return;
  }
  store<f32>(at, f32x4.extract_lane(x, 0));
  if (left > 1) store<f32>(at, f32x4.extract_lane(x, 1), 4);
  if (left > 2) store<f32>(at, f32x4.extract_lane(x, 2), 8);
}

export function sumOf(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

export function maxOf(x: v128): f32 {
  return max(max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)), max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)));
}

/** ln 2 in two parts: the first has few bits, so that its product with a whole number is exact. */
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440e-4;

/**
 * exp(x) with a relative error below 3e-7; x is first taken into [-87, 88], where exp is a normal float32. With n = round(x / ln 2) and
 * r = x - n·ln 2, |r| ≤ 0.347: 2^n times the Taylor polynomial of degree 7, whose remainder is below 6e-9.
 */
export function exp4(x: v128): v128 {
  x = f32x4.max(f32x4.min(x, f32x4.splat(88)), f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(LN2_HIGH)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(LN2_LOW)));
  let p = f32x4.splat(1.0 / 5040.0);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 720.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 120.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 24.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 6.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1));
  const exponent = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, exponent);
}

/** The largest of `length` numbers. */
export function maxOfRow(at: usize, length: i32): f32 {
  let most = f32x4.splat(-Infinity);
  for (let i = 0; i < length; i += 4) most = f32x4.max(most, take(at + ((i as usize) << 2), length - i, -Infinity));
  return maxOf(most);
}

/** Each of `length` numbers x becomes exp((x - most)·scale). Gives their sum. */
export function expRow(at: usize, length: i32, most: f32, scale: f32): f32 {
  const shift = f32x4.splat(most);
  const factor = f32x4.splat(scale);
  let sum = f32x4.splat(0);
  for (let i = 0; i < length; i += 4) {
    const to = at + ((i as usize) << 2);
    const left = length - i;
    const y = exp4(f32x4.mul(f32x4.sub(take(to, left, -Infinity), shift), factor));
    put(to, y, left);
    sum = f32x4.add(sum, left >= 4 ? y : take(to, left));
  }
  return sumOf(sum);
}

/** `length` numbers times `factor`. */
export function scaleRow(at: usize, length: i32, factor: f32): void {
  const f = f32x4.splat(factor);
  for (let i = 0; i < length; i += 4) {
    const to = at + ((i as usize) << 2);
    put(to, f32x4.mul(take(to, length - i), f), length - i);
  }
}
