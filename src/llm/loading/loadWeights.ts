/** A shipped model's weights for the book's own forward pass (src/engine/llama): no onnxruntime, no session. */
import { readLlama, type LlamaModel } from '../../engine/llama';
import { fromTokenizerJson, type Tokenizer } from '../../engine/tokenizer';
import { askBeforeFetching } from './ask';
import { fetchFiles } from './files';
import { openSource, parseJson, type SourceOptions } from './manifest';
import { createSharedLoads, type LoadUser } from './sharedLoad';

export interface Weights {
  model: LlamaModel;
  tokenizer: Tokenizer;
}

const PATHS = ['config.json', 'tokenizer.json', 'model.safetensors'] as const;
const loads = createSharedLoads<Weights>(async () => {});

/** Loads as `loadModel` does, and rejects as it does; what is given is the caller's alone to keep. */
export async function loadWeights(id: string, options: SourceOptions & LoadUser = {}): Promise<Weights> {
  const { baseUrl = '/models', fetch, store } = options;
  const { loaded, leave } = await loads.join(`${baseUrl} ${id}`, options, async (context) => {
    const given: SourceOptions = { baseUrl, fetch, store, signal: context.signal, onProgress: context.onProgress };
    const source = await openSource(id, given);
    const files = PATHS.map(source.file);
    await askBeforeFetching(files, given, context);
    const [config, tokenizer, weights] = await fetchFiles(files, given);
    return { model: readLlama(parseJson(config!, PATHS[0]), weights!.buffer), tokenizer: fromTokenizerJson(parseJson(tokenizer!, PATHS[1])) };
  });
  await leave();
  return loaded;
}
