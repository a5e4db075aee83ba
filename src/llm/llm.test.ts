// A loaded model: what it writes, alone and in a batch, and what it says to bad input. The loader has tests of its own.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLlm, type GenerateOptions, type Llm } from './llm';
import type { GeneratedToken } from './generate';
import type { CausalGraph } from './runtime';
import { argmax, candidates } from './sampling';
import { shippedModels } from './test-models';

for (const model of shippedModels())
  for (const variant of model.variants.filter((each) => each !== 'inspect'))
    describe(`${model.id}, ${variant}`, () => {
      let llm: Llm;
      beforeAll(async () => void (llm = await model.llm(variant)));
      afterAll(() => llm.dispose());

      it('tokenizes there and back', () => {
        const ids = llm.tokenize('Ana had a red kite.');
        expect(llm.decode(ids)).toBe('Ana had a red kite.');
        expect(ids.map((id) => llm.tokenText(id)).join('')).toBe('Ana had a red kite.');
      });

      it('draws the same text for the same seed, and tells of every token', async () => {
        const told: GeneratedToken[] = [];
        const options = { prompt: 'Once there was', temperature: 1, topP: 0.95, seed: 5, maxNewTokens: 30 };
        const first = await llm.generate({ ...options, onToken: (token) => told.push(token) });
        expect((await llm.generate(options)).ids).toEqual(first.ids);
        expect((await llm.generate({ ...options, seed: 6 })).ids).not.toEqual(first.ids);
        expect(told.at(-1)!.text).toBe(first.text);
        expect(told.map(({ id }) => id)).toEqual(first.ids);
        expect(told.map(({ tokenText }) => tokenText).join('')).toBe(first.text);
        for (const { id, logits, probability } of told) expect(candidates(logits, options).find((each) => each.id === id)!.probability).toBeCloseTo(probability, 6);
      });

      it('writes by steps what one takes greedily from the logits of the whole', async () => {
        const prompt = llm.promptIds('Once there was a');
        const { ids } = await llm.generate({ prompt, temperature: 0, maxNewTokens: 8 });
        const logits = await llm.logits([...prompt, ...ids]);
        const V = llm.config.vocabularySize;
        ids.forEach((id, i) => {
          const row = logits.subarray((prompt.length - 1 + i) * V, (prompt.length + i) * V);
          expect(row[argmax(row)]! - row[id]!).toBeLessThan(1e-3);
        });
      });

      it('gives probabilities of the next token that sum to one, and two runs at once do not disturb each other', async () => {
        const text = 'Once there was a kind';
        const [a, b, c] = await Promise.all([llm.nextTokenProbabilities(text), llm.nextTokenProbabilities('Rex was'), llm.nextTokenProbabilities(text)]);
        expect(a.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
        expect(c).toEqual(a);
        expect(b).not.toEqual(a);
      });

      it('writes in a batch what it writes one by one', async () => {
        const prompts = ['', 'Once there was', 'Bo had a red kite. "May I have the kite?"', 'Once'];
        const options = { temperature: 0.8, topK: 20, seed: 11, maxNewTokens: 24, stop: ['.'] };
        const batch = await llm.generateBatch({ ...options, prompts });
        const single = await Promise.all(prompts.map((prompt, i) => llm.generate({ ...options, prompt, seed: 11 + i })));
        expect(batch).toEqual(single);
        expect(await llm.generateBatch({ prompts: [] })).toEqual([]);
        const logits = await llm.logitsOfBatch(prompts);
        for (const [i, prompt] of prompts.entries()) expect(logits[i]).toHaveLength((llm.tokenize(prompt).length + 1) * llm.config.vocabularySize);
      });

      it('stops when told, at a string, and when the context is full', async () => {
        const abort = new AbortController();
        const cut = await llm.generate({ prompt: 'Once', seed: 1, signal: abort.signal, onToken: ({ text }) => text.length > 10 && abort.abort() });
        expect(cut.stopReason).toBe('aborted');
        expect(cut.ids.length).toBeGreaterThan(0);
        const stop = cut.text.slice(3, 6);
        const stopped = await llm.generate({ prompt: 'Once', seed: 1, stop: ['never \u0000', stop] });
        expect(stopped).toMatchObject({ stopReason: 'stop string', text: cut.text.slice(0, cut.text.indexOf(stop)) });
        expect(await llm.generate({ prompt: 'Once', maxNewTokens: 0 })).toEqual({ text: '', ids: [], stopReason: 'maximum' });
        const { contextLength } = llm.config;
        const nearlyFull = new Array<number>(contextLength - 5).fill(llm.tokenize('.')[0]!);
        const full = await llm.generate({ prompt: nearlyFull, temperature: 5, seed: 2 });
        // Five more are read, and the sixth is drawn from what the last of them leaves.
        if (full.stopReason !== 'end of text') expect(full).toMatchObject({ stopReason: 'context full', ids: { length: 6 } });
        const { stopReason, ids } = await llm.generate({ prompt: [...nearlyFull, 1, 1, 1, 1, 1], maxNewTokens: 1 });
        if (stopReason !== 'end of text') expect({ stopReason, length: ids.length }).toEqual({ stopReason: 'maximum', length: 1 });
      });
    });

describe('bad input', () => {
  const [model] = shippedModels();
  let llm: Llm;
  let runs = 0;
  beforeAll(async () => {
    const graph = await model!.open('fp16');
    const counted: CausalGraph = { ...graph, run: (rows, cache) => (runs++, graph.run(rows, cache)) };
    llm = createLlm({ id: model!.id, config: model!.config, tokenizer: model!.tokenizer, graph: counted, openInspectGraph: () => model!.open('inspect'), release: () => graph.dispose() });
  });
  afterAll(() => llm.dispose());

  it('an empty prompt begins a text', async () => {
    expect(llm.promptIds('')).toEqual([llm.endOfTextId]);
    expect((await llm.generate({ prompt: '', maxNewTokens: 3, temperature: 0 })).ids).toHaveLength(3);
    expect(await llm.logits('')).toHaveLength(llm.config.vocabularySize);
    await expect(llm.logits([])).rejects.toThrow('needs at least one');
  });

  it('a text of 10,000 tokens past the context is refused before any work, or its last part is read', async () => {
    const { contextLength } = llm.config;
    const long = '.'.repeat(contextLength + 10_000);
    const count = llm.tokenize(long).length;
    expect(count).toBeGreaterThan(contextLength);
    const ids = [...new Array<number>(10_000).fill(1), ...new Array<number>(contextLength).fill(2)];
    const before = runs;
    await expect(llm.generate({ prompt: long })).rejects.toThrow(`the text has ${count} tokens; the model can read ${contextLength - 1}`);
    await expect(llm.generate({ prompt: ids })).rejects.toThrow(`the text has ${ids.length} tokens; the model can read ${contextLength}`);
    await expect(llm.inspect(long)).rejects.toThrow('the model can read');
    await expect(llm.generateBatch({ prompts: ['a', long] })).rejects.toThrow('the model can read');
    expect(runs).toBe(before);
    const options = { temperature: 0, maxNewTokens: 4 };
    expect(await llm.generate({ ...options, prompt: ids, tooLong: 'keep last' })).toEqual(await llm.generate({ ...options, prompt: [1, ...new Array<number>(contextLength - 5).fill(2)] }));
    const half = await llm.generate({ prompt: ids, tooLong: 'keep last', temperature: 0 });
    expect(half.ids.length).toBeLessThanOrEqual(contextLength / 2 + 1);
    expect(await llm.generate({ ...options, prompt: 'Once', tooLong: 'keep last' })).toEqual(await llm.generate({ ...options, prompt: 'Once' }));
  });

  it('emoji come back whole; a lone surrogate, which has no UTF-8, comes back as U+FFFD', async () => {
    for (const text of ['🦉', '👩‍🚀 in 🇳🇱', 'a\u0000b', '\u{10ffff}']) {
      expect(llm.decode(llm.tokenize(text))).toBe(text);
      expect(await llm.nextTokenProbabilities(text)).toHaveLength(llm.config.vocabularySize);
    }
    expect(llm.decode(llm.tokenize('\ud83e'))).toBe('\ufffd');
    expect(llm.decode(llm.tokenize('x\udd89y\ud83e'))).toBe('x\ufffdy\ufffd');
    expect(await llm.logits('\ud83e')).toEqual(await llm.logits('\ufffd'));
  });

  it('ids that do not exist and settings that make no sense are named before any work', async () => {
    const before = runs;
    const V = llm.config.vocabularySize;
    for (const id of [-1, V, 0.5, NaN, Infinity]) {
      await expect(llm.generate({ prompt: [0, id] })).rejects.toThrow(`there is no token ${id}; the vocabulary has ${V}`);
      await expect(llm.logits([id])).rejects.toThrow('there is no token');
    }
    const refused = (options: Partial<GenerateOptions>, why: string) => expect(llm.generate({ prompt: 'Once', ...options })).rejects.toThrow(why);
    await refused({ temperature: NaN }, 'temperature must be a finite number of 0 or more, not NaN');
    await refused({ temperature: -1 }, 'temperature');
    await refused({ topP: 0 }, 'topP must be above 0 and at most 1, not 0');
    await refused({ topK: -1 }, 'topK must be a whole number of 0 (keep all) or more, not -1');
    await refused({ maxNewTokens: NaN }, 'maxNewTokens');
    await refused({ maxNewTokens: -1 }, 'maxNewTokens');
    await refused({ seed: NaN }, 'seed');
    await refused({ stop: ['.', ''] }, 'an empty stop string');
    await expect(llm.generateBatch({ prompts: ['a'], temperature: NaN })).rejects.toThrow('temperature');
    expect(runs).toBe(before);
    // k = 0 keeps all, as it says; nothing is drawn once the signal says stop.
    expect((await llm.generate({ prompt: 'Once', topK: 0, maxNewTokens: 2 })).ids).toHaveLength(2);
    expect(await llm.generate({ prompt: 'Once', signal: AbortSignal.abort() })).toMatchObject({ ids: [], stopReason: 'aborted' });
  });

  it('after dispose says so, sequences too', async () => {
    const gone = await model!.llm('fp16');
    const sequence = gone.startSequence();
    await sequence.step([1]);
    await gone.dispose();
    await gone.dispose();
    await expect(sequence.step([1])).rejects.toThrow('disposed');
    await expect(gone.generate({ prompt: 'Once' })).rejects.toThrow('has been disposed of');
    await expect(gone.inspect('Once')).rejects.toThrow('has been disposed of');
    expect(() => gone.startSequence()).toThrow('has been disposed of');
  });
});
