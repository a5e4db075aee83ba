/** Numbers about the channels of activations `[tokens, channels]`. */

function fold(values: Float32Array, channels: number, step: (sum: number, value: number) => number): Float64Array {
  if (channels < 1 || values.length % channels !== 0) throw new Error(`${values.length} values are no rows of ${channels} channels`);
  const result = new Float64Array(channels);
  values.forEach((value, i) => (result[i % channels] = step(result[i % channels]!, value)));
  return result;
}

/** Largest absolute value of each channel, `[channels]`. */
export function channelAbsMax(values: Float32Array, channels: number): Float32Array {
  return Float32Array.from(fold(values, channels, (max, value) => Math.max(max, Math.abs(value))));
}

/** Root of the mean square of each channel, `[channels]`. */
export function channelRms(values: Float32Array, channels: number): Float32Array {
  const tokens = values.length / channels;
  return Float32Array.from(fold(values, channels, (sum, value) => sum + (value * value) / tokens), Math.sqrt);
}

/** Index of the channel with the largest value. */
export function strongestChannel(byChannel: Float32Array): number {
  return byChannel.indexOf(byChannel.reduce((a, b) => Math.max(a, b), -Infinity));
}

/** Largest channel over the median channel (the lower of the two middle ones): 1 where all are alike. */
export function outlierRatio(absMax: Float32Array): number {
  const sorted = absMax.slice().sort();
  return sorted.at(-1)! / sorted[(sorted.length - 1) >> 1]!;
}
