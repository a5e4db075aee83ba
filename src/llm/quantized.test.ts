// q8 and q4: what onnxruntime-web computes from the shipped graphs is what our own forward pass computes from the same codes, dequantized.

import { afterAll, describe, expect, it } from 'vitest';
import { countParameters, forward, matrixShapes, modelFromTensors, readSafetensors } from '../engine/llama';
import { readQuantizedWeights } from './quantizedWeights';
import { shippedModels } from './test-models';

const GRAPH_FILE = { q8: 'onnx/model_quantized.onnx', q4: 'onnx/model_q4.onnx' } as const;
/** Bits of a weight with its part of a scale: 16 bits for 32 weights. */
const BITS_PER_WEIGHT = { q8: 8.5, q4: 4.5 } as const;
const CODES = { q8: 127, q4: 7 } as const;
const TEXT = 'Once there was a kind girl named Ana. One sunny morning she was in the garden.';

const largest = (values: Float32Array) => values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
const energy = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0);
const difference = (a: Float32Array, b: Float32Array) => a.map((value, i) => value - b[i]!);

/** Codes from -largestCode to largestCode, a scale for 32 neighbours. */
function plainRoundingError(weights: Float32Array, largestCode: number): number {
  let error = 0;
  for (let start = 0; start < weights.length; start += 32) {
    const block = weights.subarray(start, start + 32);
    const scale = largest(block) / largestCode || 1;
    error += energy(block.map((value) => value - Math.round(value / scale) * scale));
  }
  return error;
}

for (const model of shippedModels())
  for (const variant of ['q8', 'q4'] as const)
    describe(`${model.id}, ${variant}`, () => {
      const tensors = readQuantizedWeights(model.read(GRAPH_FILE[variant]));
      const opened = model.llm(variant);
      afterAll(async () => (await opened).dispose());

      it('has every matrix in blocks, and little else in its file', () => {
        expect(new Map([...tensors].map(([name, { shape }]) => [name, shape.join()]))).toEqual(new Map(matrixShapes(model.config).map(({ name, shape }) => [name, shape.join()])));
        const weightBytes = (countParameters(model.config) * BITS_PER_WEIGHT[variant]) / 8;
        expect(model.files.get(GRAPH_FILE[variant])! - weightBytes).toBeLessThan(70_000);
      });

      it('has smaller squared errors in every matrix than rounding with the scale that just holds the largest weight', () => {
        const exact = readSafetensors(model.read('model.safetensors').buffer);
        for (const [name, { shape, data }] of tensors) {
          if (shape.length === 1) expect(data).toEqual(exact.get(name)!.data);
          else expect(energy(difference(data, exact.get(name)!.data)), name).toBeLessThan(plainRoundingError(exact.get(name)!.data, CODES[variant]));
        }
      });

      it('computes the logits of the dequantized model to 1e-4', async () => {
        const llm = await opened;
        const ids = llm.promptIds(TEXT);
        const { logits } = forward(modelFromTensors(model.config, tensors), ids);
        expect(largest(difference(await llm.logits(ids), logits))).toBeLessThan(1e-4);
      });
    });
