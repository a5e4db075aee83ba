// A model's next-token logits one token at a time, with its keys and values kept: what a sample needs while the model still learns, on the CPU
// and with weights that change. The shipped models' own decoding is src/llm. Agrees with the engine's forward pass (decoder.test.ts).

import { add, embed, linear, rmsNorm, rope, silu, softmaxInPlace, type LlamaModel } from '@site/src/engine/llama';

export interface Decoder {
  /** Logits [V] of what comes after `id` and all tokens before it. Throws when the context is full. */
  next(id: number): Float32Array;
  readonly tokenCount: number;
}

interface Cache {
  keys: Float32Array[];
  values: Float32Array[];
}

export function createDecoder(model: LlamaModel): Decoder {
  const { config } = model;
  const { hiddenSize: d, intermediateSize, headCount, kvHeadCount, headSize, rmsNormEpsilon, ropeTheta, contextLength, vocabularySize } = config;
  const caches = model.layers.map((): Cache => ({ keys: [], values: [] }));
  let tokenCount = 0;

  /** One query [H, D] on all keys and values kept. */
  function attend(q: Float32Array, { keys, values }: Cache): Float32Array {
    const mixed = new Float32Array(headCount * headSize);
    const weights = new Float32Array(keys.length);
    for (let head = 0; head < headCount; head++) {
      const at = head * headSize;
      const kvAt = Math.floor((head * kvHeadCount) / headCount) * headSize;
      keys.forEach((key, t) => {
        let dot = 0;
        for (let i = 0; i < headSize; i++) dot += q[at + i]! * key[kvAt + i]!;
        weights[t] = dot / Math.sqrt(headSize);
      });
      softmaxInPlace(weights);
      values.forEach((value, t) => {
        for (let i = 0; i < headSize; i++) mixed[at + i]! += weights[t]! * value[kvAt + i]!;
      });
    }
    return mixed;
  }

  return {
    get tokenCount() {
      return tokenCount;
    },
    next(id) {
      if (tokenCount >= contextLength) throw new Error(`the context of ${contextLength} tokens is full`);
      let x = embed(model, [id]);
      model.layers.forEach((layer, i) => {
        const normed = rmsNorm(x, layer.inputNorm, rmsNormEpsilon);
        const q = rope(linear(normed, layer.q, d, headCount * headSize), headCount, headSize, ropeTheta, tokenCount);
        caches[i]!.keys.push(rope(linear(normed, layer.k, d, kvHeadCount * headSize), kvHeadCount, headSize, ropeTheta, tokenCount));
        caches[i]!.values.push(linear(normed, layer.v, d, kvHeadCount * headSize));
        x = add(x, linear(attend(q, caches[i]!), layer.o, headCount * headSize, d));
        const read = rmsNorm(x, layer.postAttentionNorm, rmsNormEpsilon);
        const up = linear(read, layer.up, d, intermediateSize);
        const inside = linear(read, layer.gate, d, intermediateSize).map((value, j) => silu(value) * up[j]!);
        x = add(x, linear(inside, layer.down, intermediateSize, d));
      });
      tokenCount++;
      return linear(rmsNorm(x, model.finalNorm, rmsNormEpsilon), model.output, d, vocabularySize);
    },
  };
}
