/** A Llama-like transformer's forward pass in plain TypeScript, and what it reads. */
export { configFromJson, countParameters, matrixShapes, type LlamaConfig, type MatrixShape } from './config';
export { decodeFloat16, readSafetensors, type NamedTensor } from './safetensors';
export { add, attentionWeights, linear, mixValues, rmsNorm, rope, silu, softmaxInPlace, type AttentionShape } from './operations';
export {
  attention,
  block,
  embed,
  forward,
  modelFromTensors,
  readLlama,
  swiglu,
  type ForwardOptions,
  type ForwardResult,
  type LayerWeights,
  type LlamaModel,
} from './model';
