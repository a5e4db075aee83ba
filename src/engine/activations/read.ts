import { decodeFloat16 } from '../llama';
import type { ActivationSite, SiteName } from './site';

export interface RecordedActivations {
  model: string;
  license: string;
  /** How the model's weights were stored when it was recorded. */
  weights: string;
  text: string;
  tokens: readonly string[];
  channels: number;
  sites: readonly ActivationSite[];
}

interface ArrayEntry {
  /** In bytes. */
  offset: number;
  shape: [rows: number, columns: number];
}

interface RecordingFile {
  schemaVersion: number;
  model: string;
  license: string;
  weights: string;
  text: string;
  tokens: string[];
  bytes: number;
  sites: { name: SiteName; description: string; layers: number[]; absMax: ArrayEntry; rms: ArrayEntry; slice: ArrayEntry & { layer: number } }[];
}

/** A recording from its parsed JSON and its fp16 values (little-endian). Throws where the two do not fit together. */
export function readActivations(json: unknown, bytes: ArrayBuffer): RecordedActivations {
  const file = json as RecordingFile;
  if (file.schemaVersion !== 1) throw new Error(`recorded activations: schemaVersion is ${file.schemaVersion}, not 1`);
  if (bytes.byteLength !== file.bytes) throw new Error(`recorded activations of ${file.model}: ${bytes.byteLength} bytes where ${file.bytes} were expected`);
  const view = new DataView(bytes);
  const channels = file.sites[0]!.absMax.shape[1];
  const row = ({ offset, shape }: ArrayEntry, index: number, count = 1) => {
    if (shape[1] !== channels || index + count > shape[0]) throw new Error(`recorded activations of ${file.model}: no rows of ${channels} channels where they should be`);
    return Float32Array.from({ length: count * channels }, (_, i) => decodeFloat16(view.getUint16(offset + 2 * (index * channels + i), true)));
  };
  const { model, license, weights, text, tokens } = file;
  const sites = file.sites.map(({ name, description, layers, absMax, rms, slice }) => ({
    name,
    description,
    layers,
    absMax: layers.map((_, i) => row(absMax, i)),
    rms: layers.map((_, i) => row(rms, i)),
    slice: { layer: slice.layer, tokens: slice.shape[0], values: row(slice, 0, slice.shape[0]) },
  }));
  return { model, license, weights, text, tokens, channels, sites };
}
