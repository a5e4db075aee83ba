// The kit: the small, stable API that a reader's code and the checks import as 'kit'.
// Only re-exports of the book's own parts. A lab's `allow` says which of these names its reader may use.

export { createRng, type Rng } from '@site/src/engine/random';
export { showImage, showPoint, showTable } from './show';
export * as autodiff from '@site/src/engine/autodiff';
export { readDigits, type Digits, type DigitSet } from '@site/src/engine/digits';
export * as nn from '@site/src/engine/nn';
export * as tensors from '@site/src/engine/tensor';
export { attentionWeights, linear, mixValues, type AttentionShape } from '@site/src/engine/llama';
export * as llama from '@site/src/engine/llama';
export * as tokenization from '@site/src/engine/tokenizer';
export * as transformerCounts from '@site/src/engine/transformer-counts';
export { generateStory } from '@site/src/storyworld';
