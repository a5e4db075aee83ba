/** Loads and runs the book's language models in the browser (and in Node, for tests). */
export { ConsentNeededError, ModelFileError, OutOfMemoryError, RuntimeLostError } from './loading/errors';
export type { LoadProgress } from './loading/files';
export { loadModel, type Dtype, type LoadedLlm, type LoadOptions } from './loading/loadModel';
export { loadWeights, type Weights } from './loading/loadWeights';
export { fetchModelFiles, type SourceOptions } from './loading/manifest';
export type { LoadUser, Need } from './loading/sharedLoad';
export type { GeneratedToken, Generation } from './generate';
export type { LayerCache } from './kvCache';
export type { GenerateBatchOptions, GenerateOptions, Inspection, Llm, Prompt } from './llm';
export type { Sequence } from './sequence';
export { argmax, candidates, sampleToken, softmax, topTokens, type SamplingOptions, type TokenProbability } from './sampling';
export { expectedTokensPerRound, generateSpeculatively, verifyDraft, type SpeculativeGeneration, type SpeculativeOptions, type SpeculativeRound } from './speculative';
