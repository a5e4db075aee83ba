/**
 * What flows into the matrix products of a transformer, by channel: read from a recording
 * (static/activations, made by models/recorded-activations) or taken from a Llama-like model of
 * ours, in one form. It measures; what the numbers do to a format is `engine/numerics`.
 */
export { readActivations, type RecordedActivations } from './read';
export { llamaActivations } from './llama';
export { channelAbsMax, channelRms, outlierRatio, strongestChannel } from './channels';
export type { ActivationSite, SiteName } from './site';
