import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromTokenizerJson } from '../tokenizer';
import { forward, readLlama, rmsNorm } from '../llama';
import { channelAbsMax, channelRms, llamaActivations, outlierRatio, readActivations, strongestChannel, type ActivationSite, type SiteName } from './index';

const folder = join(process.cwd(), 'static', 'activations');
const bytesOf = (file: string) => new Uint8Array(readFileSync(file)).buffer;

function recorded(id: string) {
  return readActivations(JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')), bytesOf(join(folder, `${id}.bin`)));
}

function storyworld() {
  const models = join(process.cwd(), 'static', 'models');
  const id = readdirSync(models).find((name) => name.startsWith('storyworld'))!;
  const json = (name: string) => JSON.parse(readFileSync(join(models, id, name), 'utf8')) as unknown;
  const tokenizer = fromTokenizerJson(json('tokenizer.json'));
  const model = readLlama(json('config.json'), bytesOf(join(models, id, 'model.safetensors')));
  return { model, ids: [tokenizer.endOfTextId, ...tokenizer.encode('Once there was a kind girl named Ana. She had a red kite.')] };
}

const largestRatio = (site: ActivationSite) => Math.max(...site.absMax.map(outlierRatio));
const siteOf = (sites: readonly ActivationSite[], name: SiteName) => sites.find((site) => site.name === name)!;

describe('numbers of channels', () => {
  it('are those of each column', () => {
    const values = Float32Array.of(3, -1, 0, -4, 1, 0);
    expect([...channelAbsMax(values, 3)]).toEqual([4, 1, 0]);
    expect([...channelRms(values, 3)]).toEqual([Math.sqrt(12.5), 1, 0].map(Math.fround));
    expect(strongestChannel(channelAbsMax(values, 3))).toBe(0);
    expect(outlierRatio(Float32Array.of(5, 1, 2, 10))).toBe(5);
    expect(() => channelAbsMax(values, 4)).toThrow('no rows of 4');
  });

  it('a root mean square is at most the maximum, and at least the maximum over the root of the tokens', () => {
    const float = fc.float({ min: -1000, max: 1000, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(float, float), { minLength: 1 }), (rows) => {
        const values = Float32Array.from(rows.flat());
        const max = channelAbsMax(values, 2);
        channelRms(values, 2).forEach((rms, c) => {
          expect(rms).toBeLessThanOrEqual(max[c]! * 1.00001);
          expect(rms).toBeGreaterThanOrEqual((max[c]! / Math.sqrt(rows.length)) * 0.99999);
        });
      }),
    );
  });
});

describe.each(['all-minilm-l6-v2', 'smollm2-135m-instruct'])('the recording of %s', (id) => {
  const recording = recorded(id);

  it('has a row of numbers for each layer, and they agree with each other and with the slice', () => {
    for (const { layers, absMax, rms, slice } of recording.sites) {
      expect(absMax).toHaveLength(layers.length);
      expect(rms).toHaveLength(layers.length);
      expect(slice.values).toHaveLength(slice.tokens * recording.channels);
      const row = layers.indexOf(slice.layer);
      expect(row).toBeGreaterThanOrEqual(0);
      expect(slice.tokens).toBeLessThanOrEqual(recording.tokens.length);
      // The slice is of the first tokens: no more than the maximum over all, and no more energy. fp16 rounds by up to 2^-11.
      const sliceMax = channelAbsMax(slice.values, recording.channels);
      const sliceRms = channelRms(slice.values, recording.channels);
      for (let c = 0; c < recording.channels; c++) {
        expect(sliceMax[c]).toBeLessThanOrEqual(absMax[row]![c]!);
        expect(sliceRms[c]! ** 2 * slice.tokens).toBeLessThanOrEqual(rms[row]![c]! ** 2 * recording.tokens.length * 1.003);
        for (let r = 0; r < layers.length; r++) expect(rms[r]![c]).toBeLessThanOrEqual(absMax[r]![c]! * 1.001);
      }
    }
  });

  it('has channels far above the others at the input of its matrices', () => {
    for (const site of recording.sites.filter(({ name }) => name !== 'residual')) expect(largestRatio(site)).toBeGreaterThan(7);
    expect(Math.max(...recording.sites.map(largestRatio))).toBeGreaterThan(20);
  });

  it('is refused where values and description do not fit together', () => {
    const json = JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) as object;
    expect(() => readActivations(json, new ArrayBuffer(8))).toThrow('8 bytes where');
    expect(() => readActivations({ ...json, schemaVersion: 2 }, new ArrayBuffer(8))).toThrow('schemaVersion');
  });
});

describe('activations of a Llama-like model', () => {
  const { model, ids } = storyworld();
  const [residual, attentionInput, mlpInput] = llamaActivations(model, ids) as [ActivationSite, ActivationSite, ActivationSite];
  const { hiddenSize: d, layerCount, rmsNormEpsilon } = model.config;

  it('are those that the forward pass shows', () => {
    const { hidden } = forward(model, ids, { inspect: true });
    expect(residual.absMax).toEqual(hidden.map((x) => channelAbsMax(x, d)));
    expect(residual.slice.values).toEqual(hidden[residual.slice.layer]);
    expect(attentionInput.rms).toEqual(model.layers.map(({ inputNorm }, n) => channelRms(rmsNorm(hidden[n]!, inputNorm, rmsNormEpsilon), d)));
    expect(mlpInput.layers).toHaveLength(layerCount);
  });

  it('lack the outliers of the larger models', () => {
    const larger = [
      { mine: attentionInput, sites: recorded('smollm2-135m-instruct').sites },
      { mine: residual, sites: recorded('smollm2-135m-instruct').sites },
      { mine: mlpInput, sites: recorded('all-minilm-l6-v2').sites },
    ];
    for (const { mine, sites } of larger) expect(largestRatio(mine) * 2, mine.name).toBeLessThan(largestRatio(siteOf(sites, mine.name)));
  });
});
