/** Where activations are looked at; `residual` stands outside the norms and only pre-norm models have it. */
export type SiteName = 'residual' | 'attention input' | 'mlp input';

export interface ActivationSite {
  name: SiteName;
  description: string;
  /** Which layers the rows of `absMax` and `rms` are; a residual's last row is what leaves the last layer. */
  layers: readonly number[];
  /** Of each channel over all tokens of the text: one array `[channels]` a row. */
  absMax: readonly Float32Array[];
  rms: readonly Float32Array[];
  /** One layer, token by token: the text's first `tokens` tokens, values `[tokens, channels]`. */
  slice: { layer: number; tokens: number; values: Float32Array };
}
