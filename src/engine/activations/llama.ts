import { add, attention, embed, rmsNorm, swiglu, type LlamaModel } from '../llama';
import { channelAbsMax, channelRms, outlierRatio } from './channels';
import type { ActivationSite, SiteName } from './site';

const DESCRIPTIONS: Record<SiteName, string> = {
  residual: 'the residual stream before each layer, and after the last',
  'attention input': 'what the query, key and value matrices of a layer read: normed',
  'mlp input': "what the first matrices of a layer's MLP read: normed",
};

function site(name: SiteName, rows: readonly Float32Array[], channels: number): ActivationSite {
  const absMax = rows.map((row) => channelAbsMax(row, channels));
  const ratios = absMax.map(outlierRatio);
  const layer = ratios.indexOf(Math.max(...ratios));
  return {
    name,
    description: DESCRIPTIONS[name],
    layers: rows.map((_, i) => i),
    absMax,
    rms: rows.map((row) => channelRms(row, channels)),
    slice: { layer, tokens: rows[layer]!.length / channels, values: rows[layer]! },
  };
}

/** Activations at all three sites for a sequence of ids. The slice is of the layer with the strongest channel, all tokens. */
export function llamaActivations(model: LlamaModel, ids: readonly number[]): ActivationSite[] {
  const { config } = model;
  const residual: Float32Array[] = [];
  const attentionInput: Float32Array[] = [];
  const mlpInput: Float32Array[] = [];
  let x = embed(model, ids);
  for (const layer of model.layers) {
    residual.push(x);
    const forAttention = rmsNorm(x, layer.inputNorm, config.rmsNormEpsilon);
    const middle = add(x, attention(forAttention, layer, config).output);
    const forMlp = rmsNorm(middle, layer.postAttentionNorm, config.rmsNormEpsilon);
    x = add(middle, swiglu(forMlp, layer, config));
    attentionInput.push(forAttention);
    mlpInput.push(forMlp);
  }
  residual.push(x);
  const d = config.hiddenSize;
  return [site('residual', residual, d), site('attention input', attentionInput, d), site('mlp input', mlpInput, d)];
}
