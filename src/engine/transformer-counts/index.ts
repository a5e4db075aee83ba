/** Counts of decoder-only transformers: parameters, matrix multiplications, FLOPs; and published shapes. */
export { gpt, llama, type TransformerConfig } from './config';
export {
  countActiveParameters,
  countMatmulParameters,
  countParameters,
  gptParameterFormula,
  kvBytesPerToken,
  parameterItems,
  parametersByPart,
  type ParameterItem,
  type Part,
} from './parameters';
export {
  causalPairs,
  flopsByPart,
  forwardFlops,
  forwardGemms,
  petaflopDays,
  softmaxFlops,
  trainingDays,
  trainingFlopsRule,
  trainingStepFlops,
  type Gemm,
  type Pass,
} from './gemms';
export {
  epochs,
  GPT3_CONTEXT,
  GPT3_MIX,
  GPT3_TABLE,
  GPT3_TRAINING_TOKENS,
  GPT3_VOCABULARY,
  headWidths,
  impliedWeightPercent,
  published,
  PUBLISHED_CONFIGS,
  type Gpt3Row,
  type MixRow,
} from './published';
export { transformerConfigFromJson } from './shipped';
