/**
 * For Node (stills, tests, benches): the shipped language models as they lie in static/models. Imports no runtime.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configFromJson, countParameters, readLlama, type LlamaConfig, type LlamaModel } from '../engine/llama';
import { fromTokenizerJson, type Tokenizer } from '../engine/tokenizer';

export const MODELS_FOLDER = fileURLToPath(new URL('../../static/models', import.meta.url));

export interface ShippedModel {
  id: string;
  config: LlamaConfig;
  tokenizer: Tokenizer;
  /** Length in bytes of each file of the model, by its path. */
  files: ReadonlyMap<string, number>;
  /** One of the files. */
  read(path: string): Uint8Array<ArrayBuffer>;
  /** The weights, for the engine's own forward pass. */
  engineModel(): LlamaModel;
}

interface Manifest {
  files: Record<string, { bytes: number }>;
}

/** Every language model of the book, smallest first. */
export function shippedModels(): ShippedModel[] {
  const isLanguageModel = (id: string) =>
    existsSync(join(MODELS_FOLDER, id, 'manifest.json')) && (JSON.parse(readFileSync(join(MODELS_FOLDER, id, 'config.json'), 'utf8')) as { model_type?: string }).model_type === 'llama';
  return readdirSync(MODELS_FOLDER)
    .filter(isLanguageModel)
    .map(shippedModel)
    .sort((a, b) => countParameters(a.config) - countParameters(b.config));
}

/** One of them; throws where there is none of that name. */
export function shippedModel(id: string): ShippedModel {
  const read = (path: string) => new Uint8Array(readFileSync(join(MODELS_FOLDER, id, path)));
  const json = (path: string): unknown => JSON.parse(new TextDecoder().decode(read(path)));
  const { files } = json('manifest.json') as Manifest;
  return {
    id,
    config: configFromJson(json('config.json')),
    tokenizer: fromTokenizerJson(json('tokenizer.json')),
    files: new Map(Object.entries(files).map(([path, { bytes }]) => [path, bytes])),
    read,
    engineModel: () => readLlama(json('config.json'), read('model.safetensors').buffer),
  };
}
