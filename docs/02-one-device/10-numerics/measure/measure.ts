// Writes measured.json, the numbers of chapter 10 that depend on the shipped 0.8 M model. Run after the models change, with the two tables of the figures:
//   npx tsx src/figures/quantization-damage/make-table.ts && npx tsx src/figures/gradient-range/make-sample.ts && npx tsx docs/02-one-device/10-numerics/measure/measure.ts

import { readFileSync, writeFileSync } from 'node:fs';
import { llamaActivations, readActivations } from '@site/src/engine/activations';
import { linear, silu, type LlamaModel } from '@site/src/engine/llama';
import { dot, formats, meanLoss, quantize, roundAll, squaredError, sumExact, throughCodes, withDamage, type FloatFormat, type Quantizer } from '@site/src/engine/numerics';
import { createRng } from '@site/src/engine/random';
import { readModel } from '@site/src/figures/quantization-damage/make-table';
import { channelsOf, othersDb, quantized, restoreSite, siteOf as siteOfRecording } from '@site/src/figures/outlier-channels/model';
import { computeStill } from '@site/src/figures/outlier-channels/still';
import { damaged, defaults, heldOutIds, lossOf } from '@site/src/figures/quantization-damage/model';

const MODEL = 'storyworld-0.8m';
const { model, tokenizer } = readModel(MODEL);
const documents = heldOutIds(tokenizer, model.config.contextLength);

/** What one layer's down projection reads, token by token, `[tokens, intermediate]`, and its weights. */
function downProjection({ config, layers }: LlamaModel, ids: readonly number[]) {
  const { hiddenSize: d, intermediateSize: inside } = config;
  const { slice } = llamaActivations(model, ids).find(({ name }) => name === 'mlp input')!;
  const layer = layers[slice.layer]!;
  const gate = linear(slice.values, layer.gate, d, inside);
  const up = linear(slice.values, layer.up, d, inside);
  return { inputs: gate.map((g, i) => silu(g) * up[i]!), weights: layer.down };
}

/** Root mean square error of every output of the down projection, over the root mean square output, for sums of the first k terms. */
function dotErrors() {
  const inside = model.config.intermediateSize;
  const outputs = model.config.hiddenSize;
  const { inputs, weights } = downProjection(model, documents[0]!.slice(0, 16));
  const tokens = inputs.length / inside;
  const error = (operand: FloatFormat, accumulator: FloatFormat, k: number) => {
    const [x, w] = [roundAll(operand, inputs), roundAll(operand, weights)];
    let [squares, power] = [0, 0];
    for (let t = 0; t < tokens; t++)
      for (let o = 0; o < outputs; o++) {
        const [a, b] = [x.subarray(t * inside, t * inside + k), w.subarray(o * inside, o * inside + k)];
        const exact = sumExact(a.map((value, i) => value * b[i]!));
        squares += (dot(a, b, { accumulator }) - exact) ** 2;
        power += exact ** 2;
      }
    return Number(Math.sqrt(squares / power).toPrecision(4));
  };
  return {
    terms: inside,
    fp32: error(formats.fp16, formats.fp32, inside),
    fp16: error(formats.fp16, formats.fp16, inside),
    bf16: error(formats.bf16, formats.bf16, inside),
    fp16Short: error(formats.fp16, formats.fp16, inside / 16),
  };
}

/** One scale for each tensor at 5, 4 and 3 bits: the damage, the size of the errors against the model of uniform noise, and the damage of independent noise of that size. */
async function noise() {
  const lossNats = await lossOf(model, documents);
  const rows = [];
  for (const bits of [5, 4, 3]) {
    const quantizer: Quantizer = { bits, scheme: 'symmetric', granularity: 'tensor', scaleFormat: formats.fp16 };
    const power = { measured: 0, uniform: 0, zeros: 0, weights: 0 };
    const rng = createRng(bits);
    const quantized = withDamage(
      model,
      (matrix, r, c) => {
        const back = throughCodes(matrix, r, c, quantizer);
        power.measured += squaredError(matrix, back);
        power.uniform += (matrix.length * quantize(matrix, r, c, quantizer).scales[0]! ** 2) / 12;
        power.zeros += back.filter((x) => x === 0).length;
        power.weights += matrix.length;
        return back;
      },
      { embedding: true },
    );
    const noisy = withDamage(
      model,
      (matrix, r, c) => {
        const size = Math.sqrt(squaredError(matrix, throughCodes(matrix, r, c, quantizer)) / matrix.length);
        return matrix.map((x) => x + size * rng.normal());
      },
      { embedding: true },
    );
    rows.push({
      bits,
      damageNats: Number(((await lossOf(quantized, documents)) - lossNats).toFixed(6)),
      noiseDamageNats: Number(((await lossOf(noisy, documents)) - lossNats).toFixed(6)),
      errorOverUniform: Number((power.measured / power.uniform).toPrecision(5)),
      zeroShare: Number((power.zeros / power.weights).toPrecision(5)),
    });
  }
  return rows;
}

/** Standard errors of three damages of the table, and of the difference of the last two, by how they differ from document to document. */
function uncertainty() {
  const sums = (m: LlamaModel) => documents.map((ids) => meanLoss(m, ids) * (ids.length - 1));
  const tokens = documents.map((ids) => ids.length - 1);
  const all = tokens.reduce((a, b) => a + b, 0);
  const before = sums(model);
  const damage = (codes: string, bits: number, granularity: string) => sums(damaged(model, { ...defaults, model: MODEL, codes, bits, granularity })).map((sum, i) => sum - before[i]!);
  const standardError = (values: number[]) => {
    const mean = values.reduce((a, b) => a + b, 0) / all;
    const squares = values.reduce((sum, value, i) => sum + (value - mean * tokens[i]!) ** 2, 0);
    return Number((Math.sqrt((squares * values.length) / (values.length - 1)) / all).toPrecision(3));
  };
  const [mxfp4, nvfp4] = [damage('mxfp4', 0, 'block'), damage('nvfp4', 0, 'block')];
  return { documents: documents.length, tokens: all, group4: standardError(damage('symmetric', 4, 'group')), mxfp4: standardError(mxfp4), nvfp4: standardError(nvfp4), difference: standardError(mxfp4.map((x, i) => x - nvfp4[i]!)) };
}

/** Of the recordings and of the model itself: how far the strongest channel stands out, and what 8 bits make of the recorded tokens. */
async function activations() {
  const { models } = await computeStill();
  const siteOf = (id: string, name: string) => restoreSite(models.find((m) => m.id === id)!.sites.find((s) => s.name === name)!);
  const minilm = siteOf('all-minilm-l6-v2', 'mlp input');
  const residual = channelsOf(siteOf('smollm2-135m-instruct', 'residual'), -1);
  const { row, strongest, median } = channelsOf(minilm, -1);
  const db = quantized(minilm, 8);
  // The channel that is large in nearly every token: the still has no tokens of this site, the recording has.
  const recording = (ending: string) => readFileSync(`static/activations/smollm2-135m-instruct.${ending}`);
  const { sites } = readActivations(JSON.parse(recording('json').toString()), new Uint8Array(recording('bin')).buffer);
  const attention = siteOfRecording(sites.find((s) => s.name === 'attention input')!);
  const attentionDb = quantized(attention, 8);
  const twoDigits = (x: number) => Number(x.toFixed(2));
  return {
    minilm: { top: row[strongest]!, median, tensorDb: twoDigits(db.tensor), tokenDb: twoDigits(db.token), groupDb: twoDigits(db.group), e4m3Db: twoDigits(db.e4m3), othersDb: twoDigits(othersDb(minilm, 8)) },
    smollm2: { top: residual.row[residual.strongest]!, attentionRatio: twoDigits(channelsOf(attention, -1).ratio), attentionTensorDb: twoDigits(attentionDb.tensor), attentionTokenDb: twoDigits(attentionDb.token), attentionChannelDb: twoDigits(attentionDb.channel) },
  };
}

const measured = { model: MODEL, dot: dotErrors(), noise: await noise(), uncertainty: uncertainty(), activations: await activations() };
writeFileSync('docs/02-one-device/10-numerics/measure/measured.json', `${JSON.stringify(measured, null, 1)}\n`);
