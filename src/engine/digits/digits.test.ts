import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { backward, constant, ops } from '../autodiff';
import { createMlp, descend, runMlp } from '../nn';
import { createRng } from '../random';
import { tensor } from '../tensor';
import { readDigits } from '.';

const file = readFileSync('static/data/digits-14x14.bin');
const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer;

test('the shipped digits: counts, balance, range', () => {
  const { side, training, test: held } = readDigits(bytes);
  expect([side, training.count, held.count]).toEqual([14, 3000, 500]);
  for (let digit = 0; digit < 10; digit++) {
    expect(training.labels.filter((l) => l === digit)).toHaveLength(300);
    expect(held.labels.filter((l) => l === digit)).toHaveLength(50);
  }
  expect(Math.min(...held.pixels)).toBe(0);
  expect(Math.max(...held.pixels)).toBeLessThanOrEqual(1);
});

test('a file that is not one is refused', () => {
  expect(() => readDigits(new ArrayBuffer(20))).toThrow('DGT1');
  expect(() => readDigits(bytes.slice(0, 1000))).toThrow('bytes');
});

test('an MLP of the engine learns them', () => {
  const { side, training, test: held } = readDigits(bytes);
  const rng = createRng(1);
  const mlp = createMlp([side * side, 32, 10], rng, 'float32');
  for (let step = 0; step < 300; step++) {
    const rows = Array.from({ length: 32 }, () => rng.integer(0, training.count - 1));
    const batch = new Float32Array(32 * side * side);
    rows.forEach((row, i) => batch.set(training.pixels.subarray(row * side * side, (row + 1) * side * side), i * side * side));
    backward(ops.crossEntropy(runMlp(mlp, constant(tensor([32, side * side], batch))), rows.map((row) => training.labels[row]!)));
    descend(mlp, 0.3);
  }
  const logits = runMlp(mlp, constant(tensor([held.count, side * side], held.pixels))).value.data;
  let right = 0;
  for (let i = 0; i < held.count; i++) {
    const row = Array.from(logits.subarray(i * 10, i * 10 + 10));
    if (row.indexOf(Math.max(...row)) === held.labels[i]) right++;
  }
  expect(right / held.count).toBeGreaterThan(0.85);
});
