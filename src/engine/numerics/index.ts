/** Number formats, rounding, sums in narrow accumulators, quantizers and block formats, and what each of them costs and loses. */
export { formatBits, formatIds, formats, limits, type FloatFormat, type FormatId, type FormatLimits } from './formats';
export {
  allFinite,
  decode,
  encode,
  exponentOf,
  fieldsOf,
  kindOf,
  nearestEven,
  round,
  roundAll,
  rounder,
  stochastic,
  towardZero,
  ulp,
  type Fields,
  type Kind,
  type RoundingRule,
  type RoundOptions,
} from './minifloat';
export { dot, sumExact, sumInRuns, sumKahan, sumPairwise, sumSequential, type DotOptions } from './accumulate';
export { errorInUlps, frobeniusError, sqnrDb, squaredError } from './error';
export { pack, packedBytes, unpack } from './packing';
export { lossesAt, nextScale, scalerPolicy, type Losses, type ScalerPolicy, type ScalerState } from './lossScaling';
export { bitsPerValue, dequantize, quantize, spansOf, throughCodes, type Clip, type Granularity, type QuantizedMatrix, type Quantizer } from './integers';
export { bitsPerElement, blockFormats, decodeE8m0, dequantizeBlocks, e8m0, encodeE8m0, quantizeBlocks, scaledRound, type BlockFormat, type BlockFormatId, type Blocks } from './blocks';
export { meanLoss, withDamage, type Damage } from './llama';
