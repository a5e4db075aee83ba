/** Loads and runs the book's language models in the browser (and in Node, for tests). */
export { loadModel, type LoadOptions } from './loadModel';
export type { GeneratedToken, GenerateOptions, Generation, Inspection, Llm } from './llm';
export { fetchModelFiles, ModelFileError, type FetchOptions, type LoadProgress } from './modelFiles';
export { argmax, candidates, sampleToken, softmax, topTokens, type SamplingOptions, type TokenProbability } from './sampling';
