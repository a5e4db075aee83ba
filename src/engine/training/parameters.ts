/**
 * A model's parameters as they lie in one flat buffer, so that clipping and AdamW are one call each over all of
 * them: matrices first (which decay), then the gains of norms (which do not).
 */
import { SLICE_ALIGNMENT, type BufferStore, type FloatBuffer } from '../backend';
import { matrixShapes, type LlamaConfig, type MatrixShape, type NamedTensor } from '../llama';
import { createRng } from '../random';
import type { NamedTensors } from './types';

export interface Place extends MatrixShape {
  /** Where it begins in the flat buffer. */
  start: number;
  length: number;
}

export interface Layout {
  places: readonly Place[];
  /** Numbers before this belong to matrices, those from it on to gains. */
  matrixEnd: number;
  /** Numbers of the flat buffer; the gaps between parameters stay 0 for ever. */
  length: number;
}

export function layoutOf(config: LlamaConfig): Layout {
  const shapes = matrixShapes(config);
  const places: Place[] = [];
  let end = 0;
  const put = (parameter: MatrixShape) => {
    const length = parameter.shape.reduce((product, size) => product * size, 1);
    places.push({ ...parameter, start: end, length });
    end += Math.ceil(length / SLICE_ALIGNMENT) * SLICE_ALIGNMENT;
  };
  shapes.filter(({ shape }) => shape.length === 2).forEach(put);
  const matrixEnd = end;
  shapes.filter(({ shape }) => shape.length === 1).forEach(put);
  return { places, matrixEnd, length: end };
}

/** Named tensors as one flat array; throws where one is missing or of another shape. */
export function flatten(layout: Layout, tensors: NamedTensors): Float32Array {
  const flat = new Float32Array(layout.length);
  for (const { name, shape, start } of layout.places) {
    const found = tensors.get(name);
    if (!found) throw new Error(`the weights lack "${name}"`);
    if (found.shape.join() !== shape.join()) throw new Error(`"${name}" is [${found.shape.join()}], not [${shape.join()}]`);
    flat.set(found.data, start);
  }
  return flat;
}

/** The parameters in a flat array by name, copied. */
export function unflatten(layout: Layout, flat: Float32Array): Map<string, NamedTensor> {
  return new Map(layout.places.map(({ name, shape, start, length }) => [name, { shape, data: flat.slice(start, start + length) }]));
}

/** One layer's parameters (or their gradients) as slices; matrices are [out, in]. */
export interface LayerSlices {
  inputNorm: FloatBuffer;
  q: FloatBuffer;
  k: FloatBuffer;
  v: FloatBuffer;
  o: FloatBuffer;
  postAttentionNorm: FloatBuffer;
  gate: FloatBuffer;
  up: FloatBuffer;
  down: FloatBuffer;
}

export interface ModelSlices {
  embedding: FloatBuffer;
  layers: readonly LayerSlices[];
  finalNorm: FloatBuffer;
  /** The embedding itself where they are tied. */
  output: FloatBuffer;
}

/** Slices of a flat buffer by what they are to the model. */
export function sliceModel(store: BufferStore, flat: FloatBuffer, config: LlamaConfig, layout: Layout): ModelSlices {
  const slices = new Map(layout.places.map(({ name, start, length }) => [name, store.slice(flat, start, length)]));
  const at = (name: string) => slices.get(`${name}.weight`)!;
  const embedding = at('model.embed_tokens');
  return {
    embedding,
    layers: Array.from({ length: config.layerCount }, (_, layer) => {
      const inLayer = (name: string) => at(`model.layers.${layer}.${name}`);
      return {
        inputNorm: inLayer('input_layernorm'),
        q: inLayer('self_attn.q_proj'),
        k: inLayer('self_attn.k_proj'),
        v: inLayer('self_attn.v_proj'),
        o: inLayer('self_attn.o_proj'),
        postAttentionNorm: inLayer('post_attention_layernorm'),
        gate: inLayer('mlp.gate_proj'),
        up: inLayer('mlp.up_proj'),
        down: inLayer('mlp.down_proj'),
      };
    }),
    finalNorm: at('model.norm'),
    output: config.tiedEmbeddings ? embedding : at('lm_head'),
  };
}

/**
 * New parameters as models/ draws them: gains 1, matrices normal with deviation 1/sqrt(d), the two that write to the
 * residual stream smaller by sqrt(2·layers) (Radford et al. 2019, GPT-2).
 */
export function initialTensors(config: LlamaConfig, seed: number): NamedTensors {
  const rng = createRng(seed);
  const deviation = 1 / Math.sqrt(config.hiddenSize);
  return new Map(
    matrixShapes(config).map(({ name, shape }) => {
      const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
      const scale = /\.(o_proj|down_proj)\.weight$/.test(name) ? deviation / Math.sqrt(2 * config.layerCount) : deviation;
      return [name, { shape, data: shape.length === 1 ? data.fill(1) : data.map(() => rng.normal() * scale) }];
    }),
  );
}
