/** Loads and runs the book's language models in the browser (and in Node, for tests). */
export { loadModel, type LoadOptions } from './loadModel';
export type { GeneratedToken, Generation } from './generate';
export type { LayerCache } from './kvCache';
export type { GenerateBatchOptions, GenerateOptions, Inspection, Llm, Prompt } from './llm';
export { fetchModelFiles, ModelFileError, type FetchOptions, type LoadProgress } from './modelFiles';
export type { Sequence } from './sequence';
export { argmax, candidates, sampleToken, softmax, topTokens, type SamplingOptions, type TokenProbability } from './sampling';
