import { describe, expect, test } from 'vitest';
import measured from '@site/docs/01-foundations/03-automatic-differentiation/measurements/measured.json';
import { defaults, follow } from './model';

describe('tanh and relu keep one tensor a layer', () => {
  test.each([[1, 8, 4], [3, 16, 5], [8, 33, 2]])('depth %i, width %i, batch %i', (depth, width, batch) => {
    for (const activation of ['tanh', 'relu']) {
      const { peakBytes, predictedBytes } = follow({ depth, width, batch, activation });
      expect(peakBytes).toBe(predictedBytes);
    }
  });
});

test('PyTorch keeps the same for the MLP that it measured, and four bytes more for the loss', () => {
  const pytorch = measured.mlps[0]!;
  const { peakBytes } = follow({ depth: 1, width: pytorch.widths[1]!, batch: pytorch.batch, activation: 'tanh' });
  expect(pytorch.savedBytes - peakBytes).toBe(4);
});

test('memory rises in the forward pass, falls in the backward pass and ends at nothing', () => {
  const { moments, peakBytes } = follow(defaults);
  const forward = moments.filter((m) => m.phase === 'forward').map((m) => m.bytes);
  const backward = moments.filter((m) => m.phase === 'backward').map((m) => m.bytes);
  expect(forward).toEqual([...forward].sort((a, b) => a - b));
  expect(backward).toEqual([...backward].sort((a, b) => b - a));
  expect(forward.at(-1)).toBe(peakBytes);
  expect(backward.at(-1)).toBe(0);
});

test('GELU written out of small operations keeps several tensors a layer', () => {
  const { peakBytes, predictedBytes } = follow({ ...defaults, activation: 'gelu' });
  expect(peakBytes / predictedBytes).toBeGreaterThan(3);
});
