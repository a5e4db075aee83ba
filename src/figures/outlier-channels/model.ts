// Activations by channel, of recordings and of the book's model, and what quantizers with coarser and finer scales make of them.

import { channelAbsMax, outlierRatio, strongestChannel, type ActivationSite } from '@site/src/engine/activations';
import { blockFormats, decode, dequantizeBlocks, encode, formats, quantizeBlocks, scaledRound, sqnrDb, throughCodes } from '@site/src/engine/numerics';

export interface State {
  model: string;
  site: string;
  /** Row of the site's layers. */
  layer: number;
  bits: number;
  [key: string]: string | number | boolean;
}
export const defaults: State = { model: 'all-minilm-l6-v2', site: 'mlp input', layer: -1, bits: 8 };
export const recordedIds = ['all-minilm-l6-v2', 'smollm2-135m-instruct'] as const;

/** One site as the figure needs it. */
export interface Site {
  name: string;
  channels: number;
  layers: number[];
  /** Layer of the token-by-token values. */
  sliceLayer: number;
  /** By layer, each `[channels]`. */
  absMax: number[][];
  /** `[tokens, channels]`; empty where it has yet to be fetched. */
  slice: Float32Array;
}

/** A site as it is stored: fp16 codes in base64, little-endian, as in the recordings. */
export type StoredSite = Omit<Site, 'slice'> & { slice: string };

export function storeSite(site: Site, keepSlice: boolean): StoredSite {
  const codes = Uint16Array.from(keepSlice ? site.slice : [], (x) => encode(formats.fp16, x));
  return { ...site, absMax: site.absMax.map((row) => row.map((x) => Number(x.toPrecision(3)))), slice: btoa(String.fromCharCode(...new Uint8Array(codes.buffer))) };
}
export function restoreSite(stored: StoredSite): Site {
  const bytes = Uint8Array.from(atob(stored.slice), (c) => c.charCodeAt(0));
  return { ...stored, slice: Float32Array.from(new Uint16Array(bytes.buffer), (code) => decode(formats.fp16, code)) };
}

export function siteOf({ name, layers, absMax, slice }: ActivationSite, keep: 'all layers' | 'slice layer' = 'all layers'): Site {
  const kept = layers.map((layer, i) => ({ layer, row: absMax[i]! })).filter(({ layer }) => keep === 'all layers' || layer === slice.layer);
  return { name, channels: absMax[0]!.length, layers: kept.map(({ layer }) => layer), sliceLayer: slice.layer, absMax: kept.map(({ row }) => Array.from(row)), slice: slice.values };
}

export const schemes = ['tensor', 'token', 'group', 'channel', 'e4m3', 'mxfp8'] as const;
export type Scheme = (typeof schemes)[number];

/** Signal over error in decibels of the slice through each scheme; integers of `bits` bits, except the last two, which are FP8. */
export function quantized({ channels, slice }: Site, bits: number): Record<Scheme, number> {
  const tokens = slice.length / channels;
  const integers = (granularity: 'tensor' | 'row' | { group: number }) => sqnrDb(slice, throughCodes(slice, tokens, channels, { bits, scheme: 'symmetric', granularity }));
  const transposed = Float64Array.from(slice, (_, i) => slice[(i % tokens) * channels + Math.floor(i / tokens)]!);
  return {
    tensor: integers('tensor'),
    token: integers('row'),
    group: integers({ group: 32 }),
    channel: sqnrDb(transposed, throughCodes(transposed, channels, tokens, { bits, scheme: 'symmetric', granularity: 'row' })),
    e4m3: sqnrDb(slice, scaledRound(slice, formats.e4m3)),
    mxfp8: sqnrDb(slice, dequantizeBlocks(quantizeBlocks(slice, blockFormats.mxfp8))),
  };
}

/** Without the strongest channel in signal or error: how all the others fare with one scale for the tensor. */
export function othersDb({ channels, slice }: Site, bits: number): number {
  const strongest = strongestChannel(channelAbsMax(slice, channels));
  const back = throughCodes(slice, slice.length / channels, channels, { bits, scheme: 'symmetric', granularity: 'tensor' });
  const others = (list: ArrayLike<number>) => Array.from(list).filter((_, i) => i % channels !== strongest);
  return sqnrDb(others(slice), others(back));
}

export interface Channels {
  row: number[];
  layer: number;
  strongest: number;
  ratio: number;
  median: number;
}
/** A layer's channels; layer −1 is the slice's. */
export function channelsOf(site: Site, layer: number): Channels {
  const index = layer >= 0 && layer < site.layers.length ? layer : Math.max(0, site.layers.indexOf(site.sliceLayer));
  const row = site.absMax[index]!;
  const typed = Float32Array.from(row);
  const sorted = [...row].sort((a, b) => a - b);
  return { row, layer: site.layers[index]!, strongest: strongestChannel(typed), ratio: outlierRatio(typed), median: sorted[(sorted.length - 1) >> 1]! };
}

export interface Still {
  models: { id: string; sites: StoredSite[] }[];
}
