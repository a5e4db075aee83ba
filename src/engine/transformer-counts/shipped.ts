/** The shape of one of the book's own models, from the `config.json` it ships with. */
import { configFromJson } from '../llama';
import { llama, type TransformerConfig } from './config';

/** Reads a Llama `config.json` (parsed); throws where it is none. */
export function transformerConfigFromJson(name: string, json: unknown): TransformerConfig {
  const c = configFromJson(json);
  return llama({
    name,
    layerCount: c.layerCount,
    width: c.hiddenSize,
    headCount: c.headCount,
    kvHeadCount: c.kvHeadCount,
    headSize: c.headSize,
    innerWidth: c.intermediateSize,
    vocabularySize: c.vocabularySize,
    tiedEmbeddings: c.tiedEmbeddings,
  });
}
