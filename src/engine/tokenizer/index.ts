/** Byte-level BPE as in GPT-2: training, encoding, decoding, `tokenizer.json`. */
export { BYTE_TO_LETTER, lettersToBytes, textToLetters } from './byteAlphabet';
export { preTokenize } from './preTokenize';
export { mergePair, trainBpe, type BpeModel, type Merge } from './trainBpe';
export { applyMerges, createTokenizer, END_OF_TEXT, fromTokenizerJson, toTokenizerJson, type Tokenizer } from './tokenizer';
